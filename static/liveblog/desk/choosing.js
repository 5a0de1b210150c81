// A small list of choices that opens under a button, by the pattern of a select: arrows, Enter,
// Escape, a tap.

import { make } from "./elements.js";

let made = 0;

/** Open under `button`; `chosen(choice)` once, for the one that is taken. */
export function openChoices(button, choices, { label, chosen }) {
  const open = button.parentElement.querySelector("[role=listbox]");
  if (open) return close(false);
  const id = `choices-${++made}`;
  let active = 0;
  const list = make(
    "ul",
    { class: "suggestions", role: "listbox", id, tabindex: "-1", "aria-label": label },
    ...choices.map((each, i) => make("li", { role: "option", id: `${id}-${i}` }, each.label)),
  );
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take([...list.children].indexOf(option));
  });
  list.addEventListener("keydown", (event) => {
    const last = choices.length - 1;
    const to = { ArrowDown: Math.min(active + 1, last), ArrowUp: Math.max(active - 1, 0), Home: 0, End: last }[event.key];
    if (to !== undefined) activate(to);
    else if (event.key === "Enter" || event.key === " ") take(active);
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("focusout", () => close(false));
  button.after(list);
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-controls", id);
  activate(0);
  list.focus();

  function activate(index) {
    active = index;
    [...list.children].forEach((each, i) => each.setAttribute("aria-selected", String(i === index)));
    list.setAttribute("aria-activedescendant", `${id}-${index}`);
    list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  function take(index) {
    close(true);
    chosen(choices[index]);
  }

  function close(toButton) {
    const shown = button.parentElement?.querySelector("[role=listbox]");
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-controls");
    if (toButton) button.focus();
    if (shown?.isConnected) shown.remove();
  }
}
