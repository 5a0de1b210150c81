// The halls: asked for again while somebody looks at them, since silence is no event.

const EVERY = 20_000; // milliseconds

const section = document.querySelector("[data-hall]");
if (section) {
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
}

async function refresh() {
  const rows = section.querySelector("[data-rows]");
  if (document.hidden || rows.contains(document.activeElement)) return;
  try {
    const answer = await fetch(section.dataset.hall, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    rows.replaceChildren(...page.body.childNodes);
  } catch {
    // Asked again in a moment.
  }
}
