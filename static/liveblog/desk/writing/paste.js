// What is pasted into a text: an address over words makes a link, marked-up text becomes Markdown.

import { asAddress, isAddress } from "./addresses.js";
import { cleaned } from "./cleaned.js";
import { setLink } from "./marks.js";
import { insert, perform, stateOf } from "./typing.js";

/** Clean what is pasted into the field. What others have taken already is left to them. */
export function cleanPaste(field) {
  // At the document: whoever listens at the field or its form comes first.
  document.addEventListener("paste", (event) => {
    if (event.defaultPrevented || event.target !== field || !event.clipboardData) return;
    const plain = event.clipboardData.getData("text/plain");
    const state = stateOf(field);
    const selected = state.text.slice(state.start, state.end).trim();
    if (selected && !selected.includes("\n") && !isAddress(selected) && isAddress(plain)) {
      event.preventDefault();
      perform(field, setLink(state, asAddress(plain)));
      return;
    }
    const html = event.clipboardData.getData("text/html");
    // An editor of programs marks up its colours: what was copied from it is text as it stands.
    if (!html || event.clipboardData.types.includes("vscode-editor-data")) return;
    const text = cleaned(html);
    if (!text || text === plain.trim()) return;
    event.preventDefault();
    insert(field, between(state, text));
  });
}

/** The text as it goes in: what is more than a few words stands on lines of its own. */
export function between({ text, start, end }, pasted) {
  if (!pasted.includes("\n") && !/^(?:>|[-*+] |\d+[.)] |\| )/.test(pasted)) return pasted;
  const before = text.slice(0, start);
  const after = text.slice(end);
  const gap = !before.trim() || /\n[ \t]*\n[ \t]*$/.test(before) ? "" : /\n[ \t]*$/.test(before) ? "\n" : "\n\n";
  const rest = !after.trim() || /^[ \t]*\n[ \t]*\n/.test(after) ? "" : /^[ \t]*\n/.test(after) ? "\n" : "\n\n";
  return gap + pasted + rest;
}
