#!/bin/sh
# layers.sh: fails when an include breaks the order of the layers (README,
# "The tree"), or when two source files share a name.
set -eu
cd "$(dirname "$0")/.."
layers="base ingest normalize thread features classify store queue"
wrong=0

complain() {
    echo "layers: $1" >&2
    wrong=1
}

# owner HEADER: the folder that holds it, "" for headers of the system
owner() {
    find pipeline training tests -name "$1" -printf '%h\n' 2>/dev/null |
        sed -e 's,^pipeline$,pipeline/,' -e 's,^pipeline/,,' | head -1
}

# check FOLDER ALLOWED...: every include of FOLDER's files is in ALLOWED
check() {
    folder=$1
    shift
    for file in "$folder"/*.[ch]; do
        [ -e "$file" ] || continue
        for header in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
            case $header in *.inc) continue ;; esac
            from=$(owner "$header")
            case " $* " in
            *" ${from:-none} "*) ;;
            *) complain "$file includes $header of '${from:-nowhere}'" ;;
            esac
        done
    done
}

allowed=
for layer in $layers; do
    allowed="$allowed $layer"
    check "pipeline/$layer" $allowed
done
check pipeline/desk $allowed none desk
check pipeline/console $allowed none desk console
check training base ingest normalize thread features classify store training
for file in pipeline/pipeline.[ch]; do
    for header in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
        from=$(owner "$header")
        case " $allowed / " in
        *" $from "* | *" ${from:-/} "*) ;;
        *) complain "$file includes $header of '$from'" ;;
        esac
    done
done
for name in $(find pipeline training tests -name '*.[ch]' -printf '%f\n' |
    sort | uniq -d); do
    complain "the name $name stands twice in the tree"
done
exit $wrong
