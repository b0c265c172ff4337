#!/bin/sh
# run.sh SECONDS [TARGET...]: fuzzes every target, or those named, for so long
# each, starting from seeds, kept crashes and what earlier runs found (under
# build/fuzz/found).  What breaks is kept in tests/fuzz/crashes/TARGET, where
# `make test` replays it from then on.
set -eu
cd "$(dirname "$0")/../.."
seconds=$1
shift
if [ $# = 0 ]; then
    for source in tests/fuzz/*_fuzz.c; do
        set -- "$@" "$(basename "$source" _fuzz.c)"
    done
fi
export UBSAN_OPTIONS=print_stacktrace=1
broken=0
for target; do
    found=build/fuzz/found/$target
    log=build/fuzz/$target.log
    crashes=tests/fuzz/crashes/$target
    seeds=tests/fuzz/seeds/$target
    mkdir -p "$found" "$crashes"
    dictionary=
    [ ! -f "tests/fuzz/$target.dict" ] ||
        dictionary=-dict=tests/fuzz/$target.dict
    # shellcheck disable=SC2086
    if "build/fuzz/fuzz/${target}_fuzz" "$found" "$seeds" "$crashes" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3072 \
        -max_len=16384 -print_final_stats=1 $dictionary \
        -artifact_prefix="$crashes/" >"$log" 2>&1; then
        verdict=ok
    else
        verdict=BROKEN
        broken=$((broken + 1))
    fi
    printf '%-12s %-7s %10s runs, %5s edges\n' "$target" "$verdict" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
        "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)"
    [ "$verdict" = ok ] || grep -E 'ERROR|SUMMARY|broken:|Test unit' "$log" |
        sed 's/^/    /'
    rmdir "$crashes" 2>/dev/null || :
done
[ "$broken" = 0 ]
