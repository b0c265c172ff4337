#!/bin/sh
# demo.sh VIGIE: the main job on the shipped sample: a page and a batch into a
# store, scored, and what a moderator should see first.
set -eu
cd "$(dirname "$0")/.."
vigie=$1
export VIGIE_DB=build/demo.db
rm -f "$VIGIE_DB"* # of another model, maybe

say() {
    printf '\n$ %s\n' "$*"
}

say vigie score data/sample/page.txt data/sample/batch.jsonl
"$vigie" score data/sample/page.txt data/sample/batch.jsonl
say vigie queue --limit 5
"$vigie" queue --limit 5
say 'echo "Quel abruti, t'\''as lu l'\''article ?" | vigie explain -'
echo "Quel abruti, t'as lu l'article ?" | "$vigie" explain -
