#!/bin/sh
# 090-models.sh VIGIE: which model is active: list, diff, promote, rollback,
# and that everything undecided is scored again, killed in the middle or not.
. "$(dirname "$0")/lib.sh"

now='--now 2026-06-01T10:00Z'
tones=hostility,insult,sarcasm
# the control sample is drawn by chance: here it is left out
sed 's/^control_sample = .*/control_sample = 0/' data/policy.ini >policy.ini

for name in short-dense politics; do
    head -n 220 data/discussions/$name.jsonl
done >labelled.jsonl
jq -c 'select(.tones != [])' labelled.jsonl >half.jsonl
expect 0 vigie train --out first --tones $tones labelled.jsonl
expect 0 vigie train --out second --tones $tones half.jsonl

# id FOLDER: the model's
id() {
    echo '{"id":"x","text":"x"}' | vigie score --stdout --model "$1" |
        jq -r .model
}
one=$(id first)
two=$(id second)
equal 'ids differ' yes "$([ "$one" != "$two" ] && echo yes)"

# models COMMAND...: signed, at a time of its own
models() {
    # shellcheck disable=SC2086
    vigie models "$@" --by anne --policy policy.ini $now
}
score() {
    # shellcheck disable=SC2086
    vigie score --policy policy.ini $now "$@"
}
decide() {
    # shellcheck disable=SC2086
    vigie decide --policy policy.ini --by anne $now "$@"
}

# by MODEL STATE: how many comments in that state count its score
by() {
    sql "SELECT count(*) FROM comment AS c JOIN model AS m ON m.key = c.model
        WHERE m.id = '$1' AND c.state = $2"
}

# ---- no store, no model ---------------------------------------------------

table <<'E'
66|vigie.db: no such store|vigie models
66|vigie.db: no such store|vigie models rollback --by anne
66|vigie.db: no such store|vigie models diff first second
66|vigie.db: no such store|vigie monitor
64|who says so|vigie models promote first
64|unknown 'praise'|vigie models praise
64|'models promote' takes 1 operands|vigie models promote --by anne
64|'models list' takes 0 operands|vigie models list first
64|'models diff' takes 2 operands|vigie models diff first
64|--limit is not from 1 to 10000|vigie models diff first second --limit 0
64|--note has control characters|vigie models promote first --by anne --note "$(printf '\033')"
E
[ ! -e vigie.db ] && ok || fail 'models makes a store'

# ---- the first model becomes the active one -------------------------------

quiet score --model first data/sample/page.txt data/sample/batch.jsonl
quiet vigie models
made=$(date -u -r first/model.vigie +%Y-%m-%dT%H:%M:%SZ)
out_has "^\* $one +$made +[0-9a-f]{12} +0\.[0-9]{4} +[0-9]+  $work/first\$"
quiet vigie models --format json
holds out 'length == 1 and (.[0] | .active and .positives > 10
    and .trained == "'"$made"'"
    and .folder != null and (.data_sha256 | length == 64)
    and .mean_average_precision > 0.1)'
quiet vigie models list --format csv
equal 'lines of CSV' 2 "$(wc -l <out)"
counts 'SELECT count(*), sum(active) FROM models' '1|1'
# the active one is used, wherever it was said from
mkdir elsewhere
(cd elsewhere && "$VIGIE" score --db ../vigie.db --policy ../policy.ini \
    ../data/sample/page.txt) >out 2>err
equal 'scored from elsewhere' '' "$(cat err)"
counts "SELECT count(*) FROM scores WHERE model <> '$one'" 0
mkdir damaged
printf 'x' >damaged/model.vigie
table <<E
64|'$two' is not the active model, see 'vigie models promote'\$|score --model second
65|.*model|models promote damaged
66|.*nowhere|models promote nowhere
65|no model was active before|models rollback
66|.*nope|models diff active nope@0123
E
counts 'SELECT count(*), sum(active) FROM models' '1|1'
counts 'SELECT count(*) FROM activation' 1

# ---- what another one would change ----------------------------------------

