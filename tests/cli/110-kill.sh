#!/bin/bash
# 110-kill.sh VIGIE: SIGKILL at any moment of ingest, score or decide; the
# next run finishes with the same rows as an unbroken one.
#   KILLS=200  how many times the commands are killed, each (default 3, under a
#              sanitizer 2; decide four times as often)
#   SEED=N     the moments, again
. "$(dirname "$0")/lib.sh"

usual=3
[ -z "$sanitized" ] || usual=2
kills=${KILLS:-$usual}
moments=${SEED:-$RANDOM$RANDOM}
RANDOM=$((moments % 32768))
now=2026-06-01T10:00Z

# Every store draws its control sample by a seed of its own, from the machine's
# randomness, so two stores never show the same sample.  Here nothing is drawn:
# then all rows of two stores can be compared, but for that seed.
sed 's/^control_sample = .*/control_sample = 0/' data/policy.ini >policy.ini

# Some transactions' worth of comments, a tenth of them twice; and new texts
# for some of them.  (A file that holds two texts of one comment is not in
# here: read again, killed or not, it makes two revisions more, since an edit
# and one taken back are edits.)
sed 's/^{"id": "[^"]*"//; s/"reply_to": "[^"]*", //
    s/"discussion": "[^"]*"/"discussion": "d"/' data/sample/batch.jsonl >bodies
awk '{ body[NR - 1] = $0 }
    END {
        for (i = 0; i < 2300; i++)
            print "{\"id\":\"c" i % 2100 "\"" body[i % 2100 % NR]
    }' bodies >many.jsonl
awk '{ body[NR - 1] = $0 }
    END {
        for (i = 0; i < 2050; i++)
            print "{\"id\":\"c" i "\"" body[(i + 1) % NR]
    }' bodies >edits.jsonl

# all FILE: every row of every table but the seed, and the queue in its order
all() {
    sql .dump | grep -v '^INSERT INTO "plan" ' >"$1"
    vigie queue --policy policy.ini --now 2026-06-02T10:00Z --limit 10000 \
        --format json >>"$1"
}

# milliseconds COMMAND...: how long it takes
milliseconds() {
    local begin=${EPOCHREALTIME/./}
    "$@" >timed.out 2>timed.err || fail "$*: fails" timed.err
    echo $(((${EPOCHREALTIME/./} - begin) / 1000))
}

# killed PROCESS: and what is in the files then is sound
killed() {
    kill -KILL "$1" 2>kill.err
    wait "$1" 2>wait.err
    [ $? != 137 ] || struck=$((struck + 1))
    # looked at in a copy, so that it is vigie that has to recover the store;
    # until a store is whole its journal is a rollback journal
    if [ -s vigie.db ]; then
        cp vigie.db copy.db
        for log in wal journal shm; do
            rm -f copy.db-$log
            [ ! -e vigie.db-$log ] || [ $log = shm ] ||
                cp vigie.db-$log copy.db-$log
        done
        sound copy.db
    fi
}

# strike MILLISECONDS COMMAND...: kills it at a random moment up to there
strike() {
    local most=$1 moment
    shift
    moment=$((RANDOM * (most + 1) / 32768))
    "$@" >struck.out 2>struck.err &
    local pid=$!
    sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    killed $pid
}

# chain NAME STORE COMMAND...: on copies of STORE ('' = none), killed so many
# times, up to five times before it may finish; compared with `unbroken`
chain() {
    local name=$1 store=$2 tries=0
    shift 2
    struck=0
    while [ $struck -lt $kills ] && [ $tries -lt $((kills * 4)) ]; do
        fresh
        [ -z "$store" ] || cp "$store" vigie.db
        for _ in 1 2 3 4 5; do
            [ $struck -ge $kills ] || strike "$took" "$@"
            tries=$((tries + 1))
        done
        quiet "$@"
        sound
        all this
        same "$name, killed (SEED=$moments)" unbroken this
    done
    [ $struck -gt 0 ] && ok || fail "$name was never killed: it ended before"
    printf '%s: killed %d times\n' "$name" $struck
    fresh
}

# keep FILE: the store as it is, in one file
keep() {
    sql 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint
    cp vigie.db "$1"
}

# ---- ingest ---------------------------------------------------------------

ingest=("$VIGIE" ingest --now $now)
score=("$VIGIE" score --policy policy.ini --now $now)

