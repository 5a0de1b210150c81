// What waits for a second look. No reader's frame tells of it, so the desk asks for itself.

const EVERY = 5000; // milliseconds: a colleague is asked for within a breath

/** Keep `section` as the server would give it now, while somebody is looking at the page. */
export function followProposals(section) {
  const rows = section.querySelector("[data-rows]");
  const told = section.querySelector("[data-told]");
  let known = null;
  let timer = setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);

  async function ask() {
    // Whoever is typing a reason, or stands on a button, must not lose it.
    if (document.hidden || !timer || rows.contains(document.activeElement) || isTyped()) return;
    try {
      const answer = await fetch(section.dataset.proposals, { cache: "no-store" });
      if (answer.redirected) return stop(); // logged out: the page says so when it is used
      if (answer.ok) show(await answer.text());
    } catch {
      // Asked again in a moment.
    }
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const token of page.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = "";
    const now = page.body.innerHTML;
    if (now === known) return;
    const first = known === null;
    known = now;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const before = rows.querySelector("[data-count]")?.dataset.count;
    rows.replaceChildren(...fresh.body.childNodes);
    const heading = rows.querySelector("[data-count]");
    if (!first || heading?.dataset.count !== before) told.textContent = heading?.textContent ?? "";
  }

  function isTyped() {
    return [...rows.querySelectorAll("input[name=reason]")].some((field) => field.value);
  }

  function stop() {
    clearInterval(timer);
    timer = null;
  }
}
