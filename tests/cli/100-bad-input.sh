#!/bin/sh
# 100-bad-input.sh VIGIE: input that breaks its format: one clear line, the
# right exit status, and what is sound before and behind it is kept.
. "$(dirname "$0")/lib.sh"

good='{"id":"good","text":"Bonjour"}'
last='{"id":"last","text":"Merci"}'
briefly= # the filter is left out

# refused NAME WHERE PATTERN: of the file's records one is refused, the two
# others are stored; the filter answers each of them
refused() {
    fresh
    expect 65 vigie ingest "$1"
    out_is '2 new, 0 changed, 0 known, 0 empty, 1 refused'
    equal "$1: lines on standard error" 2 "$(wc -l <err)"
    err_has "^vigie: $1:$2: $3"
    err_has '^vigie: 1 record refused$'
    counts "SELECT group_concat(id, ' ') FROM (SELECT id FROM comments
        ORDER BY id)" 'good last'
    [ -z "$briefly" ] || return
    expect 65 vigie score --stdout "$1"
    one_line '1 of 3 lines refused$'
    holds out 'length == 3 and (.[1].error | test("'"$3"'"))
        and ([.[0, 2] | has("scores")] | all)'
}

# record NAME BYTES: the printf format of a record, between two good ones
record() {
    {
        echo "$good"
        # shellcheck disable=SC2059
        printf "$2"
        echo
        echo "$last"
    } >"$1"
}

# ---- encodings ------------------------------------------------------------

record broken.jsonl '{"id":"b","text":"b\377c"}'
refused broken.jsonl 2 'invalid UTF-8 at byte 19'
record latin1.jsonl '{"id":"b","text":"caf\351 noir"}'
refused latin1.jsonl 2 'invalid UTF-8 at byte 21 .Latin-1'
record cut.jsonl '{"id":"b","text":"caf\303"}'
refused cut.jsonl 2 'invalid UTF-8 at byte 21'
record surrogate.jsonl '{"id":"b","text":"\355\240\200"}'
refused surrogate.jsonl 2 'invalid UTF-8 at byte 18'
record nul.jsonl '{"id":"b","text":"b\\u0000c"}'
refused nul.jsonl 2 'NUL character'
record rawnul.jsonl '{"id":"b","text":"b\000c"}'
refused rawnul.jsonl 2 'NUL|invalid JSON'
printf 'id,text\ngood,Bonjour\nb,caf\351\nlast,Merci\n' >latin1.csv
refused latin1.csv 3 'invalid UTF-8 at byte'
printf 'id,text\ngood,Bonjour\nb,a\000b\nlast,Merci\n' >nul.csv
refused nul.csv 3 'NUL character'

cp data/sample/page.txt page.txt
iconv -f UTF-8 -t UTF-16 data/sample/batch.jsonl >utf16.jsonl
iconv -f UTF-8 -t UTF-16LE data/sample/batch.jsonl >utf16le.jsonl
iconv -f UTF-8 -t UTF-16BE page.txt >utf16be.txt
iconv -f UTF-8 -t UTF-32 data/sample/batch.csv >utf32.csv
iconv -c -f UTF-8 -t ISO-8859-1 page.txt >latin1.txt
gzip -c utf16.jsonl >utf16.gz
head -c 100000 /dev/zero >zeros
head -c 100000 /dev/urandom | tr -d '\n{[' | sed 's/^/x/' >noise
iconv -c -f UTF-8 -t ISO-8859-1 data/sample/batch.jsonl >batch-latin1.jsonl
commands='ingest score~--stdout'
[ -n "$sanitized" ] || commands="$commands score"
for command in $commands; do
    command="vigie $(printf '%s' "$command" | tr '~' ' ')"
    fresh
    table <<E
