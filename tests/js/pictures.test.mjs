import assert from "node:assert/strict";
import { test } from "node:test";

import { forgetStrays } from "../../static/liveblog/desk/outbox/pictures.js";
import * as list from "../../static/liveblog/desk/pictures/list.js";
import { fitted } from "../../static/liveblog/desk/pictures/shrink.js";
import {
  NotNow,
  Refused,
  addressOf,
  nextPiece,
  uploadPicture,
} from "../../static/liveblog/desk/pictures/upload.js";

const ID = "6f1c2a9e-3b59-4c43-9d53-0a4b1f0c7d11";
const ADDRESS = "http://desk.example/newsroom/quayshire/";

/** A server that takes pieces, and a network that does what it is told: one word a request. */
function hall(network = []) {
  const seen = { length: null, bytes: Buffer.alloc(0), done: 0, requests: 0, token: "" };
  const answer = (status, headers = {}, body = null) =>
    new Response(body && JSON.stringify(body), {
      status,
      headers: { ...headers, ...(body ? { "Content-Type": "application/json" } : {}) },
    });
  const stands = (status) =>
    answer(status, { "Upload-Offset": seen.bytes.length, "Upload-Length": seen.length });
  const serve = async (method, headers, body) => {
    if (seen.done) return answer(200, { "Upload-Complete": "?1" }, { state: "taken" });
    if (method === "HEAD") return seen.length === null ? answer(404) : stands(200);
    if (method === "POST") {
      seen.length ??= Number(headers["Upload-Length"]);
      return stands(201);
    }
    if (Number(headers["Upload-Offset"]) !== seen.bytes.length) return stands(409);
    seen.bytes = Buffer.concat([seen.bytes, Buffer.from(await body.arrayBuffer())]);
    if (seen.bytes.length < seen.length) return stands(204);
    seen.done += 1;
    return answer(201, { "Upload-Complete": "?1" }, { state: "taken" });
  };
  const fetch = async (address, { method, headers, body }) => {
    assert.equal(address, `${ADDRESS}pictures/${ID}/`);
    seen.requests += 1;
    seen.token = headers["X-CSRFToken"];
    const luck = network.shift() ?? "fine";
    if (luck === "cut") throw new TypeError("network");
    if (typeof luck === "object") return luck;
    const given = await serve(method, headers, body);
    if (luck === "unheard") throw new TypeError("network"); // it arrived, its answer did not
    return given;
  };
  return { seen, fetch };
}

const file = Buffer.from(Array.from({ length: 700_000 }, (_, n) => (n * 31) % 251));

const send = (server, more = {}) =>
  uploadPicture({
    id: ID,
    blob: new Blob([file]),
    address: ADDRESS,
    token: "t0ken",
    fetch: server.fetch,
    ...more,
  });

test("a picture arrives whole, and its progress is told", async () => {
  const server = hall();
  const told = [];
  await send(server, { progress: (share) => told.push(share) });
  assert.deepEqual(server.seen.bytes, file);
  assert.equal(server.seen.token, "t0ken");
  assert.equal(told[0], 0);
  assert.equal(told.at(-1), 1);
  assert.deepEqual(told, told.toSorted((a, b) => a - b));
});

test("whatever is cut, wherever, the file is the same and is taken once", async () => {
  let random = 7;
  const luck = () => ["fine", "cut", "unheard"][(random = (random * 48271) % 2147483647) % 3];
  for (let night = 0; night < 60; night += 1) {
    const server = hall(Array.from({ length: 30 }, luck));
    let tries = 0;
    for (;;) {
      try {
        await send(server);
        break;
      } catch (error) {
        assert.ok(error instanceof NotNow, error);
        assert.ok((tries += 1) < 40);
      }
    }
    assert.deepEqual(server.seen.bytes, file);
    assert.equal(server.seen.done, 1);
  }
});

test("what was sent before is not sent again", async () => {
  const server = hall();
  await send(server);
  const { requests } = server.seen;
  await send(server);
  assert.equal(server.seen.requests, requests + 1);
});

const json = (status, message, headers = {}) =>
  new Response(JSON.stringify({ message }), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });

test("what will never be taken is refused in the server's words", async () => {
  for (const status of [400, 409, 413, 415, 422]) {
    const server = hall(["fine", json(status, "This is no picture.")]);
    await assert.rejects(send(server), (error) => {
      assert.ok(error instanceof Refused, `${status}`);
      assert.equal(error.message, "This is no picture.");
      return true;
    });
  }
});

