#!/bin/bash
# readme.sh VIGIE [FILE]: runs the examples of README.md (or FILE) as tests.
#
# In fenced blocks marked ```console a line that starts with "$ " is a command
# ("> " continues it), the lines behind it are what it prints on standard
# output.  A line "…" alone, indented or not, stands for any number of lines,
# "…" inside a line for any characters.  Commands run in their order, each in a bash of its own,
# in one temporary folder with `data` and `models` of the repository, `vigie`
# on the PATH and $VIGIE_DB inside.  A command that is not found or crashes
# fails, whatever it prints.
set -u
export LC_ALL=C
repository=$(cd "$(dirname "$0")/.." && pwd)
vigie=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
readme=${2:-$repository/README.md}
if [ ! -r "$readme" ]; then
    echo "skipped: no $readme"
    exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/vigie-readme.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/folder" "$work/example"
ln -s "$vigie" "$work/bin/vigie"
ln -s "$repository/data" "$repository/models" "$work/folder"
unset VIGIE_HOME VIGIE_MODERATOR
export PATH="$work/bin:$PATH" VIGIE_DB="$work/folder/vigie.db"

# One file a command, N.line (where it stands), N.command and N.wanted
awk -v to="$work/example/" '
/^ *```/ {
    fence = 1 - fence
    console = fence && $0 ~ /^ *```console *$/
    next
}
!console { next }
/^\$ / {
    name = sprintf("%s%04d", to, ++number)
    print NR >(name ".line")
    print substr($0, 3) >(name ".command")
    printf "" >(name ".wanted")
    next
}
/^> / && name && !printed[name] {
    print substr($0, 3) >(name ".command")
    next
}
{
    if (!name) {
        printf "line %d: output before any command\n", NR >"/dev/stderr"
        exit 1
    }
    printed[name] = 1
    print >(name ".wanted")
}' "$readme" || exit 1

checks=0
failures=0
newline=$'\n'
for line in "$work"/example/*.line; do
    [ -e "$line" ] || break
    example=${line%.line}
    (
        cd "$work/folder" || exit
        bash "$example.command" >"$example.out" 2>"$example.err" </dev/null
    )
    status=$?
    regex=
    while IFS= read -r wanted; do
        if [ "${wanted//[[:blank:]]/}" = … ]; then
            regex+="([^$newline]*$newline)*"
            continue
        fi
        wanted=$(sed 's/[][\.*^$(){}?+|]/\\&/g' <<<"$wanted")
        regex+="${wanted//…/[^$newline]*}$newline"
    done <"$example.wanted"
    # every line of what was printed ends in a newline here
    seen=$(cat "$example.out"; printf x)
    seen=${seen%x}
    [ -z "$seen" ] || [ "${seen: -1}" = "$newline" ] || seen+=$newline
    checks=$((checks + 1))
    if [[ $seen =~ ^$regex$ ]] && [ $status -lt 126 ]; then
        continue
    fi
    failures=$((failures + 1))
    printf 'FAILED: %s:%s: %s (exit status %d)\n' "$(basename "$readme")" \
        "$(cat "$line")" "$(head -n 1 "$example.command")" $status
    diff -a -u --label wanted --label printed "$example.wanted" \
        "$example.out" | tail -n +3 | head -n 60
    sed 's/^/said: /' "$example.err" | head -n 10
done
printf 'readme: %d examples, %d failed\n' $checks $failures
[ $failures = 0 ]