65|utf16.jsonl: text is UTF-16: convert it to UTF-8 first|$command utf16.jsonl
65|standard input: text is UTF-16: convert|$command - <utf16.jsonl
65|utf16.gz: text is UTF-16: convert|$command utf16.gz
65|utf16le.jsonl: text is UTF-16|$command utf16le.jsonl
65|utf16be.txt: text is UTF-16|$command utf16be.txt
65|utf32.csv: text is UTF-32|$command utf32.csv
65|latin1.txt: invalid UTF-8 at byte .*iconv -f CP1252|$command latin1.txt
65|zeros: |$command zeros
65|noise: |$command noise
E
    [ ! -e vigie.db ] || counts 'SELECT count(*) FROM comments' 0
done
fresh
expect 65 vigie ingest batch-latin1.jsonl
out_has '^5 new, .* 195 refused$'
equal 'lines about Latin-1' 196 "$(wc -l <err)"

# ---- sizes ----------------------------------------------------------------

{
    echo "$good"
    printf '{"id":"b","text":"'
    head -c 41943040 /dev/zero | tr '\0' x
    printf '"}\n'
    echo "$last"
} >long.jsonl
refused long.jsonl 2 'line of 41943060 bytes is longer than the 1048576 allowed'
{
    printf 'id,text\ngood,Bonjour\nb,"'
    head -c 41943040 /dev/zero | tr '\0' x
    printf '"\nlast,Merci\n'
} >long.csv
refused long.csv 3 '.*1048576'
{
    printf 'T\nLe 04/08/2020 à 08h26\n'
    head -c 41943040 /dev/zero | tr '\0' x
} >long.txt
fresh
table <<'E'
65|long.txt: .*[0-9]{5}|vigie ingest long.txt
65|long.txt: .*[0-9]{5}|vigie score --stdout long.txt
E
counts 'SELECT count(*) FROM comments' 0
rm -f long.*
jq -n -c '{id: "b", text: ("x" * 262145)}' >longtext.jsonl
fresh
expect 65 vigie ingest longtext.jsonl
err_has "^vigie: longtext.jsonl:1: 'text' has 262145 bytes, more than the 262144 allowed"
# at the ceiling all is well
{
    printf '{"id":"b","text":"'
    head -c 262144 /dev/zero | tr '\0' x
    printf '"}\n'
} >below.jsonl
fresh
quiet vigie score below.jsonl
out_has '^1 scored'
quiet vigie score --stdout --reasons below.jsonl
jq -n -c '{id: ("x" * 1025), text: "t"}' >longid.jsonl
expect 65 vigie ingest longid.jsonl
err_has "^vigie: longid.jsonl:1: 'id' .*1024"

# ---- gzip -----------------------------------------------------------------

gzip -c data/sample/batch.jsonl | head -c 9000 >cut.gz
whole=$(zcat cut.gz 2>/dev/null | tr -cd '\n' | wc -c)
fresh
expect 65 vigie ingest cut.gz
one_line 'cut.gz: gzip stream is truncated$'
out_has "^$whole new, 0 changed, 0 known, 0 empty, 0 refused$"
counts 'SELECT count(*) FROM comments' "$whole"
sound
fresh
expect 65 vigie score cut.gz
one_line 'cut.gz: gzip stream is truncated$'
counts "SELECT count(*) FROM comments WHERE state = 'scored'" "$whole"
for threads in 1 2; do
    expect 65 vigie score --stdout --threads $threads cut.gz
    one_line 'cut.gz: gzip stream is truncated$'
    equal "answers of the filter before the cut, $threads threads" "$whole" \
        "$(wc -l <out)"
