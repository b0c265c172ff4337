#!/bin/bash
# 097-backup.sh VIGIE: `backup` copies a store that is written to; the copy is
# whole, or the older one stays, whatever happens on the way.
#   KILLS=200  how many backups are killed (default 6, under a sanitizer 3)
. "$(dirname "$0")/lib.sh"

usual=6
[ -z "$sanitized" ] || usual=3
kills=${KILLS:-$usual}

quiet vigie score data/sample/page.txt data/sample/batch.jsonl
quiet vigie decide --by anne bus-gratuit#3 remove --tones insult
chmod 640 vigie.db

# alone FILE: whole, and nothing of its making beside it
alone() {
    quiet vigie check --db "$1"
    rm -f "$1-shm" "$1-wal" # reading leaves them
    equal "files beside $1" "$1" "$(echo "$1"*)"
}

quiet vigie backup copy.db
out_is "244 comments, 1 rows of the journal, $(wc -c <copy.db) bytes"
equal 'rights of the copy' 640 "$(stat -c %a copy.db)"
equal 'the copy needs no log' delete "$(sql 'PRAGMA journal_mode' copy.db)"
alone copy.db
sql .dump >before
sql .dump copy.db >after
same 'the store and its copy' before after

# again, over the copy; into another folder; of a copy that was worked with
mkdir there
quiet vigie decide --by anne bus-gratuit#3 undo
quiet vigie backup copy.db
quiet vigie backup there/copy.db
cmp -s copy.db there/copy.db && ok || fail 'two copies of one store differ'
cp copy.db restored.db
quiet vigie decide --db restored.db --by bob bus-gratuit#3 approve
quiet vigie backup --db restored.db copy.db
counts "SELECT count(*) FROM decisions" 3 copy.db
alone copy.db

# ---- refused ----------------------------------------------------------------

echo text >notes.txt
: >nothing.db
ln -s vigie.db link.db
cp copy.db used.db
mkfifo hold
sqlite3 used.db <hold >hold.out &
pid=$!
exec 7>hold
echo 'PRAGMA journal_mode = WAL; SELECT count(*) FROM comment;' >&7
while [ "$(wc -l <hold.out)" -lt 2 ]; do sleep 0.05; done
table <<'E'
73|cannot write 'vigie.db': it is the store itself$|vigie backup vigie.db
73|cannot write 'link.db': it is the store itself$|vigie backup link.db
73|cannot write 'notes.txt': it is there and not a vigie store$|vigie backup notes.txt
73|cannot write 'there': it is a directory$|vigie backup there
73|cannot write '/dev/null': it is there and not a vigie store$|vigie backup /dev/null
73|cannot write 'used.db': it is a store in use$|vigie backup used.db
73|cannot create 'no/such.part': No such file or directory$|vigie backup no/such
64|one file to write is needed|vigie backup
64|one file to write is needed|vigie backup ''
64|one file to write is needed|vigie backup a b
66|none.db: no such store|vigie backup --db none.db x.db
65|notes.txt: is not a vigie store|vigie backup --db notes.txt x.db
E
[ ! -e x.db ] && [ ! -e x.db.part ] && ok || fail 'something was left'
exec 7>&-
wait $pid
quiet vigie backup nothing.db
alone nothing.db

# ---- damaged, full, at once -------------------------------------------------

cp copy.db bad.db
page=$(sql "SELECT rootpage FROM sqlite_master WHERE name = 'decision'" bad.db)
size=$(sql 'PRAGMA page_size' bad.db)
head -c 2000 /dev/urandom |
    dd of=bad.db bs=1 seek=$(((page - 1) * size)) conv=notrunc 2>dd
cp copy.db kept.db
expect 65 vigie backup --db bad.db copy.db
one_line 'copy.db.part: store is damaged'
same 'the sound copy stays' kept.db copy.db
alone copy.db
for blocks in 40 100 500; do # of 1024 bytes
    (
        ulimit -f $blocks
        "$VIGIE" backup copy.db >full.out 2>full.err
        echo $? >left
    )
    ran="backup with ulimit -f $blocks"
    cp full.err err
    equal "$ran" 74 "$(cat left)"
    one_line ".*copy.db.part.*(no space left|File too large)"
    same "$ran: the older copy" kept.db copy.db
    alone copy.db
done
for at in 1 2 3 4; do
    "$VIGIE" backup copy.db >out.$at 2>err.$at &
done
wait
sort -u err.? >err
[ ! -s err ] || one_line "'copy.db.part' is being written by another program$"
[ -s out.1 ] || [ -s out.2 ] || [ -s out.3 ] || [ -s out.4 ] && ok ||
    fail 'four backups at once: none was made' err
alone copy.db

# ---- while others write, and killed -----------------------------------------

sed 's/^{"id": "[^"]*"//' data/sample/batch.jsonl | awk '{ body[NR - 1] = $0 }
    END {
        for (i = 0; i < 12000; i++) print "{\"id\":\"c" i "\"" body[i % NR]
    }' >many.jsonl
"$VIGIE" score many.jsonl >score.out 2>score.err &
pid=$!
last=0
rounds=0
killed=0
while kill -0 $pid 2>gone; do
    rounds=$((rounds + 1))
    quiet vigie backup copy.db
    quiet vigie check --db copy.db
    seen=$(sql 'SELECT count(*) FROM comments' copy.db)
    [ "$seen" -ge "$last" ] && ok || fail "a copy of $seen comments after $last"
    last=$seen
done
wait $pid
ran='score while copies were made'
equal "$ran" 0 $?
equal "$ran: what it says" '' "$(cat score.err)"
[ $rounds -gt 1 ] && ok || fail "only $rounds copies while another wrote"
counts 'SELECT count(*) FROM comments' 12244
printf '%d copies while another program wrote\n' $rounds

quiet vigie backup copy.db
cp copy.db new.db
cp kept.db copy.db
begin=${EPOCHREALTIME/./}
quiet vigie backup timed.db
took=$(((${EPOCHREALTIME/./} - begin) / 1000 + 1))
for ((i = 0; i < kills; i++)); do
    moment=$((RANDOM * took / 32768))
    "$VIGIE" backup copy.db >struck.out 2>struck.err &
    pid=$!
    sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    kill -KILL $pid 2>gone
    wait $pid 2>gone
    [ $? != 137 ] || killed=$((killed + 1))
    cmp -s copy.db kept.db || cmp -s copy.db new.db && ok ||
        fail 'a killed backup left something else than the old or new copy'
    [ $((i % 5)) != 0 ] || cp kept.db copy.db
done
[ $killed -gt 0 ] && ok || fail 'no backup was killed: they ended before'
printf 'backup: killed %d times\n' $killed
quiet vigie backup copy.db
same 'the copy after all kills' new.db copy.db
alone copy.db

finish
