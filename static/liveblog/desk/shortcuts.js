// Keys for a desk with a keyboard. Those of a single character work only while no field is in use,
// and can be turned off (WCAG 2.1.4).

import { setKind } from "./elements.js";

const STORED = "declared.shortcuts.single";

/** `kindChosen(kind)` puts the focus where that kind begins. */
export function listenForShortcuts(form, dialog, { kindChosen }) {
  const single = dialog.querySelector("[data-shortcuts-single]");
  const opener = document.querySelector("[data-shortcuts-open]");
  single.checked = recall();
  single.addEventListener("change", () => remember(single.checked));
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-shortcuts-close]").addEventListener("click", () => dialog.close());

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      if (!form.contains(document.activeElement)) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-post]"));
    } else if (event.altKey && !event.ctrlKey && !event.metaKey && /^Digit[1-9]$/.test(event.code)) {
      if (choose(Number(event.code.slice(5)))) event.preventDefault();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && single.checked && !isInUse()) {
      if (event.key === "?") dialog.showModal();
      else if (event.key === "/") form.elements.body.focus();
      else if (!/^[1-9]$/.test(event.key) || !choose(Number(event.key))) return;
      event.preventDefault();
    }
  });

  function choose(number) {
    const radio = form.querySelectorAll('[name="kind"]')[number - 1];
    if (!radio) return false;
    setKind(form, radio.value);
    kindChosen(radio.value);
    return true;
  }
}

/** Whether a key that is pressed now belongs to something. */
function isInUse() {
  const at = document.activeElement;
  return Boolean(at?.matches("input, textarea, select, [contenteditable]"));
}

function recall() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function remember(isOn) {
  try {
    localStorage.setItem(STORED, isOn ? "on" : "off");
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
