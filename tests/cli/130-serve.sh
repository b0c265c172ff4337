#!/bin/sh
# 130-serve.sh VIGIE: the server itself: options, head, limits, accounts, who
# may do what, and that nothing else changes anything.
. "$(dirname "$0")/lib.sh"
. "$repository/tests/cli/serving.sh"

# ---- options --------------------------------------------------------------

table <<'E'
64|--listen wants ADDRESS:PORT|vigie serve --listen nowhere
64|--cert and --key go together|vigie serve --cert a.pem
64|--base wants an address|vigie serve --base vigie.exemple.fr
64|--connections is not from|vigie serve --connections 9
64|no operand wanted|vigie serve now
66|cannot open 'none.pem'|vigie serve --cert none.pem --key none.pem
64|unknown role 'boss'|echo 'mot de passe' | vigie user add anna --role boss
64|a password has at least 10 characters|echo court | vigie user add anna
64|password wanted on standard input|vigie user add anna </dev/null
66|no account 'nobody'|vigie user disable nobody
64|unknown scope 'all'|vigie token add site --scopes all
66|no token 9 in force|vigie token revoke 9
64|an address such as|vigie hook add ftp://x
66|no hook 9 in force|vigie hook remove 9
E
account anna moderator
account lea lead
account chef admin
expect 65 sh -c "echo 'mot de passe anna' | '$VIGIE' user add anna"
one_line "there is an account 'anna'"
quiet vigie user list
out_has '^anna  moderator  since '
quiet vigie token add site --scopes score
site=$(cat out)
quiet vigie token add all --scopes score,ingest,moderate,read
all=$(cat out)
counts "SELECT count(*) FROM token WHERE hash LIKE '%vigie_%'" 0
counts "SELECT count(*) FROM account WHERE password LIKE '\$argon2id\$%'" 3
quiet vigie score data/sample/page.txt data/sample/batch.jsonl

serve_start
expect 74 vigie serve --listen "${base#http://}"
one_line 'cannot listen at '

# ---- head, health, metrics ------------------------------------------------

wants 200 "$base/healthz"
holds out '.[0].status == "ok" and (.[0].model | startswith("fr-comments@"))'
wants 200 "$base/metrics"
out_has '^vigie_queue\{lane="ranked"\} [1-9]'
out_has '^vigie_http_seconds_count [1-9]'
wants 200 "$base/login"
head_has "^content-security-policy: default-src 'none'"
head_has '^x-content-type-options: nosniff'
head_has '^cache-control: no-store'
head_has '^set-cookie: vigie_visitor=.*SameSite=Strict; HttpOnly'
for path in $(grep -o '/static/[^"]*' out); do
    wants 200 "$base$path"
    head_has '^cache-control: public, max-age=31536000, immutable'
done
wants 404 "$base/static/000000000000/console.css"
wants 404 "$base/nowhere"
out_has 'Cette page n&#39;existe pas'
wants 404 -b vigie_language=en "$base/nowhere"
out_has 'There is nothing at this address'
wants 404 "$base/v1/nowhere"
holds out '.[0].error.code == 404'
wants 405 -X DELETE "$base/v1/comments"
wants 405 -X POST "$base/v1/queue" -d x
wants 200 -I "$base/healthz"

# ---- sizes ----------------------------------------------------------------

head -c 5000000 /dev/zero >big
wants 413 "$base/v1/comments:analyze?key=$site" --data-binary @big
wants 413 -H 'Transfer-Encoding: chunked' --data-binary @big \
    "$base/v1/comments:analyze?key=$site"
holds out '.[0].error.code == 413'
wants 413 "$base/login" --data-binary @big
ask "$base/$(head -c 60000 /dev/zero | tr '\0' a)"
case $code in 400 | 414 | 431) ok ;; *) fail "a long address: status $code" ;; esac

# ---- logging in -----------------------------------------------------------

login anna
login lea
login chef
wants 303 "$base/queue"
head_has '^location: /login'
wants 303 -b 'vigie_session=x' "$base/queue"
wants 200 -b anna.jar "$base/queue"
token=$(csrf bad.jar /login)
wants 403 -b bad.jar "$base/login" -d 'csrf=00&name=anna&password=x'
wants 403 "$base/login" -d "csrf=$token&name=anna&password=x"
for name in anna nobody; do
    wants 401 -b bad.jar "$base/login" -d "csrf=$token&name=$name&password=x"
    out_has 'Nom ou mot de passe incorrect'
done
# wrong passwords for one name keep out that name, from there, and nobody else
tries=12
while [ $tries -gt 0 ]; do
    ask -b bad.jar "$base/login" -d "csrf=$token&name=lea&password=x"
    tries=$((tries - 1))
