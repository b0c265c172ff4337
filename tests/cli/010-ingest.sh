#!/bin/sh
# 010-ingest.sh VIGIE: every format, plain, gzipped and from standard input;
# nothing comes in twice, nothing that was there is lost.
. "$(dirname "$0")/lib.sh"

# dump FILE: what the interface tells of all comments
dump() {
    sql 'SELECT * FROM comments ORDER BY id' >"$1"
}

# ---- the formats agree ----------------------------------------------------

cp data/sample/page.txt data/sample/batch.jsonl data/sample/batch.csv .
{
    echo id,discussion,title,section,author,time,reply_to,text
    jq -r '[.id,.discussion,.title,.section,.author,.time,.reply_to//"",.text]
        | @csv' batch.jsonl
} >comma.csv
sed 's/$/\r/' batch.jsonl >crlf.jsonl
{
    printf '\357\273\277'
    cat batch.jsonl
} >bom.jsonl
mkfifo fifo-in
gzip -k page.txt batch.jsonl batch.csv comma.csv
head -n 80 batch.jsonl | gzip >members.jsonl.gz
tail -n +81 batch.jsonl | gzip >>members.jsonl.gz

for name in page.txt batch.jsonl; do
    case $name in
    page*) wanted='44 new, 0 changed, 0 known, 5 empty, 0 refused' others= ;;
    *)
        wanted='200 new, 0 changed, 0 known, 0 empty, 0 refused'
        others='batch.csv batch.csv.gz comma.csv comma.csv.gz crlf.jsonl
            bom.jsonl members.jsonl.gz'
        ;;
    esac
    fresh
    quiet vigie ingest "$name"
    out_is "$wanted"
    dump reference
    sound
    for other in $name.gz $others; do
        fresh
        quiet vigie ingest "$other"
        out_is "$wanted"
        dump this
        same "comments of $name and $other" reference this
    done
    for other in $name $name.gz $others; do
        fresh
        quiet vigie ingest - <"$other"
        out_is "$wanted"
        dump this
        same "comments of $name and $other from standard input" reference this
        fresh
        cat "$other" >fifo-in &
        quiet vigie ingest - <fifo-in
        dump this
        same "comments of $name and $other from a pipe" reference this
    done
done

# the format by name; what does not fit it is refused
fresh
quiet vigie ingest --format page page.txt
quiet vigie ingest --format jsonl batch.jsonl
quiet vigie ingest --format csv batch.csv
out_is '0 new, 0 changed, 200 known, 0 empty, 0 refused'
counts 'SELECT count(*) FROM comments' 244

# several files, one store; the counts are their sum
fresh
quiet vigie ingest page.txt batch.csv.gz batch.jsonl
out_is '244 new, 0 changed, 200 known, 5 empty, 0 refused'
counts 'SELECT count(*) FROM comments' 244
counts "SELECT group_concat(DISTINCT state) FROM comments
    WHERE trim(text) = ''" empty
counts "SELECT count(*) FROM comments WHERE state = 'waiting'" 239

# nothing at all is a batch of no lines
fresh
quiet vigie ingest /dev/null
out_is '0 new, 0 changed, 0 known, 0 empty, 0 refused'

# $VIGIE_DB, --db
fresh
VIGIE_DB=other.db
export VIGIE_DB
quiet vigie ingest page.txt
counts 'SELECT count(*) FROM comments' 44 other.db
quiet vigie ingest --db third.db batch.csv
counts 'SELECT count(*) FROM comments' 200 third.db
unset VIGIE_DB
[ ! -e vigie.db ] && ok || fail '--db: vigie.db was made all the same'

# ---- again, and changed ---------------------------------------------------

fresh
quiet vigie ingest page.txt batch.jsonl --now 2026-06-01T10:00Z
dump before
sql .dump >before.sql
quiet vigie ingest page.txt batch.jsonl --now 2026-06-02T10:00Z
out_is '0 new, 0 changed, 244 known, 5 empty, 0 refused'
dump after
same 'comments, read twice' before after
sql .dump >after.sql
same 'the whole store, read twice' before.sql after.sql

cat >edited.jsonl <<'E'
{"id":"handball#1","discussion":"handball","text":"Texte corrigé."}
{"id":"handball#2","discussion":"handball","text":" \n "}
E
quiet vigie ingest edited.jsonl --now 2026-06-03T10:00Z
out_is '0 new, 2 changed, 0 known, 1 empty, 0 refused'
counts 'SELECT count(*) FROM comments' 244
counts "SELECT text FROM comments WHERE id = 'handball#1'" 'Texte corrigé.'
counts "SELECT author || time FROM comments WHERE id = 'handball#1'" \
    Momo_pivot2026-05-03T20:41:00Z
counts "SELECT state FROM comments WHERE id = 'handball#2'" empty
quiet vigie show --format json handball#1
holds out '.[0] | .revision == 2 and (.revisions | length) == 1 and
    .revisions[0].received == "2026-06-01T10:00:00Z" and
    (.revisions[0].text | startswith("Quel match !!!"))'
# back to the first text: a third revision, both others kept
quiet vigie ingest batch.jsonl --now 2026-06-04T10:00Z
out_is '0 new, 2 changed, 198 known, 0 empty, 0 refused'
quiet vigie show --format json handball#1
holds out '.[0] | .revision == 3 and
    ([.revisions[].text] | sort | .[1] == "Texte corrigé.")'
counts "SELECT state FROM comments WHERE id = 'handball#2'" waiting
sound

