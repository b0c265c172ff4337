#!/bin/sh
# 096-check.sh VIGIE: `check` finds nothing in what our commands leave, and
# tells what somebody else has broken.
. "$(dirname "$0")/lib.sh"

now=2026-06-01T10:00Z
cp -r models/fr-comments model
quiet vigie score --model model --now $now data/sample/page.txt \
    data/sample/batch.jsonl
vigie queue --limit 6 --format json | jq -r .comment >ids
{
    read -r one
    read -r two
    read -r three
    read -r four
} <ids
quiet vigie decide --by anne "$one" approve
quiet vigie decide --by anne "$one" undo
quiet vigie decide --by bob "$one" remove --tones insult
quiet vigie decide --by bob "$two" defer
quiet vigie decide --by anne "$three" remove --tones none --note bof
quiet vigie decide --by carl --second "$three" approve --tones insult
jq -n -c --arg id "$three" '{id: $id, text: "autre chose"}' >edit.jsonl
jq -n -c --arg id "$four" '{id: $id, text: " "}' >>edit.jsonl
quiet vigie ingest edit.jsonl
quiet vigie queue --claim --by anne --limit 3
quiet vigie check
out_is "sound: 244 comments, 6 rows of the journal, 1 models, $(sql 'SELECT
    page_count * page_size FROM pragma_page_count, pragma_page_size') bytes"
quiet vigie check --format json
holds out 'length == 1 and .[0].findings == 0 and .[0].comments == 244
    and .[0].decisions == 6 and .[0].models == 1 and .[0].bytes > 100000'
quiet vigie score
quiet vigie check
sql 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint
cp vigie.db sound.db

# ---- broken by other hands --------------------------------------------------

