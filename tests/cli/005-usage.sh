#!/bin/sh
# 005-usage.sh VIGIE: --help, --version and wrong command lines of every
# command.
. "$(dirname "$0")/lib.sh"

commands="ingest score queue show decide explain train evaluate export check
    backup"

expect 0 vigie --version
out_has '^vigie [0-9]+\.[0-9]+\.[0-9]+$'
# a number for each library that tells one; SQLite's is that of its program
for library in SQLite zlib utf8proc libsvm liblinear jansson libcsv libsodium \
    libmicrohttpd libcurl; do
    out_has "^  $library  *[0-9]+\.[0-9]"
done
out_has '^  inih  *-$'
out_has "^  SQLite  *$(sqlite3 :memory: 'SELECT sqlite_version()')\$"
quiet vigie --help
cp out help
for command in $commands; do
    out_has "^  $command  *[a-z]"
done
quiet vigie help
same 'help and --help' help out

expect 64 vigie
out_lacks .
cp err out
same 'no command and --help' help out

for command in $commands; do
    quiet vigie "$command" --help
    out_has "^usage: vigie $command "
    out_has '^  --help '
    quiet vigie "$command" operand --help
    table <<E
64|unknown option '--nope', see 'vigie $command --help'$|vigie $command --nope
64|unknown option '-x'|vigie $command -x
E
done

table <<'E'
64|unknown command 'nope', see 'vigie --help'$|vigie nope
64|unknown command ''|vigie ''
64|unknown command 'scroe', did you mean 'score'. see 'vigie --help'$|vigie scroe
64|unknown command 'Train', did you mean 'train'.|vigie Train
64|unknown command 'qeueu', did you mean 'queue'.|vigie qeueu
64|unknown command 'ls', see 'vigie --help'$|vigie ls
64|unknown command '-score', did you mean 'score'.|vigie -score
64|unknown command '.{200}|vigie "$(head -c 300 /dev/zero | tr '\0' x)"
64|unknown command '--nope'|vigie --nope
# operands that are missing, or too many
64|no file to read, see 'vigie ingest --help'$|vigie ingest
64|one comment or --discussion wanted|vigie show
64|one comment or --discussion wanted|vigie show a b
64|a comment and an action wanted|vigie decide
64|a comment and an action wanted|vigie decide a
64|a comment and an action wanted|vigie decide a approve b
64|one text is needed|vigie explain
64|one text is needed|vigie explain a b
64|--out DIR and labels|vigie train
64|--out DIR and labels|vigie train --out m
64|--out DIR and labels|vigie train data/discussions/contrast.jsonl
64|a file of labelled comments is needed|vigie evaluate
64|labels, decisions or scores|vigie export
64|labels, decisions or scores|vigie export labels scores
64|unexpected 'a'|vigie queue a
# options without their value, or with a wrong one
64|value missing after '--db'|vigie ingest --db
64|value missing after '--limit'|vigie queue --limit
64|not a whole number: 'x'|vigie score --threads x
64|not a whole number: '-1'|vigie queue --limit -1
64|not a whole number: '1.5'|vigie queue --limit 1.5
64|not a whole number: ''|vigie queue --limit ''
64|not a whole number: '99999999999999999999'|vigie queue --limit 99999999999999999999
64|not a number: 'x'|vigie train --out m --c x data/discussions/contrast.jsonl
64|not a date: 'demain'|vigie ingest --now demain a
64|not a date: 'il y a 3 heures'|vigie ingest --now 'il y a 3 heures' a
64|not a date: '2026-02-30'|vigie ingest --now 2026-02-30 a
64|--threads is 1 or more|vigie score --threads 0
64|--limit is not from 1 to 10000|vigie queue --limit 0
64|--limit is not from 1 to 10000|vigie queue --limit 10001
64|format 'xml' unknown|vigie ingest --format xml a
64|unknown format 'xml'|vigie queue --format xml
64|unknown format 'csv'|vigie show --format csv a
64|unknown format 'csv'|vigie explain --format csv a
64|unknown format 'text'|vigie export --format text labels
64|cannot export 'all': labels, decisions or scores|vigie export all
64|unknown action 'delete': approve, remove, defer or undo|vigie decide a delete
64|--split is train, test or all|vigie evaluate --split x data/discussions/contrast.jsonl
64|--folds is 2 to 32|vigie train --out m --folds 1 data/discussions/contrast.jsonl
64|--folds is 2 to 32|vigie train --out m --c 0 data/discussions/contrast.jsonl
64|--folds is 2 to 32|vigie train --out m --c nan data/discussions/contrast.jsonl
64|name of the store is empty|vigie ingest --db '' data/sample/page.txt
64|data.sample.batch.jsonl: the discussion's name has|vigie ingest --discussion "$(head -c 5000 /dev/zero | tr '\0' x)" data/sample/batch.jsonl
E
[ ! -e m ] && ok || fail 'a wrong command line makes a folder'

# options may stand behind operands; -- ends them
fresh
quiet vigie ingest data/sample/page.txt --db vigie.db
expect 66 vigie ingest --db vigie.db -- --help
one_line "cannot read '--help': No such file or directory"

# standard output that takes nothing: an error, and no silence
if [ -e /dev/full ]; then
    for command in --help --version 'ingest --help' 'explain abruti' \
        'score --stdout data/sample/batch.jsonl' \
        'ingest data/sample/page.txt' score queue 'queue --format json' \
        'queue --format csv' 'export scores' 'export --format csv scores'; do
        table <<E
74|cannot write standard output|vigie $command >/dev/full
E
    done
else
    skip 'no /dev/full'
fi

finish
