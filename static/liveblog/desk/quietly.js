// Small deeds beside the composer that must not take away what is typed in it: their forms are sent
// by themselves, and of the page that comes back only their own region is taken.

import { token } from "./token.js";

const LOOK = 15_000; // milliseconds between two looks at the clock

const told = document.querySelector("[data-quietly-told]");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.quiet) return;
  event.preventDefault();
  send(form, event.submitter).catch(() => say("Not done: there is no connection."));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-kind]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.defaultPrevented;
  if (link && plain && openForm(link.dataset)) event.preventDefault();
});

// Without a network it stays as it is: what moves next asks again.
document.addEventListener("desk:moved", () => refresh().catch(() => {}));
setInterval(markLate, LOOK);

async function send(form, submitter) {
  const body = new FormData(form, submitter);
  body.set("csrfmiddlewaretoken", token(form));
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById(form.dataset.quiet);
  const refusal = page.querySelector(".refusals, .errorlist, .notice--error");
  if (answer.ok && next) {
    put(next);
    say(refusal?.textContent.trim() ?? "");
  } else {
    say(refusal?.textContent.trim() || `Not done: the server answered ${answer.status}.`);
    refresh().catch(() => {});
  }
}

async function refresh() {
  const region = document.querySelector("#upcoming[data-region]");
  if (!region || region.contains(document.activeElement)) return;
  const answer = await fetch(region.dataset.region, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("upcoming");
  if (next) put(next);
}

function put(next) {
  const old = document.getElementById(next.id);
  const had = old.contains(document.activeElement);
  old.replaceWith(next);
  if (had) next.querySelector("button, input:not([type=hidden]), a")?.focus();
}

/** The form asks for this kind and contest now, with all that is typed; false where it cannot. */
function openForm({ kind, contest }) {
  const form = document.querySelector("form.composer");
  const radio = form?.querySelector(`[name="kind"][value="${kind}"]`);
  const choice = form?.elements[`${kind}.contest`];
  if (!radio || !choice) return false;
  if (choice.options && ![...choice.options].some(({ value }) => value === contest)) return false;
  radio.checked = true;
  choice.value = contest;
  for (const field of [radio, choice]) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  radio.focus();
  form.scrollIntoView({ block: "start" });
  return true;
}

function markLate() {
  for (const mark of document.querySelectorAll("[data-late-at]")) {
    mark.hidden = Date.now() <= Date.parse(mark.dataset.lateAt);
  }
}

function say(text) {
  if (told) told.textContent = text;
}
