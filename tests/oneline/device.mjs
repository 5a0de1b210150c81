// The device's parser for the tests: a JSON list [roster, lines] a line in, its readings a line out.

import { createInterface } from "node:readline";

import { readLine } from "../../static/liveblog/desk/oneline.js";
import * as words from "../../static/liveblog/desk/oneline/words.js";

for await (const asked of createInterface({ input: process.stdin })) {
  const [roster, lines] = JSON.parse(asked);
  const answer = roster === null ? words : lines.map((line) => readLine(line, roster));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
