#!/bin/sh
# run.sh VIGIE [whole]: the console in a browser.  Without Chromium or Node:
# one line that says so.
set -eu
vigie=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
extent=${2:-bounded}
cd "$(dirname "$0")"
chromium=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$chromium" ]; then
    echo "skipped: no Chromium, the console is not tried in a browser"
    exit 0
fi
../npm.sh "$PWD" || exit 0
exec node console.mjs "$vigie" "$chromium" "$extent"
