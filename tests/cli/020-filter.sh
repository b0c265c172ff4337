#!/bin/sh
# 020-filter.sh VIGIE: `score --stdout`: a line in, a line out, in order, the
# same bytes on any number of threads, and no store touched.
. "$(dirname "$0")/lib.sh"

filter() {
    vigie score --stdout "$@"
}

# ---- one line in, one line out --------------------------------------------

cat >lines.jsonl <<'E'
{"id":"c17","text":"Quel abruti, t'as lu l'article ?"}
{"id":17,"text":"Bonjour"}
{"id":-3,"text":"Bonjour"}
{"text":"Bonjour"}
{"id":null,"text":"Bonjour"}
{"id":"été \"q\" \\ \t","text":"Bonjour"}
{"id":"empty","text":""}
{"id":"blank","text":" \n\t "}

{"id":"x","text":5}
{"id":"x","id":"y","text":"t"}
{"id":"x","text":"coupé
[]
"texte"
{"id":1.5,"text":"t"}
{"id":"x"}
{"id":"last","text":"sans fin de ligne"}
E
truncate -s -1 lines.jsonl
expect 65 filter lines.jsonl
one_line '8 of 17 lines refused$'
holds out 'length == 17'
holds out '[.[].id] == ["c17", 17, -3, .[3].id, .[4].id, "été \"q\" \\ \t",
    "empty", "blank", null, "x", null, null, null, null, null, "x", "last"]'
holds out '[.[3, 4].id | type | . == "string" or . == "null"] | all'
holds out '[.[] | has("error")] == [range(17) | . >= 8 and . <= 15]'
holds out '[.[8:16][] | keys == ["error", "id"] and (.error | length > 5)]
    | all'
holds out '[.[] | select(has("error") | not) | (.model | test("^fr-comments@[0-9a-f]{12}$"))
    and (.language | type == "string")
    and ([.scores[]] | all(. >= 0 and . <= 1)) and (.flags - (.scores | keys) == [])
    and (.sentiment | IN("negative", "neutral", "positive"))
    and (has("reasons") | not)] | all'
holds out '.[0].scores | keys_unsorted == ["hostility", "insult", "hate",
    "threat", "sarcasm", "source_request", "source_given", "profanity",
    "distress", "spam", "negative", "positive"]'
holds out '.[0].flags | index("insult") != null and index("negative") == null'
holds out '[.[6, 7].flags] == [[], []]'
equal 'stores made by the filter' '' "$(find . -name '*.db*')"

# the language is told; other languages are scored all the same
cat >languages.jsonl <<'E'
{"id":1,"text":"Je ne suis pas du tout d'accord avec cette décision de la mairie."}
{"id":2,"text":"I do not agree with this decision of the town council at all, you idiot."}
E
quiet filter languages.jsonl
holds out '[.[].language] == ["fr", "en"] and (.[1] | has("scores"))'

# files one after another, each of its own format; standard input by default
quiet filter data/sample/page.txt data/sample/batch.jsonl data/sample/batch.csv
holds out 'length == 444'
quiet filter <data/sample/batch.jsonl
cp out batch.out
quiet filter - <data/sample/batch.jsonl
same 'no operand and -' batch.out out
quiet filter data/sample/batch.csv
same 'JSON lines and CSV' batch.out out
gzip -c data/sample/batch.csv >batch.csv.gz
quiet filter <batch.csv.gz
same 'JSON lines and gzipped CSV' batch.out out
quiet filter /dev/null
equal 'lines of nothing' 0 "$(wc -l <out)"
table <<'E'
66|cannot read 'missing': No such file|filter missing
66|cannot read 'missing': No such file|filter lines.jsonl missing
E
equal 'lines before the missing file' 17 "$(wc -l <out)"

# ---- what is known of a comment -------------------------------------------

