#!/bin/sh
# 035-threads.sh VIGIE: who answers whom where the site does not say it.
. "$(dirname "$0")/lib.sh"

links="SELECT id, reply_inferred, inferred_by FROM comments
    WHERE reply_inferred IS NOT NULL ORDER BY id"

# ---- the rule, where the true parent is known ----------------------------

# The shipped comments without their reply_to.  A link is false when the
# comment answers another one; one from a comment that is said to answer none
# is not counted either way (most of these do quote).  The sets of contrasts
# are left out: their twins share most of their words on purpose.
set --
for file in data/discussions/*.jsonl; do
    case $file in
    *-and-* | *praise*) ;;
    *) set -- "$@" "$file" ;;
    esac
done
jq -c 'del(.reply_to)' "$@" >bare.jsonl
jq -r '[.id, .reply_to // "", .split] | @csv' "$@" >truth
[ -z "$sanitized" ] || head -n 4000 bare.jsonl >part
[ -z "$sanitized" ] || mv part bare.jsonl
quiet vigie ingest bare.jsonl
sql "CREATE TABLE truth (id PRIMARY KEY, parent, split)"
sql '.import --csv truth truth'
measure() {
    sql "SELECT count(*) FILTER (WHERE t.parent = c.reply_inferred),
        count(*) FILTER (WHERE t.parent <> '' AND t.parent <> c.reply_inferred),
        count(*) FILTER (WHERE t.parent <> '' AND p.author IS NOT q.author),
        count(*) FILTER (WHERE t.parent = '')
        FROM comments AS c JOIN truth AS t USING (id)
        JOIN comments AS p ON p.id = c.reply_inferred
        LEFT JOIN comments AS q ON q.id = t.parent
        WHERE c.inferred_by = '$1' AND t.split = '$2'" |
        tr '|' ' '
}
for split in train test; do
    for ground in quote name; do
        # shellcheck disable=SC2046
        set -- $(measure $ground $split)
        echo "$split, by $ground: $1 links right, $2 false," \
            "$3 of these to another person, $4 with no known parent"
        eval "right_${ground}_$split=$1 false_${ground}_$split=$2
            person_${ground}_$split=$3"
    done
done
if [ -z "$sanitized" ]; then
    # shellcheck disable=SC2154
    [ $((false_quote_train * 100)) -le $((3 * right_quote_train)) ] &&
        [ "$right_quote_train" -ge 200 ] && ok ||
        fail "quotations: $false_quote_train false, $right_quote_train right"
    # shellcheck disable=SC2154
    [ $((person_name_train * 100)) -le $((3 * right_name_train)) ] &&
        [ "$right_name_train" -ge 40 ] && ok ||
        fail "names: $person_name_train false, $right_name_train right"
fi

# ---- whatever the order they come in --------------------------------------

sql "$links" >once
sort -r bare.jsonl >turned.jsonl
fresh
quiet vigie ingest turned.jsonl
sql "$links" >turned
same 'links, and of the same comments the other way round' once turned
fresh
head -n 3000 bare.jsonl >some.jsonl
for part in 1 2 3; do
    sed -n "$part~3p" some.jsonl >part.jsonl
    quiet vigie ingest part.jsonl
done
quiet vigie ingest some.jsonl some.jsonl
sql "$links" >parts
sql "SELECT count(*) > 10 FROM comments WHERE reply_inferred IS NOT NULL" >many
equal 'links in parts' 1 "$(cat many)"
jq -r .id some.jsonl | sort >ids
sort -t'|' -k1,1 once | LC_ALL=C join -t'|' - ids | sort >wanted.links
sort parts >parts.sorted
same 'links, and of comments that came in parts' wanted.links parts.sorted

# ---- a small discussion ---------------------------------------------------

fresh
cat >small.jsonl <<'J'
{"id":"t1","discussion":"t","title":"La gare","author":"anne","time":"2024-01-02T10:00","text":"On sait que la mairie a vendu le terrain de la gare."}
{"id":"t2","discussion":"t","author":"bob33","time":"2024-01-02T10:05","text":"« la mairie a vendu le terrain de la gare » : et tu sors ça d'où ?"}
{"id":"t3","discussion":"t","author":"carl","time":"2024-01-02T10:06","text":"bob33, va te renseigner avant de causer, pauvre abruti."}
{"id":"t4","discussion":"t","author":"dan","time":"2024-01-02T10:07","reply_to":"t1","text":"« la mairie a vendu le terrain de la gare » oui et alors ?"}
J
quiet vigie score small.jsonl
sql "$links" >out
ran='links of a small discussion'
out_is 't2|t1|quote
t3|t2|name'
counts "SELECT count(*) FROM comments WHERE reply_to = 't1'" 1
quiet vigie show t2
out_has '^answers t1 \(inferred: quotes it, «la mairie a vendu le terrain de la gare»\)$'
out_has '^  t3  carl, .*, answers t2 \(inferred: calls its author\)$'
out_has '^  t4  dan, .*, answers t1$'
quiet vigie show t3
out_has '^answers t2 \(inferred: calls its author\)$'
quiet vigie show t3 --format json
holds out '.[0] | .comment.reply_to == null and .comment.reply_inferred == "t2"
    and .comment.inferred_by == "name" and .comment.quotes == null
    and .parent.id == "t2" and .parent.quotes == [2, 41]
    and .parent.reply_inferred == "t1"'
quiet vigie queue --limit 10
out_has 'carl, .*, answers t2 \(inferred: calls its author\)$'
quiet vigie queue --limit 10 --format json
holds out 'map(select(.comment == "t3"))[0]
    | .reply_inferred == "t2" and .inferred_by == "name" and .reply_to == null'

# the inferred parent is read as a given one, bit for bit
sql "SELECT tone, probability FROM scores WHERE comment IN ('t2', 't3')
    ORDER BY comment, tone" >inferred
fresh
sed -e '2s/"text"/"reply_to":"t1","text"/' -e '3s/"text"/"reply_to":"t2","text"/' \
    small.jsonl >given.jsonl
quiet vigie score given.jsonl
sql "SELECT tone, probability FROM scores WHERE comment IN ('t2', 't3')
    ORDER BY comment, tone" >given
same 'scores with an inferred and with a given parent' inferred given
sql "$links" >out
ran='links where all are given'
[ ! -s out ] && ok || fail "$ran" out

# ---- a real page ----------------------------------------------------------

if [ -r "$seed" ]; then
    fresh
    quiet vigie ingest "$seed"
    sql "SELECT c.position, p.position, c.inferred_by FROM comments AS c
        JOIN comments AS p ON p.id = c.reply_inferred" >out
    ran='links of the seed page'
    out_is '11|35|quote'
else
    skip 'no seed page beside the repository'
fi

finish