test("a session that is over, a busy server and a proxy's page are for another time", async () => {
  const page = new Response("<h1>502</h1>", { status: 502, headers: { "Content-Type": "text/html" } });
  const cases = [
    [json(401, "Log in again."), 401, 0],
    [json(403, "CSRF"), 403, 0],
    [json(503, "Busy.", { "Retry-After": "3" }), 503, 3],
    [json(429, "Too many.", { "Retry-After": "60" }), 429, 60],
  ];
  for (const [answer, status, retryAfter] of cases) {
    const name = status === 401 ? "LogIn" : "NotNow";
    await assert.rejects(send(hall(["fine", answer])), { name, status, retryAfter });
  }
  await assert.rejects(send(hall([page])), { name: "NotNow", message: "The server said 502." });
});

test("a server that answers nonsense is not asked for ever", async () => {
  const odd = () => new Response(null, { status: 200, headers: { "Upload-Offset": "x" } });
  await assert.rejects(send(hall([odd()])), { name: "NotNow" });
  const still = () =>
    new Response(null, { status: 409, headers: { "Upload-Offset": "0", "Upload-Length": "700000" } });
  const server = hall(["fine", "fine", still(), "fine", still(), "fine", still()]);
  await assert.rejects(send(server), { name: "NotNow" });
});

test("it stops when it is told to", async () => {
  const stop = new AbortController();
  const server = hall();
  const sent = send(server, {
    signal: stop.signal,
    fetch: async (address, request) => {
      stop.abort(new Error("given up"));
      request.signal.throwIfAborted();
    },
  });
  await assert.rejects(sent, { message: "given up" });
});

test("pieces grow on a good network and shrink on a bad one, within bounds", () => {
  assert.equal(nextPiece(131072, 300), 262144);
  assert.equal(nextPiece(1024 * 1024, 300), 1024 * 1024);
  assert.equal(nextPiece(131072, 3000), 131072);
  assert.equal(nextPiece(131072, 9000), 65536);
  assert.equal(nextPiece(32768, 9000), 32768);
});

test("its address is below the desk's, and may be given whole", () => {
  assert.equal(addressOf(`${ADDRESS}?kind=result#text`, ID), `${ADDRESS}pictures/${ID}/`);
  assert.equal(addressOf(`${ADDRESS}pictures/${ID}/`, ID), `${ADDRESS}pictures/${ID}/`);
});

test("the field and the list are the same thing", () => {
  const pictures = [{ id: "a", alt: "A “hall”", credit: "", caption: "</script>" }];
  assert.deepEqual(list.read(list.write(pictures)), pictures);
  assert.equal(list.write([]), "");
  for (const text of ["", "{", "3", '"x"', "[null, 3, {}]"]) assert.deepEqual(list.read(text), []);
  assert.deepEqual(list.read('[{"id":"a","alt":7}]'), [{ id: "a", alt: "", credit: "", caption: "" }]);
});

test("a picture moves one place and not beyond the ends", () => {
  assert.deepEqual(list.moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(list.moved(["a", "b", "c"], 2, 1), ["a", "b", "c"]);
  assert.deepEqual(list.moved(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
});

test("a picture without words is a fault beside it", () => {
  const found = list.faults([{ alt: "A hall" }, { alt: " \n" }]);
  assert.deepEqual(found.map(({ field }) => field), ["pictures.1.alt"]);
  assert.deepEqual(list.placeOf("pictures.1.alt"), { number: 1, word: "alt" });
  assert.deepEqual(list.placeOf("pictures.0.id"), { number: 0, word: "alt" });
  assert.equal(list.placeOf("body"), null);
});

test("a picture is made smaller and never larger", () => {
  assert.deepEqual(fitted(8064, 6048), [2560, 1920]);
  assert.deepEqual(fitted(6048, 8064), [1920, 2560]);
  assert.deepEqual(fitted(640, 480), [640, 480]);
  assert.deepEqual(fitted(40000, 1), [2560, 1]);
});

test("what no draft and no entry names any more is forgotten", async () => {
  const dropped = [];
  const naming = (id) => ({ fields: [["pictures", JSON.stringify([{ id }])]] });
  const store = {
    blobIds: async () => ["draft", "item", "stray"],
    items: async () => [naming("item")],
    drafts: async () => [naming("draft"), { fields: [] }],
    dropBlob: async (id) => void dropped.push(id),
  };
  await forgetStrays(store, { wait: 0 });
  assert.deepEqual(dropped, ["stray"]);
});
