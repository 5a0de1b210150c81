// Reads questions as JSON from stdin and answers them by clock.js, for the test that compares.

import { readFileSync } from "node:fs";

import { hintOfDue, hintOfStamp, propose } from "../../static/liveblog/desk/clock.js";

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ text, now, pollingDay, zone }) => ({
  proposed: propose(text, { now, pollingDay, zone }),
  stamp: hintOfStamp(text, { now, pollingDay, zone }),
  due: hintOfDue(text, { now, zone }),
}));
process.stdout.write(JSON.stringify(answers));