# scores NAME: without the id
scores() {
    jq -c '{scores, flags, sentiment}' out >"$1"
}
parent="L'article dit le contraire, tu l'as lu ?"
child="N'importe quoi, t'es pas bien toi."
cat >by-id.jsonl <<E
{"id":"p","discussion":"d","text":"$parent"}
{"id":"c","discussion":"d","reply_to":"p","text":"$child"}
E
cat >by-text.jsonl <<E
{"id":"c","parent_text":"$parent","text":"$child"}
E
cat >alone.jsonl <<E
{"id":"c","text":"$child"}
E
cat >elsewhere.jsonl <<E
{"id":"p","discussion":"other","text":"$parent"}
{"id":"c","discussion":"d","reply_to":"p","text":"$child"}
E
cat >later.jsonl <<E
{"id":"c","discussion":"d","reply_to":"p","text":"$child"}
{"id":"p","discussion":"d","text":"$parent"}
E
cat >unknown.jsonl <<E
{"likes":[1,{"text":"x"}],"id":"c","text":"$child","scores":null,"ip":"10.0.0.1"}
E
{
    head -n 1 by-id.jsonl
    awk 'BEGIN { for (i = 0; i < 5000; i++)
        print "{\"id\":\"o" i "\",\"discussion\":\"d\",\"text\":\"t\"}" }'
    tail -n 1 by-id.jsonl
} >far.jsonl
for name in by-id by-text alone elsewhere later unknown far; do
    quiet filter $name.jsonl
    case $name in
    later) head -n 1 out >answer ;;
    *) tail -n 1 out >answer ;;
    esac
    mv answer out
    scores $name
done
same 'reply_to and parent_text' by-id by-text
cmp -s by-id alone && fail 'the parent changes nothing' by-id || ok
same 'a parent of another discussion and none' elsewhere alone
same 'a parent that comes later and none' later alone
same 'a parent too far back and none' far alone
same 'unknown members and none' unknown alone

# ---- reasons --------------------------------------------------------------

cat >reasons.jsonl <<'E'
{"id":1,"text":"abruti"}
{"id":2,"text":"👏👏 Ça alors… «é» 🤦🏽‍♀️ quel abruti !"}
{"id":3,"text":"\ud83d\ude00 \u00e9\u0301 abruti"}
{"id":4,"text":"Bonjour à tous, très bel article, merci."}
E
quiet filter --reasons reasons.jsonl
jq -s '[.[].text]' reasons.jsonl >texts
jq -es --slurpfile text texts '[.[] | $text[0][.id - 1] as $t | .reasons[]
    | .start <= .end and .start >= 0 and .end <= ($t | length)
      and .weight > 0] | all and length > 10' out >/dev/null && ok ||
    fail 'reasons: a range outside the text, or a weight below 0' out
jq -es --slurpfile text texts '[.[:3][] | $text[0][.id - 1] as $t
    | [.reasons[] | select(.tone == "insult") | $t[.start:.end]]
    | index("abruti") != null] == [true, true, true]' out >/dev/null && ok ||
    fail 'reasons: no range that cuts «abruti» out' out
holds out '[.[] | (.flags + if .scores.negative >= 0 then ["negative",
    "positive"] else [] end) as $f | .reasons[].tone | IN($f[])] | all'
quiet filter reasons.jsonl
jq -c 'del(.reasons)' out >without
quiet filter --reasons reasons.jsonl
jq -c 'del(.reasons)' out >with
same 'scores with and without --reasons' without with

# a text as long as it may be (262144 bytes) has scores, and reasons as well
awk 'BEGIN { for (i = 0; i < 25000; i++) printf "mot%d b\303\252te ", i }' |
    head -c 262140 >text
printf 'fin.' >>text
jq -R -c '{id: 1, text: .}' text >long.jsonl
quiet filter long.jsonl
jq -c . out >without
quiet filter --reasons long.jsonl
jq -c 'del(.reasons)' out >with
same 'scores of a long text with and without --reasons' without with

# ---- many lines, broken ones among them -----------------------------------

