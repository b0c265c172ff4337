#!/bin/sh
# 135-api.sh VIGIE: the HTTP API against its contracts: the hosted toxicity
# API's requests, errors and traps, batches, comments in, decisions, Coral,
# webhooks, several servers on one store, kill -9.
. "$(dirname "$0")/lib.sh"
. "$repository/tests/cli/serving.sh"

quiet vigie token add site --scopes score,ingest,moderate,read
key=$(cat out)
serve_start
analyze=$base/v1alpha1/comments:analyze?key=$key
# the shipped model became the active one: tones below are known
counts "SELECT count(*) FROM models WHERE active" 1

# ---- comments:analyze ------------------------------------------------------

# lines "status^what is true of the answer^body"; T stands for TOXICITY's
# requestedAttributes
while IFS='^' read -r expected truth body <&3; do
    case $expected in '' | '#'*) continue ;; esac
    body=$(printf %s "$body" | sed 's/@T/"requestedAttributes":{"TOXICITY":{}}/')
    wants "$expected" "$analyze" -d "$body"
    ran="$body"
    holds out ".[0] | $truth"
done 3<<'E'
# what clients send
200^.attributeScores.TOXICITY.summaryScore | .value > 0.9 and .type == "PROBABILITY"^{"comment":{"text":"Quel abruti, ferme ta gueule"},@T}
200^.attributeScores.TOXICITY.summaryScore.value < 0.2^{"comment":{"text":"Merci pour cet article, très clair."},@T}
200^.attributeScores.TOXICITY as $t | $t.spanScores == [{begin:0,end:18,score:$t.summaryScore}]^{"comment":{"text":"Ça 😀 nul. Bravo !"},@T}
200^[.attributeScores.TOXICITY.spanScores[] | [.begin,.end]] == [[0,10],[11,18]]^{"comment":{"text":"Ça 😀 nul. Bravo !"},@T,"spanAnnotations":true}
200^.languages == ["fr"] and .detectedLanguages == ["fr"] and .clientToken == "c-17"^{"comment":{"text":"Bonjour, je ne suis pas d'accord"},@T,"clientToken":"c-17"}
200^has("clientToken") == false^{"comment":{"text":"nul"},@T}
200^.languages == ["en"]^{"comment":{"text":"nul"},@T,"languages":["en"]}
200^.languages == ["fr-FR"]^{"comment":{"text":"nul"},@T,"languages":["fr-FR"]}
200^.attributeScores | keys == ["IDENTITY_ATTACK","INSULT","PROFANITY","SEVERE_TOXICITY","THREAT","TOXICITY"]^{"comment":{"text":"nul"},"requestedAttributes":{"TOXICITY":{},"SEVERE_TOXICITY":{},"INSULT":{},"IDENTITY_ATTACK":{},"THREAT":{},"PROFANITY":{}}}
200^.attributeScores | keys == ["INSULT_EXPERIMENTAL","TOXICITY@2"]^{"comment":{"text":"nul"},"requestedAttributes":{"TOXICITY@2":{},"INSULT_EXPERIMENTAL":{}}}
200^.attributeScores | keys == ["SARCASM","SOURCE_REQUEST"]^{"comment":{"text":"nul"},"requestedAttributes":{"SARCASM":{},"SOURCE_REQUEST":{"scoreType":"PROBABILITY"}}}
200^.attributeScores | keys == ["TOXICITY"]^{"comment":{"text":"Quel abruti"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":0.5},"THREAT":{"scoreThreshold":0.99}}}
200^has("attributeScores") == false^{"comment":{"text":"Merci"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":0.999}}}
200^has("attributeScores")^{"comment":{"text":"nul","type":"PLAIN_TEXT"},"context":{"entries":[{"text":"{\"url\":\"x\"}"}]},@T,"doNotStore":true,"sessionId":"s","communityId":"c"}
200^has("attributeScores")^{"comment":{"text":"nul"},"context":{"articleAndParentComment":{"article":{"text":"a"},"parentComment":{"text":"b"}}},@T}
200^has("attributeScores")^{"comment":{"text":"nul"},"requested_attributes":{"TOXICITY":{}},"do_not_store":true}
# its errors, to the letter
400^.error.message == "Comment must be non-empty." and .error.details[0].errorType == "COMMENT_EMPTY" and .error.status == "INVALID_ARGUMENT"^{}
400^.error.details[0].errorType == "COMMENT_EMPTY"^{"comment":{"text":" \n "},@T}
400^.error.details[0].errorType == "COMMENT_EMPTY"^{"comment":{},@T}
400^.error.message == "Missing requested_attributes" and .error.details[0].errorType == "NO_REQUESTED_ATTRIBUTES"^{"comment":{"text":"x"}}
400^.error.details[0].errorType == "NO_REQUESTED_ATTRIBUTES"^{"comment":{"text":"x"},"requestedAttributes":{}}
400^.error.message == "Unknown requested attribute: FLIRTATION" and .error.details[0].errorType == "INVALID_REQUEST"^{"comment":{"text":"x"},"requestedAttributes":{"FLIRTATION":{}}}
400^.error.message == "Unknown requested attribute: toxicity"^{"comment":{"text":"x"},"requestedAttributes":{"toxicity":{}}}
400^.error.message == "Requested score type RAW is not supported by attribute TOXICITY"^{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{"scoreType":"RAW"}}}
400^.error.message == "Currently, only 'PLAIN_TEXT' comments are supported"^{"comment":{"text":"x","type":"HTML"},@T}
400^.error.message == "Unknown text type"^{"comment":{"text":"x","type":"RTF"},@T}
400^.error.message == "Context can have either entries or article_and_parent_comment, but both fields were populated."^{"comment":{"text":"x"},@T,"context":{"entries":[{"text":"a"}],"articleAndParentComment":{}}}
400^.error.message == "Attribute INSULT does not support request languages: fr, it" and (.error.details[0].languageNotSupportedByAttributeError == {attribute:"INSULT",requestedLanguages:["fr","it"]}) and .error.details[0].errorType == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"^{"comment":{"text":"x"},"requestedAttributes":{"INSULT":{}},"languages":["fr","it"]}
400^.error.details[0].languageNotSupportedByAttributeError.detectedLanguages == ["und"]^{"comment":{"text":"Это совсем другой язык, не французский"},@T}
400^.error.message == "Invalid JSON payload received. Unknown name \"zoo\": Cannot find field." and (.error.details[0]["@type"] == "type.googleapis.com/google.rpc.BadRequest") and .error.details[0].fieldViolations[0].field == "zoo"^{"comment":{"text":"x"},@T,"zoo":1}
400^.error.message == "Invalid JSON payload received. Unknown name \"zoo\" at 'comment': Cannot find field."^{"comment":{"text":"x","zoo":1},@T}
400^.error.message | startswith("Invalid JSON payload received. Invalid value at 'spanAnnotations'")^{"comment":{"text":"x"},@T,"spanAnnotations":"yes"}
400^.error.message | startswith("Invalid JSON payload received.")^{"comment":
400^.error.message | startswith("Invalid JSON payload received.")^[1]
400^.error.message | startswith("Invalid JSON payload received.")^nonsense
E
wants 400 -X POST "$analyze" -H 'Content-Type: application/x-www-form-urlencoded' -d ''
wants 200 "$base/v1alpha1/comments%3Aanalyze?alt=json&prettyPrint=false&key=$key" \
    -H 'Content-Type: text/plain' \
    -d '{"comment":{"text":"nul"},"requestedAttributes":{"TOXICITY":{}}}'
head_has '^content-type: application/json; charset=UTF-8'
head -c 20480 /dev/zero | tr '\0' a >long
for size in 20480 20481; do
    jq -Rs --argjson n $size '{comment:{text:(. + "a")[:$n]},
        requestedAttributes:{TOXICITY:{}}}' long >body.json
    ask "$analyze" --data-binary @body.json
    echo "$code" >>sizes
done
equal 'the longest text and a longer one' '200 400' "$(xargs <sizes)"
holds out '.[0].error.message == "Comment text too long."'

wants 400 "$base/v1alpha1/comments:analyze?key=wrong" -d '{}'
holds out '.[0].error | .message == "API key not valid. Please pass a valid API key."
    and .details[0].reason == "API_KEY_INVALID"'
wants 403 "$base/v1alpha1/comments:analyze" -d '{}'
holds out '.[0].error.status == "PERMISSION_DENIED"'
counts 'SELECT count(*) FROM comments' 0

# ---- comments:suggestscore --------------------------------------------------

wants 200 "$base/v1alpha1/comments:suggestscore?key=$key" -d '{"comment":
    {"text":"Merci pour la source."},"attributeScores":{"TOXICITY":
    {"summaryScore":{"value":0}}},"communityId":"site:exemple",
    "clientToken":"comment:c17"}'
holds out '.[0].clientToken == "comment:c17"'
for scores in '' ',"attributeScores":{}' ',"attributeScores":{"TOXICITY":{}}' \
    ',"attributeScores":{"TOXICITY":{"summaryScore":{"value":2}}}' \
    ',"attributeScores":{"TOXICITY":{"spanScores":[{"begin":0,"score":{"value":1}}]}}'; do
    wants 400 "$base/v1/comments:suggestscore?key=$key" \
        -d "{\"comment\":{\"text\":\"x\"}$scores}"
done
quiet vigie export suggestions
holds out 'length == 1 and .[0].comment == "c17" and .[0].token == "site"'

# ---- descriptions, batch ---------------------------------------------------

wants 200 "$base/\$discovery/rest?version=v1alpha1&key=x"
holds out ".[0] | .rootUrl == \"$base/\" and .servicePath == \"\"
    and .batchPath == \"batch\" and (has(\"auth\") | not)"
wants 200 "$base/openapi.json"
holds out '.[0].openapi == "3.1.0"'
# every address it names is one, every reference leads somewhere
jq -r '[.. | objects | .["$ref"]? // empty] | unique[]' out | cut -c 3- | tr / . |
    while read -r reference; do
        jq -e ".$reference" out >jq-out || echo "$reference"
    done >dangling
[ ! -s dangling ] && ok || fail 'openapi.json: dangling references' dangling
cp out openapi.json
jq -r '.paths | to_entries[] | .key as $p | .value | keys[] | "\(.) \($p)"' \
    openapi.json >paths
while read -r method path <&3; do
    ask -X "$(echo "$method" | tr a-z A-Z)" \
        "$base$(echo "$path" | sed 's/{id}/x/')"
    case $code in 404 | 405) fail "$ran: status $code" ;; *) ok ;; esac