# an id belongs to one discussion
cat >elsewhere.jsonl <<'E'
{"id":"handball#1","discussion":"autre","text":"x"}
{"id":"neuf","text":"y"}
E
expect 65 vigie ingest elsewhere.jsonl
out_is '1 new, 0 changed, 0 known, 0 empty, 1 refused'
err_has "^vigie: elsewhere.jsonl:1: .*'handball#1'.*'handball'"
counts "SELECT discussion FROM comments WHERE id = 'handball#1'" handball

# what was not known before comes in with the same text
fresh
echo '{"id":"a","text":"t"}' >first
echo '{"id":"a","text":"t","author":"Zoé","time":"2026-05-01T08:00Z","reply_to":"b"}' >second
quiet vigie ingest first
quiet vigie ingest second
out_is '0 new, 0 changed, 1 known, 0 empty, 0 refused'
counts "SELECT author, time, reply_to FROM comments" \
    'Zoé|2026-05-01T08:00:00Z|b'

# ---- ids where the input has none -----------------------------------------

fresh
jq -c 'del(.id)' batch.jsonl >nameless.jsonl
quiet vigie ingest nameless.jsonl
out_is '200 new, 0 changed, 0 known, 0 empty, 0 refused'
sql 'SELECT id FROM comments ORDER BY id' >first
quiet vigie ingest nameless.jsonl
out_is '0 new, 0 changed, 200 known, 0 empty, 0 refused'
fresh
tac nameless.jsonl >reversed.jsonl
quiet vigie ingest reversed.jsonl
sql 'SELECT id FROM comments ORDER BY id' >second
same 'derived ids, whatever the order' first second

fresh
printf 'texte\nBonjour\n' >one.csv
quiet vigie ingest --discussion rond-point one.csv
counts 'SELECT discussion, text FROM comments' 'rond-point|Bonjour'
quiet vigie ingest --discussion page-a page.txt
quiet vigie ingest --discussion page-b page.txt
counts "SELECT count(*), count(DISTINCT id) FROM comments
    WHERE discussion LIKE 'page-%'" '88|88'

# ---- times ----------------------------------------------------------------

fresh
cat >times.jsonl <<'E'
{"id":"summer","text":"t","time":"Le 04/08/2020 à 08h26"}
{"id":"winter","text":"t","time":"4 janvier 2021 à 08:26"}
{"id":"dots","text":"t","time":"04.08.2020 08:26"}
{"id":"iso","text":"t","time":"2020-08-04T08:26:00+02:00"}
{"id":"utc","text":"t","time":"2020-08-04T06:26:00Z"}
{"id":"none","text":"t"}
E
quiet vigie ingest times.jsonl
counts "SELECT group_concat(id || '=' || coalesce(time, '?'), ' ') FROM
    (SELECT * FROM comments ORDER BY id)" \
    'dots=2020-08-04T06:26:00Z iso=2020-08-04T06:26:00Z none=? summer=2020-08-04T06:26:00Z utc=2020-08-04T06:26:00Z winter=2021-01-04T07:26:00Z'

fresh
cat >relative.txt <<'E'
Le titre
Commentaires (2)
il y a 3 heures
premier
Le 3 août 2020 à 10:19
second
E
expect 65 vigie ingest relative.txt
out_is '1 new, 0 changed, 0 known, 0 empty, 1 refused'
err_has '^vigie: relative.txt:3: date of the comment is relative: say with --now'
quiet vigie ingest relative.txt --now 2026-05-14T12:00Z
out_is '1 new, 0 changed, 1 known, 0 empty, 0 refused'
counts "SELECT time FROM comments WHERE text = 'premier'" 2026-05-14T09:00:00Z

# ---- pages ----------------------------------------------------------------

fresh
sed 's/^Commentaires (44)$/Commentaires (45)/' page.txt >short.txt
expect 0 vigie ingest short.txt
one_line 'short.txt: the site counts 45 comments, found 44$'
out_is '44 new, 0 changed, 0 known, 5 empty, 0 refused'

fresh
quiet vigie ingest page.txt
counts 'SELECT min(position), max(position), count(DISTINCT position)
    FROM comments' '1|44|44'
counts 'SELECT count(DISTINCT discussion) FROM comments' 1
sql 'SELECT time FROM comment ORDER BY key' >arrived
sort arrived >ordered
same 'comments arrive in order of time' ordered arrived
quiet vigie show --format json "$(sql 'SELECT id FROM comments LIMIT 1')"
holds out '.[0].title ==
    "À Valmontel, la poubelle prend des photos et Bacopoints note les habitants"'
# lossless: every line of the comments' part stands in some text as it was
sed '1,/^Commentaires (44)$/d' page.txt | grep -v -E \
    '^$|^Vous devez|^Déjà|Le [0-9/]+ à [0-9]+h[0-9]+$' | sort >lines
sql 'SELECT text FROM comments' | grep -v '^$' | sort >stored
same 'lines of the page and of the store' lines stored

if [ -r "$seed" ]; then
    fresh
    quiet vigie ingest "$seed"
    out_is '57 new, 0 changed, 0 known, 8 empty, 0 refused'
    # 10:19 and 08:59 in Paris
    counts "SELECT count(*), sum(state = 'empty'), min(time), max(time)
        FROM comments" '57|8|2020-08-03T08:19:00Z|2020-08-07T06:59:00Z'
    quiet vigie ingest "$seed"
    out_is '0 new, 0 changed, 57 known, 8 empty, 0 refused'
    counts 'SELECT count(*) FROM comments' 57
else
    skip "no seed page at ../shared/seed"
fi

finish
