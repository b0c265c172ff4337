#!/bin/sh
# npm.sh FOLDER: installs into it what its package-lock.json names, unless it
# is there.  Where that cannot be: one line that says why, exit status 1.
set -eu
cd "$1"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "skipped: no Node or npm for tests/$(basename "$1")"
    exit 1
fi
cmp -s package-lock.json node_modules/.installed && exit 0
if ! npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1; then
    echo "skipped: npm cannot install, see tests/$(basename "$1")/npm.log"
    exit 1
fi
cp package-lock.json node_modules/.installed
