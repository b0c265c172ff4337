#!/bin/sh
# 106-bad-model.sh VIGIE: models and policies that are damaged, foreign,
# newer or missing: one clear line, and nothing is scored by them.
. "$(dirname "$0")/lib.sh"

quiet vigie score data/sample/page.txt
sql .dump >before
mkdir bad
model=models/fr-comments/model.vigie
size=$(wc -c <$model)

# refused STATUS PATTERN: by every command that reads a model
refused() {
    if [ -n "$sanitized" ]; then
        table <<E
$1|bad/model.vigie: $2|vigie score --model bad --stdout data/sample/batch.jsonl
E
        return
    fi
    table <<E
$1|bad/model.vigie: $2|vigie explain --model bad Bonjour
$1|bad/model.vigie: $2|vigie score --model bad data/sample/batch.jsonl
$1|bad/model.vigie: $2|vigie score --model bad --db new.db data/sample/batch.jsonl
$1|bad/model.vigie: $2|vigie evaluate --model bad data/discussions/politics.jsonl
$1|bad/model.vigie: $2|vigie score --model bad --stdout data/sample/batch.jsonl
E
    [ ! -s out ] && ok || fail "$ran: prints something" out
    [ ! -e new.db ] && ok || fail 'a store was made without a model'
}

refused 66 'cannot open: No such file or directory$'
: >bad/model.vigie
refused 65 'not a vigie model$'
cp "$VIGIE" bad/model.vigie
refused 65 'not a vigie model$'
head -c 60 $model >bad/model.vigie
refused 65 'not a vigie model$'
for length in 5000 1000000 $((size - 1)); do
    head -c "$length" $model >bad/model.vigie
    refused 65 'damaged model: file is cut or has grown$'
done
cp $model bad/model.vigie
echo >>bad/model.vigie
refused 65 'damaged model: file is cut or has grown$'
truncate -s 3G bad/model.vigie
refused 65 '.*'

# one byte, anywhere
for offset in 0 7 8 12 16 20 24 28 32 40 64 100 200 300 400 600 1000 5000 \
    100000 1000000 3000000 5000000 $((size - 5)) $((size - 4)) $((size - 1)); do
    cp $model bad/model.vigie
    byte=$(od -An -tu1 -j $offset -N 1 $model)
    # shellcheck disable=SC2059
    printf "$(printf '\\%03o' $((255 - byte)))" |
        dd of=bad/model.vigie bs=1 seek=$offset conv=notrunc 2>dd
    run vigie explain --model bad Bonjour
    case $status in
    65 | 78) ok ;; # 78: of a version this program does not know
    *) fail "byte $offset of the model changed: exit status $status" err out ;;
    esac
    one_line 'bad/model.vigie: '
done

# a store scored by a model that is gone is read all the same
quiet vigie queue
sql .dump >after
same 'the store after bad models and before' before after

# ---- policies -------------------------------------------------------------

while IFS='|' read -r pattern text; do
    # shellcheck disable=SC2059
    printf "$text" >bad.ini
    table <<E
78|bad.ini:$pattern|vigie queue --policy bad.ini
E
    [ -z "$sanitized" ] || continue
    table <<E
78|bad.ini:$pattern|vigie score --policy bad.ini data/sample/batch.jsonl
78|bad.ini:$pattern|vigie decide --policy bad.ini --by anne x remove
78|bad.ini:$pattern|vigie show --policy bad.ini x
78|bad.ini:$pattern|vigie score --db new.db --policy bad.ini data/sample/batch.jsonl
E
done <<'E'
2: not a number: 'x'$|[queue]\nage_per_hour = x\n
2: not a number: '0,5'$|[queue]\nheat = 0,5\n
2: not a number: 'nan'$|[queue]\nheat = nan\n
2: not from 0 to 100: '-1'$|[queue]\nheat = -1\n
2: not from 0 to 1: '2'$|[tone insult]\nthreshold = 2\n
2: not a whole number from 0 to 64: '1.5'$|[queue]\nheat_window = 1.5\n
3: neither yes nor no: 'maybe'$|[tone insult]\nweight = 1\nfirst = maybe\n
2: unknown key 'nope'$|[queue]\nnope = 1\n
2: unknown section 'nope'$|[nope]\na = 1\n
1: no section above 'heat'$|heat = 1\n
1: neither a \[section\] nor|xxx\n
1: neither a \[section\] nor|[queue\n
3: given twice: 'heat'$|[queue]\nheat = 1\nheat = 1\n
 invalid UTF-8 at byte 8$|[queue]\n\377\n
2: line of more than 199 bytes|[queue]\n\000\n
2: line of more than 199 bytes|[queue]\nheat = 1%300s\n
E
head -c 100000 /dev/zero | tr '\0' '\n' >big.ini
table <<'E'
66|cannot open 'missing.ini': No such file or directory|vigie queue --policy missing.ini
66|cannot open 'missing.ini': No such file or directory|vigie score --policy missing.ini --db new.db
65|.*big.ini.* has more than 65536 bytes|vigie queue --policy big.ini
E
[ ! -e new.db ] && ok || fail 'a store was made without a policy'
sql .dump >after
same 'the store after bad policies and before' before after

finish
