#!/bin/bash
# 115-rivals.sh VIGIE: programs in each other's way: scorers on one store, a
# clock that goes back, readers that stop reading or go away.
. "$(dirname "$0")/lib.sh"

now=2026-06-01T10:00Z
sed 's/^control_sample = .*/control_sample = 0/' data/policy.ini >policy.ini
policy=(--policy policy.ini)
size=3000
[ -z "$sanitized" ] || size=600
sed 's/^{"id": "[^"]*"//; s/"reply_to": "[^"]*", //
    s/"discussion": "[^"]*"/"discussion": "d"/' data/sample/batch.jsonl |
    awk -v size=$size '{ body[NR - 1] = $0 }
        END {
            for (i = 0; i < size; i++)
                print "{\"id\":\"c" i "\"" body[i % NR]
        }' >many.jsonl

# rows FILE: what must be the same however it came about; not in which order
# the comments came
rows() {
    for query in 'id, text, state, language, author, time FROM comments' \
        'comment, tone, probability, flagged FROM scores' \
        'comment, tone, start, end, weight FROM reasons' \
        'comment, tone, probability, priority > 0 FROM queue' \
        'comment, moderator, action, undone FROM decisions'; do
        sql "SELECT $query ORDER BY 1, 2, 3, 4"
    done >"$1"
}

quiet vigie score "${policy[@]}" --now $now many.jsonl
rows alone
fresh

# ---- scorers on one store ---------------------------------------------------

# four of them on the same file, from nothing: no comment twice, none left out
pids=
for at in 1 2 3 4; do
    "$VIGIE" score "${policy[@]}" --now $now many.jsonl >out.$at 2>err.$at &
    pids="$pids $!"
done
at=0
for pid in $pids; do
    wait "$pid"
    status=$?
    at=$((at + 1))
    ran="scorer $at of four on one store"
    equal "$ran: exit status" 0 $status
    cp err.$at err
    [ ! -s err ] || fail "$ran: says something" err
done
equal 'new comments, all four together' $size \
    "$(cat out.? | sed -n 's/ new,.*//p' | paste -sd+ | bc)"
quiet vigie score "${policy[@]}" --now $now
out_has '^0 scored'
quiet vigie check
rows this
same 'four scorers at once, and one alone' alone this

# ingesting and scoring side by side
fresh
"$VIGIE" ingest --now $now many.jsonl >in.out 2>in.err &
pid=$!
tries=0
while kill -0 $pid 2>gone; do
    run vigie score "${policy[@]}" --now $now
    case $status in
    0) ok ;;
    66) [ $tries = 0 ] && ok || fail "$ran: no store any more" err ;;
    *) fail "$ran: exit status $status" err ;;
    esac
    [ $status != 0 ] || tries=$((tries + 1))
done
wait $pid
equal 'ingest beside a scorer' 0 $?
quiet vigie score "${policy[@]}" --now $now
quiet vigie check
rows this
same 'ingest and score side by side' alone this

# two moderators on one comment: one decides, the other is told
id=$(vigie queue "${policy[@]}" --limit 1 --format json | jq -r .comment)
for who in anne bob carl; do
    "$VIGIE" decide "${policy[@]}" --by $who "$id" approve >d.$who 2>e.$who &
done
wait
counts "SELECT count(*) FROM decisions WHERE comment = '$id'" 1
equal 'those who were too late' 2 "$(cat e.* | grep -c 'approved already by')"
quiet vigie check

# ---- a clock that goes back --------------------------------------------------

clock=(2026-06-01T12:00Z 2026-05-01T00:00Z 1999-12-31T23:59Z 2026-06-02T00:00Z)
fresh
split -n l/4 -d many.jsonl part.
for at in 0 1 2 3; do
    quiet vigie score "${policy[@]}" --now "${clock[at]}" part.0$at
done
rows this
grep -v '^c[0-9]*|anne\|^c[0-9]*|bob\|^c[0-9]*|carl' alone >wanted
same 'scored with a clock that goes back' wanted this
id=$(vigie queue "${policy[@]}" --limit 1 --format json | jq -r .comment)
quiet vigie decide "${policy[@]}" --by anne --now 2026-06-02T00:00Z "$id" defer
quiet vigie decide "${policy[@]}" --by anne --now 2026-05-01T00:00Z "$id" remove
quiet vigie decide "${policy[@]}" --by bob --now 1999-12-31T23:59Z "$id" undo
quiet vigie decide "${policy[@]}" --by bob --now 2026-01-01T00:00Z "$id" approve
equal 'the journal keeps its order' 'defer remove undo approve' \
    "$(sql "SELECT action FROM decisions WHERE comment = '$id'" | xargs)"
quiet vigie queue "${policy[@]}" --now 1970-01-02T00:00Z --limit 10
quiet vigie monitor --now 1999-01-01T00:00Z
quiet vigie show "$id"
quiet vigie check

# ---- readers that stop reading, or go away -----------------------------------

# stalled COMMAND...: its reader takes one line and no more for a while; others
# write meanwhile; then it reads on, and all is there
stalled() {
    local what=$*
    "$@" 2>slow.err | {
        IFS= read -r first
        printf '%s\n' "$first"
        while [ ! -e go ]; do sleep 0.02; done
        cat
    } >slow.out &
    pid=$!
    sleep 0.3
    ran="a writer while nobody reads '$what'"
    quiet vigie decide "${policy[@]}" --by anne "$id" undo
    quiet vigie decide "${policy[@]}" --by anne "$id" approve
    quiet vigie ingest data/sample/page.txt
    : >go
    wait $pid
    rm go
    [ ! -s slow.err ] || fail "$what, read late: says something" slow.err
}

stalled "$VIGIE" export scores
equal 'scores that were read late' $((size * 12)) "$(wc -l <slow.out)"
stalled "$VIGIE" queue "${policy[@]}" --limit 10000 --format json
jq -es 'length > 100' slow.out >holds && ok || fail 'the queue, read late' slow.out
stalled "$VIGIE" score --stdout --reasons many.jsonl
equal 'lines of the filter that were read late' $size "$(wc -l <slow.out)"
quiet vigie check

# a filter whose reader goes away ends, soon, and says so
for command in 'score --stdout --threads 1 -' 'score --stdout --threads 2 -' \
    'export scores' 'queue --limit 10000 --format json'; do
    case $command in
    *-) feed='yes {"id":"a","text":"Bonjour"}' ;;
    *) feed=: ;;
    esac
    # shellcheck disable=SC2086
    (
        trap '' PIPE
        $feed 2>feed.err
    ) | {
        timeout 60 "$VIGIE" $command 2>gone.err
        echo $? >left
    } | head -n 1 >first
    ran="vigie $command, its reader gone"
    cp gone.err err
    equal "$ran: exit status" 74 "$(cat left)"
    one_line 'cannot write standard output'
    equal "$ran: lines that were read" 1 "$(wc -l <first)"
done

# without a place to say it: the exit status stays
for closed in '>&-' '2>&-' '>&- 2>&-' '<&-'; do
    if [ -n "${VALGRIND:-}" ] && [[ $closed == *'2>&-' ]]; then
        skip "$closed: valgrind itself needs standard error"
        continue
    fi
    (eval "exec $closed" && "$VIGIE" queue "${policy[@]}" --limit 1) \
        >told.out 2>told
    status=$?
    ran="vigie queue $closed"
    case $closed in
    '>&-'*) equal "$ran" 74 $status ;;
    *) equal "$ran" 0 $status ;;
    esac
done
quiet vigie check

finish
