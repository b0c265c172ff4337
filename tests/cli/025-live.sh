#!/bin/bash
# 025-live.sh VIGIE: the filter and the store at the end of a pipe that lives:
# an answer to each line before the next one is written.
. "$(dirname "$0")/lib.sh"

patience=20
[ -z "$sanitized" ] || patience=60

# ask LINE: writes it to the co-process and reads the answer
ask() {
    printf '%s\n' "$1" >&"${filter[1]}"
    answer=
    read -r -t $patience -u "${filter[0]}" answer ||
        fail "no answer to $1 within $patience s"
}

for threads in 1 2 8; do
    coproc filter { exec "$VIGIE" score --stdout --threads $threads 2>live.err; }
    pid=$filter_PID
    for i in 1 2 3; do
        ask "{\"id\":$i,\"text\":\"Quel abruti !\"}"
        equal "answer $i on $threads threads" "{\"id\":$i,\"model\"" \
            "${answer:0:15}"
        ask '{"id":"broken","text":5}'
        equal "answer to a broken line on $threads threads" \
            '{"id":"broken","error"' "${answer:0:22}"
    done
    # many at once, without reading in between
    for i in {1..300}; do
        printf '{"id":%d,"text":"Bonjour"}\n' "$i"
    done >&"${filter[1]}"
    got=0
    while [ $got -lt 300 ] && read -r -t $patience -u "${filter[0]}" answer; do
        got=$((got + 1))
        [ "${answer%%,*}" = "{\"id\":$got" ] || break
    done
    equal "answers in order on $threads threads" 300 $got
    # half a line, then a pause, then the rest
    printf '{"id":"half",' >&"${filter[1]}"
    sleep 0.2
    ask '"text":"Bonjour"}'
    equal 'answer to a line in two halves' '{"id":"half","model"' \
        "${answer:0:20}"
    eval "exec ${filter[1]}>&-"
    wait "$pid"
    equal 'exit status of the filter' 65 $?
    err_file=$(cat live.err)
    equal 'last words of the filter' 'vigie: 3 of 307 lines refused' "$err_file"
done

# CSV, whose header comes first, and a gzip stream that is flushed at times
coproc filter { exec "$VIGIE" score --stdout 2>live.err; }
pid=$filter_PID
printf 'id;text\n' >&"${filter[1]}"
ask 'a;Bonjour'
equal 'answer to a CSV line' '{"id":"a","model"' "${answer:0:17}"
ask 'b;Bonjour'
equal 'answer to a CSV line' '{"id":"b","model"' "${answer:0:17}"
eval "exec ${filter[1]}>&-"
wait "$pid"
equal 'exit status of the filter' 0 $?

# a reader that leaves: no crash, no hanging, no output lost in silence
for i in {1..2000}; do
    printf '{"id":%d,"text":"Quel abruti, t as lu l article ?"}\n' "$i"
done >long.jsonl
for threads in 1 2 8; do
    (
        timeout $patience "$VIGIE" score --stdout --threads $threads \
            long.jsonl long.jsonl long.jsonl 2>err
        echo $? >left
    ) | head -n 1 >first
    equal 'first line' '{"id":1,"model"' "$(head -c 15 first)"
    equal "exit status when the reader leaves, $threads threads" 74 "$(cat left)"
    ran="score --stdout | head -n 1"
    one_line 'cannot write standard output: Broken pipe$'
done
if [ -e /dev/full ]; then
    for threads in 1 8; do
        table <<E
74|cannot write standard output: No space left on device$|timeout $patience "$VIGIE" score --stdout --threads $threads long.jsonl >/dev/full
E
    done
fi
# standard output is closed: nothing is written into another file instead
table <<'E'
74|cannot write standard output|timeout 60 "$VIGIE" score --stdout long.jsonl >&-
74|cannot write standard output|vigie ingest data/sample/page.txt >&-
E
counts 'SELECT count(*) FROM comments' 44
sound

# the store is fed by a pipe that lives: what came is stored and scored
# before the pipe ends
fresh
mkfifo feed
"$VIGIE" score --threads 2 - <feed >score.out 2>score.err &
pid=$!
exec 7>feed
printf '{"id":"a","text":"Quel abruti !"}\n{"id":"b","text":"Merci."}\n' >&7
tries=0
while [ $tries -lt $((patience * 5)) ]; do
    seen=$(sql "SELECT count(*) FROM comments WHERE state = 'scored'" 2>&1)
    [ "$seen" != 2 ] || break
    sleep 0.2
    tries=$((tries + 1))
done
equal 'comments scored while the pipe lives' 2 "$seen"
printf '{"id":"c","text":"Bonjour."}\n' >&7
exec 7>&-
wait $pid
equal 'exit status of score' 0 $?
counts "SELECT count(*) FROM comments WHERE state = 'scored'" 3
cp score.out out
ran='score -'
out_is '3 new, 0 changed, 0 known, 0 empty, 0 refused
3 scored, 1 flagged, 0 could not be scored'

finish
