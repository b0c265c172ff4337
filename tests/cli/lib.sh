# lib.sh: what the tests of the command line share.  Sourced by every
# tests/cli/NNN-name.sh, which is called as `NNN-name.sh path/to/vigie`.
#
# A script runs in a temporary folder of its own, removed at the end, where
# `data` and `models` are the repository's and the store is vigie.db.  Its
# last line is `finish`, which counts and gives the exit status.
# shellcheck shell=sh

set -u
repository=$(cd "$(dirname "$0")/../.." && pwd)
VIGIE=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
[ -x "$VIGIE" ] || {
    echo "$0: no program at '$1'" >&2
    exit 1
}
work=$(mktemp -d "${TMPDIR:-/tmp}/vigie-cli.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
ln -s "$repository/data" data
ln -s "$repository/models" models
seed=$repository/../shared/seed/000_4e061b896c196158.txt

# The surroundings are the tests', not the user's.  The zone is not Paris, so
# that a time that leans on the machine's zone is found out.
unset VIGIE_DB VIGIE_HOME VIGIE_MODERATOR USER
export LC_ALL=C TZ=America/Montreal
checks=0
failures=0

# Under a sanitizer memory cannot be bounded, and all is slower.
sanitized=
! grep -qE '__[at]san_init' "$VIGIE" || sanitized=yes

# VALGRIND=1: every run of the program under valgrind; what it finds is said on
# standard error, and gives the exit status 99.
if [ -n "${VALGRIND:-}" ]; then
    sanitized=yes
    cat >"$work/under-valgrind" <<WRAPPER
#!/bin/sh
exec valgrind --quiet --error-exitcode=99 --leak-check=full \\
    --errors-for-leak-kinds=definite,possible --child-silent-after-fork=yes \\
    "$VIGIE" "\$@"
WRAPPER
    chmod +x "$work/under-valgrind"
    VIGIE=$work/under-valgrind
fi

vigie() {
    "$VIGIE" "$@"
}

# ---- verdicts -------------------------------------------------------------

ok() {
    checks=$((checks + 1))
}

# fail WHAT [FILE...]: counts it and shows what was seen
fail() {
    checks=$((checks + 1))
    failures=$((failures + 1))
    printf 'FAILED: %s\n' "$1"
    shift
    for file; do
        printf '    %s:\n' "$file"
        head -n 12 "$file" | cut -c 1-300 | sed 's/^/    | /'
    done
}

# skip WHY: in place of checks that cannot be made here
skip() {
    printf 'skipped: %s\n' "$1"
}

finish() {
    printf '%s: %d checks, %d failed\n' "$(basename "$0" .sh)" "$checks" \
        "$failures"
    [ "$failures" = 0 ]
    exit
}

# ---- running --------------------------------------------------------------

# run COMMAND...: leaves its output in the files out and err, its exit status
# in $status
run() {
    ran=$*
    "$@" >out 2>err
    status=$?
}

# expect STATUS COMMAND...
expect() {
    expected=$1
    shift
    run "$@"
    if [ "$status" = "$expected" ]; then
        ok
    else
        fail "$ran: exit status $status, not $expected" err out
    fi
}

# quiet COMMAND...: it succeeds and has nothing to say on standard error
quiet() {
    expect 0 "$@"
    [ ! -s err ] || fail "$ran: says something" err
}

# one_line PATTERN: standard error is the one line "vigie: PATTERN...", as
# STYLE.md wants it: no full stop, no control character.
one_line() {
    if [ "$(wc -l <err)" = 1 ] && grep -qE "^vigie: $1" err &&
        ! grep -qE '\.$|[[:cntrl:]]' err; then
        ok
    else
        fail "$ran: not the one line 'vigie: $1'" err
    fi
}

# table: lines "status|pattern|command" of standard input, '#' a remark.  The
# command is the shell's; its standard error is the one line "vigie: pattern",
# or nothing where the pattern is empty.
table() {
    while IFS="|" read -r expected pattern command <&3; do
        case $expected in '' | '#'*) continue ;; esac
        ran=$command
        (eval "$command") >out 2>err 3<&-
        status=$?
        if [ "$status" = "$expected" ]; then
            ok
        else
            fail "$ran: exit status $status, not $expected" err out
        fi
        if [ -n "$pattern" ]; then
            one_line "$pattern"
        elif [ -s err ]; then
            fail "$ran: says something" err
        fi
    done 3<<TABLE
$(cat)
TABLE
}

# ---- looking --------------------------------------------------------------

# out_is TEXT, err_is TEXT: the whole of it
out_is() {
    printf '%s\n' "$1" >wanted
    cmp -s wanted out && ok || fail "$ran: prints otherwise" wanted out
}

err_is() {
    printf '%s\n' "$1" >wanted
    cmp -s wanted err && ok || fail "$ran: says otherwise" wanted err
}

# out_has PATTERN, out_lacks PATTERN, err_has PATTERN: some line matches
out_has() {
    grep -qE -e "$1" out && ok || fail "$ran: prints no '$1'" out
}

out_lacks() {
    grep -qE -e "$1" out && fail "$ran: prints '$1'" out || ok
}

err_has() {
    grep -qE -e "$1" err && ok || fail "$ran: says no '$1'" err
}

# equal WHAT WANTED SEEN
equal() {
    [ "$2" = "$3" ] && ok || fail "$1: $3, not $2"
}

# same WHAT FILE FILE
same() {
    if cmp -s "$2" "$3"; then
        ok
    else
        diff -a "$2" "$3" >difference
        fail "$1: $2 and $3 differ" difference
    fi
}

# holds FILE FILTER: the jq filter gives true for the file's values, together
holds() {
    jq -es "$2" "$1" >jq-out 2>&1 && ok ||
        fail "$ran: not so: $2" jq-out
}

# sql QUERY [STORE]
sql() {
    sqlite3 -batch "${2:-vigie.db}" "$1"
}

# counts QUERY NUMBER [STORE]
counts() {
    equal "$1" "$2" "$(sql "$1" "${3:-vigie.db}" 2>&1)"
}

# fresh: no store
fresh() {
    rm -f vigie.db vigie.db-wal vigie.db-shm vigie.db-journal
}

# sound [STORE]: SQLite finds nothing wrong with it
sound() {
    equal "integrity of ${1:-vigie.db}" ok \
        "$(sql 'PRAGMA integrity_check' "${1:-vigie.db}" 2>&1)"
    equal "references of ${1:-vigie.db}" '' \
        "$(sql 'PRAGMA foreign_key_check' "${1:-vigie.db}" 2>&1)"
}
