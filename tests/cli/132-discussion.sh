#!/bin/sh
# 132-discussion.sh VIGIE: a discussion's page: its heat, whom comments
# answer where the site does not say, words they quote, sources asked for.
. "$(dirname "$0")/lib.sh"
. "$repository/tests/cli/serving.sh"

cat >talk.jsonl <<'E'
{"id":"t1","discussion":"t","title":"La gare","author":"anne","text":"Je lis que la mairie a vendu le terrain de la gare."}
{"id":"t2","discussion":"t","author":"bob33","text":"« la mairie a vendu le terrain de la gare » : d'où ça sort ?"}
{"id":"t3","discussion":"t","author":"carl","text":"@bob33 du journal d'hier, page 4."}
{"id":"t4","discussion":"t","author":"dora","reply_to":"t3","text":"Merci <b>carl</b>."}
{"id":"t5","discussion":"t","author":"bob33","text":"Tu as une source pour le prix ? Un lien, un document ?"}
E
for number in 1 2 3 4 5 6 7; do
    jq -nc --arg n $number '{id: "h\($n)", discussion: "h", author: "x\($n)",
        text: "Quel abruti, ferme ta gueule espèce de connard numéro \($n)"}'
done >heated.jsonl
jq -nc 'range(450) | {id: "long-\(.)", discussion: "long", author: "y",
    text: "Merci pour le numéro \(.)."}' >long.jsonl
quiet vigie score talk.jsonl heated.jsonl long.jsonl
account anna moderator
serve_start
login anna

# page PATH: one line a tag, so that lines can be looked for
page() {
    wants 200 -b anna.jar "$base$1"
    sed 's/></>\n</g' out >page && mv page out
}

page /discussion/t
out_has '<b>5</b> commentaires'
out_has 'répond sans doute à <a href="#c1">'
out_has ' \(le cite\)'
out_has ' \(le nomme\)'
out_has 'class="given">répond à <a href="#c3">'
out_has '<span class="quoted" title="[^"]*">la mairie a vendu le terrain de la gare</span>'
out_lacks '<b>carl</b>'
out_has '<bdi>bob33</bdi> → <bdi>anne</bdi>'
out_has 'sans doute</td>'
out_has 'class="did did-approve">répondue<'
out_has 'class="did did-remove">ouverte<'
out_has "La discussion n.*pas tourné"
out_has '<path class="each" '
page /discussion/h
out_has 'La discussion a tourné'
out_has '<rect class="band" '
page /discussions
out_has '>a tourné<'
out_has 'data-label="sources attendues">1</td>'
page /discussion/long
out_has 'id="c412"'
out_lacks 'id="c413"'
page '/discussion/long?after=412'
out_has 'id="c413"'
page '/discussion/long?after=x'
wants 404 -b anna.jar "$base/discussion/none"

# beside one comment
page /comment/t2
out_has 'auquel il répond sans doute : il le cite'
out_has 'lui répond sans doute'
out_has 'La source qu.*il demande a été <a href="/comment/t3">donnée'
page /comment/t3
out_has '>lui répond<'
out_has 'Il donne la source <a href="/comment/t2">demandée'
page /comment/h5
out_has '^<section class="side why">'
out_has '^<mark class="tone-insult harsh">abruti</mark> insulte forte'
wants 200 -b anna.jar -b vigie_language=en "$base/comment/h5"
out_has '>Why<.*abruti</mark> strong insult'
page /comment/h5
out_has 'Elle a tourné <a href="/comment/h1">'
finish
