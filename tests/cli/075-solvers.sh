#!/bin/sh
# Two solvers, one problem: libsvm and LIBLINEAR raise the same flags on at
# least 99.5 % of the held-out comments.  Here on two files of the corpus;
# FILES='data/discussions/*.jsonl' tests the whole of it.
# shellcheck disable=SC1091
. "$(dirname "$0")/lib.sh"

FILES=${FILES:-data/discussions/short-dense.jsonl data/discussions/young-forums.jsonl}
tones=hostility,insult,sarcasm,source_request,source_given,profanity

# shellcheck disable=SC2086
cat $FILES >labelled.jsonl
[ -z "$sanitized" ] || {
    head -n 1200 labelled.jsonl >few.jsonl
    mv few.jsonl labelled.jsonl
}
for solver in libsvm liblinear; do
    expect 0 vigie train --out "$solver" --solver "$solver" --tones $tones \
        labelled.jsonl
    jq -c 'select(.split == "test")' labelled.jsonl |
        vigie score --stdout --model "$solver" |
        jq -c '.flags[] as $f | [.id, $f]' >"$solver.flags"
done

# flags that only one raises, of all decisions: comments times tones
held_out=$(jq -r 'select(.split == "test") | .id' labelled.jsonl | wc -l)
[ "$held_out" -gt 0 ] || fail 'no comment is held out'
different=$(sort libsvm.flags liblinear.flags | uniq -u | wc -l)
if [ $((different * 1000)) -le $((held_out * 6 * 5)) ]; then
    ok
else
    fail "$different flags differ on $held_out comments"
fi
[ -s libsvm.flags ] || fail 'no flag was raised'

finish
