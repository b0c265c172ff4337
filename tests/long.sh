#!/bin/sh
# long.sh faults VIGIE: the tests of faults with many more of them.
# long.sh valgrind VIGIE [SCRIPT...]: tests of the command line, under valgrind.
set -u
cd "$(dirname "$0")/.."
what=$1
vigie=$2
shift 2
failed=0

# try SCRIPT
try() {
    tests/cli/"$1" "$vigie" || failed=$((failed + 1))
}

case $what in
faults)
    export KILLS=200 PLACES=200
    for script in 097-backup.sh 105-bad-store.sh 106-bad-model.sh 110-kill.sh \
        112-faults.sh 115-rivals.sh; do
        try $script
    done
    ;;
valgrind)
    export VALGRIND=1
    # Left out: training, for hours; what bounds time and memory, or kills.
    [ $# != 0 ] || set -- $(ls tests/cli | grep '^[0-9]' | grep -vE \
        '^(007|070|075|090|095|097|110|112|120)-')
    for script in "$@"; do
        try "$script"
    done
    ;;
esac
[ $failed = 0 ] || echo "$failed failed"
[ $failed = 0 ]
