// console.mjs VIGIE CHROMIUM bounded|whole: moderators at work in a browser.
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [vigie, browserPath, extent] = process.argv.slice(2);
const whole = extent === "whole";
const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = join(root, "build/browser");
const work = mkdtempSync(join(tmpdir(), "vigie-browser-"));
const comments = whole ? 200 : 40;
const password = "mot de passe";

let checks = 0, failures = 0;
const check = (good, what, detail = "") => {
  checks++;
  if (good) return;
  failures++;
  console.log(`FAILED: ${what} ${detail}`);
};
const run = (args, input = "") =>
  execFileSync(vigie, args, { cwd: work, input, encoding: "utf8", stdio: ["pipe", "pipe", "inherit"] });
const sql = (query) => execFileSync("sqlite3", ["-batch", join(work, "vigie.db"), query], { encoding: "utf8" }).trim();

// of the newest decision, or of the newest on one comment
const last = (column, id) => sql(`SELECT j.${column} FROM decision AS j JOIN comment AS c ON c.key = j.comment
  ${id ? `WHERE c.id = '${id}'` : ""} ORDER BY j.key DESC LIMIT 1`);

// ---- the store: enough comments that somebody must read ---------------------

const prepare = () => {
  mkdirSync(shots, { recursive: true });
  const lines = readFileSync(join(root, "data/sample/batch.jsonl"), "utf8").trim().split("\n").map((l) => JSON.parse(l));
  const out = [];
  const endings = ["", " Franchement.", " Voilà, c'est dit.", " On en reparlera."];
  endings.forEach((ending, round) => lines.forEach((comment) => out.push(JSON.stringify({
    ...comment, id: `r${round}-${comment.id}`, discussion: `${comment.discussion}-${round}`,
    reply_to: comment.reply_to ? `r${round}-${comment.reply_to}` : undefined,
    text: comment.text ? comment.text + ending : comment.text,
  }))));
  writeFileSync(join(work, "comments.jsonl"), out.join("\n") + "\n");
  mkdirSync(join(work, "labelled"));
  cpSync(join(root, "data/discussions/sport-culture.jsonl"), join(work, "labelled/sport-culture.jsonl"));
  writeFileSync(join(work, "policy.ini"),
    readFileSync(join(root, "data/policy.ini"), "utf8").replace(/^control_sample = .*/m, "control_sample = 0"));
  run(["score", "--policy", "policy.ini", "comments.jsonl"]);
  for (const [name, role] of [["anna", "moderator"], ["bruno", "moderator"], ["lea", "lead"], ["chef", "admin"]])
    run(["user", "add", name, "--role", role], `${password} ${name}\n`);
};

const serve = () => new Promise((done, failed) => {
  const server = spawn(vigie, ["serve", "--listen", "127.0.0.1:0", "--policy", "policy.ini", "--labelled", "labelled"],
    { cwd: work, stdio: ["ignore", "pipe", "inherit"] });
  server.stdout.on("data", (text) => {
    const at = /listening at (\S+)/.exec(String(text));
    if (at) done({ server, base: at[1] });
  });
  server.on("exit", () => failed(new Error("the server ended")));
});

// ---- people ------------------------------------------------------------------

const errors = [];
const visit = async (browser, base, name, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "fr-FR", ...options });
  const page = await context.newPage();
  page.on("console", (message) => { if (message.type() === "error") errors.push(`${page.url()}: ${message.text()}`); });
  page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => { if (!request.url().startsWith(base)) errors.push(`foreign: ${request.url()}`); });
  await page.goto(`${base}/login`);
  await page.fill("#name", name);
  await page.fill("#password", `${password} ${name}`);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/queue");
  return page;
};
const press = async (page, key) => {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
};
const current = (page) => page.getAttribute("#decide input[name=comment]", "value", { timeout: 2000 }).catch(() => null);

