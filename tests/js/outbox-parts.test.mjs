import assert from "node:assert/strict";
import { test } from "node:test";

import { filesNamed, Keeper, ownerOf } from "../../static/liveblog/desk/outbox/keeping.js";
import { forgetPictures, pictureIds, picturesFrom } from "../../static/liveblog/desk/outbox/pictures.js";
import { meaning, tokenFrom, transport } from "../../static/liveblog/desk/outbox/transport.js";
import { houseTime, line, opening, stateOf } from "../../static/liveblog/desk/outbox/words.js";

const json = (status, body, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
const html = (status, headers = {}) => new Response("<p>…", { status, headers: { "Content-Type": "text/html", ...headers } });
const ITEM = { id: "a", user: "1", pressed: 1_272_861_000_123, address: "http://hall/newsroom/q/", fields: [["client_id", "a"], ["body", "One\r\ntwo"]] };
const going = { signal: new AbortController().signal };

function sender(...answers) {
  const asked = [];
  const fetch = async (address, options) => {
    asked.push({ address, ...options });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const token = tokenFrom({ address: "http://hall/newsroom/token.json", cookie: () => "a=b; csrftoken=old; c=d", fetch });
  return { send: transport({ token, fetch, now: () => 1_272_861_009_000 }), asked };
}

test("a try says what was typed, when it was pressed, when it is sent, and by whom", async () => {
  const { send, asked } = sender(json(201, { state: "published", entry: "e1", url: "/q/e1/", say: "On the page.", remarks: [] }));
  const answer = await send(ITEM, going);
  assert.deepEqual([answer.kind, answer.state, answer.url], ["taken", "published", "/q/e1/"]);
  const [{ body, headers, redirect }] = asked;
  assert.equal(body.get("body"), "One\r\ntwo");
  assert.equal(body.get("pressed"), "2010-05-03T04:30:00.123Z");
  assert.equal(body.get("sent"), "2010-05-03T04:30:09.000Z");
  assert.equal(body.get("writer"), "1");
  assert.equal(headers["X-CSRFToken"], "old");
  assert.equal(redirect, "error");
});

test("a token of another log-in is renewed once and the entry sent again", async () => {
  const refusal = () => json(403, { state: "token" });
  const { send, asked } = sender(refusal(), json(200, { user: "1", token: "new" }), json(201, { state: "published", entry: "e1" }));
  assert.equal((await send(ITEM, going)).kind, "taken");
  assert.equal(asked[2].headers["X-CSRFToken"], "new");
  const again = sender(refusal(), json(200, { token: "new" }), refusal());
  const answer = await again.send(ITEM, going);
  assert.deepEqual([answer.kind, answer.left], ["lost", false]);
});

test("without a session there is no token either: log in", async () => {
  const { send } = sender(json(403, { state: "token" }), json(401, { state: "log in", say: "Log in again." }));
  assert.deepEqual(await send(ITEM, going), { kind: "log in", say: "Log in again." });
});

test("pictures go before their entry, once, and wait for a token and a log-in as it does", async () => {
  const blobs = new Map([["p1", { blob: "1", name: "a.jpg" }], ["p2", { blob: "2", name: "b.jpg" }]]);
  const store = { getBlob: async (id) => blobs.get(id) ?? null, dropBlob: async (id) => void blobs.delete(id) };
  const item = { ...ITEM, fields: [...ITEM.fields, ["pictures", '[{"id":"p1"},{"id":"gone"},{"id":"p2"}]']] };
  const seen = [];
  const faults = [Object.assign(new Error(), { status: 403 })];
  const upload = picturesFrom(store, async ({ id, token: mine }) => {
    const error = faults.shift();
    if (error) throw error;
    seen.push(`${id} ${mine}`);
  });
  const kept = json(201, { state: "published", entry: "e1" });
  const fetch = async (address) => (address.endsWith("token.json") ? json(200, { token: "new" }) : kept);
  const token = tokenFrom({ address: "http://hall/token.json", cookie: () => "csrftoken=old", fetch });
  const send = transport({ token, upload, fetch });
  assert.equal((await send(item, going)).kind, "taken");
  assert.deepEqual(seen, ["p1 new", "p2 new"]);
  await forgetPictures(store, item);
  assert.equal(blobs.size, 0);
  blobs.set("p1", { blob: "1", name: "a.jpg" });
  const meets = async (error) => (faults.push(Object.assign(new Error("No."), error)), await send(item, going));
  assert.equal((await meets({ status: 401 })).kind, "log in");
  assert.equal((await meets({ name: "Refused" })).faults[0].field, "pictures.0.alt");
  assert.equal((await meets({ name: "NotNow", retryAfter: 9 })).kind, "later");
  assert.deepEqual(await meets({ name: "NotNow" }), { kind: "lost", why: "The server cannot be reached", left: false });
  for (const text of ["", "{", "{}", '[null, 3, {"id": ""}]']) {
    assert.deepEqual(pictureIds({ fields: [["pictures", text]] }), []);
  }
});

test("what is longer than any form is refused here, and blocks nothing", async () => {
  const { send, asked } = sender();
  const answer = await send({ ...ITEM, fields: [["body", "é".repeat(700_000)]] }, going);
  assert.deepEqual([answer.kind, asked], ["refused", []]);
});

test("no network, a cut connection and a redirect are all nothing heard", async () => {
  for (const error of [new TypeError("Failed to fetch"), new DOMException("", "TimeoutError"), new DOMException("", "AbortError")]) {
    const { send } = sender(error);
    const answer = await send(ITEM, going);
    assert.equal(answer.kind, "lost");
    assert.ok(answer.why);
  }
});

test("only an answer that is certainly the server's settles an entry", () => {
  const kinds = (answer, body = null) => meaning(answer, body).kind;
  assert.equal(kinds(html(200)), "lost", "a hall's own log-in page");
  assert.equal(kinds(json(200, {}), { entry: undefined }), "lost");
  assert.equal(kinds(html(404)), "lost");
  assert.equal(kinds(html(403)), "lost");
  assert.equal(kinds(html(401)), "lost");
  assert.equal(kinds(html(502)), "lost");
  assert.equal(kinds(json(500, {}), {}), "lost");
  assert.equal(kinds(html(413)), "refused");
  for (const status of [403, 404, 409, 413, 422]) assert.equal(kinds(json(status, {}), { state: "refused" }), "refused");
  assert.equal(kinds(json(401, {}), { state: "log in" }), "log in");
  assert.deepEqual(meaning(html(429, { "Retry-After": "60" }), null), { kind: "later", seconds: 60 });
  assert.deepEqual(meaning(html(429), null), { kind: "later", seconds: 10 });
  assert.deepEqual(meaning(html(503, { "Retry-After": "7" }), null), { kind: "later", seconds: 7 });
});

test("times are the paper's", () => {
  const at = Date.parse("2010-05-07T04:07:00+01:00");
  assert.equal(houseTime(at, "Europe/London"), "4.07am");
  assert.equal(houseTime(Date.parse("2010-05-07T00:05:00+01:00"), "Europe/London"), "12.05am");
  assert.equal(houseTime(Date.parse("2010-05-07T12:30:00+01:00"), "Europe/London"), "12.30pm");
  assert.match(houseTime(at, "Nowhere/Land"), /^\d+\.07[ap]m$/);
});

test("an entry is called by its headline, its first words or its contest", () => {
  assert.equal(opening([["kind", "update"], ["headline", "Box 4"], ["body", "…"]]), "Box 4");
  assert.equal(opening([["kind", "quote"], ["body", " “Quiet”,\n she said. "]]), "Quote: “Quiet”, she said.");
  assert.equal(opening([["kind", "result"], ["result.contest", "quay/castle-hill"], ["body", ""]]), "Result: castle hill");
  assert.equal(opening([["kind", "update"], ["body", ""]]), "No words yet");
  assert.equal(opening([["kind", "update"], ["body", "word ".repeat(40)]], 20), "word word word word…");
});

test("the line is calm when all is well and honest when it is not", () => {
  const item = (more) => ({ user: "1", state: "waiting", heldUntil: 0, notBefore: 0, attempts: 0, trouble: null, name: "Rosa", ...more });
  const said = (items, isOnline = true) => {
    const { text, alarm } = line(items, { user: "1", isOnline, now: 0 });
    return [text, alarm].filter(Boolean).join(" ");
  };
  assert.equal(said([]), "All on the page.");
  assert.equal(said([item(), item(), item()], false), "No network: 3 entries kept on this device, to go out by themselves.");
  assert.equal(said([item({ trouble: { kind: "log in", say: "" } })]), "Log in again: 1 entry waits.");
  assert.match(said([item({ trouble: { kind: "lost", why: "The server cannot be reached" } })]), /^The server cannot be reached: 1 entry kept/);
  assert.match(said([item({ state: "refused" })]), /not published/);
  assert.equal(said([item({ user: "2" })]), "All on the page.");
  assert.match(stateOf(item({ user: "2" }), { user: "1", isOnline: true, now: 0 }), /^Written by Rosa/);
});

const ROOT = "http://hall/static/";

test("the files of a page are those that it names, and those that they name", () => {
  const page = `<link rel="stylesheet" href="/static/a.css"><script type="module" src="/static/desk/b.js"></script>
    <a href="/quayshire/">…</a><link rel="manifest" href="/newsroom/q/manifest.webmanifest"><img src="https://elsewhere/static/x.png">`;
  assert.deepEqual(filesNamed(page, "http://hall/newsroom/q/", ROOT), ["http://hall/static/a.css", "http://hall/static/desk/b.js"]);
  const script = `import { a } from "./c.js";\nimport {\n  b,\n} from '../reader/d.js';\nimport "./e.js";\nconst later = () => import("./f.js");\nexport { g } from "./g.js";`;
  assert.deepEqual(filesNamed(script, "http://hall/static/desk/b.js", ROOT), ["desk/c", "reader/d", "desk/e", "desk/f", "desk/g"].map((name) => `${ROOT}${name}.js`));
  assert.deepEqual(filesNamed("a { background: url(../i.svg) } b { src: url('data:x') }", "http://hall/static/x/a.css", ROOT), [`${ROOT}i.svg`]);
});

/** The caches of a browser, and a server whose files can be missing. */
function keeper(files) {
  const caches = new Map();
  const opened = (name) => {
    if (!caches.has(name)) caches.set(name, new Map());
    const kept = caches.get(name);
    return {
      put: async (key, answer) => void kept.set(key, answer),
      match: async (key) => kept.get(key)?.clone(),
      keys: async () => [...kept.keys()].map((url) => ({ url })),
      delete: async (key) => kept.delete(key.url ?? key),
    };
  };
  const storage = { open: async (name) => opened(name), keys: async () => [...caches.keys()], delete: async (name) => caches.delete(name) };
  const fetch = async ({ url }) => {
    if (!(url in files)) throw new TypeError("no network");
    return new Response(files[url]);
  };
  return { keeper: new Keeper({ root: ROOT, caches: storage, fetch }), caches };
}

const page = (user, script) =>
  new Response(`<section data-outbox data-user="${user}"></section><script src="/static/${script}.js"></script>`, { headers: { "Content-Type": "text/html" } });
const DESK = "http://hall/newsroom/q/";
const V1 = "v1.0123456789ab";
const V2 = "v2.ba9876543210";

test("a page is kept only with all its files, and until then the older one is", async () => {
  const files = { [`${ROOT}${V1}.js`]: `import "./part.aaaaaaaaaaaa.js";`, [`${ROOT}part.aaaaaaaaaaaa.js`]: "1" };
  const { keeper: keeps, caches } = keeper(files);
  assert.equal(await keeps.keep(DESK, page("1", V1)), true);
  files[`${ROOT}${V2}.js`] = `import "./part.bbbbbbbbbbbb.js";`; // whose part does not come through
  await assert.rejects(keeps.keep(DESK, page("1", V2)));
  assert.match(await (await keeps.kept(DESK)).text(), /v1/);
  files[`${ROOT}part.bbbbbbbbbbbb.js`] = "2";
  assert.equal(await keeps.keep(DESK, page("1", V2)), true);
  assert.match(await (await keeps.kept(DESK)).text(), /v2/);
  const kept = [...caches.get("declared-files").keys()];
  assert.deepEqual(kept.filter((url) => /v1|aaaa/.test(url)), [], "what no page loads is swept");
});

test("a kept page is shown to nobody else", async () => {
  const files = { [`${ROOT}${V1}.js`]: "1" };
  const { keeper: keeps } = keeper(files);
  await keeps.keep(DESK, page("1", V1));
  await keeps.keep("http://hall/newsroom/other/", page("2", V1));
  assert.equal(await keeps.kept(DESK), undefined);
  assert.equal(ownerOf("<p>no composer</p>"), null);
  assert.equal(await keeps.keep(DESK, new Response('<div class="notices"></div><section data-outbox data-user="2">')), false);
});
