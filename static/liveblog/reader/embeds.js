// Videos and posts from elsewhere: loaded when a reader asks for one, and never before.
//
// The server says what to load (data-src); nothing here knows a provider. A figure that is opened
// gains one element and one attribute, and without both it is again what the server gave.

const KEPT = "embeds:always"; // providers that this reader loads on this device, by choice
const NUMBER = /^did:[a-z]+:[A-Za-z0-9.:_-]+$/;
const SANDBOX =
  "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

/** Let the embeds of this page, and those that come to it, be opened and closed. */
export function offerEmbeds(root = document.body) {
  document.documentElement.classList.add("loads-embeds");
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.(".embed__load, [data-close-embed]");
    const figure = button?.closest("[data-embed]");
    if (!figure) return;
    if (button.matches(".embed__load")) open(figure, { asked: true });
    else close(figure);
  });
  root.addEventListener("change", ({ target }) => {
    const figure = target.closest?.("[data-embed]");
    if (figure && target.matches("[data-always]")) remember(figure.dataset.embed, target.checked);
  });
  const openKept = (place) => {
    const always = kept();
    if (always.size === 0) return;
    for (const figure of place.querySelectorAll("[data-embed]:not([data-open])")) {
      if (always.has(figure.dataset.embed)) open(figure, { asked: false });
    }
  };
  openKept(root);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) openKept(node);
    }
  }).observe(root, { childList: true, subtree: true });
}

/** The same element as the server gave it, with every embed closed. */
export function closeAll(root) {
  for (const figure of root.querySelectorAll("[data-embed][data-open]")) shut(figure);
  return root;
}

/** Open in `next` what was open in `before`: the same entry, told again. */
export function openAgain(before, next) {
  const sources = [...before.querySelectorAll("[data-embed][data-open]")].map(
    (figure) => figure.dataset.src,
  );
  for (const figure of next.querySelectorAll("[data-embed]")) {
    if (sources.includes(figure.dataset.src)) open(figure, { asked: false });
  }
}

function open(figure, { asked }) {
  if (figure.hasAttribute("data-open")) return;
  figure.setAttribute("data-open", "");
  const held = document.createElement("div");
  held.className = "embed__held";
  held.append(controlsOf(figure));
  figure.querySelector(".embed__box").append(held);
  const show = (shown) => {
    held.querySelector(".embed__note")?.remove();
    held.prepend(shown);
    if (asked) shown.focus({ preventScroll: true });
  };
  const { src, ask, name } = figure.dataset;
  if (!ask) return show(frameOf(name, src));
  show(noteOf(`Asking ${name}…`));
  numberOf(ask).then(
    (number) => show(frameOf(name, src.replace("{did}", number))),
    () => show(noteOf("It could not be found. The link below leads to it.")),
  );
}

function close(figure) {
  shut(figure);
  figure.querySelector(".embed__load").focus({ preventScroll: true });
}

function shut(figure) {
  figure.querySelector(".embed__held")?.remove();
  figure.removeAttribute("data-open");
}

// Where a post is known by the number of its account, its provider is asked for that number first.
async function numberOf(ask) {
  const answer = await fetch(ask, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { did } = await answer.json();
  if (!NUMBER.test(did)) throw new Error("That is no number of an account.");
  return did;
}

function frameOf(name, address) {
  const frame = document.createElement("iframe");
  frame.title = `From ${name}`;
  frame.setAttribute("sandbox", SANDBOX);
  // Some show nothing to a page that does not say where it is; the site's name is all they are told.
  frame.referrerPolicy = "strict-origin";
  frame.allow = "fullscreen; encrypted-media; picture-in-picture";
  frame.loading = "lazy";
  frame.src = address; // before it is in the page, so that it never is one of ours
  return frame;
}

function controlsOf({ dataset }) {
  const controls = document.createElement("p");
  controls.className = "embed__controls";
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.closeEmbed = "";
  button.textContent = "Close";
  const label = document.createElement("label");
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.dataset.always = "";
  tick.checked = kept().has(dataset.embed);
  label.append(tick, ` Always load from ${nameOf(dataset)} on this device`);
  controls.append(button, label);
  return controls;
}

// “Mastodon (mas.to)”: the choice is for all of them.
function nameOf({ name }) {
  return name.replace(/ \(.*\)$/, "");
}

function noteOf(words) {
  const note = document.createElement("p");
  note.className = "embed__note";
  note.tabIndex = -1;
  note.textContent = words;
  return note;
}

function kept() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEPT)) ?? []);
  } catch {
    return new Set(); // a browser that keeps nothing asks each time
  }
}

function remember(provider, always) {
  const all = kept();
  if (always) all.add(provider);
  else all.delete(provider);
  try {
    localStorage.setItem(KEPT, JSON.stringify([...all]));
  } catch {
    // As above.
  }
}
