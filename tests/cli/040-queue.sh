#!/bin/sh
# 040-queue.sh VIGIE: what a moderator sees next, in which order, and that no
# two are given the same comment.
. "$(dirname "$0")/lib.sh"

now='--now 2026-06-01T10:00Z'

queue() {
    # shellcheck disable=SC2086
    vigie queue $now "$@"
}

# ---- nothing, not scored, scored ------------------------------------------

expect 66 vigie queue
one_line 'vigie.db: no such store'
quiet vigie ingest /dev/null
quiet queue
out_is 'the queue is empty'
# shellcheck disable=SC2086
quiet vigie ingest data/sample/page.txt data/sample/batch.jsonl $now
quiet queue --limit 1
out_has 'not scored'
out_has 'in the queue: 239 \(0 first, 0 ranked, 239 not scored, 0 gathered\)'
# the control sample is drawn by chance: here it is left out
sed 's/^control_sample = .*/control_sample = 0/' data/policy.ini >policy.ini
# shellcheck disable=SC2086
quiet vigie score --policy policy.ini $now
now="--policy policy.ini $now"

quiet queue --limit 3
out_has '^ +1\. .*  distress 0\.[0-9]+  '
out_has '3114'
out_has '⟦'
out_has 'why: '
out_has '^[0-9]+ gathered as spam, listed by: vigie queue --tone spam$'
quiet queue --limit 10000
out_lacks '⟦⟧'
quiet queue --limit 10000 --format json
cp out all.json
holds out 'length > 70 and ([.[].comment] | length == (unique | length))'
holds out '[.[].priority] | . == (sort | reverse)'
holds out '[.[].tone] | (map(. == "distress") | . == (sort | reverse))
    and index("spam") == null and index("distress") == 0'
holds out '[.[] | (.note // "" | contains("3114")) == (.tone == "distress")] | all'
holds out '[.[] | has("discussion") and has("since") and has("author")
    and has("time") and has("title") and has("reply_to") and has("text")
    and (.claimed_by == null) and (.claimed_until == null)
    and (.since == "2026-06-01T10:00:00Z")] | all'
holds out '[.[] | .tone as $t | .reasons | map(.tone) | index($t) != null] | all'

# the same in CSV
quiet queue --limit 10000 --format csv
sqlite3 -batch csv.db '.import --csv out queue' >import 2>&1
[ ! -s import ] && ok || fail 'queue --format csv does not parse' import
sqlite3 -batch csv.db 'SELECT json_array(comment, tone, text) FROM queue' >csv
jq -c '[.comment, .tone, .text]' all.json >json
same 'the queue in JSON and CSV' json csv
# and in the view, spam among it
sql "SELECT comment FROM queue WHERE tone <> 'spam' ORDER BY comment" >view
jq -r .comment all.json | sort >json
same 'the queue in JSON and the view' json view
counts "SELECT (SELECT min(priority) FROM queue WHERE tone = 'distress') >
    (SELECT max(priority) FROM queue WHERE tone <> 'distress')" 1
counts "SELECT (SELECT max(priority) FROM queue WHERE tone = 'spam') <
    (SELECT min(priority) FROM queue WHERE tone <> 'spam')" 1

# ---- filters --------------------------------------------------------------

quiet queue --tone spam --format json --limit 100
holds out 'length > 3 and ([.[].tone == "spam"] | any)'
equal 'spam listed and flagged' \
    "$(sql "SELECT count(*) FROM scores WHERE tone = 'spam' AND flagged")" \
    "$(wc -l <out)"
quiet queue --tone insult --limit 10000 --format json
equal 'insult listed and flagged' \
    "$(sql "SELECT count(*) FROM scores WHERE tone = 'insult' AND flagged")" \
    "$(wc -l <out)"
