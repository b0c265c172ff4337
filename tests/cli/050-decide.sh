#!/bin/sh
# 050-decide.sh VIGIE: approve, remove, defer, undo; the journal that keeps
# all of it, and the labels that come of it.
. "$(dirname "$0")/lib.sh"

sed 's/^control_sample = .*/control_sample = 0/' data/policy.ini >policy.ini

# decide MINUTE ARGUMENT...: at 10:MINUTE of a day in June
decide() {
    minute=$1
    shift
    vigie decide --policy policy.ini --now "2026-06-01T10:${minute}Z" "$@"
}

quiet vigie score --policy policy.ini --now 2026-06-01T10:00Z \
    data/sample/page.txt data/sample/batch.jsonl
ids=$(sql 'SELECT comment FROM queue ORDER BY priority DESC LIMIT 4')
first=$(echo "$ids" | sed -n 1p)
second=$(echo "$ids" | sed -n 2p)
third=$(echo "$ids" | sed -n 3p)
calm=$(sql "SELECT id FROM comments WHERE state = 'scored' AND id NOT IN
    (SELECT comment FROM queue) LIMIT 1")
empty=$(sql "SELECT id FROM comments WHERE state = 'empty' LIMIT 1")

# queue FILE: all of it at 10:45
queue() {
    vigie queue --policy policy.ini --now 2026-06-01T10:45Z --limit 10000 \
        --format json >"$1"
}
queue queue.before

# ---- refused: nothing is written ------------------------------------------

table <<E
64|who decides|decide 01 "$first" remove
64|who decides|decide 01 --by '' "$first" remove
64|--by has control characters|decide 01 --by "\$(printf 'a\nb')" "$first" remove
64|--by is not valid UTF-8|decide 01 --by "\$(printf 'a\351')" "$first" remove
64|--by has more than|decide 01 --by "\$(head -c 3000 /dev/zero | tr '\0' x)" "$first" remove
64|--note has control characters|decide 01 --by anne --note "\$(printf '\033[31m')" "$first" remove
64|--note is not valid UTF-8|decide 01 --by anne --note "\$(printf '\377')" "$first" remove
64|unknown tone 'nope'|decide 01 --by anne --tones insult,nope "$first" remove
64|more than one sentiment named|decide 01 --by anne --tones negative,positive "$first" remove
64|tones can be corrected with approve or remove only|decide 01 --by anne --tones insult "$first" defer
64|tones can be corrected with approve or remove only|decide 01 --by anne --tones insult "$first" undo
66|no comment 'nope'|decide 01 --by anne nope remove
66|no comment ''|decide 01 --by anne '' remove
65|comment '.*' is empty, nothing to decide|decide 01 --by anne "$empty" approve
65|comment '.*' is not in the queue, nothing to defer|decide 01 --by anne "$calm" defer
65|comment '.*' has no decision to undo|decide 01 --by anne "$first" undo
66|missing.db: no such store|decide 01 --db missing.db --by anne "$first" remove
66|cannot open|decide 01 --policy missing.ini --by anne "$first" remove
E
counts 'SELECT count(*) FROM decisions' 0
[ ! -e missing.db ] && ok || fail 'decide makes a store'
queue queue.after
same 'the queue after what was refused' queue.before queue.after

# ---- remove, approve ------------------------------------------------------

quiet decide 05 --by anne --note 'insultes répétées' "$first" remove
out_is "$first: remove by anne; decided"
counts "SELECT state FROM comments WHERE id = '$first'" decided
counts "SELECT count(*) FROM queue WHERE comment = '$first'" 0
counts 'SELECT comment, moderator, action, tones, note, time, undone
    FROM decisions' \
    "$first|anne|remove||insultes répétées|2026-06-01T10:05:00Z|0"
counts 'SELECT count(*) FROM decisions JOIN models USING (model)' 1
counts 'SELECT count(*) FROM labels' 0
table <<E
65|comment '.*' is removed already by 'anne' at 2026-06-01T10:05:00Z, undo first\$|decide 06 --by bob "$first" approve
65|comment '.*' is removed already|decide 06 --by bob "$first" defer
E
VIGIE_MODERATOR=bob
export VIGIE_MODERATOR
quiet decide 06 "$second" approve
out_is "$second: approve by bob; decided"
# a comment nobody asked about can be decided as well
quiet decide 07 "$calm" approve
unset VIGIE_MODERATOR
counts 'SELECT count(*) FROM decisions' 3

# ---- undo -----------------------------------------------------------------

quiet decide 08 --by anne "$second" undo
out_is "$second: undo of approve by bob, by anne; scored"
quiet decide 09 --by anne "$first" undo
queue queue.after
same 'the queue after all was undone' queue.before queue.after
counts "SELECT group_concat(action || undone, ' ') FROM decisions
    WHERE comment = '$first'" 'remove1 undo0'
expect 65 decide 10 --by anne "$first" undo
one_line "comment '.*' has no decision to undo"
# decided again, undone again
quiet decide 11 --by bob "$first" approve
quiet decide 12 --by bob "$first" undo
quiet decide 13 --by bob "$first" remove
counts "SELECT group_concat(action || undone, ' ') FROM decisions
    WHERE comment = '$first'" 'remove1 undo0 approve1 undo0 remove0'
quiet vigie show "$first"
out_has '^  2026-06-01T10:05:00Z  remove by anne, revision 1, note: insultes répétées \(undone\)$'
out_has '^  2026-06-01T10:13:00Z  remove by bob, revision 1$'
quiet vigie show --format json "$first"
holds out '.[0].journal | length == 5 and .[0].moderator == "anne"
    and .[0].undone and (.[4].undone | not)'

# ---- defer ----------------------------------------------------------------

# listed MINUTE COMMENT: how often the queue has it at 10:MINUTE
listed() {
    vigie queue --policy policy.ini --now "2026-06-01T$1Z" --limit 10000 \
        --format json | jq -r .comment | grep -cxF "$2"
}

quiet decide 20 --by carl "$third" defer
out_is "$third: defer by carl, until 2026-06-01T11:20:00Z; scored"
equal 'deferred, listed before its time' 0 "$(listed 11:19:59 "$third")"
equal 'deferred, listed at its time' 1 "$(listed 11:20 "$third")"
quiet decide 21 --by carl "$third" undo
equal 'deferred and undone, listed' 1 "$(listed 10:22 "$third")"
quiet decide 22 --by carl "$third" defer
quiet decide 23 --by dora "$third" remove
quiet decide 24 --by dora "$third" undo
equal 'deferred, removed, undone: listed' 0 "$(listed 10:25 "$third")"

# ---- labels ---------------------------------------------------------------

quiet decide 30 --by anne --tones insult,sarcasm "$second" remove
out_is "$second: remove by anne, tones insult,sarcasm; decided"
counts "SELECT group_concat(tone, ' ') FROM (SELECT tone FROM labels
    WHERE comment = '$second' AND value = 1 ORDER BY tone)" 'insult sarcasm'
