#!/bin/sh
# 095-loop.sh VIGIE: the loop: decide, label, watch, promote, go back; every
# count adds up and the journal tells the whole story.  DECISIONS=1000 for the
# long run.
. "$(dirname "$0")/lib.sh"

decisions=${DECISIONS:-60}
seconds=$((decisions / 6))
tones=hostility,insult,sarcasm
cat >policy.ini <<'E'
[queue]
control_sample = 0.3
[tone hostility]
weight = 1
[tone insult]
weight = 1.5
[tone sarcasm]
weight = 0.2
accuses = no
[tone negative]
weight = 0
[tone positive]
weight = 0
E

for name in short-dense politics; do
    head -n 220 data/discussions/$name.jsonl
done >labelled.jsonl
expect 0 vigie train --out first --tones $tones labelled.jsonl

# what is to be moderated, and what is true of it
jq -c '{id, discussion, title, section, text, time, author, reply_to}' \
    data/discussions/politics.jsonl data/discussions/short-dense.jsonl |
    head -n $((decisions * 6 + 400)) >comments.jsonl
jq -r '[.id, ([.tones[] | select(. == "hostility" or . == "insult"
    or . == "sarcasm")] | join(","))] | @tsv' data/discussions/politics.jsonl \
    data/discussions/short-dense.jsonl >truth.tsv
expect 0 vigie score --model first --policy policy.ini \
    --now 2026-04-01T08:00Z comments.jsonl
all=$(sql 'SELECT count(*) FROM comment')

# truth COMMENT: its tones, or none
truth() {
    said=$(awk -F '\t' -v id="$1" '$1 == id { print $2; exit }' truth.tsv)
    echo "${said:-none}"
}

# decide COMMENT WHEN [OPTION...]
decide() {
    comment=$1
    when=$2
    shift 2
    said=$(truth "$comment")
    action=approve
    case $said in *insult* | *hostility*) action=remove ;; esac
    vigie decide --policy policy.ini --now "$when" "$comment" "$action" \
        --tones "$said" "$@"
}

# ---- proposals for labelling ----------------------------------------------

quiet vigie queue --for labelling --policy policy.ini --limit 20 --format json \
    --now 2026-04-01T09:00Z
cp out proposals.json
holds out 'length == 20 and ([.[].comment] | unique | length == 20)
    and ([.[] | has("probability") or has("tone")] | any | not)
    and ([.[] | .text | length > 0] | all)'
of_the_sample=0
for comment in $(jq -r .comment proposals.json); do
    drawn=$(sql "SELECT count(*) FROM control AS q JOIN comment AS c
        ON c.key = q.comment WHERE c.id = '$comment'")
    of_the_sample=$((of_the_sample + drawn))
done
equal 'one proposal in five of the control sample' 4 "$of_the_sample"
quiet vigie queue --for labelling --policy policy.ini --limit 20 --format json \
    --now 2026-04-01T09:00Z
same 'asked twice' proposals.json out
quiet vigie queue --for labelling --policy policy.ini --limit 6 \
    --tone sarcasm --format csv
quiet vigie queue --for labelling --policy policy.ini --limit 2
out_has '^2 to label: vigie decide COMMENT'
out_lacks '0\.[0-9]{4}'
quiet vigie queue --for labelling --policy policy.ini --limit 5 --claim \
    --by paul --format json --now 2026-04-01T09:00Z
jq -r .comment out >paul
quiet vigie queue --for labelling --policy policy.ini --limit 20 --by anne \
    --format json --now 2026-04-01T09:00Z
equal 'claimed by another' '' "$(jq -r .comment out | sort - paul | uniq -d)"
table <<'E'
64|--for 'fun' is neither|vigie queue --for fun
64|--discussion does not go with|vigie queue --for labelling --discussion x
64|who claims|vigie queue --for labelling --claim
66|the active model has no tone 'spam'|vigie queue --for labelling --tone spam --policy policy.ini
E

# ---- decisions, one by one ------------------------------------------------

# half of the queue, half of the proposals; anne and paul in turn
vigie queue --policy policy.ini --limit $decisions --format json \
    --now 2026-04-02T08:00Z | jq -r .comment >queue.ids
vigie queue --policy policy.ini --for labelling --limit $decisions \
    --format json --now 2026-04-02T08:00Z | jq -r .comment >proposal.ids
paste -d '\n' queue.ids proposal.ids | awk 'NF && !seen[$0]++' |
    head -n $decisions >ids
equal 'comments to decide' "$decisions" "$(wc -l <ids)"
failed=0
number=0
while read -r comment <&3; do
    number=$((number + 1))
    who=anne
    [ $((number % 2)) = 0 ] || who=paul
    day=$((number % 28 + 1))
    decide "$comment" "$(printf '2026-04-%02dT10:00Z' $day)" --by $who \
        >>decided 2>&1 || failed=$((failed + 1))
done 3<ids
equal 'decisions that failed' 0 "$failed"
counts 'SELECT count(*) FROM decisions' "$decisions"
counts "SELECT count(*) FROM comments WHERE state = 'decided'" "$decisions"
# three tones each, and no sentiment
counts 'SELECT count(*) FROM labels' $((decisions * 3))
counts 'SELECT sum(value) FROM labels' "$(while read -r comment; do
    truth "$comment"
done <ids | tr , '\n' | grep -cv '^none$')"
sql "SELECT comment, group_concat(tone, ',') FROM (SELECT * FROM labels
    WHERE value ORDER BY comment, tone) GROUP BY comment" |
    tr '|' '\t' | sort >labels.seen
