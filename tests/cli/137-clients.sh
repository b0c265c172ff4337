#!/bin/sh
# 137-clients.sh VIGIE: clients that others wrote, as they are; only the
# address is another one.
. "$(dirname "$0")/lib.sh"
. "$repository/tests/cli/serving.sh"

quiet vigie token add site --scopes score
key=$(cat out)
serve_start

# client COMMAND...: prints "ok WHAT", "FAILED WHAT" and why, or "skipped: "
client() {
    run "$@" "$base" "$key"
    grep '^skipped: ' out && return
    grep -q '^ok ' out || fail "$ran: does nothing" out err
    equal "$ran: exit status" 0 "$status"
    ! grep -q '^FAILED ' out || fail "$ran" out
    checks=$((checks + $(grep -c '^ok ' out)))
}

if "$repository/tests/npm.sh" "$repository/tests/clients"; then
    client node "$repository/tests/clients/perspective.js"
fi
if [ -x /usr/bin/python3 ]; then
    client /usr/bin/python3 "$repository/tests/clients/googleapi.py"
else
    skip 'no Python: Google'\''s client is not tried'
fi
counts "SELECT count(*) FROM suggestions WHERE text = 'Merci pour la source.'" \
    "$(grep -c '^ok suggest' out)"
wants 200 "$base/healthz"
finish