done
gzip -c page.txt | head -c 3000 >cutpage.gz
gzip -c data/sample/batch.jsonl >flipped.gz
printf '\377\377\377\377' | dd of=flipped.gz bs=1 seek=5000 conv=notrunc 2>dd
gzip -c data/sample/batch.jsonl >crc.gz
truncate -s -8 crc.gz
printf 'xxxxxxxx' >>crc.gz
{
    gzip -c data/sample/batch.jsonl
    echo garbage
} >behind.gz
head -c 2 crc.gz >two.gz
# bombs: of zeros, of a line that never ends, of lines
head -c 300000000 /dev/zero | gzip -1 >zeros.gz
{
    echo "$good"
    jq -n -c '{id: "x", text: ("x" * 1000)}'
    head -c 80000000 /dev/zero
} | gzip >line.gz
{
    jq -n -c '{id: "x", text: ("x" * 1000)}'
    yes "$(jq -n -c '{id: "x", text: ("x" * 1000)}')" | head -c 80000000
} | gzip >lines.gz
{
    printf 'T\nLe 04/08/2020 à 08h26\n'
    yes a | head -c 80000000
} | gzip >page.gz
for command in ingest 'score --stdout'; do
    fresh
    table <<E
65|cutpage.gz: gzip stream is truncated|vigie $command cutpage.gz
65|flipped.gz: gzip stream is damaged|vigie $command flipped.gz
65|crc.gz: gzip stream is damaged|vigie $command crc.gz
65|behind.gz: garbage behind the end of the gzip stream|vigie $command behind.gz
65|two.gz: gzip stream is truncated|vigie $command two.gz
65|zeros.gz: |vigie $command zeros.gz
65|line.gz: gzip stream grows more than 200 times: refused as a bomb|vigie $command line.gz
65|page.gz: .*[0-9]{3}|vigie $command page.gz
E
done
fresh
table <<'E'
65|lines.gz: gzip stream grows more than 200 times: refused as a bomb|vigie ingest lines.gz
E
counts 'SELECT count(*) FROM comments' 1
if [ -z "$sanitized" ]; then
    # nothing of a bomb fills the memory
    ran='ingest of bombs with ulimit -v'
    for bomb in line.gz lines.gz page.gz; do
        (
            ulimit -v 262144
            "$VIGIE" ingest "$bomb" >out 2>err
            echo $? >left
        )
        equal "$bomb with 256 MB of address space" 65 "$(cat left)"
    done
else
    skip 'ulimit -v: a sanitizer maps terabytes of address space'
