#!/bin/bash
# 112-faults.sh VIGIE: calls of the system that fail, from outside: memory,
# writing, reading, opening.  One clear line, nothing lost, nothing twice, and
# the next run finishes the work.
#   PLACES=200  at how many calls of each kind and command (default 4, under a
#               sanitizer 3); `all` of them
#   SEED=N      the places, again
. "$(dirname "$0")/lib.sh"

usual=4
[ -z "$sanitized" ] || usual=3
places=${PLACES:-$usual}
seed=${SEED:-$RANDOM}
RANDOM=$seed
now=2026-06-01T10:00Z
shim=$work/shim.so
if ! ${CC:-cc} -O1 -g -shared -fPIC -o "$shim" \
    "$repository/tests/faults/shim.c" -ldl 2>shim.err; then
    skip 'the shim does not compile here'
    finish
fi
if grep -qF __tsan_init "$VIGIE"; then
    skip 'the thread sanitizer starts before the shim'
    finish
fi
# the shim stands before the sanitizer's own malloc, which may say no as well
sanitizer=verify_asan_link_order=0:allocator_may_return_null=1

# faulty FAULT AT COMMAND...: with that one call failing, or from there on all
faulty() {
    local fault=$1 at=$2
    shift 2
    ASAN_OPTIONS=$sanitizer LD_PRELOAD=$shim FAULT=$fault FAULT_AT=$at "$@"
}

# ---- what the commands do when all goes well -------------------------------

sed 's/^control_sample = .*/control_sample = 0/' data/policy.ini >policy.ini
head -n 12 data/sample/batch.jsonl >few.jsonl
jq -c '.text += " Bref."' few.jsonl >edits.jsonl
quiet vigie score --policy policy.ini --now $now few.jsonl
quiet vigie decide --policy policy.ini --by anne --now $now \
    "$(jq -r .id few.jsonl | sed -n 2p)" remove --tones insult
id=$(vigie queue --policy policy.ini --limit 1 --format json | jq -r .comment)
sql 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint
cp vigie.db base.db

# whole FILE: all that is in the store, but for what drew lots
whole() {
    sql .dump | grep -v '^INSERT INTO "plan" ' >"$1"
}

policy=--policy~policy.ini~--now~$now
commands="score~$policy~--threads~1~edits.jsonl
ingest~--now~$now~edits.jsonl
decide~$policy~--by~bob~$id~approve~--note~vu
queue~$policy~--limit~10
show~$policy~$id
export~scores
check
backup~copy.db
explain~abruti
score~--stdout~--reasons~--threads~1~few.jsonl"

# ready: the store as it was, and no copy of it
ready() {
    fresh
    rm -f copy.db copy.db.part
    cp base.db vigie.db
}

# again COMMAND...: it finishes, or says that it was done before
again() {
    run vigie "$@"
    case "$1 $status" in
    'decide 65') one_line "comment '.*' is approved already by 'bob'" ;;
    *) equal "$ran, again: exit status" 0 $status ;;
    esac
}

# after_fault WHAT COMMAND...: the run before gave $left, out and err
after_fault() {
    local what=$1
    shift
    ran="vigie $1, $what (SEED=$seed)"
    case $left in
    0)
        same "$ran: what it prints" unbroken.out out
        [ ! -s err ] || fail "$ran: succeeds, yet says something" err
        ;;
    65 | 66 | 70 | 71 | 73 | 74 | 77)
        one_line '.'
        ;;
    *)
        fail "$ran: exit status $left" err out
        ;;
    esac
    sound
    [ "$left" = 0 ] || again "$@"
    whole this
    same "$ran: what is in the store" unbroken this
    if [ -e copy.db ]; then
        sound copy.db
    fi
}

# chosen NUMBER: some of the calls 1 to NUMBER, or all of them
chosen() {
    if [ "$places" = all ] || [ "$places" -ge "$1" ]; then
        seq "$1"
        return
    fi
    echo 1
    for ((k = 1; k < places; k++)); do # more of the early ones
        if ((k % 2)); then
            echo $((RANDOM * 32768 % $1 + 1))
        else
            echo $(((RANDOM * $1 / 32768 * RANDOM / 32768) % $1 + 1))
        fi
    done | sort -nu
}

# inject FAULT [VARIABLE=VALUE...]: in every command, at some places
inject() {
    local fault=$1 joined number at
    shift
    for joined in $commands; do
        local argv
        IFS='~ ' read -r -a argv <<<"$joined"
        ready
        run vigie "${argv[@]}"
        equal "vigie ${argv[0]}: exit status" 0 "$status"
        cp out unbroken.out
        whole unbroken
        ready
        rm -f calls
        FAULT_COUNT=calls faulty "$fault" -1 "$VIGIE" "${argv[@]}" \
            >counted.out 2>&1
        number=$(cat calls 2>none)
        [ "${number:-0}" -gt 0 ] || continue
        for at in $(chosen "$number"); do
            ready
            env "$@" ASAN_OPTIONS=$sanitizer LD_PRELOAD="$shim" \
                FAULT="$fault" FAULT_AT="$at" "$VIGIE" "${argv[@]}" >out 2>err
            left=$?
            after_fault "$fault $at of $number fails ($*)" "${argv[@]}"
            injected=$((injected + 1))
        done
    done
}

injected=0
inject alloc FAULT_ON=
inject write FAULT_CODE=EIO
if [ -z "$sanitized" ]; then
    inject alloc FAULT_ON=1
    inject write FAULT_CODE=ENOSPC FAULT_ON=1
    inject read FAULT_CODE=EIO
    inject open FAULT_CODE=EIO
fi
printf '%d calls failed\n' $injected

finish
