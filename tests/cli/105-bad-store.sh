#!/bin/sh
# 105-bad-store.sh VIGIE: stores that are damaged, foreign, newer, read-only,
# locked or on a full disk: one clear line, the right exit status, and nothing
# of what was there is lost.
. "$(dirname "$0")/lib.sh"

quiet vigie score --db sound.db data/sample/page.txt
id=$(sql 'SELECT comment FROM queue LIMIT 1' sound.db)
writing="ingest~data/sample/batch.jsonl score score~data/sample/batch.jsonl
    decide~--by~anne~$id~remove queue~--claim~--by~anne"
reading="queue show~$id export~scores"
if [ -n "$sanitized" ]; then # these go other ways, the rest the same
    writing="score~data/sample/batch.jsonl decide~--by~anne~$id~remove"
    reading=queue
fi

# each STATUS PATTERN STORE COMMAND...: every one of them, its words joined
# by '~', says it
each() {
    wanted_status=$1 pattern=$2 store=$3
    shift 3
    for joined; do
        # shellcheck disable=SC2046
        expect "$wanted_status" vigie $(printf '%s' "$joined" | tr '~' ' ') \
            --db "$store"
        one_line "$pattern"
    done
}

# untouched STATUS PATTERN STORE: every command refuses it and leaves it alone
untouched() {
    cp "$3" kept
    # shellcheck disable=SC2086
    each "$1" "$2" "$3" $writing $reading
    same "$3 and how it was" kept "$3"
}

# ---- not ours, not whole --------------------------------------------------

cp data/policy.ini text.db
head -c 100000 /dev/urandom >noise.db
sqlite3 foreign.db 'CREATE TABLE comment (id, text); INSERT INTO comment VALUES (1, 2)'
sqlite3 application.db 'PRAGMA application_id = 1234; CREATE TABLE t (a)'
cp sound.db unversioned.db
sql 'PRAGMA user_version = 0' unversioned.db
cp sound.db newer.db
sql 'PRAGMA user_version = 99' newer.db
head -c 20000 sound.db >cut.db
for store in text noise foreign application unversioned; do
    untouched 65 "$store.db: is not a vigie store\$" $store.db
done
untouched 78 'newer.db: store was written by a newer vigie \(schema 99, this one knows [0-9]+\)$' newer.db
untouched 65 'cut.db: store is damaged' cut.db
mkdir folder.db
# shellcheck disable=SC2086
each 65 'folder.db: is not a vigie store$' folder.db $writing $reading

# every page but the first overwritten, one at a time: an error or a result,
# never a crash; what is read by SQLite is still there
size=$(sql 'PRAGMA page_size' sound.db)
pages=$(sql 'PRAGMA page_count' sound.db)
page=1
step=4
[ -z "$sanitized" ] || step=12
while [ $page -lt "$pages" ]; do
    cp sound.db page.db
    dd if=noise.db of=page.db bs="$size" count=1 seek=$page conv=notrunc 2>dd
    run vigie queue --db page.db --limit 1000
    case $status in
    0 | 65) ok ;;
    *) fail "page $page damaged: queue gives $status" err ;;
    esac
    run vigie score data/sample/batch.jsonl --db page.db
    case $status in
    0 | 65) ok ;;
    *) fail "page $page damaged: score gives $status" err ;;
    esac
    page=$((page + step))
done

# ---- none, and nowhere ----------------------------------------------------

# shellcheck disable=SC2086
each 66 "none.db: no such store; 'vigie ingest' or 'vigie score' makes one\$" \
    none.db $reading queue~--claim~--by~anne "decide~--by~anne~$id~undo"
[ ! -e none.db ] && ok || fail 'a store is made by reading'
each 73 'no/such/vigie.db: cannot open the store: No such file or directory$' \
    no/such/vigie.db ingest~data/sample/page.txt score
: >empty.db
# shellcheck disable=SC2086
each 66 'empty.db: is empty, not a store yet$' empty.db $reading
quiet vigie ingest --db empty.db data/sample/page.txt
counts 'SELECT count(*) FROM comments' 44 empty.db
table <<'E'
64|name of the store is empty|vigie queue --db ''
E

# ---- locked ---------------------------------------------------------------

mkfifo lock
sqlite3 sound.db <lock >lock.out &
pid=$!
exec 7>lock
echo 'BEGIN IMMEDIATE; SELECT 1;' >&7
while [ ! -s lock.out ]; do sleep 0.05; done
# all at once, since each waits for some seconds
number=0
for joined in $writing; do
    number=$((number + 1))
    mkdir "locked.$number"
    (
        cd "locked.$number" || exit
        ln -s ../data data
        # shellcheck disable=SC2046
        vigie $(printf '%s' "$joined" | tr '~' ' ') --db ../sound.db \
            >out 2>err
        echo $? >left
    ) &
    eval "waiting_$number=\$!"
done
# reading goes on
# shellcheck disable=SC2086
for joined in $reading; do
    # shellcheck disable=SC2046
    quiet vigie $(printf '%s' "$joined" | tr '~' ' ') --db sound.db
done
while [ $number -gt 0 ]; do
    eval "wait \$waiting_$number"
    ran="command $number on a locked store"
    cp "locked.$number/err" err
    equal "$ran" 75 "$(cat "locked.$number/left")"
    one_line '\.\./sound.db: store is locked by another program, try again$'
    number=$((number - 1))
done
exec 7>&-
wait $pid
counts 'SELECT count(*) FROM comments' 44 sound.db
counts 'SELECT count(*) FROM decisions' 0 sound.db
sound sound.db
quiet vigie decide --db sound.db --by anne "$id" defer