// One moderator, by keyboard alone, until `count` decisions or an empty queue.
const moderate = async (page, count, seen) => {
  if (!await current(page)) await press(page, "j");
  for (let i = 0; i < count; i++) {
    const id = await current(page);
    if (!id) return i;
    seen.push(id);
    await press(page, i % 3 === 1 ? "a" : "r");
  }
  return count;
};

const twoAtOnce = async (browser, base) => {
  const anna = await visit(browser, base, "anna"), bruno = await visit(browser, base, "bruno");
  const seen = { anna: [], bruno: [] };
  const done = await Promise.all([moderate(anna, comments / 2, seen.anna), moderate(bruno, comments / 2, seen.bruno)]);
  check(done[0] + done[1] === comments, "both decide all their comments", done.join(" + "));
  const all = [...seen.anna, ...seen.bruno];
  check(new Set(all).size === all.length, "no comment was given twice");
  const journal = sql("SELECT comment FROM decisions WHERE NOT undone AND action IN ('approve', 'remove') ORDER BY 1");
  check(journal === [...all].sort((a, b) => (a < b ? -1 : 1)).join("\n"), "the journal has them all");
  for (const who of ["anna", "bruno"])
    check(sql(`SELECT count(*) FROM decisions WHERE moderator = '${who}'`) === String(comments / 2), `${who}'s decisions are ${who}'s`);
  await anna.reload();
  const count = await anna.textContent("#count");
  const recount = sql("SELECT count(*) FROM queue WHERE priority > -500000");
  check(count.replace(/\D/g, "") === recount, "the count equals a recount", `${count} ${recount}`);
  await bruno.context().close();
  return anna;
};

const keys = async (page) => {
  if (!await current(page)) await press(page, "j");
  const first = await current(page);
  await press(page, "r");
  check(sql(`SELECT state FROM comments WHERE id = '${first}'`) === "decided", "r decides");
  await press(page, "u");
  check(sql(`SELECT state FROM comments WHERE id = '${first}'`) === "scored", "u undoes");
  check(await current(page) === first, "and shows the comment again");
  await press(page, "j");
  const second = await current(page);
  check(second !== first, "j goes on");
  await press(page, "k");
  check(await current(page) === first, "k goes back");
  await page.keyboard.press("1");
  check(await page.isChecked("#corrected"), "a tone's key says that the tones are right");
  await page.keyboard.press("n");
  await page.keyboard.type("raison d'être <b>");
  await page.keyboard.press("Escape");
  await press(page, "r");
  check(last("note") === "raison d'être <b>", "a note is kept");
  check(Number(sql(`SELECT count(*) FROM labels WHERE comment = '${first}'`)) > 5, "corrected tones are labels");
  await press(page, "d");
  check(last("action") === "defer", "d defers");
  await page.keyboard.press("?");
  check(await page.isVisible("#help"), "? helps");
  await page.keyboard.press("Escape");
  await page.keyboard.press("v");
  check(await page.getAttribute("html", "data-veil") === "on", "v veils");
  await page.keyboard.press("v");
  // typing in a field decides nothing
  const before = sql("SELECT count(*) FROM decisions");
  await page.focus("input[name=note]");
  await page.keyboard.type("arduj");
  check(sql("SELECT count(*) FROM decisions") === before, "typing a note decides nothing");
};

const twins = async (page, base) => {
  writeFileSync(join(work, "twins.jsonl"), [0, 1, 2].map((i) => JSON.stringify({ id: `twin-${i}`, author: `jumeau${i}`,
    discussion: "twins", text: "Quel ramassis d'abrutis ce conseil municipal, honte à vous tous bande d'incapables !" + "!".repeat(i) }) + "\n").join(""));
  run(["score", "--policy", "policy.ini", "twins.jsonl"]);
  await page.goto(`${base}/queue`);
  // release what is at hand, then take the twins
  await page.evaluate(async () => {
    const csrf = document.querySelector("input[name=csrf]").value;
    await fetch("/queue/release", { method: "POST", body: new URLSearchParams({ csrf }) });
  });
  await page.goto(`${base}/queue?discussion=twins`);
  await press(page, "j");
  const boxes = await page.$$("input[name=also]");
  check(boxes.length === 2, "near-duplicates stand beside", String(boxes.length));
  for (const box of boxes) await box.check();
  await press(page, "r");
  check(sql("SELECT count(*) FROM decisions WHERE comment LIKE 'twin-%' AND action = 'remove' AND NOT undone") === "3", "several are decided at once");
  await press(page, "u");
  check(sql("SELECT count(*) FROM decisions WHERE comment LIKE 'twin-%' AND action = 'remove' AND NOT undone") === "0", "and undone at once");
};