# each line: what check finds, and the SQL that does it; the guards of the
# journal are in the way of some and are put back
guards=$(sql "SELECT group_concat(sql, ';' || char(10)) FROM sqlite_master
    WHERE type = 'trigger'")
drops=$(sql "SELECT group_concat('DROP TRIGGER ' || name, ';')
    FROM sqlite_master WHERE type = 'trigger'")
while IFS='|' read -r finding change <&4; do
    case $finding in '' | '#'*) continue ;; esac
    rm -f vigie.db vigie.db-wal vigie.db-shm
    cp sound.db vigie.db
    sql "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
        PRAGMA writable_schema = ON; $drops;
        $change; $guards;" >changed 2>&1 || fail "$change" changed
    expect 65 vigie check
    one_line 'vigie.db: [0-9]+ findings?$'
    out_has "^$finding"
    equal "$change: findings and their number" "$(wc -l <out)" \
        "$(sed 's/.*: \([0-9]*\) finding.*/\1/' err)"
done 4<<E
counts: decided comments: the running total is 9, a recount gives 1\$|UPDATE tally SET count = 9 WHERE kind = 3
counts: .* the running total is missing|DELETE FROM tally WHERE kind = 2
counts: ranked places: |DELETE FROM place WHERE comment = (SELECT min(comment) FROM place WHERE lane = 1)
references: a row of comment .* names a row of discussion that is missing\$|DELETE FROM discussion WHERE key = 1
references: a row of score names|INSERT INTO score VALUES (99999, 1, 1, 0, '[]', NULL)
integrity: .*|DROP INDEX comment_discussion; CREATE INDEX comment_discussion ON comment (discussion) WHERE key < 5; UPDATE sqlite_master SET sql = 'CREATE INDEX comment_discussion ON comment (discussion)' WHERE name = 'comment_discussion'
state: comment '.*' has the unknown state 7|UPDATE comment SET state = 7 WHERE key = 5
state: comment '.*' is not scored, yet names a model|UPDATE comment SET state = 1 WHERE key = 5
state: comment '.*' is scored, but its text has no score|DELETE FROM score WHERE comment = 5
state: comment '$one' is decided by its state, the journal has no|DELETE FROM label; DELETE FROM decision WHERE key = 3
state: comment '$one' is decided by the journal, not by its state|UPDATE comment SET state = 2 WHERE id = '$one'
state: comment '$one' is decided 2 times|INSERT INTO decision SELECT NULL, comment, revision, moderator, action, undoes, tones, note, model, time, second FROM decision WHERE key = 3
queue: comment '.*' is in the queue, its state is waiting|UPDATE comment SET state = 1 WHERE key = (SELECT max(comment) FROM place)
queue: comment '.*' is queued by a score it does not have|UPDATE place SET tone = 99 WHERE comment = (SELECT max(comment) FROM place)
journal: decisions: 5 rows, the last one numbered 6, numbers given up to 6|DELETE FROM label; DELETE FROM decision WHERE key = 4
journal: decisions: 5 rows, the last one numbered 5, numbers given up to 6|DELETE FROM label; DELETE FROM decision WHERE key = 6
journal: activations: 0 rows, the last one numbered 0, numbers given up to 1|DELETE FROM activation
journal: decision 2 takes back 4, which is later|UPDATE decision SET undoes = 4 WHERE key = 2
journal: decision 4 is about text 3 of comment|UPDATE decision SET revision = 3 WHERE key = 4
journal: decision 4 has labels|INSERT INTO label VALUES (4, 'insult', 1)
texts: comment '$three' has 2 texts, 0 earlier ones are kept|DELETE FROM revision
scores: a score of comment .* is of text 5, which|UPDATE score SET revision = 5 WHERE comment = 5
scores: a score of comment .* does not fit|UPDATE score SET probabilities = '[1,2]' WHERE comment = 5
scores: a score of comment .* does not fit|UPDATE score SET probabilities = 'x' WHERE comment = 5
scores: a score of comment .* does not fit|UPDATE score SET flagged = 1 << 40 WHERE comment = 5
scores: a score of comment .* does not fit|UPDATE score SET reasons = '[[' WHERE comment = 5
scores: and [0-9]+ more of this kind|UPDATE score SET probabilities = 'x'
models: the tones of model|DELETE FROM model_tone WHERE ordinal = 3
models: folder '/nowhere' of model '.*' is gone|UPDATE model SET folder = '/nowhere'
policy: policy of the store:1: |INSERT INTO policy VALUES (NULL, 1, 'a', 'b', 'heat = ')
schema: trigger 'other' is foreign|CREATE TRIGGER other AFTER INSERT ON comment BEGIN SELECT 1; END
schema: table 'control' is missing|DROP TABLE control
schema: index 'comment_waiting' is missing|DROP INDEX comment_waiting
E

# the guards themselves
fresh
cp sound.db vigie.db
sql 'DROP TRIGGER decision_fixed; DROP TRIGGER label_kept;
    CREATE TRIGGER label_kept BEFORE DELETE ON label BEGIN SELECT 1; END'
expect 65 vigie check
one_line 'vigie.db: 2 findings$'
out_has "^schema: trigger 'decision_fixed' is missing$"
out_has "^schema: trigger 'label_kept' is not the one this program makes$"
expect 65 vigie check --format json
holds out 'length == 3 and .[0].rule == "schema" and .[2].findings == 2'

# the model's file
fresh
cp sound.db vigie.db
printf x | dd of=model/model.vigie bs=1 seek=5000 conv=notrunc 2>dd
expect 65 vigie check
one_line 'vigie.db: 1 finding$'
out_has '^models: .*model.vigie: damaged model: checksum'
sound

# ---- pages that a disk has spoilt -------------------------------------------

head -c 100000 /dev/urandom >noise
size=$(sql 'PRAGMA page_size' sound.db)
pages=$(sql 'PRAGMA page_count' sound.db)
page=1
step=3
[ -z "$sanitized" ] || step=12
while [ $page -lt "$pages" ]; do
    fresh
    cp sound.db vigie.db
    dd if=noise of=vigie.db bs="$size" count=1 seek=$page conv=notrunc 2>dd
    expect 65 vigie check
    one_line 'vigie.db: .'
    page=$((page + step))
done

table <<'E'
64|unexpected 'a', see 'vigie check --help'|vigie check a
64|unknown format 'csv'|vigie check --format csv
66|none.db: no such store|vigie check --db none.db
E

finish