done 3<paths
printf '%s\r\n' '--b' 'Content-Type: application/http' 'Content-ID: <a+1>' '' \
    "POST /v1alpha1/comments:analyze?key=$key HTTP/1.1" '' \
    '{"comment":{"text":"nul"},"requestedAttributes":{"TOXICITY":{}}}' \
    '--b' 'Content-Type: application/http' 'Content-ID: <a+2>' '' \
    'POST /v1alpha1/comments:analyze?key=bad HTTP/1.1' '' '{}' \
    '--b' 'Content-Type: application/http' '' 'GET /metrics HTTP/1.1' '' '' \
    '--b--' >batch
wants 200 "$base/batch" -H 'Content-Type: multipart/mixed; boundary=b' \
    --data-binary @batch
head_has '^content-type: multipart/mixed; boundary='
out_has '^Content-ID: <response-a\+1>'
out_has '^HTTP/1.1 200 OK'
out_has '^HTTP/1.1 400 '
out_has '^HTTP/1.1 404 '
wants 400 "$base/batch" -d x

# ---- comments, queue, decisions --------------------------------------------

wants 200 "$base/v1/comments?key=$key" -d '{"id":"a1","discussion":"d1",
    "title":"Titre","author":"bob","text":"Quel abruti ce ministre"}'