took=$(milliseconds "${ingest[@]}" many.jsonl)
quiet vigie queue --policy policy.ini --limit 1
all unbroken
keep ingested.db
chain ingest '' "${ingest[@]}" many.jsonl

# killed as soon as there is a file: the tables are being made
quiet "${ingest[@]}" data/sample/batch.jsonl
all unbroken
struck=0
for ((k = 0; k < kills; k++)); do
    fresh
    "${ingest[@]}" data/sample/batch.jsonl >struck.out 2>struck.err &
    until [ -s vigie.db ] || ! kill -0 $! 2>kill.err; do
        sleep 0.001
    done
    killed $!
    quiet "${ingest[@]}" data/sample/batch.jsonl
    sound
    all this
    same 'making the store, killed' unbroken this
done
printf 'making the store: killed %d times\n' $struck

# ---- score, of what waits, of a file, of new texts ------------------------

cp ingested.db vigie.db
took=$(milliseconds "${score[@]}")
all unbroken
keep scored.db
chain score ingested.db "${score[@]}"
took=$(milliseconds "${score[@]}" many.jsonl)
all unbroken
chain 'score FILE' '' "${score[@]}" many.jsonl
cp scored.db vigie.db
took=$(milliseconds "${score[@]}" edits.jsonl)
all unbroken
chain 'score of edits' scored.db "${score[@]}" edits.jsonl

# what was drawn by chance differs from store to store, and nothing else does
quiet vigie score --now $now many.jsonl
for view in comments scores reasons; do
    sql "SELECT * FROM $view ORDER BY 1, 2, 3, 4, 5" >$view.whole
done
fresh
struck=0
for _ in 1 2 3; do
    strike "$took" "$VIGIE" score --now $now many.jsonl
done
quiet vigie score --now $now many.jsonl
for view in comments scores reasons; do
    sql "SELECT * FROM $view ORDER BY 1, 2, 3, 4, 5" >this
    same "$view, with a control sample" $view.whole this
done

# ---- decide ---------------------------------------------------------------

# The journal as a script: who, what, which comment, when.  After a kill the
# moderator looks at the journal, as the console does, and does what is not
# done; approve and remove may simply be said again.
fresh
quiet "${score[@]}" data/sample/batch.jsonl
keep scored.db
vigie queue --policy policy.ini --now $now --limit 10000 --format json |
    jq -r .comment | head -n $((kills < 25 ? kills * 4 : 100)) >ids
{
    awk '{
        split("approve remove defer remove", action, " ")
        printf "%s\t%s\tm%d\t%02d\n", $0, action[NR % 4 + 1], NR % 3, NR % 60
    }' ids
    awk 'NR % 4 == 0 { printf "%s\tundo\tm9\t59\n", $0 }' ids
} >script

# act COMMENT ACTION WHO MINUTE: puts the command into the array `argv`
act() {
    argv=("$VIGIE" decide --policy policy.ini --by "$3"
        --now "2026-06-01T10:$4:00Z" "$1" "$2")
    [ "$2" != remove ] || argv+=(--tones insult --note "vu par $3")
}

while IFS=$'\t' read -r comment action who minute; do
    act "$comment" "$action" "$who" "$minute"
    quiet "${argv[@]}"
done <script
all unbroken
fresh
cp scored.db vigie.db
act "$(sed -n 1p ids)" approve m8 59
took=$(milliseconds "${argv[@]}")
fresh
cp scored.db vigie.db
struck=0
while IFS=$'\t' read -r comment action who minute; do
    act "$comment" "$action" "$who" "$minute"
    strike "$took" "${argv[@]}"
    case $action in
    approve | remove)
        run "${argv[@]}"
        if [ $status = 65 ]; then
            one_line "comment '.*' is (approved|removed) already by '$who'"
        else
            equal "$ran" 0 $status
        fi
        ;;
    *)
        if [ "$(sql "SELECT count(*) FROM decisions WHERE comment = '$comment'
            AND action = '$action'")" = 0 ]; then
            quiet "${argv[@]}"
        fi
        ;;
    esac
done <script
sound
all this
same "decide, killed (SEED=$moments)" unbroken this
[ $struck -gt 0 ] && ok || fail 'decide was never killed: it ended before'
printf 'decide: killed %d times\n' $struck

finish
