#!/bin/sh
# 060-explain.sh VIGIE: the reasons for any text, and that they add up to the
# decision value; what a comment brings along never reaches the terminal raw.
. "$(dirname "$0")/lib.sh"

tones='hostility insult hate threat sarcasm source_request source_given
    profanity distress spam negative positive'
[ -z "$sanitized" ] || tones='hostility source_request negative'

# ---- text -----------------------------------------------------------------

quiet vigie explain "Quel abruti, t'as lu l'article ?"
out_has '^fr-comments@[0-9a-f]{12}, language: fr, sentiment: (negative|neutral|positive)$'
out_has '^insult 0\.[0-9]{4} \(flagged from 0\.[0-9]{4}\): decision value \+'
out_has '^  +\+[0-9.]+  «abruti»$'
out_has '^  +-[0-9.]+  bias$'
out_has 'lighter reasons$'
cp out argument
printf '%s' "Quel abruti, t'as lu l'article ?" >text
quiet vigie explain - <text
same 'explain TEXT and explain -' argument out
quiet vigie explain --all "Quel abruti, t'as lu l'article ?"
out_lacks 'lighter reasons'
quiet vigie explain --tone spam "Quel abruti, t'as lu l'article ?"
out_has '^spam 0\.'
out_lacks '^insult '
quiet vigie explain -- --help
out_lacks usage

# ---- reasons and bias add up ----------------------------------------------

# sums PARENT?: of the text in the file `text`, for every tone
sums() {
    : >all
    for tone in $tones; do
        quiet vigie explain --format json --tone "$tone" "$@" - <text
        cat out >>all
    done
    cp all out
    jq -Rs . text >text.json
    holds out '[.[] | (([.reasons[].weight] | add // 0) + .bias
        - .decision_value) | fabs < 1e-6] | all'
    holds out '[.[] | .flagged == (.probability >= .threshold)] | all'
    holds out '[.[].reasons | map(.weight | fabs) | . == (sort | reverse)] | all'
    jq -es --slurpfile text text.json '($text[0] | length) as $length
        | [.[].reasons[] | .start >= 0 and .start <= .end and .end <= $length]
        | all' out >/dev/null && ok ||
        fail "$ran: a range outside the text" out
}

sums
sums --parent "L'article dit le contraire."
cat >text <<'E'
Bravo l'artiste 👏👏, encoooore un «expert» 🤦🏽‍♀️ qui n'a RIEN lu !!! " />
> Je cite quelqu'un : "quel con"
Source ? https://exemple.example/a?b=c;-) @Zoé, 2 800 € en 6 jours, c0nn@rd
E
sums
: >text
sums
printf ' \n\t' >text
sums
# long ones, for two of the tones
tones='insult positive'
head -c 200000 /dev/zero | tr '\0' a >text
sums
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "mot%d bête ", i }' >text
sums

# the filter's reasons are the same
cat >both.jsonl <<'E'
{"id":1,"text":"Quel abruti, t'as lu l'article ?"}
E
quiet vigie score --stdout --reasons both.jsonl
jq -c '.reasons[] | select(.tone == "insult") | [.start, .end, .cue,
    (.weight * 10000 | round)]' out >filtered
quiet vigie explain --format json --tone insult "Quel abruti, t'as lu l'article ?"
jq -c '[.reasons[] | select(.weight > 0)][:5][] | [.start, .end, .cue,
    (.weight * 10000 | round)]' out >explained
same 'reasons of the filter and of explain' filtered explained
quiet vigie explain --format json "Quel abruti, t'as lu l'article ?"
holds out '[.[].tone] | index("insult") != null and index("spam") == null'

# cues in words; their names stay
text="Quel abruti, t'as lu l'article ?"
quiet vigie explain --lang fr --tone insult "$text"
out_has '\(insulte forte\) «abruti»$'
out_has '  biais$'
for said in "négatif|$text" 'positif|Merci, excellent article, bravo !' \
    'neutre|Le train part à 8 h.'; do
    quiet vigie explain --lang fr "${said#*|}"
    out_has ", langue : fr, sentiment : ${said%%|*}\$"
done
quiet vigie explain --lang en --tone insult "$text"
out_has ', language: fr, sentiment: negative$'
out_has '\(strong insult\) «abruti»$'
quiet vigie explain --lang fr --format json --tone insult "$text"
holds out '.[0].reasons | map(select(.cue == "insults/strong"))[0].words ==
    "insulte forte"'