// ---- those who lead ------------------------------------------------------------

const thresholds = async (page, base) => {
  await page.goto(`${base}/thresholds`);
  const slide = page.locator(".slide.tone-insult");
  const before = Number((await slide.locator(".per-day").textContent()).replace(/\D/g, ""));
  await slide.locator("input[type=range]").evaluate((range) => {
    range.value = "0.9";
    range.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const after = Number((await slide.locator(".per-day").textContent()).replace(/\D/g, ""));
  check(after < before, "a higher threshold flags less", `${before} ${after}`);
  await page.fill("#note", "moins de bruit");
  await Promise.all([page.waitForNavigation(), page.click("form.panel button.primary")]);
  check(page.url().endsWith("saved=1"), "the policy is saved");
  check(sql("SELECT moderator || ': ' || note FROM policy") === "lea: moins de bruit", "with who and why");
  check(sql("SELECT count(*) FROM scores AS s JOIN comments AS c ON c.id = s.comment WHERE c.state = 'scored' AND tone = 'insult' AND flagged AND probability < 0.9") === "0",
    "and the queue follows it");
  run(["queue", "--limit", "1"]);
  check(sql("SELECT count(*) FROM scores AS s JOIN comments AS c ON c.id = s.comment WHERE c.state = 'scored' AND tone = 'insult' AND flagged AND probability < 0.9") === "0",
    "the command line follows it as well");
};

const finished = async (page) => {
  for (let i = 0; i < 240 && await page.$("[data-running]"); i++) await page.waitForTimeout(500);
  const log = await page.$eval("#job", (job) => job.textContent);
  check(/fait/.test(log), "the job is done", log.slice(0, 300));
};
const act = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

const models = async (page, base) => {
  const shipped = sql("SELECT model FROM models WHERE active");
  await page.goto(`${base}/models`);
  await act(page, "form[action='/models/train'] button.primary");
  await finished(page);
  const job = page.url().split("/").pop();
  await page.goto(`${base}/models`);
  await page.selectOption("select[name=b]", `job:${job}`);
  await act(page, "form[action='/models/diff'] button");
  await finished(page);
  check(await page.$$eval("#job tbody tr", (rows) => rows.length) > 0, "the comparison shows texts");
  await page.screenshot({ path: join(shots, "diff-1280-light.png") });
  await page.goto(`${base}/models`);
  await act(page, `form[action='/models/promote']:has(input[value='job:${job}']) button`);
  await finished(page);
  check(sql("SELECT model FROM models WHERE active") !== shipped, "the new model is active");
  check(sql("SELECT moderator FROM activation ORDER BY key DESC LIMIT 1") === "lea", "by whom is known");
  await page.goto(`${base}/models`);
  await act(page, "form[action='/models/rollback'] button");
  await finished(page);
  check(sql("SELECT model FROM models WHERE active") === shipped, "the old one is back");
};

// ---- webhooks --------------------------------------------------------------------

const webhooks = async () => {
  const got = [];
  const receiver = createServer((request, answer) => {
    let body = "";
    request.on("data", (piece) => { body += piece; });
    request.on("end", () => {
      got.push({ body, signature: request.headers["x-vigie-signature"] });
      answer.statusCode = 204;
      answer.end();
    });
  });
  await new Promise((done) => receiver.listen(0, "127.0.0.1", done));
  const secret = run(["hook", "add", `http://127.0.0.1:${receiver.address().port}/`]).trim();
  const id = sql("SELECT comment FROM queue WHERE claimed_by IS NULL LIMIT 1");
  run(["decide", id, "approve", "--by", "zoe"]);
  for (let i = 0; i < 50 && !got.length; i++) await new Promise((done) => setTimeout(done, 100));
  receiver.close();
  check(got.length === 1, "a decision of the command line is told");
  if (!got.length) return;
  check(got[0].signature === "sha256=" + createHmac("sha256", secret).update(got[0].body).digest("hex"), "signed");
  check(JSON.parse(got[0].body).decision.comment === id, "about the comment");
};

// ---- every page --------------------------------------------------------------------

const paths = (comment) => ["/queue", "/label", "/discussions", `/discussion/${comment.discussion}`, "/try", "/thresholds", "/models",
  "/journal", "/statistics", "/access", `/comment/${encodeURIComponent(comment.id)}`, "/nowhere"];

const everyPage = async (browser, base) => {
  const [id, discussion] = sql("SELECT id || '|' || discussion FROM comments WHERE reply_to IS NOT NULL LIMIT 1").split("|");
  const looks = whole
    ? [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]
    : [[1280, "light"], [390, "dark"]];
  for (const [width, colorScheme] of looks) {
    const page = await visit(browser, base, "chef", { viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme });
    for (const path of ["/login", ...paths({ id, discussion })]) {
      const before = errors.length;
      await page.goto(base + path);
      if (path === "/nowhere") errors.length = before; // its 404 is meant
      if (await page.$(".start button.primary")) await act(page, ".start button.primary");
      if (path === "/try") {
        await page.fill("#text", "Quel abruti, t'as lu l'article ? T'as une source ?");
        await page.waitForSelector("#result .tones");
      }
      const name = path.split("/")[1] || "home";
      await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: width === 390 });
      check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} at ${width} is not wider than the window`);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const violation of found.violations)
        check(false, `axe: ${path} ${width} ${colorScheme}: ${violation.id}: ${violation.help}`, violation.nodes[0].html.slice(0, 160));
      checks++;
    }
    await page.context().close();
  }
  if (!whole) return;
  // 200 % zoom at 1280 is a window of 640
  const page = await visit(browser, base, "chef", { viewport: { width: 640, height: 450 } });
  for (const path of paths({ id, discussion })) {
    await page.goto(base + path);
    check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} at 200 % zoom fits`);
  }
  errors.length = 0;
  await page.context().close();
};

