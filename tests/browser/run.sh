#!/bin/sh
# run.sh VIGIE [whole]: the console in a browser.  Without Chromium or Node:
# one line that says so.
set -eu
vigie=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
extent=${2:-bounded}
cd "$(dirname "$0")"
chromium=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$chromium" ] || ! command -v node >/dev/null ||
    ! command -v npm >/dev/null; then
    echo "skipped: no Chromium, Node or npm, the console is not tried in a browser"
    exit 0
fi
if [ ! -d node_modules/playwright-core ] && ! npm ci --ignore-scripts \
    --no-audit --no-fund >npm.log 2>&1; then
    echo "skipped: npm cannot install playwright-core, see tests/browser/npm.log"
    exit 0
fi
exec node console.mjs "$vigie" "$chromium" "$extent"