quiet models diff active second --limit 5
out_has "^$one -> $two: 239 comments, [0-9]+ change side$"
out_has '^insult +[0-9]+ +[0-9]+ +[0-9]+$'
out_has '^  1\. [+-][a-z]+  [0-9.]+ -> [0-9.]+  '
quiet models diff "$one" second --limit 10000 --format json
cp out diff.json
holds out '.[0] as $s | .[1:] as $rows | ($s.comments == 239)
    and ($s.tones | map(.newly_flagged + .no_longer_flagged) | add
        == ($rows | length))
    and ([$s.tones[] | .newly_flagged + .no_longer_flagged + .unchanged
        | . == 239] | all)
    and ($rows | map(.comment) | unique | length == $s.changed)
    and ([$rows[] | (.to - .from) | fabs * 10000 | round]
        | . == (sort | reverse))
    and ([$rows[] | .text | length > 0] | all)'
quiet models diff first second --limit 10000 --format json --threads 1
same 'diff by folder and by id, on one core and all' diff.json out
quiet models diff first second --limit 3 --format json
head -n 4 diff.json >wanted.json
same 'diff --limit' wanted.json out
quiet models diff first second --tone hostility --format csv --limit 10000
sqlite3 -batch csv.db '.import --csv out rows' >import 2>&1
equal 'rows of one tone' \
    "$(jq -c 'select(.tone == "hostility" and has("text"))' diff.json | wc -l)" \
    "$(sql 'SELECT count(*) FROM rows' csv.db)"
quiet models diff first first
out_has '239 comments, 0 change side'
expect 66 models diff first second --tone nope
# a tone that only one has; nothing was written
quiet models diff first models/fr-comments --limit 1
out_has '^spam .*  new$'
quiet models diff models/fr-comments first --limit 1
out_has '^spam .*  gone$'
counts 'SELECT count(*), sum(active) FROM models' '1|1'

# ---- promote: what is undecided is scored again, what is decided is not ---

vigie queue --policy policy.ini --limit 4 --format json >first.json
for comment in $(jq -r .comment first.json); do
    quiet decide "$comment" remove
done
quiet models promote second --note 'plus sûr'
out_has "^$two is the active model$"
out_has '^235 scored, 0 taken from before, 0 could not be scored$'
equal 'decided, by the first' 4 "$(by "$one" 3)"
equal 'decided, by the second' 0 "$(by "$two" 3)"
equal 'scored, by the second' 235 "$(by "$two" 2)"
counts 'SELECT count(DISTINCT model) FROM decisions' 1
counts "SELECT group_concat(model, ' ') FROM models WHERE active" "$two"
# as many changed side as diff said, of those undecided
decided=$(jq -r .comment first.json | sed "s/.*/'&'/" | paste -sd,)
equal 'flags that changed side' \
    "$(jq -s --slurpfile d first.json '[.[1:][] | select(.comment as $c |
        [$d[].comment] | index($c) | not)] | length' diff.json)" \
    "$(sql "SELECT count(*) FROM scores AS a JOIN scores AS b
        USING (comment, tone) WHERE a.model = '$one' AND b.model = '$two'
        AND a.flagged <> b.flagged AND comment NOT IN ($decided)")"
quiet models promote second
out_has 'is active already'
out_has '^0 scored, 0 taken'
counts 'SELECT count(*) FROM activation' 2

# ---- undone: the next run scores by the active model ----------------------

comment=$(head -n 1 first.json | jq -r .comment)
quiet decide "$comment" undo
equal 'undone, by the first still' 1 "$(by "$one" 2)"
quiet score
equal 'undone, by the second then' 0 "$(by "$one" 2)"
equal 'scored, by the second' 236 "$(by "$two" 2)"

# ---- rollback: known scores are taken as they are -------------------------

quiet models rollback --note 'trop sûr'
out_has "^$one is the active model$"
out_has '^0 scored, 236 taken from before, 0 could not be scored$'
equal 'scored, by the first again' 236 "$(by "$one" 2)"
# the same queue as a store that only ever knew the first
vigie queue --policy policy.ini --limit 10000 --format json >queue.back
mv vigie.db kept.db
quiet score --model first data/sample/page.txt data/sample/batch.jsonl
for comment in $(tail -n +2 first.json | jq -r .comment); do
    quiet decide "$comment" remove
done
vigie queue --policy policy.ini --limit 10000 --format json |
    jq -c '[.comment, .tone, .probability]' | sort >wanted