quiet vigie explain --format json --tone insult "$text"
holds out '.[0].reasons | all(has("words") | not)'

# reasons of many words take as long as the words do: a second, not a minute
if [ -z "$sanitized" ]; then
    awk 'BEGIN { for (; i < 20000; i++) printf "%x nul ", i * 7919 }' |
        jq -Rc 'range(20) as $n | {id: "\($n)", text: .}' >many.jsonl
    expect 0 timeout 20 "$VIGIE" score --stdout --reasons many.jsonl
    equal 'lines with reasons' 20 "$(wc -l <out)"
fi

# ---- refused --------------------------------------------------------------

head -c 41943040 /dev/zero | tr '\0' x >long
printf 'caf\351' >latin1
printf 'a\0b' >nul
printf '\377\376a\0b\0' >utf16
table <<'E'
64|the model has no tone 'nope'|vigie explain --tone nope Bonjour
64|--lang is fr or en|vigie explain --lang de Bonjour
65|invalid UTF-8 at byte 3|vigie explain "$(cat latin1)"
65|.*invalid UTF-8 at byte 3|vigie explain - <latin1
65|invalid UTF-8 at byte 3|vigie explain --parent "$(cat latin1)" Bonjour
65|.*NUL|vigie explain - <nul
65|standard input: text is UTF-16|vigie explain - <utf16
65|standard input: .*[0-9]+ bytes|vigie explain - <long
66|.*: cannot open: No such file|vigie explain --model missing Bonjour
E
expect 64 vigie explain --tone nope Bonjour
out_lacks .

# ---- nothing raw on the terminal ------------------------------------------

# Escape sequences (C0 and C1), direction overrides and isolates, in every
# field that is shown; U+FFFD stands for each.
esc=$(printf '\033[31m\007\302\233\302\205\342\200\256\342\201\246\342\200\217')
clean() {
    if grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]' out; then
        fail "$ran: prints raw control characters" out
    else
        ok
    fi
}
quiet vigie explain --all "abruti${esc} abruti$esc"
clean
out_has "$(printf '\357\277\275')"
cat >wild.jsonl <<'E'
{"id":"a\u001b[31m\u0007\u202e\u009b","discussion":"d\u001b\u202e\u009b","title":"t\u001b]0;x\u0007\u2066\u0085","author":"z\u001b\u200f\u202e\u009b","reply_to":"p\u001b\u202e","text":"Quel abruti\u001b[2J\u0007\u202e\u2066\u009b !\r\nabruti\u001b\b"}
{"id":"p\u001b\u202e","discussion":"d\u001b\u202e\u009b","author":"y\u001b","text":"Idiot\u001b\u202e\u009b"}
E
quiet vigie score --model models/fr-comments wild.jsonl
quiet vigie queue
clean
quiet vigie queue --discussion "$(sql 'SELECT discussion FROM comments LIMIT 1')"
clean
quiet vigie queue --format csv
quiet vigie queue --format json
grep -qP '[\x00-\x09\x0b-\x1f\x7f]' out &&
    fail "$ran: prints raw control characters" out || ok
holds out '[.[].comment] | index("a\u001b[31m\u0007\u202e\u009b") != null'
id=$(sql "SELECT id FROM comments WHERE reply_to IS NOT NULL")
quiet vigie show "$id"
clean
quiet vigie decide --by anne "$id" remove
clean
quiet vigie show "$id"
clean
expect 65 vigie decide --by anne "$id" remove
cp err out
clean
expect 66 vigie show "nope$esc"
cp err out
clean
expect 66 vigie ingest "nope$esc"
cp err out
clean
quiet vigie ingest wild.jsonl --db other.db --now 2026-06-01T10:00Z
sed 's/"discussion":"d[^"]*"/"discussion":"e\\u202e"/' wild.jsonl >moved.jsonl
expect 65 vigie ingest moved.jsonl --db other.db
cp err out
clean
# JSON gives back what came in, escaped where JSON says so
quiet vigie score --stdout wild.jsonl
grep -qP '[\x00-\x09\x0b-\x1f\x7f]' out &&
    fail "$ran: prints raw control characters" out || ok
quiet vigie show --format json "$id"
jq -r .comment.text out >shown
jq -r 'select(.reply_to) | .text' wild.jsonl >came
same 'the text that came and the one shown as JSON' came shown

finish
