import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Connection } from "../../static/liveblog/reader/connection.js";

let sockets;
let heard;
let failures;
let ended;

class FakeSocket {
  constructor(address) {
    this.address = address;
    this.isClosed = false;
    sockets.push(this);
  }

  close() {
    this.isClosed = true;
  }

  says(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  breaks(code = 1006) {
    this.onclose?.({ code });
  }
}

function newest() {
  return sockets.at(-1);
}

function started() {
  const connection = new Connection({
    address: () => `ws://hall/?offset=${heard.length}`,
    heard: (frame) => heard.push(frame),
    failed: (count) => failures.push(count),
    ended: (code) => ended.push(code),
  });
  connection.start();
  return connection;
}

beforeEach(() => {
  [sockets, heard, failures, ended] = [[], [], [], []];
  globalThis.WebSocket = FakeSocket;
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  mock.method(Math, "random", () => 1);
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test("frames are handed on, and a new attempt asks from where the page is by then", () => {
  started();
  newest().says({ type: "hello" });
  newest().says({ type: "put", offset: 1 });
  newest().breaks();
  mock.timers.tick(500);
  assert.deepEqual(heard.map(({ type }) => type), ["hello", "put"]);
  assert.equal(newest().address, "ws://hall/?offset=2");
});

test("a line that falls silent for eighteen seconds is given up without a close event", () => {
  const connection = started();
  newest().says({ type: "hello" });
  mock.timers.tick(17_999);
  newest().says({ type: "beat", head: 0 });
  mock.timers.tick(17_999);
  assert.equal(sockets.length, 1);
  assert.ok(connection.isUp);
  mock.timers.tick(1);
  assert.ok(sockets[0].isClosed);
  assert.ok(!connection.isUp);
  mock.timers.tick(500);
  assert.equal(sockets.length, 2);
});

test("a connection that is never greeted is given up after ten seconds and counts as failed", () => {
  started();
  mock.timers.tick(10_000);
  assert.deepEqual(failures, [1]);
});

test("failures in a row are counted, and a greeting forgets them", () => {
  started();
  newest().breaks();
  mock.timers.tick(1000);
  newest().breaks();
  assert.deepEqual(failures, [1, 2]);
  mock.timers.tick(2000);
  newest().says({ type: "hello" });
  newest().breaks();
  assert.deepEqual(failures, [1, 2, 0]);
});

test("after a bye it comes back when the server asked, not sooner", () => {
  started();
  newest().says({ type: "hello" });
  newest().says({ type: "bye", retry_after: 3 });
  newest().breaks(1001);
  mock.timers.tick(5_999);
  assert.equal(sockets.length, 1);
  mock.timers.tick(1);
  assert.equal(sockets.length, 2);
});

test("a reader who was too slow comes back", () => {
  started();
  newest().says({ type: "hello" });
  newest().breaks(1013);
  mock.timers.tick(500);
  assert.equal(sockets.length, 2);
});

for (const code of [1000, 4404]) {
  test(`after ${code} it never comes back, whatever happens in the world`, () => {
    const connection = started();
    newest().says({ type: "hello" });
    newest().breaks(code);
    connection.check({ suspicious: true });
    connection.renew();
    mock.timers.tick(3_600_000);
    assert.deepEqual(ended, [code]);
    assert.equal(sockets.length, 1);
  });
}

test("a check tries at once instead of waiting out the back-off", () => {
  const connection = started();
  newest().breaks();
  connection.check();
  assert.equal(sockets.length, 2);
});

test("a check leaves a healthy line alone and renews one that may have died asleep", () => {
  const connection = started();
  newest().says({ type: "hello" });
  connection.check();
  assert.equal(sockets.length, 1);
  mock.timers.setTime(Date.now() + 13_000); // no timer ran meanwhile, as in a sleeping phone
  connection.check();
  assert.equal(sockets.length, 2);
});

test("coming online renews even a line that seems healthy", () => {
  const connection = started();
  newest().says({ type: "hello" });
  connection.check({ suspicious: true });
  assert.equal(sockets.length, 2);
  assert.ok(sockets[0].isClosed);
});

test("what an abandoned socket still says is not heard", () => {
  const connection = started();
  const old = newest();
  old.says({ type: "hello" });
  connection.renew();
  assert.equal(old.onmessage, null);
  assert.equal(old.onclose, null);
});

test("a socket that errs and never closes is a failed attempt", () => {
  started();
  newest().onerror();
  assert.deepEqual(failures, [1]);
  assert.equal(sockets[0].isClosed, true);
});