while read -r comment; do
    said=$(truth "$comment")
    [ "$said" = none ] || printf '%s\t%s\n' "$comment" \
        "$(echo "$said" | tr , '\n' | sort | paste -sd,)"
done <ids | sort >labels.true
same 'labels in the store and as they were given' labels.true labels.seen

# ---- second opinions ------------------------------------------------------

head -n $seconds ids >second.ids
number=0
while read -r comment <&3; do
    number=$((number + 1))
    # every third time another opinion
    [ $((number % 3)) = 0 ] && said=sarcasm || said=$(truth "$comment")
    quiet vigie decide --policy policy.ini --second --by zoe \
        --now 2026-04-28T10:00Z "$comment" approve --tones "$said"
done 3<second.ids
counts 'SELECT count(*) FROM decisions' $((decisions + seconds))
counts "SELECT count(*) FROM comments WHERE state = 'decided'" "$decisions"
counts 'SELECT count(*) FROM labels' $(((decisions + seconds) * 3))
one=$(head -n 1 second.ids)
quiet vigie show --policy policy.ini "$one"
out_has 'approve by zoe, .*\(second opinion\)$'
calm=$(sql 'SELECT id FROM comment WHERE state = 2 LIMIT 1')
table <<E
65|'zoe' has had a say on comment|vigie decide --second --by zoe --policy policy.ini "$one" approve --tones none
65|comment '.*' is not decided yet|vigie decide --second --by zoe --policy policy.ini "$calm" approve --tones none
64|a second opinion needs its tones|vigie decide --second --by carl --policy policy.ini "$one" approve
64|a second opinion approves|vigie decide --second --by carl --policy policy.ini "$one" defer
65|comment '.*' has no decision to undo|vigie decide --second --by carl --policy policy.ini "$one" undo
E
# an undone opinion no longer counts, the decision does
quiet vigie decide --second --by zoe --policy policy.ini "$one" undo
counts 'SELECT count(*) FROM labels' $(((decisions + seconds - 1) * 3))
counts "SELECT state FROM comments WHERE id = '$one'" decided

# ---- the monitor ----------------------------------------------------------

quiet vigie monitor --policy policy.ini --now 2026-04-30T12:00Z --format json
cp out monitor.json
holds out '.[0] | (.tones | map(.tone))
    == ["hostility", "insult", "sarcasm", "negative", "positive"]'
holds out ".[0].decided == $decisions and .[0].comments.decided == $decisions"
# agreement: every opinion that stands is one pair a tone
holds out "[.[0].tones[] | select(.tone == \"insult\") | .agreement
    | .both + .first + .second + .neither] == [$((seconds - 1))]"
# flags: week by week, as the store says
equal 'decided flags of insult' \
    "$(sql "SELECT count(*) FROM decisions AS d JOIN scores AS s
        USING (comment, model) WHERE s.tone = 'insult' AND s.flagged
        AND d.moderator <> 'zoe'")" \
    "$(jq '[.tones[] | select(.tone == "insult") | .weeks[].flagged] | add' out)"
