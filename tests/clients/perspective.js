// perspective.js BASE KEY: npm's perspective-api-client, unchanged, against
// the server.  Its address is fixed; an interceptor of its own axios turns it.
const assert = require("assert");
const Perspective = require("perspective-api-client");
const axios = require(require.resolve("axios", { paths: [require.resolve("perspective-api-client")] }));

const [base, apiKey] = process.argv.slice(2);
const sent = [];
axios.interceptors.request.use((config) => {
  config.url = config.url.replace(/^https:\/\/[^/]+/, base);
  sent.push(config);
  return config;
});
const client = new Perspective({ apiKey });
const scores = (answer) => Object.fromEntries(
  Object.entries(answer.attributeScores).map(([name, score]) => [name, score.summaryScore.value]));
const six = ["TOXICITY", "SEVERE_TOXICITY", "INSULT", "IDENTITY_ATTACK", "THREAT", "PROFANITY"];

const checks = {
  "a text": async () => {
    const rude = await client.analyze("Quel abruti, ferme ta gueule"), kind = await client.analyze("Merci pour cet article, très clair.");
    assert(scores(rude).TOXICITY > 0.9 && scores(kind).TOXICITY < 0.2, JSON.stringify([rude, kind]));
    assert.strictEqual(rude.attributeScores.TOXICITY.spanScores[0].score.value, scores(rude).TOXICITY);
  },
  "a list of attributes": async () => {
    const answer = await client.analyze("Quel abruti, ferme ta gueule", { attributes: six.map((name) => name.toLowerCase()) });
    assert.deepStrictEqual(Object.keys(answer.attributeScores).sort(), [...six].sort());
    for (const value of Object.values(scores(answer))) assert(value >= 0 && value <= 1);
  },
  "a request object": async () => {
    const answer = await client.analyze({
      comment: { text: "Ça 😀 nul. Bravo !" }, languages: ["fr"], spanAnnotations: true,
      requestedAttributes: { TOXICITY: {}, SARCASM: { scoreThreshold: 0 } }, context: { entries: [{ text: "un article" }] },
    });
    assert.deepStrictEqual(answer.languages, ["fr"]);
    assert.deepStrictEqual(answer.attributeScores.SARCASM.spanScores.map((s) => [s.begin, s.end]), [[0, 10], [11, 18]]);
  },
  "tags and length": async () => {
    await client.analyze("<p>Merci à <b>tous</b></p>");
    assert.strictEqual(sent[sent.length - 1].data.includes("<b>"), false);
    await client.analyze("é".repeat(30000).slice(0, 10240), { truncate: true });
  },
  "an unknown attribute": () => assert.rejects(client.analyze("texte", { attributes: ["FLIRTATION"] }),
    (error) => error.name === "ResponseError" && error.message === "Unknown requested attribute: FLIRTATION" && error.response.status === 400),
  "a wrong key": () => assert.rejects(new Perspective({ apiKey: "wrong" }).analyze("texte"),
    /API key not valid\. Please pass a valid API key\./),
  // it refuses the text, and posts an empty body all the same
  "no text": async () => {
    const before = sent.length;
    await assert.rejects(client.analyze(""));
    assert(sent.length > before);
    assert(scores(await client.analyze("Merci")).TOXICITY < 0.5);
  },
};

(async () => {
  for (const [name, check] of Object.entries(checks))
    await check().then(() => console.log(`ok ${name}`),
      (error) => console.log(`FAILED ${name}: ${error.stack}`));
})();
