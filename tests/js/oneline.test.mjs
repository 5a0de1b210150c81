import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readLine, readVotes } from "../../static/liveblog/desk/oneline.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../oneline/${name}`, import.meta.url)));
const roster = read("roster.json");
const table = read("lines.json");

test("each line of the table gives its fields and questions, and leaves its rest", () => {
  for (const row of table) {
    const { kind, at, ...fields } = readLine(row.line, roster).fields;
    const { questions, rest, stamp } = readLine(row.line, roster);
    assert.deepEqual(fields, row.fields ?? {}, row.line);
    assert.deepEqual(questions.map(({ what }) => what), row.asks ?? [], row.line);
    assert.equal(rest, row.rest ?? "", row.line);
    assert.equal(kind, row.kind, row.line);
    assert.equal(at, row.stamp, row.line);
    assert.equal(stamp, row.stamp ?? null, row.line);
  }
});

test("votes are read alone where the contest is known", () => {
  const [northquay] = roster.contests;
  const { fields, questions } = readVotes("2800\n2600\n300\n301\n40", northquay, roster);
  assert.deepEqual(Object.values(fields), ["2800", "2600", "300", "301", "40"]);
  assert.deepEqual(questions, []);
});

test("a line of twenty thousand characters is read while a finger is still on the key", () => {
  for (const part of ["quill 1 ", "1 ", "a ", "zz zz ", "beats quill with 1 votes. "]) {
    const before = process.cpuUsage();
    readLine(`result northquay ${part.repeat(20_000)}`.slice(0, 20_000), roster);
    assert.ok(process.cpuUsage(before).user < 2_000_000, part); // microseconds
  }
});