holds out '.[0] | .new == 1 and .comments[0].state == "scored"
    and (.comments[0].flags | index("insult") != null)
    and .comments[0].scores.insult > 0.5'
wants 200 "$base/v1/comments?key=$key" -d '[{"id":"a1","text":"Quel abruti ce ministre"},
    {"id":"a2","discussion":"d1","reply_to":"a1","text":"Une source ?"},
    {"id":"a3","text":3},{"id":"a4","text":" "}]'
holds out '.[0] | [.new,.changed,.known,.empty,.refused] == [2,0,1,1,1]
    and (.comments[2].error | contains("string"))'
printf '{"id":"a1","text":"Merci ministre"}\n{"id":"a5","text":"Bien."}\n' >lines
wants 200 "$base/v1/comments?key=$key" --data-binary @lines
holds out '.[0] | .new == 1 and .changed == 1'
wants 400 "$base/v1/comments?key=$key" -d '{"id":"a3","text":3}'
wants 400 "$base/v1/comments?key=$key" -d 'nonsense'
wants 400 "$base/v1/comments?key=$key" -X POST
wants 200 "$base/v1/comments?key=$key" -d '{"id":"a6","text":"Quel abruti"}'
wants 200 "$base/v1/queue?key=$key&limit=5"
holds out '.[0].queue[0].comment == "a6" and .[0].counts.ranked >= 1'
wants 400 "$base/v1/queue?key=$key&limit=0"
wants 404 "$base/v1/queue?key=$key&tone=nope"
wants 200 "$base/v1/decisions?key=$key" \
    -d '{"comment":"a6","action":"remove","tones":["insult","negative"],"moderator":"anna"}'
