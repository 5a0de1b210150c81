// Who else is here, and whose the entry is that is open: each answer to a sign of life tells it.

import { token } from "./token.js";
import { Writing } from "./writing_now.js";

const section = document.querySelector("[data-together]");
if (section) keepCompany(section);

function keepCompany(section) {
  const every = Number(section.dataset.every);
  const shown = section.querySelector("[data-now]");
  const told = section.querySelector("[data-told]");
  const form = document.querySelector("form.composer, form.revision");
  const writing = new Writing({ changed: () => beat() });
  const page = crypto.randomUUID();
  let known = lockIn(shown);
  let asking = null;
  let again = false;
  let timer = setInterval(beat, every);

  form?.addEventListener("input", () => writing.typed());
  form?.addEventListener("composer:cleared", () => writing.stop());
  document.addEventListener("visibilitychange", () => document.hidden || beat());
  window.addEventListener("pageshow", ({ persisted }) => persisted && beat());
  window.addEventListener("online", () => beat());
  window.addEventListener("pagehide", () => {
    if (timer) navigator.sendBeacon(section.dataset.together, says({ leaving: "1" }));
  });
  section.addEventListener("submit", takeOver);
  beat();

  function says(more = {}) {
    const said = {
      csrfmiddlewaretoken: token(section),
      tab: tab(),
      page,
      entry: section.dataset.entry ?? "",
      writing: writing.now ? "1" : "0",
      ...more,
    };
    const data = new FormData();
    for (const [name, value] of Object.entries(said)) data.append(name, value);
    return data;
  }

  /** One at a time; what changes meanwhile is said as soon as the answer is there. */
  async function beat() {
    if (!timer) return;
    if (asking) {
      again = true;
      return;
    }
    asking = ask();
    await asking;
    asking = null;
    if (again) {
      again = false;
      beat();
    }
  }

  async function ask() {
    try {
      const answer = await fetch(section.dataset.together, { method: "POST", body: says() });
      if (answer.redirected || answer.status === 410 || answer.status === 404) return stop();
      if (answer.ok) show(await answer.text());
    } catch {
      // The next sign of life comes soon.
    }
  }

  function show(text) {
    const next = new DOMParser().parseFromString(text, "text/html").body;
    for (const part of next.querySelectorAll("[data-part]")) {
      const old = shown.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!old || alike(old, part)) continue;
      const isInUse = old.contains(document.activeElement);
      old.replaceWith(part);
      // Whoever stood on a button of what is told differently now is where it is told.
      if (isInUse) part.querySelector("[tabindex]")?.focus();
    }
    const lock = lockIn(shown);
    if (lock !== known) {
      told.textContent = lock ? shown.querySelector("[data-say]").textContent : "";
      known = lock;
    }
  }

  async function takeOver(event) {
    if (!event.target.matches("[data-take-over]")) return;
    event.preventDefault(); // what is typed here stays
    try {
      const body = says();
      const answer = await fetch(event.target.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(String(answer.status));
      beat();
    } catch {
      told.textContent = "Not taken over: there is no connection.";
    }
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    shown.replaceChildren();
  }
}

/** This tab's own id, which its next page has as well: so a reload is no new arrival. */
function tab() {
  try {
    sessionStorage.desk ??= crypto.randomUUID();
    return sessionStorage.desk;
  } catch {
    return (tab.own ??= crypto.randomUUID()); // where nothing may be stored, a page is a tab
  }
}

/** What the lock says, in short; empty where there is none. */
function lockIn(shown) {
  const lock = shown.querySelector("[data-lock]");
  return lock ? `${lock.dataset.lock} ${lock.querySelector("[data-say]").textContent}` : "";
}

function alike(one, other) {
  return plain(one) === plain(other);
}

function plain(part) {
  const copy = part.cloneNode(true);
  for (const field of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) field.remove();
  return copy.outerHTML;
}
