// One typed line -> what it says, on the device, where there may be no network. Pure: knows no page.
//
// The grammar, what it gives and the rules are told in liveblog/oneline/__init__.py, which is the
// same in Python, module by module; tests/oneline holds the two together.

export { readLine, readVotes } from "./oneline/line.js";
