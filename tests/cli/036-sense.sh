#!/bin/sh
# 036-sense.sh VIGIE: a discussion's heat, where it turned, who asked for a
# source and who gave it.
. "$(dirname "$0")/lib.sh"

quiet vigie score data/discussions/sport-culture.jsonl \
    data/discussions/tech-arguments.jsonl

# ---- the views ------------------------------------------------------------

counts 'SELECT count(*) FROM discussions' 90
counts 'SELECT sum(comments) = (SELECT count(*) FROM comments)
    AND sum(scored) = sum(comments)
    AND sum(requests) = (SELECT count(*) FROM source_requests)
    AND sum(open_requests) = (SELECT count(*) FROM source_requests
        WHERE answer IS NULL) FROM discussions' 1
counts "SELECT count(*) FROM source_requests" \
    "$(sql "SELECT count(*) FROM scores WHERE tone = 'source_request' AND flagged")"
counts "SELECT count(*) FROM source_requests AS r LEFT JOIN scores AS s
    ON s.comment = r.answer AND s.tone = 'source_given'
    WHERE r.answer IS NOT NULL AND s.flagged IS NOT 1" 0
counts 'SELECT count(*) FROM source_requests WHERE answered < time' 0
counts 'SELECT count(answer) > 50 AND count(*) > count(answer)
    FROM source_requests' 1
counts "SELECT count(*) FROM heat AS h LEFT JOIN scores AS s
    ON s.comment = h.comment AND s.tone = 'hostility'
    WHERE h.hostility IS NOT s.probability" 0
counts 'SELECT count(turned_at) > 2 AND count(turned_at) < 45
    FROM discussions' 1
counts 'SELECT count(*) FROM discussions AS d WHERE turned_at IS NOT
    (SELECT comment FROM heat AS h WHERE h.discussion = d.discussion
    AND turning ORDER BY number LIMIT 1)' 0

# how well it is known who answered: held-out requests, labels for truth
jq -r 'select(.split == "test" and (.tones | index("source_request"))) | .id' \
    data/discussions/sport-culture.jsonl >asked
echo "held-out source requests: $(wc -l <asked), found: $(sql \
    'SELECT comment FROM source_requests' | sort | sort - asked | uniq -d |
    wc -l)"

# ---- one discussion -------------------------------------------------------

for id in $(sql 'SELECT discussion FROM discussions ORDER BY turned_at IS NULL,
    open_requests DESC, discussion LIMIT 4'); do
    quiet vigie show --discussion "$id" --format json
    sql "SELECT json_object('heat', heat, 'from', turned_at, 'to', turned_by,
        'comments', comments, 'open', open_requests, 'requests', requests)
        FROM discussions WHERE discussion = '$id'" >view
    jq -c '{heat, from: .turned.from, to: .turned.to, comments,
        open: .open_requests, requests: (.requests | length)}' out >shown
    jq -c . view >wanted
    same "discussion $id, shown and in the view" wanted shown
    holds out '.[0] | (.course | length) == .scored
        and ([.course[] | select(.turning)][0].comment) == .turned.from
        and (.busiest | length) <= 5 and .course[-1].heat == .heat'
done
id=$(sql 'SELECT discussion FROM discussions WHERE turned_at IS NOT NULL AND
    open_requests > 0 AND requests > open_requests ORDER BY 1 LIMIT 1')
quiet vigie show --discussion "$id"
out_has "^discussion $id: «.*»$"
out_has '^[0-9]+ comments, [0-9]+ scored, [0-9]+ authors, ../../.... ..:.. to '
out_has '^most by: .* [0-9]'
out_has '^heat: 0\.[0-9]{2}  [▁▂▃▄▅▆▇█]+  1 comment a block$'
out_has "^turned: at $id#[0-9]+; hostility .*[0-9]\.[0-9]+ in these [0-9]+"
out_has '^source requests: [0-9]+, [0-9]+ open$'
out_has "^  $id#[0-9]+  .*: no answer yet$"
out_has "^  $id#[0-9]+  .*: answered by $id#[0-9]+ of .*, ../../.... ..:..$"
calm=$(sql 'SELECT discussion FROM discussions WHERE turned_at IS NULL AND
    requests = 0 LIMIT 1')
[ -z "$calm" ] || {
    quiet vigie show --discussion "$calm"
    out_has '^turned: no$'
    out_has '^source requests: none$'
}
table <<'E'
66|no discussion 'nope'$|vigie show --discussion nope
64|one comment or --discussion wanted|vigie show --discussion nope c1
64|unknown format 'csv'$|vigie show --discussion nope --format csv
E

# ---- a comment in its discussion ------------------------------------------

sql 'SELECT comment, answer FROM source_requests WHERE answer IS NOT NULL
    AND asked = answered_by LIMIT 1' >pair
asks=$(cut -d'|' -f1 pair)
gives=$(cut -d'|' -f2 pair)
quiet vigie show "$asks"
out_has "^source request, asks .* about .*: answered by $gives of "
out_has '^heat: [0-9.]+ here, [0-9.]+ now \([0-9]+ of [0-9]+ comments\)$'
quiet vigie show "$gives"
out_has "^gives the source asked for in $asks$"
quiet vigie show "$asks" --format json
holds out ".[0].sense | .request.answer == \"$gives\"
    and .gives_source_for == [] and .open_requests <= .requests"
quiet vigie show "$gives" --format json
holds out ".[0].sense | .gives_source_for | index(\"$asks\") != null"

# ---- it follows what comes ------------------------------------------------

fresh
cat >first.jsonl <<'J'
{"id":"t1","discussion":"t","author":"anne","time":"2024-01-02T10:00","text":"La mairie a vendu le terrain de la gare pour un euro."}
{"id":"t2","discussion":"t","author":"bob33","time":"2024-01-02T10:05","text":"« La mairie a vendu le terrain de la gare » : vous avez une source ?"}
J
quiet vigie score first.jsonl
counts 'SELECT comment, asked, answer FROM source_requests' 't2|anne|'
cat >second.jsonl <<'J'
{"id":"t3","discussion":"t","author":"anne","time":"2024-01-02T10:09","text":"@bob33 https://mairie.example/deliberations/2023-12.pdf page 4, délibération du 12 décembre 2023."}
J
quiet vigie score second.jsonl
counts 'SELECT comment, asked, answer, answered_by FROM source_requests' \
    't2|anne|t3|anne'
counts 'SELECT requests, open_requests, turned_at IS NULL FROM discussions' \
    '1|0|1'
# ingested only: nothing is scored, nothing is claimed
fresh
quiet vigie ingest first.jsonl
quiet vigie show --discussion t
out_has '^heat: nothing is scored$'
out_has '^source requests: none$'
quiet vigie show t1
out_lacks '^heat:'

# ---- long ones ------------------------------------------------------------

jq -c '.discussion = "long" | del(.reply_to)' \
    data/discussions/tech-arguments.jsonl >long.jsonl
fresh
quiet vigie score long.jsonl
quiet vigie show --discussion long
out_has '^heat: .*  29 comments a block$'
out_has '^  and [0-9]+ more open$'
[ "$(wc -l <out)" -lt 90 ] && ok || fail 'a long discussion takes pages' out
quiet vigie show --discussion long --format json
holds out '.[0] | (.course | length) == 1160'

finish