const withoutScript = async (browser, base) => {
  const page = await visit(browser, base, "bruno", { javaScriptEnabled: false });
  if (await page.$(".start button.primary")) await act(page, ".start button.primary");
  const id = await current(page);
  await act(page, "button.approve");
  check(last("action", id) === "approve", "without script a comment can be decided");
  await act(page, ".toast button");
  check(last("action", id) === "undo", "and undone");
  await page.goto(`${base}/try`);
  await page.fill("#text", "Quel abruti");
  await act(page, "form.try button");
  check(await page.isVisible("#result .tones"), "and a text tried");
  await page.context().close();
};

// ---- all of it -----------------------------------------------------------------------

prepare();
const { server, base } = await serve();
server.removeAllListeners("exit");
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
try {
  const anna = await twoAtOnce(browser, base);
  await keys(anna);
  await twins(anna, base);
  await anna.context().close();
  await withoutScript(browser, base);
  await webhooks();
  const lea = await visit(browser, base, "lea");
  await thresholds(lea, base);
  if (whole) await models(lea, base);
  await lea.context().close();
  await everyPage(browser, base);
  check(errors.length === 0, "no errors in the console of the browser", errors.slice(0, 5).join("; "));
} catch (error) {
  check(false, "the run breaks off:", error.stack);
} finally {
  await browser.close();
  server.kill();
  await new Promise((done) => server.once("exit", done));
  rmSync(work, { recursive: true, force: true });
}
console.log(`browser: ${checks} checks, ${failures} failed`);
process.exit(failures ? 1 : 0);
