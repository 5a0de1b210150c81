// What the server has found in the form, beside the field that caused it, while it is being typed.

import { make } from "./elements.js";

// What is not there yet is no fault while somebody is still typing.
const NOT_YET = new Set(["candidacy_missing", "no_votes", "tie_without_lot"]);
const TOLD = ".errorlist li, .doubts li"; // by the answer to a press

/** Show faults and remarks (`{field, path, message, code, severity}`) in place of those before. */
export function showChecks(form, found) {
  const said = new Set(Array.from(form.querySelectorAll(TOLD), (each) => each.textContent));
  const isNew = ({ code, message }) => !NOT_YET.has(code) && !said.has(message);
  const wanted = found.filter((each) => isNew(each) && isTyped(form, each));
  const byPlace = new Map();
  for (const each of wanted) {
    const name = form.elements.namedItem(each.field) ? each.field : "";
    byPlace.set(name, [...(byPlace.get(name) ?? []), each]);
  }
  for (const list of form.querySelectorAll("[data-checks]")) {
    if (byPlace.has(list.dataset.checks)) continue;
    undescribe(form, list);
    list.remove();
  }
  for (const [name, items] of byPlace) put(form, name, items);
}

function isTyped(form, { field, path }) {
  if (path?.startsWith("result.votes")) return true;
  const place = form.elements.namedItem(field);
  return !place || Boolean(place.value) || field === "reason" || field === "result.lot_winner";
}

function put(form, name, items) {
  let list = form.querySelector(`[data-checks="${CSS.escape(name)}"]`);
  if (!list) {
    list = make("ul", { class: "checks", "data-checks": name, id: `checks-${name || "all"}` });
    if (!name) place(form, items[0]).append(list);
    else beside(form, name, list);
  }
  const shown = items.map((each) => `${each.severity}: ${each.message}`).join("\n");
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  list.replaceChildren(
    ...items.map((each) => make("li", { class: `checks__${each.severity}` }, each.message)),
  );
}

/** Sums over all the votes stand under them, everything else under the text. */
function place(form, { path }) {
  const ofVotes = path?.startsWith("result.") && form.querySelector("[data-votes] .tally__warning");
  if (!ofVotes) return form.querySelector("#text") ?? form;
  const there = form.querySelector("[data-checks-of-votes]");
  if (there) return there;
  const made = make("div", { "data-checks-of-votes": true });
  ofVotes.after(made);
  return made;
}

function beside(form, name, list) {
  const field = form.elements.namedItem(name);
  const one = field instanceof RadioNodeList ? field[0] : field;
  const row = one.closest(".votes__row, .folded__row, .field, fieldset") ?? one.parentElement;
  row.append(list);
  const ids = new Set((one.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  one.setAttribute("aria-describedby", [...ids.add(list.id)].join(" "));
  // What is out of sight helps nobody.
  for (let fold = one.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
}

function undescribe(form, list) {
  const described = form.querySelector(`[aria-describedby~="${CSS.escape(list.id)}"]`);
  if (!described) return;
  const left = described.getAttribute("aria-describedby").split(" ").filter((id) => id !== list.id);
  if (left.length) described.setAttribute("aria-describedby", left.join(" "));
  else described.removeAttribute("aria-describedby");
}