holds out '.[0].state == "decided" and .[0].tones == "insult,negative"'
while IFS='|' read -r expected body <&3; do
    wants "$expected" "$base/v1/decisions?key=$key" -d "$body"
    holds out '.[0].error | has("message") and has("status") and has("code")'
done 3<<'E'
409|{"comment":"a6","action":"remove"}
404|{"comment":"nope","action":"remove"}
400|{"comment":"a2","action":"burn"}
400|{"action":"remove"}
400|{"comment":"a2","action":"remove","tones":["nope"]}
400|{"comment":"a2","action":"remove","tones":"insult"}
400|{"comment":"a2","action":"remove","note":"a\nb"}
400|{"comment":"a2","action":"remove","zoo":1}
E
counts "SELECT moderator || ' ' || action FROM decisions" 'anna remove'
wants 200 "$base/v1/decisions?key=$key" -d '{"comment":"a6","action":"undo"}'
wants 200 "$base/v1/comments/a6?key=$key"
holds out '.[0] | .comment.state == "scored" and (.journal | length) == 2
    and (.scores | length) > 5 and (.reasons | length) > 0'
wants 404 "$base/v1/comments/nope?key=$key"

# ---- Coral ------------------------------------------------------------------

echo empsec_00ff | quiet vigie hook coral
printf '{\n  "action": "NEW"\n}' >signed
wants 200 "$base/coral" --data-binary @signed -H 'X-Coral-Signature: sha256=fa26485e9ebbe760c43b9d6d52aece5d9a9e91b35a010d848f711cbabb6f8ef5'
holds out '.[0] == {}'
wants 401 "$base/coral" --data-binary @signed -H 'X-Coral-Signature: sha256=fa26485e9ebbe760c43b9d6d52aece5d9a9e91b35a010d848f711cbabb6f8ef6'
if command -v openssl >openssl.path; then
    # told TEXT: signed as Coral does
    told() {
        jq -n --arg body "$1" '{action: "NEW", comment: {body: $body,
            parentID: null}, author: {id: "u-1", role: "COMMENTER"}, story:
            {id: "s-1", url: "https://exemple.fr/article"}, site: {id: "site-1"},
            tenantID: "t-1", tenantDomain: "exemple.fr"}' >told.json
        sum=$(openssl dgst -sha256 -hmac empsec_00ff told.json | sed 's/.*= *//')
        wants 200 "$base/coral" --data-binary @told.json \
            -H "X-Coral-Signature: sha256=00,sha256=$sum"
    }
    told '<div>Tu es un abruti, ferme ta gueule</div>'
    holds out '.[0] | .status == "SYSTEM_WITHHELD" and .actions == [{actionType:
        "FLAG", reason: "COMMENT_DETECTED_TOXIC"}]'
    head_has "^x-vigie-permalink: $base/comment/coral-"
    told '<div>Merci beaucoup, très bon article</div>'
    holds out '.[0] == {}'
    counts "SELECT count(*) FROM comments WHERE id LIKE 'coral-%'" 2
    told '<div>Merci beaucoup, très bon article</div>'
    counts "SELECT count(*) FROM comments WHERE id LIKE 'coral-%'" 2
    # somebody else writes for long: Coral gets its answer, and it is no
    printf 'BEGIN IMMEDIATE;\n.system sleep 3\nCOMMIT;\n' | sqlite3 vigie.db &
    sleep 1
    told '<div>Un autre commentaire, tout neuf</div>'
    holds out '.[0].status == "SYSTEM_WITHHELD"'
    wait $!