done
equal 'the twelfth wrong password' 429 "$code"
head_has '^retry-after: [0-9]'
wants 429 -b bad.jar "$base/login" --data-urlencode "csrf=$token" \
    --data-urlencode name=lea --data-urlencode 'password=mot de passe lea'
login anna
wants 200 -b lea.jar "$base/queue" # who is in stays in
# a flood of them keeps nobody from elsewhere waiting, and no page
token=$(csrf bad.jar /login)
crowd=
for number in $(seq 40); do
    curl -s -o "crowd.$number" -w '%{http_code}\n' -b bad.jar "$base/login" \
        -d "csrf=$token&name=zoe$number&password=x" >"code.$number" &
    crowd="$crowd $!"
done
tries=0
until cat code.* | grep -q 401 || [ $tries -gt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
token=$(csrf bruno.jar /login)
wants 303 -b bruno.jar --interface 127.0.0.2 "$base/login" \
    --data-urlencode "csrf=$token" --data-urlencode name=anna \
    --data-urlencode 'password=mot de passe anna'
wants 200 -b lea.jar "$base/queue"
[ "$(cat code.* | wc -l)" -lt 40 ] && ok || fail 'the flood was over before'
# shellcheck disable=SC2086
wait $crowd
equal 'wrong passwords of the flood' 40 "$(cat code.* | grep -c 401)"
echo 'un autre mot de passe' | quiet vigie user passwd anna
wants 303 -b anna.jar "$base/queue"
echo 'mot de passe anna' | quiet vigie user passwd anna
login anna

# ---- who may do what ------------------------------------------------------

# all FILE: what may not change; sessions come and go
all() {
    sql .dump | grep -vE '^INSERT INTO "?(session|mistrust)"?' >"$1"
}

# method, path, least role (or a token's scope, - = open)
cat >routes <<'E'
GET /healthz -
GET /metrics -
GET /static/x -
POST /v1alpha1/comments:analyze score
POST /v1/comments:analyze score
POST /v1alpha1/comments:suggestscore score
POST /v1/comments:suggestscore score
POST /batch -
GET /$discovery/rest -
GET /openapi.json -
POST /v1/comments ingest
GET /v1/comments/x read
GET /v1/queue read
POST /v1/decisions moderate
POST /coral signed
GET /login -
POST /login form
POST /logout moderator
GET / moderator
GET /queue moderator
POST /queue/next moderator
POST /queue/release moderator
POST /queue/decide moderator
POST /queue/undo moderator
GET /comment/x moderator
GET /label moderator
POST /label/next moderator
POST /label/save moderator
GET /try moderator
POST /try moderator
GET /discussions moderator
GET /discussion/x moderator
GET /thresholds lead
POST /thresholds lead
GET /models lead
POST /models/train lead
POST /models/diff lead
POST /models/promote lead
POST /models/rollback lead
GET /job/1 lead
GET /journal moderator
GET /statistics moderator
GET /access admin
POST /access/disable admin
POST /access/revoke admin
POST /preferences -
E
equal 'routes in the table of this test' \
    "$(grep -cE '^    \{(GET|POST),' "$repository/pipeline/console/routes.c")" \
    "$(wc -l <routes)"
all before
comment=$(sql "SELECT comment FROM queue LIMIT 1")
body="comment=$comment&action=remove&model=active&a=active&b=active"
body="$body&name=anna&token=1&note=n&t-insult=0.5&last=$comment&text=t&tones=insult&corrected=1"
stolen=$(awk '/vigie_session/ { print $7 }' chef.jar)

# try_page METHOD PATH ROLE
try_page() {
    if [ "$1" = GET ]; then
        wants 303 "$base$2"
        head_has '^location: /login'
    else
        wants 401 "$base$2" -d "$body"
        wants 403 -b chef.jar "$base$2" -d "$body"
        wants 403 -b chef.jar "$base$2" -d "csrf=00&$body"
        wants 403 -b chef.jar "$base$2" -d "csrf=$(cat anna.csrf)&$body"
    fi
    # a token of the API opens no page
    ask -H "Authorization: Bearer $all" -X "$1" "$base$2" -d ''
    case $code in 303 | 401 | 403) ok ;; *) fail "$ran: status $code" ;; esac
    case $3 in
    moderator) return ;;
    lead) below=anna ;;
    admin) below='anna lea' ;;
    esac
    for name in $below; do
        if [ "$1" = GET ]; then
            wants 403 -b "$name.jar" "$base$2"
        else
            wants 403 -b "$name.jar" "$base$2" \
                -d "csrf=$(cat "$name.csrf")&$body"
        fi
    done
}

