#!/bin/sh
# 080-export.sh VIGIE: labels, decisions and scores as JSON lines and CSV, the
# same rows as the views.
. "$(dirname "$0")/lib.sh"

quiet vigie score data/sample/page.txt data/sample/batch.csv
for what in labels decisions; do
    quiet vigie export $what
    equal "lines of no $what" 0 "$(wc -l <out)"
    quiet vigie export --format csv $what
    equal "lines of no $what in CSV" 1 "$(wc -l <out)"
done
# notes with all that CSV and JSON must quote
for id in $(sql "SELECT comment FROM queue LIMIT 3"); do
    quiet vigie decide --by 'Anne "la juste", dite ;' "$id" remove \
        --tones insult --note 'é, "q"; = 👏 \ '"'"
done
quiet vigie decide --by bob "$id" undo

for what in labels decisions scores; do
    quiet vigie export $what
    cp out json
    [ -s json ] && ok || fail "export $what is empty"
    holds json "length == $(sql "SELECT count(*) FROM $what")"
    columns=$(sql "SELECT group_concat(name) FROM pragma_table_info('$what')")
    holds json "[.[] | keys_unsorted | join(\",\") == \"$columns\"] | all"
    quiet vigie export --format csv $what
    rm -f csv.db
    sqlite3 -batch csv.db ".import --csv out $what" >import 2>&1
    [ ! -s import ] && ok || fail "export --format csv $what does not parse" import
    equal "line ends of $what" "$(wc -l <out)" "$(grep -c "$(printf '\r')\$" out)"
    sqlite3 -batch csv.db "SELECT * FROM $what" >from-csv
    jq -r 'map(tostring | if . == "null" then "" else . end) | join("|")' \
        json >from-json
    same "export $what in JSON and CSV" from-json from-csv
    sql "SELECT * FROM $what" >from-view
    sed 's/|\([01]\)\.0|/|\1|/' from-view | sort >view
    sort from-json >exported
    same "export $what and the view" view exported
done

# an export is a read: the store is not touched, nor one made
sql .dump >before
quiet vigie export scores
sql .dump >after
same 'the store before and after' before after
table <<'E'
66|missing.db: no such store|vigie export --db missing.db labels
E
[ ! -e missing.db ] && ok || fail 'export makes a store'

finish