# ---- read-only ------------------------------------------------------------

mkdir closed
cp sound.db closed/vigie.db
chmod 444 closed/vigie.db
chmod 555 closed
chmod 755 .
as=
[ "$(id -u)" != 0 ] || as='setpriv --reuid=65534 --regid=65534 --clear-groups'
# modest COMMAND...: as somebody whom the permissions bind
modest() {
    $as "$VIGIE" "$@"
}
if ! $as "$VIGIE" --version >out 2>&1; then
    skip 'cannot run the program as a user without rights'
elif $as sh -c 'echo >closed/probe' 2>probe; then
    skip 'permissions do not bind here'
else
    cp closed/vigie.db kept
    for joined in $writing; do
        # shellcheck disable=SC2046
        expect 77 modest $(printf '%s' "$joined" | tr '~' ' ') \
            --db closed/vigie.db
        one_line 'closed/vigie.db: store .*cannot be written$'
    done
    same 'the read-only store and how it was' kept closed/vigie.db
    # "A file that may only be read opens" (store.h)
    for joined in $reading; do
        # shellcheck disable=SC2046
        quiet modest $(printf '%s' "$joined" | tr '~' ' ') --db closed/vigie.db
    done
    expect 73 modest ingest --db closed/new.db data/sample/page.txt
    one_line 'closed/new.db: cannot open the store: '
    chmod 000 closed/vigie.db
    for joined in $writing $reading; do
        # shellcheck disable=SC2046
        run modest $(printf '%s' "$joined" | tr '~' ' ') --db closed/vigie.db
        case $status in
        66 | 73 | 77) ok ;;
        *) fail "$ran: exit status $status" err ;;
        esac
        one_line 'closed/vigie.db: cannot open the store: Permission denied$'
    done
    : >secret
    chmod 000 secret
    mkdir open
    chmod 777 open
    expect 66 modest ingest --db open/vigie.db secret
    one_line "cannot read 'secret': Permission denied\$"
    mkdir shut
    chmod 555 shut
    head -n 200 data/discussions/politics.jsonl >labelled.jsonl
    chmod 644 labelled.jsonl
    expect 73 modest train --out shut labelled.jsonl
    one_line "cannot create anything in 'shut': Permission denied\$"
    expect 73 modest train --out shut/model labelled.jsonl
    one_line "cannot create folder 'shut/model': Permission denied\$"
fi
chmod 755 closed

# ---- full disk ------------------------------------------------------------

# The file may not grow beyond so many blocks of 512 bytes: every write
# further gives EFBIG.  The next run, with room, finishes the work.
quiet vigie score --db whole.db data/sample/page.txt data/sample/batch.jsonl
sql 'SELECT * FROM comments ORDER BY id' whole.db >comments
sql 'SELECT * FROM scores ORDER BY 1, 2, 3' whole.db >scores
short=0
sizes='2 16 50 120 250 400 800 1500'
[ -z "$sanitized" ] || sizes='16 120 400'
for blocks in $sizes; do
    fresh
    (
        ulimit -f $blocks
        "$VIGIE" score data/sample/page.txt data/sample/batch.jsonl \
            >full.out 2>full.err
        echo $? >left
    )
    if [ "$(cat left)" = 74 ]; then
        ok
        short=$((short + 1))
        ran="score with ulimit -f $blocks"
        cp full.err err
        one_line 'vigie.db: .*(space|full|too large)'
    else
        equal "score with ulimit -f $blocks" 0 "$(cat left)"
    fi
    [ ! -s vigie.db ] || sound
    quiet vigie score data/sample/page.txt data/sample/batch.jsonl
    sound
    sql 'SELECT * FROM comments ORDER BY id' >this
    same "comments after ulimit -f $blocks" comments this
    sql 'SELECT * FROM scores ORDER BY 1, 2, 3' >this
    same "scores after ulimit -f $blocks" scores this
done
[ $short -ge 3 ] && ok || fail "the disk was full $short times only"

# a file system that is full, and one that is read-only, where we may mount
cat >mounted.sh <<'E'
mkdir -p disk && mount -t tmpfs -o size=300k none disk || exit 99
"$1" score --db disk/vigie.db data/sample/page.txt data/sample/batch.jsonl \
    >full.out 2>full.err
echo $? >left
sqlite3 disk/vigie.db 'PRAGMA integrity_check' >integrity 2>&1
mount -o remount,size=30m disk
"$1" score --db disk/vigie.db data/sample/page.txt data/sample/batch.jsonl \
    >again.out 2>again.err
sqlite3 disk/vigie.db 'SELECT * FROM scores ORDER BY 1, 2, 3' >this
mount -o remount,ro disk
"$1" score --db disk/vigie.db data/sample/page.txt >ro.out 2>ro.err
echo $? >ro.left
"$1" queue --db disk/vigie.db >queue.out 2>queue.err
echo $? >queue.left
umount disk
E
unshare -rm sh mounted.sh "$VIGIE" 2>mount.err ||
    unshare -m sh mounted.sh "$VIGIE" 2>mount.err
if [ -s queue.left ]; then
    ran='score on a full file system'
    equal "$ran" 74 "$(cat left)"
    cp full.err err
    one_line 'disk/vigie.db: no space left for the store$'
    equal "$ran: integrity" ok "$(cat integrity)"
    same "$ran: scores once there is room" scores this
    ran='score on a read-only file system'
    equal "$ran" 77 "$(cat ro.left)"
    cp ro.err err
    one_line 'disk/vigie.db: store .*cannot be written$'
    ran='queue on a read-only file system'
    equal "$ran" 0 "$(cat queue.left)"
else
    skip 'no right to mount a small file system'
fi

finish
