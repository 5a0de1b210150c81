// The bar above a text field: its buttons, its shortcuts and the field for a link's address.

import { asAddress } from "./addresses.js";
import { isLined, isMarked, linkable, linkAround, onEnter, setLink, toggleLines, toggleMark } from "./marks.js";
import { perform, stateOf } from "./typing.js";

const SHORTCUTS = { b: "bold", i: "italic", k: "link" };
const NO_ADDRESS = "That is no address of a page: it begins like https://example.org";
const MAC = /^(Mac|iP)/.test(navigator.platform ?? "");

/** Bring the bar to life for the field that it controls. */
export function useToolbar(bar) {
  const field = document.getElementById(bar.getAttribute("aria-controls"));
  const linking = bar.parentElement.querySelector("[data-linking]");
  const address = linking.querySelector("input");
  const fault = linking.querySelector("[data-fault]");
  const buttons = [...bar.querySelectorAll("[data-mark]")];
  let about = null; // what was selected when the address was asked for

  bar.hidden = false;
  buttons.forEach((button, number) => {
    button.tabIndex = number === 0 ? 0 : -1;
    if (MAC) button.title = button.title.replace("Ctrl+", "⌘");
  });

  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the caret
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-mark]");
    if (button) press(button.dataset.mark);
  });
  bar.addEventListener("focusin", ({ target }) => rove(target));
  bar.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement);
    const step = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
    if (step === undefined || here === -1) return;
    event.preventDefault();
    buttons.at(step % buttons.length).focus();
  });

  // At the document, so that whoever is nearer to the field has the first say.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.target !== field || event.isComposing) return;
    const held = MAC ? event.metaKey : event.ctrlKey;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (perform(field, onEnter(stateOf(field)))) event.preventDefault();
    } else if (held && !event.altKey && !event.shiftKey && SHORTCUTS[event.key.toLowerCase()]) {
      event.preventDefault();
      press(SHORTCUTS[event.key.toLowerCase()]);
    }
  });
  document.addEventListener("selectionchange", showState);
  field.addEventListener("focus", showState);

  linking.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stopLinking(event);
    if (event.key === "Enter" && event.target === address) finishLink(event);
  });
  linking.addEventListener("click", (event) => {
    const does = event.target.closest("button")?.dataset.does;
    if (does === "link") finishLink(event);
    else if (does === "unlink") perform(field, setLink(close(), ""));
    else if (does === "cancel") stopLinking(event);
  });

  function press(mark) {
    const state = stateOf(field);
    if (mark === "link") ask(state);
    else if (mark === "bold" || mark === "italic") perform(field, toggleMark(state, mark));
    else perform(field, toggleLines(state, mark));
    showState();
  }

  function ask(state) {
    about = state;
    const { words } = linkable(state);
    const there = linkAround(state);
    address.value = there?.address ?? asAddress(words) ?? "";
    linking.querySelector("[data-does=unlink]").hidden = !there;
    linking.querySelector("[data-words]").textContent = words ? `for “${short(words)}”` : "";
    complain("");
    linking.hidden = false;
    address.focus();
    address.select();
  }

  function finishLink(event) {
    event.preventDefault(); // Enter in here must not publish the entry
    const found = asAddress(address.value);
    if (!found) {
      complain(NO_ADDRESS);
      address.focus();
      return;
    }
    perform(field, setLink(close(), found));
  }

  function stopLinking(event) {
    event.preventDefault();
    event.stopPropagation();
    const { start, end } = close();
    field.focus();
    field.setSelectionRange(start, end);
  }

  function close() {
    linking.hidden = true;
    return { ...about, text: field.value };
  }

  function complain(words) {
    fault.textContent = words;
    fault.hidden = !words;
    address.setAttribute("aria-invalid", String(Boolean(words)));
  }

  function showState() {
    if (document.activeElement !== field) return;
    const state = stateOf(field);
    for (const button of buttons) {
      const { mark } = button.dataset;
      const on =
        mark === "link" ? linkAround(state) !== null
        : mark === "bold" || mark === "italic" ? isMarked(state, mark)
        : isLined(state, mark);
      button.setAttribute("aria-pressed", String(on));
    }
  }

  function rove(target) {
    if (!buttons.includes(target)) return;
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  }
}

function short(words) {
  return words.length > 40 ? `${words.slice(0, 40).trimEnd()}…` : words;
}