else
    skip 'no openssl: messages of Coral are not signed'
fi

# ---- webhooks: kept until they are acknowledged ------------------------------

quiet vigie hook add http://127.0.0.1:9/
out_has '^whsec_[A-Za-z0-9_-]{43}$'
quiet vigie decide a2 approve --by anna
tries=0
until [ "$(sql 'SELECT tries FROM delivery')" = 1 ] || [ $tries -gt 60 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
counts 'SELECT count(*) FROM delivery WHERE done IS NULL AND tries = 1' 1
wants 200 "$base/metrics"
out_has '^vigie_deliveries_open 1$'
out_has '^vigie_delivery_failures_total 1$'
quiet vigie hook remove "$(sql "SELECT key FROM hook WHERE kind = 'webhook'")"
counts 'SELECT count(*) FROM delivery WHERE done IS NULL' 0

# ---- two servers, and the death of one ---------------------------------------

first=$base
dead=$server
serve_start
clients=
for number in 1 2 3 4 5 6 7 8; do
    for at in "$first" "$base"; do
        curl -s "$at/v1/comments?key=$key" -d "{\"id\":\"${at##*:}-$number\",
            \"text\":\"Quel abruti numéro $number\"}" >"two.$number.${at##*:}" &
        clients="$clients $!"
    done
done
for client in $clients; do
    wait "$client"
done
counts "SELECT count(*) FROM comments WHERE text LIKE '%numéro%'
    AND state = 'scored'" 16
number=0
: >confirmed
while [ $number -lt 8 ]; do
    number=$((number + 1))
    id=${first##*:}-$number
    # the last ones run into the kill
    [ $number != 6 ] || kill -KILL "$dead"
    curl -s --max-time 5 "$first/v1/decisions?key=$key" -d \
        "{\"comment\":\"$id\",\"action\":\"remove\"}" >answer || :
    ! grep -q '"decision":' answer || echo "$id" >>confirmed
done
[ "$(wc -l <confirmed)" -ge 5 ] && ok || fail 'decisions before the kill' confirmed
sort confirmed >wanted
sql "SELECT comment FROM decisions WHERE moderator = 'site' AND action = 'remove'
    ORDER BY 1" >seen
same 'decisions confirmed and kept' wanted seen
wants 200 "$base/healthz"
serve_stop
sound
finish
