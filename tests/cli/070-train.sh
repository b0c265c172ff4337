#!/bin/sh
# 070-train.sh VIGIE: labelled comments to a model, the same bytes every time,
# and its figures.
. "$(dirname "$0")/lib.sh"

files='README.md metrics.json model.vigie thresholds.ini'
for name in short-dense politics; do
    head -n 200 data/discussions/$name.jsonl
done >labelled.jsonl

# ---- the same data, the same model ----------------------------------------

quiet vigie train --out model --threads 1 labelled.jsonl
cp out report
out_has '^hostility '
out_has '^negative '
out_has '^positive '
out_has '^threat +9 +0 .* observation only$'
out_lacks '^hostility .*observation'
out_has '^mean average precision: 0\.[0-9]+'
equal 'files of a model' "$files" "$(ls model | xargs)"
cp model/metrics.json out
holds out '.[0].tones.threat.observation_only
    and .[0].mean_average_precision > 0.1 and (.[0].tones.hostility.positives == 69)'

# twin WHAT OPERAND...: another training gives the same bytes
twin() {
    what=$1
    shift
    rm -rf twin
    quiet vigie train --out twin "$@"
    same "$what: report" report out
    same "$what: model" model/model.vigie twin/model.vigie
    same "$what: metrics" model/metrics.json twin/metrics.json
    same "$what: thresholds" model/thresholds.ini twin/thresholds.ini
}
twin 'two threads' --threads 2 labelled.jsonl
twin 'eight threads' --threads 8 labelled.jsonl
shuf --random-source=data/labels.md labelled.jsonl >shuffled.jsonl
cmp -s labelled.jsonl shuffled.jsonl && fail 'shuf changes nothing' || ok
twin 'shuffled lines' shuffled.jsonl
head -n 200 labelled.jsonl >one.jsonl
tail -n 200 labelled.jsonl | gzip >two.jsonl.gz
twin 'two files' two.jsonl.gz one.jsonl
twin 'every comment twice' labelled.jsonl labelled.jsonl
twin 'a budget of memory' --memory 64 labelled.jsonl
# a model in the folder already is replaced, and nothing is left beside it
cp models/fr-comments/model.vigie twin/model.vigie
quiet vigie train --out twin labelled.jsonl
same 'a model trained over another' model/model.vigie twin/model.vigie
equal 'files of a model trained over another' "$files" "$(ls twin | xargs)"

# the held-out side is not looked at
jq -c 'select(.split == "train")' labelled.jsonl >train.jsonl
quiet vigie train --out seen train.jsonl
quiet vigie evaluate --model model --split train labelled.jsonl
cp out with
quiet vigie evaluate --model seen --split train labelled.jsonl
sed 's/@[0-9a-f]*//' with >with.figures
sed 's/@[0-9a-f]*//' out >without.figures
same 'models with and without the test split in the file' with.figures \
    without.figures

# options
quiet vigie train --out named --name essai --tones insult,hostility labelled.jsonl
quiet vigie explain --model named --format json --tone insult Bonjour
echo '{"id":1,"text":"Bonjour"}' >bonjour.jsonl
quiet vigie score --stdout --model named bonjour.jsonl
holds out '.[0] | (.model | test("^essai@[0-9a-f]{12}$"))
    and (.scores | keys_unsorted == ["insult", "hostility", "negative", "positive"])'
quiet vigie train --out costly --c 10 labelled.jsonl
cmp -s model/model.vigie costly/model.vigie && fail '--c changes nothing' || ok

# beyond the memory LIBLINEAR steps in and says so
run vigie train --out other --memory 0 labelled.jsonl
one_line 'the Gram matrix would take [0-9]+ MB, .* LIBLINEAR$'

# a tone of one class
jq -c '.tones |= (. + ["insult"] | unique)' labelled.jsonl >oneclass.jsonl
expect 0 vigie train --out other --tones insult,hostility oneclass.jsonl
one_line "every comment to train on carries 'insult': nothing to learn, "
out_has '^insult +251 +0 .* observation only$'
expect 0 vigie train --out other --tones insulte,hostility labelled.jsonl
one_line "no comment to train on carries 'insulte': nothing to learn, "
jq -c '.tones = ["insult"] | .sentiment = "negative"' labelled.jsonl >same.jsonl
expect 65 vigie train --out other same.jsonl
one_line 'no tone stands on some comments but not on all'
jq -c 'select(.split == "train")' labelled.jsonl | head -n 1 >single.jsonl
expect 65 vigie train --out other single.jsonl
one_line 'all comments to train on fall into one fold'
# all duplicates: every discussion is a copy of the first
jq -c '.text = "Toujours la même phrase."' labelled.jsonl >alike.jsonl
expect 65 vigie train --out other alike.jsonl
one_line 'all comments to train on fall into one fold: .* no copies'

# what a training proposes by section is a policy file's
cat data/policy.ini model/thresholds.ini >policy.ini
out=model/thresholds.ini
grep -q '^; Aim: the best F1' $out && grep -q '^;   hostility ' $out && ok ||
    fail 'thresholds by section' $out

# ---- the model is good for all the rest -----------------------------------

quiet vigie score --model model --policy policy.ini data/sample/batch.jsonl
counts 'SELECT count(DISTINCT tone) FROM scores' 10
# too few positives: trained, never flagged
counts "SELECT group_concat(DISTINCT tone) FROM (SELECT tone FROM scores
    WHERE flagged ORDER BY tone)" 'hostility,negative'
# without a word the active model scores; another one has to be promoted
expect 0 vigie score data/sample/page.txt
counts 'SELECT count(*), sum(active) FROM models' '1|1'
expect 64 vigie score --model data/../models/fr-comments data/sample/page.txt
one_line '.*models promote'

