#!/bin/sh
# run.sh VARIANT: builds and runs every test; the last line counts them.
set -u
cd "$(dirname "$0")/.."
variant=$1
vigie=build/vigie
[ "$variant" = release ] || vigie=build/$variant/vigie
passed=0
failed=0
jobs=$(nproc)

# test NAME COMMAND...
run() {
    name=$1
    shift
    if "$@" >"build/$variant/$name.log" 2>&1; then
        echo "ok      $name"
        passed=$((passed + 1))
    else
        echo "FAILED  $name"
        tail -n 40 "build/$variant/$name.log" | sed 's/^/        /'
        failed=$((failed + 1))
    fi
    grep -h '^skipped: ' "build/$variant/$name.log" | sed 's/^/        /'
}

make -s -j"$jobs" VARIANT="$variant" all tests || exit 1
for test in build/"$variant"/tests/*_test; do
    run "$(basename "$test")" "$test"
done
for target in build/"$variant"/fuzz/*_fuzz; do
    inputs=$(basename "$target" _fuzz)
    run "$(basename "$target")" "$target" "tests/fuzz/seeds/$inputs" \
        "tests/fuzz/crashes/$inputs"
done
for script in tests/cli/[0-9]*.sh; do
    run "$(basename "$script" .sh)" "$script" "$vigie"
done
[ "$variant" != release ] || run browser tests/browser/run.sh "$vigie"
run readme tests/readme.sh "$vigie"
run layers tests/layers.sh
run headers make -s headers VARIANT="$variant"
[ "$variant" != release ] || run globals make -s globals
echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
