// Times in a form: what was typed is read back beside the field as the night's clock has it, a tap
// puts in what was probably meant, and what is still to come counts down.

import { hintOfDue, hintOfStamp, houseTime, span } from "./clock.js";

const PAUSE = 250; // milliseconds: who types is not talked to at every key
const TICK = 15_000;

/** Read back every time that is typed into `form`, also while there is no network. */
export function watchTimes(form) {
  const fields = [
    watched(form, "at", (typed, night) => hintOfStamp(typed, night)),
    watched(form, "publish_at", (typed, night) => hintOfDue(typed, { ...night, now: Date.now() })),
  ].filter(Boolean);
  const look = () => {
    for (const show of fields) show();
    nameThePress(form);
  };
  let pause = null;
  form.addEventListener("input", ({ target }) => {
    if (target.name === "publish_at" && target.value.trim()) choose(form, "at");
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE);
  });
  for (const name of ["change", "composer:filled", "composer:cleared"]) form.addEventListener(name, look);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=put], button[name=go]");
    if (!button || !form.contains(button)) return;
    event.preventDefault();
    const at = button.value.indexOf("=");
    put(form, button.value.slice(0, at), button.value.slice(at + 1));
    button.closest(".field, fieldset")?.classList.remove("field--refused");
    if (button.name === "go") form.requestSubmit();
  });
  setInterval(look, TICK);
  look();
}

/** Keep “in 2 h 14 min” true for every `[data-until]` of the page. */
export function countDown() {
  setInterval(() => {
    for (const each of document.querySelectorAll("[data-until]")) {
      const left = Date.parse(each.dataset.until) - Date.now();
      each.textContent = left > 0 ? `in ${span(left)}` : "due now";
    }
  }, TICK);
}

/** The hint of one field; a function that looks at it again. */
function watched(form, name, hintOf) {
  const field = form.elements[name];
  if (!field) return null;
  const place = document.createElement("p");
  place.className = "time-hint";
  place.id = `${field.id}_hint`;
  place.setAttribute("aria-live", "polite");
  place.hidden = true;
  field.after(place);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${place.id}`.trim());
  const around = field.closest(".field");
  let refused = null; // the text of which a refusal is shown
  return () => {
    // What the server said of this very text is there already; of another text it is no longer so.
    const isShown = around.querySelector(".errorlist") !== null;
    refused = isShown ? (refused ?? field.value) : null;
    const isRefused = isShown && field.value === refused;
    if (!isRefused) around.querySelectorAll(".errorlist, .taps").forEach((each) => each.remove());
    const hint = isRefused ? null : hintOf(field.value, nightOf(form));
    const say = hint?.say ?? "";
    place.hidden = !say;
    if (place.dataset.said === say) return;
    place.dataset.said = say;
    place.dataset.kind = hint?.kind ?? "";
    place.replaceChildren(say, ...(hint?.proposals ?? []).map((each) => tap(form, name, each)));
  };
}

function nightOf(form) {
  const { zone, pollingDay, near } = form.dataset;
  return { zone, pollingDay, now: near ? Date.parse(near) : Date.now() };
}

function tap(form, name, value) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = value;
  button.addEventListener("click", () => {
    put(form, name, value);
    form.elements[name].focus();
  });
  return button;
}

function put(form, name, value) {
  if (name === "when") return choose(form, value);
  const field = form.elements[name];
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(form, when) {
  const radio = form.querySelector(`[name=when][value="${when}"]`);
  if (!radio || radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The press says what it will do. */
function nameThePress(form) {
  const button = form.querySelector("[data-press]");
  if (!button) return;
  button.dataset.press ||= button.textContent;
  const when = form.elements.when?.value ?? "now";
  const { pollsClose, zone } = form.dataset;
  const names = {
    now: button.dataset.press,
    draft: "Keep as draft",
    at: "Schedule",
    close: pollsClose ? `Schedule for ${houseTime(Date.parse(pollsClose), zone)}` : "Schedule",
  };
  const name = names[when] ?? names.now;
  if (button.textContent !== name) button.textContent = name;
}
