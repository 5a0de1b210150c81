// A contest is chosen by the beginning of its name. The <select> stays the field of the form: it is
// what is sent, and what others set.

import { Combobox } from "./combobox.js";
import { fill, make } from "./elements.js";
import { contestItems, matching } from "./lookup.js";

const OFFERED = 8;

/**
 * Put a field for typing in front of the `<select>` of contests.
 *
 * `chosen()` is called after somebody has taken one. Returns the field; without a roster nothing is
 * changed until there is one.
 */
export function chooseContests(select, roster, { chosen = () => {} } = {}) {
  const input = make("input", {
    type: "text",
    id: `${select.id}.typed`,
    class: "contest-choice",
    spellcheck: "false",
    autocapitalize: "words",
    enterkeyhint: "next",
  });
  let isOn = false;
  const label = select.form.querySelector(`label[for="${CSS.escape(select.id)}"]`);

  const say = () => {
    // Nobody has typed it: a draft does not begin by it, and an empty form has it, too.
    input.value = input.defaultValue = nameOf(select);
  };
  const turnOn = () => {
    if (!roster.current) return;
    for (const { key, name } of roster.current.contests) {
      if (![...select.options].some((each) => each.value === key)) {
        select.append(make("option", { value: key }, name));
      }
    }
    if (isOn) return;
    isOn = true;
    select.before(input);
    select.hidden = true;
    label.htmlFor = input.id;
    say();
    new Combobox(input, {
      label: "Contests",
      opens: true,
      items: () => {
        const items = contestItems(roster.current);
        const typed = input.value === nameOf(select) ? "" : input.value;
        return matching(items, typed, { most: OFFERED });
      },
      choose: (item) => {
        if (select.value !== item.value) fill(select, item.value);
        say();
        chosen();
      },
    });
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", say); // what was begun and not chosen is not the contest
  };
  select.addEventListener("change", say);
  for (const name of ["composer:filled", "composer:cleared"]) {
    select.form.addEventListener(name, () => queueMicrotask(say));
  }
  roster.changed.addEventListener("change", turnOn);
  turnOn();
  return input;
}

function nameOf(select) {
  return select.selectedOptions[0]?.textContent.trim() ?? "";
}
