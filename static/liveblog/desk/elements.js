// Making elements without a string of HTML: what a name has in it stays text.

/** `make("li", { class: "chip", hidden: true }, "text", node)` */
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((each) => each !== null && each !== undefined));
  return node;
}

/** The square of a party’s colour, which never stands alone. */
export function mark(party, parties = {}) {
  const node = make("span", { class: "mark" });
  node.style.setProperty("--c", party.colour);
  node.style.setProperty("--d", parties[party.slug]?.colour_dark ?? party.colour);
  return node;
}

/** Set a field as a person would, so that everybody who follows it hears of it. */
export function fill(field, value) {
  if (field.type === "checkbox") field.checked = Boolean(value);
  else field.value = value;
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}

/** The value of a field, or of the pressed one of a group of radios; "" where there is none. */
export function valueOf(form, name) {
  return form.elements.namedItem(name)?.value ?? "";
}

export function setKind(form, kind) {
  const radio = form.querySelector(`[name="kind"][value="${CSS.escape(kind)}"]`);
  if (!radio || radio.checked) return;
  radio.checked = true;
  for (const name of ["input", "change"]) radio.dispatchEvent(new Event(name, { bubbles: true }));
}