# try_call METHOD PATH SCOPE: nothing, a wrong token, a session, another scope
try_call() {
    for with in 'X-No: 1' 'Authorization: Bearer vigie_wrong' \
        "Cookie: vigie_session=$stolen" "Authorization: Bearer $site"; do
        [ "$3" = score ] && [ "$with" = "Authorization: Bearer $site" ] &&
            continue
        if [ "$1" = GET ]; then
            ask -H "$with" "$base$2"
        else
            ask -H "$with" "$base$2" -d \
                "{\"comment\":\"$comment\",\"action\":\"remove\",\"text\":\"x\"}"
        fi
        case $code in 400 | 401 | 403) ok ;;
        *) fail "$ran: status $code" out ;; esac
    done
}

while read -r method path who <&4; do
    case $who in
    moderator | lead | admin) try_page "$method" "$path" "$who" ;;
    score | ingest | read | moderate) try_call "$method" "$path" "$who" ;;
    signed)
        wants 401 "$base$path" -d '{"comment":{"body":"x"}}'
        wants 401 -H 'X-Coral-Signature: sha256=00' "$base$path" -d '{}'
        ;;
    form) wants 403 "$base$path" -d "name=anna&password=mot+de+passe+anna" ;;
    esac
done 4<routes
all after
same 'the store after all that was refused' before after

# no GET changes anything
encoded=$(printf %s "$comment" | sed 's/#/%23/g')
for path in / /queue /label /try /discussions /thresholds /models /journal \
    /statistics /access "/comment/$encoded"; do
    ask -b chef.jar "$base$path"
    case $code in 200 | 303) ok ;; *) fail "$ran: status $code" out ;; esac
done
all after
same 'the store after every page was read' before after

# ---- preferences are the visitor's, and stay on this site ------------------

wants 303 "$base/preferences" -d 'language=en&back=//evil.example/'
head_has '^location: /queue'
head_has '^set-cookie: vigie_language=en'
wants 303 "$base/preferences" -d 'theme=switch&back=/login'
head_has '^location: /login'

# ---- what comes with a comment shows as text --------------------------------

cat >hostile.jsonl <<'E'
{"id":"h\"><script>","author":"<img src=x onerror=alert(1)>","title":"</title><script>alert(2)</script>","discussion":"d<i>","text":"Quel abruti <script>alert(3)</script> \u202Egnp.exe & <b>&amp;"}
E
quiet vigie score hostile.jsonl
for path in '/comment/h%22%3E%3Cscript%3E' '/discussion/d%3Ci%3E' /discussions; do
    wants 200 -b anna.jar "$base$path"
    out_lacks '<script>alert|<img src=x|<i>'
done
wants 200 -b anna.jar "$base/comment/h%22%3E%3Cscript%3E"
out_has '&lt;script&gt;alert'

# ---- accounts and tokens, by an admin ----------------------------------------

wants 200 -b chef.jar "$base/access"
out_has '<bdi>lea</bdi>'
out_has 'value="anna"><button aria-label="Désactiver anna"'
out_lacks 'value="chef"><button'
account marc moderator
login marc
wants 303 -b chef.jar "$base/access/disable" -d "csrf=$(cat chef.csrf)&name=marc"
wants 303 -b marc.jar "$base/queue"
wants 409 -b chef.jar "$base/access/disable" -d "csrf=$(cat chef.csrf)&name=chef"
wants 404 -b chef.jar "$base/access/disable" -d "csrf=$(cat chef.csrf)&name=zoe"
key=$(sql "SELECT key FROM token WHERE name = 'all'")
wants 200 -H "Authorization: Bearer $all" "$base/v1/queue"
wants 303 -b chef.jar "$base/access/revoke" -d "csrf=$(cat chef.csrf)&token=$key"
wants 401 -H "Authorization: Bearer $all" "$base/v1/queue"
wants 404 -b chef.jar "$base/access/revoke" -d "csrf=$(cat chef.csrf)&token=$key"
wants 200 -b chef.jar "$base/access"
out_has 'désactivé'
out_has 'révoqué'

# ---- logging out, stopping ------------------------------------------------

wants 303 -b chef.jar "$base/logout" -d "csrf=$(cat chef.csrf)"
wants 303 -b chef.jar "$base/queue"
head_has '^location: /login'
quiet vigie user disable anna
wants 303 -b anna.jar "$base/queue"
serve_stop
equal 'exit status after SIGTERM' 0 "$status"
[ ! -s serve.err ] && ok || fail 'serve: says something' serve.err
sound

# ---- TLS ------------------------------------------------------------------

if command -v openssl >openssl.path; then
    openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem \
        -days 2 -subj /CN=localhost >openssl.log 2>&1
    serve_start --cert cert.pem --key key.pem
    wants 200 -k "$base/login"
    head_has '^strict-transport-security: '
    head_has '^set-cookie: vigie_visitor=.*; Secure'
    serve_stop
    expect 78 vigie serve --listen 127.0.0.1:0 --cert key.pem --key key.pem
else
    skip 'no openssl: TLS is not tried'
fi
finish
