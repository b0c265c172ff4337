# serving.sh: a server for the tests of console and HTTP API.  Sourced behind
# lib.sh by scripts that call serve_start; it is stopped at the end.
# shellcheck shell=sh

# serve_start [OPTION...]: on a port of its own; its address in $base
serve_start() {
    : >serve.out
    "$VIGIE" serve --listen 127.0.0.1:0 "$@" >serve.out 2>serve.err &
    server=$!
    tries=0
    until grep -q '^listening at ' serve.out; do
        tries=$((tries + 1))
        if [ $tries -gt 200 ] || ! kill -0 $server 2>kill.err; then
            fail 'serve: does not listen' serve.err serve.out
            finish
        fi
        sleep 0.1
    done
    base=$(sed -n 's/^listening at //p' serve.out)
}

# serve_stop [SIGNAL]: leaves its exit status in $status
serve_stop() {
    kill "-${1:-TERM}" "$server" 2>kill.err
    wait "$server" 2>wait.err
    status=$?
    server=
}

server=
# shellcheck disable=SC2154
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

# ask [CURL OPTION...]: the answer's status in $code, its body in the file
# `out`, its head in `head`
ask() {
    ran="curl $*"
    code=$(curl -s --max-time 30 -o out -D head -w '%{http_code}' "$@")
}

# wants CODE [CURL OPTION...]
wants() {
    wanted_code=$1
    shift
    ask "$@"
    if [ "$code" = "$wanted_code" ]; then
        ok
    else
        fail "$ran: status $code, not $wanted_code" out head
    fi
}

head_has() {
    grep -qiE -e "$1" head && ok || fail "$ran: no '$1' in the head" head
}

# account NAME ROLE: its password is "mot de passe NAME"
account() {
    echo "mot de passe $1" | quiet vigie user add "$1" --role "$2"
}

# csrf JAR PATH: the form's token that the page holds
csrf() {
    curl -s -b "$1" -c "$1" "$base$2" |
        sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' | head -n 1
}

# login NAME: cookies in the file NAME.jar, the form's token in NAME.csrf
login() {
    rm -f "$1.jar"
    token=$(csrf "$1.jar" /login)
    wants 303 -b "$1.jar" -c "$1.jar" "$base/login" \
        --data-urlencode "csrf=$token" --data-urlencode "name=$1" \
        --data-urlencode "password=mot de passe $1"
    csrf "$1.jar" /try >"$1.csrf"
}