quiet queue --discussion handball --limit 10000 --format json
holds out 'length > 3 and ([.[].discussion == "handball"] | all)'
quiet queue --limit 7 --format json
head -n 7 all.json >seven
same '--limit' seven out
table <<'E'
66|no model has a tone 'nope'|queue --tone nope
66|no discussion 'nope'|queue --discussion nope
64|who claims|queue --claim
E

# ---- age and heat: what waits rises ---------------------------------------

# shellcheck disable=SC2086
quiet vigie queue --policy policy.ini --now 2026-06-02T10:00Z --limit 1 --format json
holds out ".[0].priority - $(head -n 1 all.json | jq .priority)
    | fabs - 0.48 | fabs < 0.001"

# ---- a policy takes effect at once ----------------------------------------

cat >threats.ini <<'E'
[queue]
control_sample = 0
other_tone = 0
[tone threat]
weight = 2
first = yes
E
quiet vigie queue --policy threats.ini --limit 10000 --format json
holds out 'length > 2 and ([.[].tone == "threat"] | all)'
counts 'SELECT count(*) = (SELECT count(*) FROM scores WHERE flagged
    AND tone = '"'threat')"' FROM queue' 1
# a policy that draws all: the sample is marked nowhere
cat >control.ini <<'E'
[queue]
control_sample = 1
control_priority = 0.5
E
quiet vigie queue --policy control.ini --limit 10000 --format json
holds out 'length == 239'
out_lacks control
counts 'SELECT count(*) FROM queue' 239
expect 0 vigie queue --policy control.ini --limit 500
out_lacks control
cat >misspelt.ini <<'E'
[tone thraet]
weight = 2
E
expect 0 vigie queue --policy misspelt.ini --limit 1
one_line "warning: policy has a tone 'thraet', no model does$"
quiet queue --limit 10000 --format json
same 'the queue after other policies and before' all.json out

# ---- claims ---------------------------------------------------------------

quiet queue --claim --by anne --limit 5 --format json
holds out '[.[] | .claimed_by == "anne"
    and .claimed_until == "2026-06-01T10:15:00Z"] | all and length == 5'
jq -r .comment out >anne
quiet queue --claim --by bob --limit 5 --format json
jq -r .comment out >bob
equal 'claimed by both' '' "$(sort anne bob | uniq -d)"
equal 'claimed by the two' 10 "$(cat anne bob | wc -l)"
head -n 10 all.json | jq -r .comment >ten
cat anne bob >both
same 'claims and the head of the queue' ten both
# shown again to whom they belong, kept from the others; listing claims nothing
quiet queue --claim --by anne --limit 5 --format json
jq -r .comment out >again
same 'claims, asked for again' anne again
quiet queue --by carl --limit 10000 --format json
holds out "length == $(wc -l <all.json) - 10"
quiet queue --by bob --limit 5
out_has 'claimed by bob until 2026-06-01T10:15:00Z'
table <<'E'
75|comment '.*' is claimed by 'anne' until 2026-06-01T10:15:00Z$|vigie decide --by bob "$(head -n 1 anne)" remove --now 2026-06-01T10:14:59Z
E
# they end by themselves
quiet vigie queue --policy policy.ini --claim --by carl --limit 5 \
    --now 2026-06-01T10:15:00Z --format json
jq -r .comment out >carl
same 'claims that ended, claimed by another' anne carl

# many moderators at the same moment
rm -f claimed.*
for number in 1 2 3 4 5 6 7 8; do
    "$VIGIE" queue --claim --by "m$number" --limit 6 --policy policy.ini \
        --now 2026-06-01T12:00Z --format json >"claimed.$number" 2>"said.$number" &
done
wait
cat said.* >said
[ ! -s said ] && ok || fail 'claims at the same moment: something is said' said
cat claimed.* | jq -r .comment | sort >claimed
equal 'claims at the same moment' 48 "$(wc -l <claimed)"
equal 'claimed twice at the same moment' '' "$(uniq -d claimed)"
sound

finish