fi
rm -f ./*.gz

# ---- JSON -----------------------------------------------------------------

briefly=$sanitized
while IFS='|' read -r pattern line; do
    printf '%s\n%s\n%s\n' "$good" "$line" "$last" >json.jsonl
    refused json.jsonl 2 "$pattern"
done <<'E'
'text' must be a string, not a number|{"id":"b","text":17}
'text' must be a string, not an array|{"id":"b","text":["t"]}
'text' is missing|{"id":"b"}
'id' must be a string or an integer|{"id":{},"text":"t"}
'author' must be a string|{"id":"b","text":"t","author":[]}
'time' must be a date|{"id":"b","text":"t","time":17}
date '2020-02-31' does not exist|{"id":"b","text":"t","time":"2020-02-31"}
invalid JSON at byte [0-9]+: duplicate|{"id":"b","text":"t","text":"u"}
invalid JSON at byte [0-9]+|{"id":"b","text":"t"
invalid JSON at byte [0-9]+|{"id":"b","text":"t"} {}
invalid JSON at byte [0-9]+|{"id":"b","text":"\ud800"}
a record must be a JSON object|[]
a record must be a JSON object|"t"
E
briefly=
awk 'BEGIN {
    printf "{\"id\":\"b\",\"text\":\"t\",\"n\":"
    for (i = 0; i < 10000; i++) printf "["
    for (i = 0; i < 10000; i++) printf "]"
    print "}"
}' >deep
{
    echo "$good"
    cat deep
    echo "$last"
} >deep.jsonl
refused deep.jsonl 2 'JSON nested deeper than [0-9]+ levels'
{
    echo "$good"
    head -c 500000 /dev/zero | tr '\0' '['
    echo
    echo "$last"
} >deeper.jsonl
refused deeper.jsonl 2 '.'
echo '[{"id":"a","text":"t"}]' >array.json
jq . data/sample/batch.jsonl >pretty.json
fresh
table <<'E'
65|array.json: input is a JSON array: write one object a line|vigie ingest array.json
E
expect 65 vigie ingest pretty.json
out_has '^0 new'

# ---- CSV ------------------------------------------------------------------

printf 'id,text\ngood,Bonjour\nb,Il dit "non"\nlast,Merci\n' >quote.csv
refused quote.csv 3 'a quote stands inside a field'
printf 'id,text\ngood,Bonjour\nb,t,Zo\303\251\nlast,Merci\n' >fields.csv
refused fields.csv 3 'record has 3 fields, the header 2'
printf 'id,text\ngood,Bonjour\nb\nlast,Merci\n' >few.csv
refused few.csv 3 'record has 1 fields?, the header 2'
printf 'id,text\ngood,Bonjour\nlast,"Merci\nx,y\n' >unclosed.csv
fresh
table <<'E'
65|unclosed.csv:3: a quote opened in the record begun in line 3 is never closed|vigie ingest unclosed.csv
E
counts 'SELECT id FROM comments' good
expect 65 vigie score --stdout unclosed.csv
equal 'answers of the filter before the open quote' good \
    "$(jq -r 'select(.scores) | .id' out)"
if [ -z "$sanitized" ]; then
    {
        printf 'id,text\ngood,Bonjour\nlast,"'
        yes 'encore une ligne' | head -c 3000000
    } >runaway.csv
    fresh
    expect 65 vigie ingest runaway.csv
    err_has '^vigie: runaway.csv(:3)?: '
else
    skip 'an open quote: libcsv grows its field by 128 bytes, half a minute here'
fi
printf 'id,author\na,b\n' >notext.csv
printf 'id,"text\na,b\n' >header.csv
: >nothing
table <<'E'
65|notext.csv: CSV without a text column|vigie ingest --format csv notext.csv
65|header.csv:?[0-9]*: quotes of the CSV header do not balance|vigie ingest --format csv header.csv
65|nothing: CSV without a header row|vigie ingest --format csv nothing
E

# ---- pages ----------------------------------------------------------------

sed '/^Commentaires (44)$/,$d' page.txt >article.txt
{
    cat article.txt
    echo 'Commentaires (0)'
} >none.txt
printf 'T\nLe 04/08/2020 \303\240 08h26\nBonjour\nLe 04/08/2020 \303\240 08h27\nb\377c\nLe 04/08/2020 \303\240 08h28\nMerci\n' >bytes.txt
sed 's/08h26\r*$/99h99/' page.txt >hours.txt
fresh
table <<'E'
65|article.txt: neither a discussion page, JSON lines nor CSV|vigie ingest article.txt
65|article.txt: no comment on the page|vigie ingest --format page article.txt
65|none.txt: no comment on the page|vigie ingest none.txt
65|nothing: no comment on the page|vigie ingest --format page nothing
65|data/sample/batch.jsonl: no comment on the page|vigie ingest --format page data/sample/batch.jsonl
65|none.txt: no comment on the page|vigie score --stdout none.txt
E
[ ! -e vigie.db ] || counts 'SELECT count(*) FROM comments' 0
expect 65 vigie ingest bytes.txt
out_is '2 new, 0 changed, 0 known, 0 empty, 1 refused'
err_has '^vigie: bytes.txt:4: invalid UTF-8 at byte 1 of the comment$'
expect 0 vigie ingest hours.txt
err_has '^vigie: hours.txt: the site counts 44 comments, found 4[0-9]$'

# ---- files ----------------------------------------------------------------

fresh
mkdir folder
table <<'E'
66|cannot read 'missing': No such file or directory|vigie ingest missing
66|cannot read 'folder': it is a directory|vigie ingest folder
66|cannot read 'missing': No such file or directory|vigie score missing
66|cannot read 'missing': No such file or directory|vigie score --stdout missing
66|cannot read 'folder': it is a directory|vigie score --stdout folder
E
# what stands before the file that is missing is stored, and scored
expect 66 vigie score data/sample/batch.jsonl missing page.txt
one_line "cannot read 'missing'"
counts "SELECT count(*) FROM comments WHERE state = 'scored'" 200

finish