lines=100000
[ -z "$sanitized" ] || lines=10000
sed 's/^{"id": "[^"]*"//' data/sample/batch.jsonl >bodies
# Every seventh line is broken, in turn by nine causes; the ids that must come
# back go to standard error.
awk -v lines="$lines" '
{ body[NR - 1] = $0 }
END {
    for (i = 1; i <= lines; i++) {
        if (i % 7) {
            id = i % 3 ? "\"" i "\"" : i
            print "{\"id\":" id body[i % NR]
            print id >"/dev/stderr"
            continue
        }
        id = "\"" i "\""
        kind = int(i / 7) % 9
        if (kind == 0) print "{\"id\":" id ",\"text\":\"caf\351\"}"
        if (kind == 1) print "{\"id\":" id ",\"text\":17}"
        if (kind == 2) print "{\"id\":" id ",\"text\":\"NUL \\u0000\"}"
        if (kind == 3) print "{\"id\":" id "}"
        if (kind > 3) id = "null"
        if (kind == 4) print "{\"id\":" i ",\"text\":\"coup"
        if (kind == 5) print ""
        if (kind == 6) print "[]"
        if (kind == 7) print "{\"id\":{},\"text\":\"t\"}"
        if (kind == 8) print "\377\376\001"
        print id >"/dev/stderr"
    }
}' bodies >many.jsonl 2>many.ids
broken=$((lines / 7))
for threads in 1 2 8; do
    expect 65 filter --threads $threads - <many.jsonl
    one_line "$broken of $lines lines refused$"
    if [ $threads = 1 ]; then
        mv out many.out
    else
        same "many lines on 1 and $threads threads" many.out out
    fi
done
sed 's/^{"id":\(\(".*"\)\|[^,]*\),"\(model\|error\)":.*/\1/' many.out |
    sed 's/","model".*/"/' >seen.ids
same 'ids of many lines, in order' many.ids seen.ids
equal 'error lines of many' "$broken" \
    "$(grep -c '^{"id":[^,]*,"error":"[^"]*' many.out)"
# more threads than there is work for
for threads in 64 65 200; do
    quiet filter --threads $threads data/sample/batch.jsonl
    same "the batch on all cores and on $threads threads" batch.out out
done
head -n 3000 many.out >out
ran='many lines'
holds out 'length == 3000'
rm -f many.jsonl many.out

# ---- the same scores as in the store --------------------------------------

quiet vigie score data/sample/batch.jsonl data/sample/page.txt
quiet filter data/sample/batch.jsonl data/sample/page.txt
jq -r 'select(.scores != null) | .id as $id | .flags as $f
    | .scores | to_entries[]
    | select(.key | IN("negative", "positive") | not)
    | [$id, .key, .value, (.key | IN($f[]))] | @json' out | sort >filter-scores
# empty comments have no scores in the store; where it inferred a reply it
# read the parent too, the filter did not
sql "SELECT id FROM comments WHERE state = 'empty'" >empty
sql 'SELECT id FROM comments WHERE reply_inferred IS NOT NULL' >inferred
equal 'replies inferred' 4 "$(wc -l <inferred)"
cat inferred >>empty
sql "SELECT json_array(comment, tone, probability,
        json(iif(flagged, 'true', 'false')))
    FROM scores WHERE tone NOT IN ('negative', 'positive')" |
    sed 's/\([^0-9.]\)\([01]\)\.0,/\1\2,/' | grep -v -F -f inferred |
    sort >store-scores
grep -v -F -f empty filter-scores >without-empty
same 'scores of the filter and of the store' without-empty store-scores
equal 'scores compared' 2350 "$(wc -l <store-scores)"

finish

# ---- plain lines ----------------------------------------------------------

printf 'Quel abruti !\r\n\n{"id":"x"}\nnul\377\na\000b\nfin' >plain.txt
expect 65 filter --format lines plain.txt
one_line '2 of 6 lines refused$'
holds out '[.[].id] == [1, 2, 3, 4, 5, 6]'
holds out '[.[] | has("error")] == [false, false, false, true, true, false]'
holds out '.[3].error | contains("invalid UTF-8 at byte 3")'
holds out '.[4].error | contains("NUL character at byte 1")'
printf '{"id":1,"text":"Quel abruti !"}\n' | filter >as-json
filter --format lines plain.txt 2>/dev/null | head -1 >as-line
cmp as-json as-line
expect 0 vigie ingest --db lines.db --format lines - <as-json
sqlite3 lines.db 'select id, discussion, text from comments' >rows
grep -q '^1|-|{"id":1,' rows
