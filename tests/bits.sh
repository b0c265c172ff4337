#!/bin/sh
# bits.sh VIGIE VARIANT...: builds the program otherwise and compares scores,
# flags and reasons of two thousand comments with those of VIGIE, byte by byte.
set -eu
cd "$(dirname "$0")/.."
vigie=$1
shift
work=$(mktemp -d "${TMPDIR:-/tmp}/vigie-bits.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp data/sample/batch.jsonl "$work/in"
head -qn 60 data/discussions/*.jsonl | tail -n 1800 >>"$work/in"

# scores PROGRAM FILE
scores() {
    "$1" score --stdout --reasons --threads 2 --model models/fr-comments \
        "$work/in" >"$2"
}

scores "$vigie" "$work/wanted"
[ "$(wc -l <"$work/wanted")" = "$(wc -l <"$work/in")" ]
for variant in "$@"; do
    compiler=${CC:-cc}
    if [ "$variant" = clang ]; then
        compiler=clang
        if ! command -v clang >"$work/found"; then
            echo 'skipped: no clang to build with'
            continue
        fi
    fi
    nice make -s VARIANT="$variant" CC="$compiler" all >"$work/made" 2>&1 || {
        tail -n 20 "$work/made"
        exit 1
    }
    scores "build/$variant/vigie" "$work/seen"
    cmp "$work/wanted" "$work/seen" || {
        diff "$work/wanted" "$work/seen" | head -n 4 | cut -c 1-300
        exit 1
    }
    echo "$variant: the same $(wc -c <"$work/wanted") bytes"
done