jq -c '[.comment, .tone, .probability]' queue.back | sort >seen
same 'the queue after a rollback and without a promotion' wanted seen
fresh
mv kept.db vigie.db
expect 65 models rollback
one_line 'no model was active before, nothing to go back to$'
quiet vigie models journal
out_has "^1  .*  first use -> $one\$"
out_has "^2  2026-06-01T10:00:00Z  promote -> $two by anne, note: plus sûr \(taken back\)\$"
out_has "^3  2026-06-01T10:00:00Z  rollback of 2 -> $one by anne, note: trop sûr\$"
quiet vigie models journal --format json
holds out 'map(.kind) == ["first use", "promote", "rollback"]
    and .[2].undoes == 2 and .[1].undone'
for statement in 'DELETE FROM activation' "UPDATE activation SET note = 'x'"; do
    run sql "$statement"
    err_has 'append-only'
done

# ---- promoted by id, changed and gone folders -----------------------------

quiet models promote "$two"
equal 'promoted by id' 236 "$(by "$two" 2)"
quiet models rollback
mv first gone
table <<E
66|folder '$work/first' of model '$one' is gone|score
66|folder '$work/first' of model '$one' is gone|models promote '$one'
66|folder '$work/first' of model '$one' is gone|models diff active second
E
cp -r second first
table <<E
78|folder '$work/first' holds model '$two', not '$one' any more|score
78|folder '$work/first' holds model '$two', not '$one' any more|models diff active second
E
rm -r first
quiet models promote gone
out_has 'is active already'
mv gone first
quiet models promote first
quiet score

# ---- tones that only the model in use has ---------------------------------

quiet models promote models/fr-comments
expect 0 models promote first
lost="'hate', 'threat', 'source_request', 'source_given', 'profanity', 'distress', 'spam'"
one_line "warning: $one lacks $lost of the model in use: "
quiet models promote second
quiet models rollback

# ---- killed in the middle -------------------------------------------------

# many comments, so that there is a middle
jq -c '{id, discussion, text, time, author, reply_to}' \
    data/discussions/politics.jsonl data/discussions/short-dense.jsonl \
    >many.jsonl
fresh
quiet score --model first --threads 1 many.jsonl
all=$(by "$one" 2)
cp vigie.db before.db
quiet models promote second --threads 1
places='SELECT comment, lane, rank, model, tone, tones, probability FROM place
    ORDER BY comment'
scores='SELECT comment, model, flagged, probabilities, reasons FROM score
    ORDER BY comment, model'
sql "$places" >places.whole
sql "$scores" >scores.whole
middle=0
# await MOMENT: so many seconds, or until the first batch is through
await() {
    if [ "$1" != batch ]; then
        sleep "$1"
        return
    fi
    tries=0
    until [ "$(by "$two" 2)" -gt 0 ] || [ $tries -gt 2000 ]; do
        tries=$((tries + 1))
    done
}
for moment in 0.03 0.06 batch 0.1 0.2 batch 0.4; do
    fresh
    cp before.db vigie.db
    "$VIGIE" models promote second --by anne --policy policy.ini --threads 1 \
        --now 2026-06-01T10:00Z >out 2>err &
    killed=$!
    await $moment
    kill -9 $killed 2>/dev/null
    wait $killed 2>/dev/null
    reached=$(by "$two" 2)
    [ "$reached" = 0 ] || [ "$reached" = "$all" ] || middle=$((middle + 1))
    # whoever comes next finishes: score, where the model is active already
    if [ "$(sql 'SELECT count(*) FROM activation')" = 2 ]; then
        quiet score --threads 1
    else
        quiet models promote second --threads 1
    fi
    equal "after a kill at $moment, by the first" 0 "$(by "$one" 2)"
    sql "$places" >places.killed
    sql "$scores" >scores.killed
    same "places after a kill at $moment" places.whole places.killed
    same "scores after a kill at $moment" scores.whole scores.killed
    counts 'SELECT count(*) FROM activation' 2
done
[ "$middle" -gt 0 ] && ok || skip 'no kill hit the middle'
sound

# ---- promoted by another program while a stream is scored -----------------

fresh
mkfifo live
"$VIGIE" score --policy policy.ini --model first - <live >stream 2>said &
stream=$!
exec 4>live
head -n 5 many.jsonl >&4
tries=0
until [ "$(by "$one" 2 2>/dev/null)" = 5 ] || [ $tries -gt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
quiet models promote second
tail -n +6 many.jsonl | head -n 5 >&4
exec 4>&-
wait $stream
equal 'a stream that follows' 10 "$(by "$two" 2)"
cp said err
err_has "^vigie: $two is the active model from now on\$"
sound

finish