counts "SELECT count(*), count(DISTINCT moderator), min(time) FROM labels" \
    '10|1|2026-06-01T10:30:00Z'
quiet decide 31 --by anne "$second" undo
counts 'SELECT count(*) FROM labels' 0
quiet decide 32 --by anne --tones none,positive "$second" approve
counts "SELECT group_concat(tone || value, ' ') FROM (SELECT tone, value
    FROM labels WHERE value OR tone IN ('negative', 'positive')
    ORDER BY tone)" 'negative0 positive1'
counts 'SELECT count(*) FROM labels' 12
quiet decide 33 --by anne "$second" undo
quiet decide 34 --by anne --tones none "$second" approve
counts 'SELECT count(*), sum(value) FROM labels' '10|0'

# ---- a text that changes after it was decided comes back ------------------

jq -n -c --arg id "$first" --arg text 'Un tout autre texte, espèce d’abruti.' \
    '{id: $id, text: $text}' >edit.jsonl
quiet vigie score --policy policy.ini edit.jsonl --now 2026-06-01T10:40Z
counts "SELECT state FROM comments WHERE id = '$first'" scored
counts "SELECT count(*) FROM queue WHERE comment = '$first'" 1
counts "SELECT count(*) FROM decisions WHERE comment = '$first'" 5
quiet decide 41 --by bob --tones insult "$first" remove
counts "SELECT value FROM labels WHERE comment = '$first' AND tone = 'insult'" 1
quiet vigie show "$first"
out_has '^older texts:$'
out_has 'revision 2, tones insult'

# ---- the journal is append-only -------------------------------------------

for statement in 'DELETE FROM decision' 'UPDATE decision SET note = NULL' \
    'DELETE FROM label' 'UPDATE label SET value = 1'; do
    run sql "$statement"
    equal "$statement" 1 "$([ "$status" != 0 ] && echo 1)"
    err_has 'append-only'
done
counts 'SELECT count(*) FROM decisions' 19
# many at the same moment: one wins, the others are told
rm -f said.*
for number in 1 2 3 4 5 6; do
    {
        "$VIGIE" decide --policy policy.ini --by "m$number" "$third" remove \
            --now 2026-06-01T12:00Z >"said.$number" 2>&1
        echo $? >>statuses
    } &
done
wait
equal 'decided at the same moment' '1 0 5 65' \
    "$(sort statuses | uniq -c | xargs)"
counts "SELECT count(*) FROM decisions WHERE comment = '$third'
    AND action = 'remove' AND NOT undone" 1
sound

finish
