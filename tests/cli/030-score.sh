#!/bin/sh
# 030-score.sh VIGIE: comments into the store and scored; what waits, what
# changed, and the views that tell of it.
. "$(dirname "$0")/lib.sh"

now=2026-06-01T10:00Z
sample='data/sample/page.txt data/sample/batch.jsonl'

# shellcheck disable=SC2086
quiet vigie score $sample --now $now
out_has '^244 new, 0 changed, 0 known, 5 empty, 0 refused$'
out_has '^239 scored, 1[0-9][0-9] flagged, 0 could not be scored$'
flagged=$(sed -n 's/.*scored, \([0-9]*\) flagged.*/\1/p' out)
sound

# ---- the views ------------------------------------------------------------

counts "SELECT group_concat(state || n, ' ') FROM (SELECT state, count(*) AS n
    FROM comments GROUP BY state ORDER BY state)" 'empty5 scored239'
counts 'SELECT count(*), count(DISTINCT comment), count(DISTINCT tone)
    FROM scores' "$((239 * 12))|239|12"
counts 'SELECT count(*) FROM scores WHERE probability NOT BETWEEN 0 AND 1
    OR flagged NOT IN (0, 1)' 0
counts "SELECT count(DISTINCT comment) FROM scores WHERE flagged
    AND tone NOT IN ('negative', 'positive')" "$flagged"
counts "SELECT count(*) FROM scores JOIN comments ON id = comment
    WHERE state = 'empty'" 0
counts "SELECT count(*) FROM comments WHERE (language IS NULL) = (text <> '')" 0
counts "SELECT count(*) FROM reasons JOIN comments ON id = comment
    WHERE NOT (0 <= start AND start <= \"end\" AND \"end\" <= length(text))
    OR weight <= 0" 0
counts "SELECT count(*) FROM (SELECT comment, tone FROM scores WHERE flagged
    EXCEPT SELECT comment, tone FROM reasons)" 0
counts "SELECT count(*) FROM (SELECT comment, tone FROM reasons
    EXCEPT SELECT comment, tone FROM scores WHERE flagged)" 0
counts 'SELECT count(*), sum(active), count(DISTINCT model) FROM models' '1|1|1'
counts 'SELECT count(*) FROM scores LEFT JOIN models USING (model)
    WHERE models.model IS NULL' 0
counts "SELECT length(data_sha256), json_valid(metrics) FROM models" '64|1'
for view in comments quotations discussions heat source_requests scores reasons queue decisions labels models; do
    run sql "SELECT * FROM $view LIMIT 1"
    equal "view $view" 0 "$status"
done
counts "SELECT group_concat(name, ' ') FROM pragma_table_info('comments')" \
    'id discussion position author time reply_to text language state reply_inferred inferred_by'
counts "SELECT group_concat(name, ' ') FROM pragma_table_info('scores')" \
    'comment model tone probability flagged'
counts "SELECT group_concat(name, ' ') FROM pragma_table_info('reasons')" \
    'comment model tone start end weight'
counts "SELECT group_concat(name, ' ') FROM pragma_table_info('queue')" \
    'comment discussion priority tone probability since claimed_by claimed_until'
counts "SELECT group_concat(name, ' ') FROM pragma_table_info('decisions')" \
    'comment moderator action tones note model time undone'
counts "SELECT group_concat(name, ' ') FROM pragma_table_info('labels')" \
    'comment tone value moderator time'
counts "SELECT group_concat(name, ' ') FROM pragma_table_info('models')" \
    'model trained data_sha256 active metrics'

# ---- again ----------------------------------------------------------------

sql .dump >before.sql
# shellcheck disable=SC2086
quiet vigie score $sample --now 2026-06-02T10:00Z
out_is '0 new, 0 changed, 244 known, 5 empty, 0 refused
0 scored, 0 flagged, 0 could not be scored'
quiet vigie score --now 2026-06-02T10:00Z
out_is '0 scored, 0 flagged, 0 could not be scored'
sql .dump >after.sql
same 'the whole store, scored twice' before.sql after.sql

# ---- in other ways, the same scores ---------------------------------------

sql 'SELECT * FROM scores ORDER BY 1, 2, 3' >scores
sql 'SELECT * FROM reasons ORDER BY 1, 2, 3, 4, 5, 6' >reasons
for threads in 1 2 8; do
    fresh
    # shellcheck disable=SC2086
    quiet vigie ingest $sample
    counts "SELECT count(*) FROM comments WHERE state = 'waiting'" 239
    counts 'SELECT count(*) FROM queue WHERE tone IS NULL' 239
    quiet vigie score --threads $threads
    sql 'SELECT * FROM scores ORDER BY 1, 2, 3' >this
    same "scores of ingest and score on $threads threads" scores this
    sql 'SELECT * FROM reasons ORDER BY 1, 2, 3, 4, 5, 6' >this
    same "reasons of ingest and score on $threads threads" reasons this
done

# ---- a text that changes is scored again ----------------------------------

sql "SELECT probability FROM scores WHERE comment = 'handball#1'
    ORDER BY tone" >before
echo '{"id":"handball#1","discussion":"handball","text":"Quel abruti, ce gardien."}' >edit
quiet vigie ingest edit
counts "SELECT state FROM comments WHERE id = 'handball#1'" waiting
counts "SELECT count(*) FROM scores WHERE comment = 'handball#1'" 0
counts "SELECT tone IS NULL FROM queue WHERE comment = 'handball#1'" 1
quiet vigie score
out_has '^1 scored, 1 flagged, 0 could not be scored$'
counts "SELECT flagged FROM scores WHERE comment = 'handball#1'
    AND tone = 'insult'" 1
quiet vigie score data/sample/batch.jsonl
out_has '^0 new, 1 changed, 199 known'
sql "SELECT probability FROM scores WHERE comment = 'handball#1'
    ORDER BY tone" >after
same 'scores of a text that came back' before after

# ---- other models, other folders ------------------------------------------

fresh
cp -r models/fr-comments copy
quiet vigie score --model copy data/sample/batch.jsonl
counts 'SELECT count(*) FROM models' 1
rm copy/metrics.json
fresh
quiet vigie score --model copy data/sample/batch.jsonl
# the model and the policy are found from the program's place, or by VIGIE_HOME
mkdir -p elsewhere
cd elsewhere || exit 1
quiet vigie score --db ../vigie.db
mkdir -p home/models home/data
cp -r ../copy home/models/fr-comments
cp ../data/policy.ini home/data
VIGIE_HOME=$PWD/home
export VIGIE_HOME
quiet vigie explain Bonjour
rm -r home/models
expect 66 vigie explain Bonjour
one_line ".*/home/models/fr-comments/model.vigie: cannot open: No such file"
cd .. || exit 1
unset VIGIE_HOME

# ---- flags by the policy's thresholds -------------------------------------

fresh
cat >policy.ini <<'E'
[queue]
control_sample = 0
[tone insult]
threshold = 0
E
quiet vigie score --policy policy.ini data/sample/batch.jsonl
counts "SELECT sum(flagged) FROM scores WHERE tone = 'insult'" 200
counts 'SELECT count(*) FROM queue' 200
sed -i 's/^threshold = 0$/threshold = 1/' policy.ini
quiet vigie score --policy policy.ini
counts "SELECT count(*) FROM scores WHERE tone = 'insult' AND flagged
    AND probability < 1" 0

finish