quiet vigie evaluate --model model labelled.jsonl
out_has '^fr-comments@[0-9a-f]{12} on 149 comments \(test\)$'
out_has '^tone +positives +flagged +precision +recall +F1 +avg\.prec\. +AUC +Brier +ECE$'
out_has '^hostility +39 '
out_has '^mean average precision: 0\.[0-9]+ over the tones, 0\.[0-9]+ with the sentiment pair$'
out_has '^threat .* observation only$'
cp out report
for threads in 1 2 8; do
    quiet vigie evaluate --model model --threads $threads shuffled.jsonl
    same "figures on $threads threads" report out
done
quiet vigie evaluate --model model --split all labelled.jsonl
out_has ' on 400 comments \(all\)$'
quiet vigie evaluate --model model --split train labelled.jsonl
out_has ' on 251 comments \(train\)$'

# ---- refused --------------------------------------------------------------

sed -n 1p labelled.jsonl >head.jsonl
{
    cat head.jsonl
    echo '{"id":"x","discussion":"x","text":"t"}'
} >unlabelled.jsonl
{
    cat labelled.jsonl
    jq -c '.id = "x" | .split = (if .split == "test" then "train" else "test" end)' head.jsonl
} >conflict.jsonl
{
    cat labelled.jsonl
    jq -c '.tones = ["insult", "hate"]' head.jsonl
} >twice.jsonl
{
    cat head.jsonl
    echo '{"id":"x","text":'
} >broken.jsonl
jq -c '.tones = ["x" * 24]' head.jsonl >longname.jsonl
jq -c --slurp '.[0] as $c | range(17) | . as $i | $c | .id = "c\($i)"
    | .tones = ["tone\($i)"]' head.jsonl >manytones.jsonl
jq -c 'select(.split == "test")' labelled.jsonl >test.jsonl
jq -c 'select(.discussion == "b11-01")' labelled.jsonl >onefold.jsonl
head -n 100 labelled.jsonl | gzip | head -c 5000 >cut.jsonl.gz
: >file
mkdir -p held
cp -r model/. held
table <<'E'
65|unlabelled.jsonl:2: comment 'x' has no labels|vigie train --out held unlabelled.jsonl
65|data/sample/batch.jsonl:1: comment 'handball#1' has no labels|vigie train --out held data/sample/batch.jsonl
65|.*discussion '.*'.*split|vigie train --out held conflict.jsonl
65|.*comment '.*'|vigie train --out held twice.jsonl
65|broken.jsonl:2: |vigie train --out held broken.jsonl
65|.*'x{24}' is no name for a tone|vigie train --out held longname.jsonl
65|more than [0-9]+ tones|vigie train --out held manytones.jsonl
65|.*|vigie train --out held test.jsonl
65|.*|vigie train --out held onefold.jsonl
65|cut.jsonl.gz: gzip stream is truncated|vigie train --out held cut.jsonl.gz
66|cannot read 'missing'|vigie train --out held missing
65|.*|vigie train --out held /dev/null
65|.*Gram matrix|vigie train --out held --memory 0 --solver libsvm labelled.jsonl
73|cannot create folder '/proc/x'|vigie train --out /proc/x labelled.jsonl
73|.*file|vigie train --out file labelled.jsonl
73|cannot create folder 'file/x': Not a directory|vigie train --out file/x labelled.jsonl
73|cannot create folder 'no/such/folder'|vigie train --out no/such/folder labelled.jsonl
65|.*'insult'|vigie train --out twice --tones insult,insult labelled.jsonl
66|missing/model.vigie: cannot open|vigie evaluate --model missing labelled.jsonl
65|unlabelled.jsonl:2: comment 'x' has no labels|vigie evaluate unlabelled.jsonl
65|data/sample/batch.jsonl:1: comment 'handball#1' has no labels|vigie evaluate data/sample/batch.jsonl
66|cannot read 'missing'|vigie evaluate missing
E
same 'the model that stood there' model/model.vigie held/model.vigie
same 'the metrics that stood there' model/metrics.json held/metrics.json
equal 'files beside the model that stood there' "$files" "$(ls held | xargs)"

# a disk that is full: the model that stood there stays
(
    ulimit -f 20
    "$VIGIE" train --out held shuffled.jsonl --c 3 >out 2>err
    echo $? >left
)
ran='train with ulimit -f'
equal 'train on a full disk' 74 "$(cat left)"
one_line ".*cannot write '?held/.*model.vigie"
same 'the model that stood there, disk full' model/model.vigie held/model.vigie
equal 'files left on the full disk' "$files" "$(ls -A held | xargs)"

# the disk is full when the model is written and the card is not: a folder that
# cannot be replaced stands in for it
cp -r model spoilt
rm spoilt/metrics.json
mkdir -p spoilt/metrics.json/in
expect 73 vigie train --out spoilt shuffled.jsonl --c 3
one_line "cannot create 'spoilt/metrics.json': "
same 'the model that stood there, no card' model/model.vigie spoilt/model.vigie
equal 'files left beside it' "$files" "$(ls -A spoilt | xargs)"

# interrupted while it learns: nothing beside the model that stood there
"$VIGIE" train --out held --search --threads 1 data/discussions/*.jsonl \
    >out 2>err &
pid=$!
sleep 0.5
# (a shell without job control starts it deaf to SIGINT)
kill -TERM $pid 2>gone
wait $pid
[ $? -gt 128 ] && ok || fail 'train ended before it was interrupted'
equal 'files after an interruption' "$files" "$(ls -A held | xargs)"
same 'the model after an interruption' model/model.vigie held/model.vigie

finish
