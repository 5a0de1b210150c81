// What the server said of a refused entry, put beside the fields of the form that it stands in
// again: the same marks as on the page that the server writes where there is no script.

const ROOM = ".votes__row, .folded__row, .field, .kinds, .tick";

/** Show the faults and doubts of `answer`; the cursor goes to the first field that is wrong. */
export function showFaults(form, answer) {
  clearFaults(form);
  const homeless = [];
  let first = null;
  for (const { field, message, proposals } of answer.faults) {
    const control = field ? controlOf(form, field) : null;
    const room = control?.closest(ROOM);
    if (!room) {
      homeless.push(message);
      continue;
    }
    for (const fold of ancestors(room, "details")) fold.open = true;
    room.classList.add("field--refused");
    let list = room.querySelector(":scope > .errorlist");
    if (!list) room.append((list = make("ul", { className: "errorlist" })));
    list.append(make("li", { textContent: message }));
    if (proposals) list.after(taps(proposals.map((each) => ["put", `${field}=${each}`, each])));
    first ??= control;
  }
  const boxes = [];
  if (answer.faults.length) boxes.push(refusals(answer, homeless));
  if (answer.remarks.length) boxes.push(doubts(form, answer));
  if (answer.asksOverride && !form.elements.override_reason) boxes.push(overrideField());
  form.prepend(...boxes);
  (first ?? boxes[0])?.scrollIntoView?.({ block: "center" });
  first?.focus({ preventScroll: true });
}

/** Take away every mark of a fault, ours and the server's. */
export function clearFaults(form) {
  const around = form.parentElement ?? form;
  // What is wrong with a file that was chosen is said until another is.
  const marks = ".errorlist:not([data-refused]), .taps, .refusals, .doubts, .override";
  for (const each of around.querySelectorAll(marks)) each.remove();
  for (const each of form.querySelectorAll(".field--refused")) each.classList.remove("field--refused");
  if (form.elements.doubted) form.elements.doubted.value = "";
}

function refusals(answer, homeless) {
  const box = make("div", { className: "refusals" });
  box.setAttribute("role", "alert");
  const kept = homeless.length === answer.faults.length ? "" : " What is wrong is said beside each field; nothing you typed is lost.";
  const head = make("p");
  head.append(make("b", { textContent: answer.say }), kept);
  box.append(head);
  for (const message of homeless) box.append(make("p", { textContent: message }));
  if (answer.url) {
    const link = make("a", { href: answer.url, textContent: "Edit that entry" });
    const way = make("p");
    way.append(link);
    box.append(way);
  }
  return box;
}

function doubts(form, answer) {
  const box = make("div", { className: "doubts" });
  box.setAttribute("role", "alert");
  const head = make("p");
  head.append(make("b", { textContent: answer.mayConfirm ? answer.say : "And look at this:" }));
  const list = make("ul");
  for (const { message, severity } of answer.remarks) {
    list.append(make("li", { className: `doubts__${severity}`, textContent: message }));
  }
  box.append(head, list);
  // What tells of an open poll can wait for its close.
  const waits = answer.remarks.some(({ field, proposals }) => field === "when" && proposals?.includes("close"));
  if (waits) box.append(taps([["go", "when=close", "Publish when the polls close"]]));
  if (answer.mayConfirm) {
    if (form.elements.doubted) form.elements.doubted.value = answer.doubted;
    const text = "If it is right as it stands, publish it: that you saw this is kept with it. Change a figure or a word, and you are asked again.";
    const press = make("button", { className: "button", name: "anyway", value: "1", textContent: "Publish all the same" });
    const way = make("p");
    way.append(press);
    box.append(make("p", { textContent: text }), way);
  }
  return box;
}

/** Buttons that `when.js` listens for: a value for a field, and whether the form goes with it. */
function taps(each) {
  const row = make("p", { className: "taps" });
  row.append(...each.map(([name, value, textContent]) => make("button", { className: "button", name, value, textContent })));
  return row;
}

function overrideField() {
  const field = make("div", { className: "field override" });
  const label = make("label", { htmlFor: "id_override_reason", textContent: "Why it is published all the same" });
  const input = make("input", { type: "text", name: "override_reason", id: "id_override_reason" });
  const help = make("p", { className: "help", id: "id_override_reason_helptext", textContent: "Kept in the history of the entry. Only an editor can do this." });
  input.setAttribute("aria-describedby", help.id);
  field.append(label, input, help);
  return field;
}

function controlOf(form, name) {
  const found = form.elements[name];
  const control = found instanceof RadioNodeList ? found[0] : found;
  return control && control.type !== "hidden" ? control : null;
}

function* ancestors(element, selector) {
  for (let each = element.closest(selector); each; each = each.parentElement?.closest(selector)) yield each;
}

function make(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}