equal 'flags of insult withdrawn' \
    "$(sql "SELECT count(*) FROM decisions AS d JOIN scores AS s
        USING (comment, model) JOIN labels AS l USING (comment, tone, moderator)
        WHERE s.tone = 'insult' AND s.flagged AND d.moderator <> 'zoe'
        AND NOT l.value")" \
    "$(jq '[.tones[] | select(.tone == "insult") | .weeks[].undone] | add' out)"
equal 'control comments decided' \
    "$(sql 'SELECT count(*) FROM control AS q JOIN comment AS c
        ON c.key = q.comment WHERE c.state = 3')" \
    "$(jq '.tones[] | select(.tone == "insult") | .recall.control' out)"
holds out '[.[0].tones[].recall | .too_few or (.low <= .recall
    and .recall <= .high)] | all'
quiet vigie monitor --policy policy.ini --now 2026-04-30T12:00Z --weeks 4
out_has '^recall of fr-comments@'
out_has 'too few'
out_has '2026-W18'
out_has "^decided in 4 weeks: [0-9]+, half of them within [0-9.]+ days"
table <<'E'
64|--weeks is not from 1 to 104|vigie monitor --weeks 0
64|unknown format 'csv'|vigie monitor --format csv
64|unexpected 'x'|vigie monitor x
E
counts 'SELECT count(*) FROM activation' 1

# ---- what was decided trains the next model -------------------------------

# the files hold the first half of what is decided, the others are new
expect 0 vigie train --out second --tones $tones --db vigie.db labelled.jsonl
err_is "$decisions comments labelled in the store, $(sql 'SELECT count(*)
    FROM (SELECT 1 FROM labels GROUP BY comment, tone
    HAVING min(value) <> max(value))') labels on which moderators disagreed"
# of the files those to train on, with those of the store; who stands in a
# discussion that is held out is held out with it
jq -r 'select(.split == "test") | .discussion' labelled.jsonl | sort -u >aside
{
    jq -r 'select(.split != "test") | [.id, .discussion] | @tsv' labelled.jsonl
    sql 'SELECT DISTINCT c.id, c.discussion FROM comments AS c
        JOIN labels AS l ON l.comment = c.id' | tr '|' '\t'
} | sort -u | awk -F '\t' 'NR == FNR { aside[$1]; next }
    !($2 in aside)' aside - >learnt
out_has "^$(wc -l <learnt) comments \("

# ---- promote, go back: what was decided stays -----------------------------

sql 'SELECT id, model, state FROM comment WHERE state = 3 ORDER BY id' >decided.before
sql 'SELECT * FROM decisions' >journal.before
expect 0 vigie models promote second --by anne --policy policy.ini \
    --now 2026-05-01T08:00Z --note 'essai'
out_has "^$((all - decisions)) scored, 0 taken from before, 0 could not be scored$"
sql 'SELECT id, model, state FROM comment WHERE state = 3 ORDER BY id' >decided.after
same 'decided comments and their models' decided.before decided.after
expect 0 vigie models rollback --by anne --policy policy.ini \
    --now 2026-05-02T08:00Z --note 'retour'
out_has "^0 scored, $((all - decisions)) taken from before, 0 could not be scored$"
sql 'SELECT * FROM decisions' >journal.after
same 'the journal of decisions' journal.before journal.after
counts 'SELECT count(*) FROM score' $((all * 2 - decisions))
quiet vigie models journal --format json
holds out 'map(.kind) == ["first use", "promote", "rollback"]
    and map(.note) == [null, "essai", "retour"]'
# the tally is what counting gives
counts 'SELECT (SELECT count FROM tally WHERE kind = 3)
    - (SELECT count(*) FROM comment WHERE state = 3)' 0
counts 'SELECT (SELECT sum(count) FROM tally WHERE kind > 3)
    - (SELECT count(*) FROM place)' 0
# correcting a label is un-learning it
quiet vigie decide --policy policy.ini --by anne "$one" undo
counts "SELECT count(*) FROM labels WHERE comment = '$one'" 0
sound

finish
