// The state of the stream, fetched again while somebody looks at it. No frame tells of it.

const EVERY = 5000; // milliseconds

const section = document.querySelector("[data-stream]");
if (section) followStream(section);

function followStream(section) {
  const rows = section.querySelector("[data-rows]");
  const told = section.querySelector("[data-told]");
  const silent = section.querySelector("[data-silent]");
  const timer = setInterval(ask, EVERY);
  let asking = false;
  document.addEventListener("visibilitychange", ask);

  async function ask() {
    // Whoever stands on a link with the keyboard must not lose it.
    if (document.hidden || asking || rows.contains(document.activeElement)) return;
    asking = true;
    try {
      const signal = AbortSignal.timeout(2 * EVERY);
      const answer = await fetch(section.dataset.stream, { cache: "no-store", signal });
      if (answer.redirected) return clearInterval(timer); // logged out: a reload says so
      if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
      show(await answer.text());
      if (!silent.hidden) told.textContent = "The server answers again.";
      silent.hidden = true;
    } catch {
      if (silent.hidden) told.textContent = silent.textContent;
      silent.hidden = false;
    } finally {
      asking = false;
    }
  }

  /** Only another verdict is read out: figures move all the time. */
  function show(text) {
    const word = () => rows.querySelector(".verdict .overline").textContent;
    const before = word();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    rows.replaceChildren(...fresh.body.childNodes);
    const sentence = rows.querySelector("[data-verdict]").textContent;
    if (word() !== before) told.textContent = `${word()}. ${sentence}`;
  }
}
