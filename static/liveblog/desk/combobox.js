// A field with a list of suggestions, by the WAI-ARIA pattern: the focus stays in the field, the
// active option is told by aria-activedescendant; arrows, Enter, Escape, Tab and touch.

import { make } from "./elements.js";

let made = 0;

/**
 * `items()` gives what to suggest now (`{ name, note }`), an empty list closes; `choose(item)` is
 * called for the one that is taken. `eager`: the first is active as soon as something is typed, so
 * that Enter takes it. `opens`: the list opens with the focus. A `<textarea>` keeps its role.
 */
export class Combobox {
  constructor(input, { items, choose, label, eager = true, opens = false }) {
    Object.assign(this, { input, items, choose, eager });
    this.shown = [];
    this.active = -1;
    this.list = make("ul", {
      class: "suggestions",
      role: "listbox",
      id: `suggestions-${++made}`,
      "aria-label": label,
      hidden: true,
    });
    input.after(this.list);
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    if (input.tagName === "INPUT") {
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("autocomplete", "off");
    }
    input.addEventListener("input", (event) => event.isTrusted && this.open({ typed: true }));
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    if (opens) {
      input.addEventListener("focus", () => this.open());
      input.addEventListener("click", () => this.isOpen || this.open());
    }
    // The field keeps the focus, so that its blur does not close the list under the finger.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.shown[[...this.list.children].indexOf(option)]);
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  open({ typed = false } = {}) {
    this.shown = this.items();
    if (this.shown.length === 0) return this.close();
    this.list.replaceChildren(
      ...this.shown.map((item, i) =>
        make(
          "li",
          { role: "option", id: `${this.list.id}-${i}`, "aria-selected": "false" },
          make("span", {}, item.name),
          item.note ? make("small", {}, ` ${item.note}`) : null,
        ),
      ),
    );
    this.list.hidden = false;
    if (this.input.tagName === "INPUT") this.input.setAttribute("aria-expanded", "true");
    this.activate(typed && this.eager ? 0 : -1);
    this.list.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.list.hidden = true;
    this.shown = [];
    if (this.input.tagName === "INPUT") this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  activate(index) {
    this.active = index;
    [...this.list.children].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === index));
      if (i === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  take(item) {
    this.close();
    if (item) this.choose(item);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const last = this.shown.length - 1;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        const down = event.key === "ArrowDown";
        if (!this.isOpen) {
          // In a text of several lines an arrow moves the cursor.
          if (this.input.tagName !== "INPUT" || event.altKey) return;
          this.open();
          this.activate(down ? 0 : this.shown.length - 1);
        } else if (down) this.activate(this.active === last ? 0 : this.active + 1);
        else this.activate(this.active <= 0 ? last : this.active - 1);
        break;
      }
      case "Enter":
        if (!this.isOpen || this.active < 0 || event.shiftKey) return;
        this.take(this.shown[this.active]);
        event.stopImmediatePropagation();
        break;
      case "Escape":
        if (!this.isOpen) return;
        this.close();
        event.stopImmediatePropagation();
        break;
      default:
        return;
    }
    event.preventDefault();
  }
}
