// A form and what stands in it: kept on the device with every keystroke, put back after a crash,
// emptied after a press. It knows fields and drafts, and nothing of sending.

import { clearFaults, showFaults } from "./faults.js";

// What is no writing of anybody's: the token is read as it is sent, and a press is pressed anew.
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "enter", "anyway"]);

export class Writing {
  #form;
  #store;
  #locks;
  #about;
  #now;
  #isRevision;
  #isBound; // the server has answered a post with this page: what stands in it was typed
  #draft = { id: null, pressed: null, answer: null, mayHaveArrived: false };
  #release = () => {};
  #missing = new Map(); // values whose fields are not there yet
  #saving = null;
  #again = false;
  #posted; // the version that a revision would have changed, once it was posted

  /** `about` says whose and of what the drafts are: `{ user, blog, title }`. */
  constructor(form, { store, locks, about, now = Date.now }) {
    this.#form = form;
    this.#store = store;
    this.#locks = locks;
    this.#about = about;
    this.#now = now;
    this.#isRevision = form.matches(".revision");
    this.#isBound = form.hasAttribute("data-answered");
    const given = form.elements.client_id?.value;
    // The page may be a kept copy that has been open before: its id may have made an entry.
    this.#become({ id: this.#isBound && given ? given : newId() });
    const watch = new MutationObserver(() => this.#missing.size && this.#place([...this.#missing]));
    watch.observe(form, { childList: true, subtree: true });
    for (const kind of ["input", "change"]) {
      form.addEventListener(kind, () => {
        this.#posted = undefined;
        this.keep();
      });
    }
    form.addEventListener("change", ({ isTrusted, target }) => {
      if (isTrusted && target.name === "result.contest") this.#missing.clear(); // another was chosen
    });
  }

  /** The draft's id; for a new entry that of the entry, too. */
  get id() {
    return this.#draft.id;
  }

  get address() {
    return location.pathname + location.search;
  }

  /** Everything in the form, by name, but its token. `by` is the button that was pressed. */
  fields(by = null) {
    const data = new FormData(this.#form, by?.form === this.#form ? by : null);
    const isKept = (name) => !NOT_KEPT.has(name) || (name === "anyway" && by);
    const typed = [...data].filter(([name, value]) => isKept(name) && typeof value === "string");
    return [...typed.filter(([name]) => !this.#missing.has(name)), ...this.#missing];
  }

  /** Whether somebody has written something: a kind that was chosen is not yet a word. */
  isTouched() {
    if (this.#missing.size) return true;
    return [...this.#form.elements].some((control) => this.#isTyped(control));
  }

  #isTyped(control) {
    const blank = this.#isBound ? "" : control.defaultValue;
    switch (control.type) {
      case "hidden":
        // A revision has pictures from the start; a hidden field has no other memory of that.
        if (control.name !== "pictures") return false;
        return control.dataset.initial === undefined
          ? !["", "[]"].includes(control.value)
          : control.value !== control.dataset.initial;
      case "checkbox":
        return control.checked !== control.defaultChecked;
      case "radio":
        return this.#isRevision && control.checked !== control.defaultChecked;
      case "select-one":
        return (
          this.#isRevision &&
          control.selectedOptions[0]?.defaultSelected === false &&
          control.querySelector("[selected]") !== null
        );
      case "submit":
      case "button":
      case "fieldset":
      case "output":
      case "file":
      case "select-multiple":
        return false;
      default:
        return control.value.trim() !== (blank ?? "").trim();
    }
  }

  /** Keep what stands in the form. While one write is under way the next gathers what comes. */
  keep() {
    this.#again = true;
    this.#saving ??= (async () => {
      while (this.#again) {
        this.#again = false;
        await this.#write().catch(() => {}); // the press says so, where nothing can be kept
      }
      this.#saving = null;
    })();
    return this.#saving;
  }

  async #write() {
    const store = await this.#store;
    const draft = this.#record();
    await (this.isTouched() ? store.keepDraft(draft) : store.dropDraft(draft.id));
  }

  #record() {
    return {
      ...this.#draft,
      ...this.#about,
      address: this.address,
      fields: this.fields(),
      saved: this.#now(),
      posted: this.#posted,
    };
  }

  /** A revision is posted by the browser: until its answer is seen, what was typed stays. */
  posted() {
    this.#posted = this.#form.elements.version?.value ?? "0";
    return this.keep();
  }

  /** Take what was pressed out of the form and leave it empty, with an id of its own. */
  take(by) {
    const { id, pressed } = this.#draft;
    const taken = { id, first: pressed, fields: this.fields(by) };
    this.clear();
    return taken;
  }

  /** Empty the form for the next entry. What was kept of this one is not touched. */
  clear() {
    const form = this.#form;
    clearFaults(form);
    this.#missing.clear();
    if (!this.#isRevision && (this.#isBound || location.search)) {
      this.#blank();
      history.replaceState(history.state, "", location.pathname);
      this.#isBound = false;
    }
    form.reset();
    if (form.elements.pictures) form.elements.pictures.value = "";
    this.#become({ id: newId() });
    form.dispatchEvent(new CustomEvent("composer:cleared", { bubbles: true }));
    this.#stir();
  }

  /** The draft of this page that no living tab has open, put into the form; null if there is none. */
  async restore() {
    const store = await this.#store;
    for (const draft of await this.others()) {
      if (draft.address !== this.address) continue;
      // The server gave back what was posted from here, or has it.
      const isOver = this.#isBound ? draft.posted !== undefined : this.#isSaved(draft);
      if (isOver) await store.dropDraft(draft.id);
      else if (!this.#isBound && (await this.open(draft))) return draft;
    }
    if (this.isTouched()) this.keep(); // by the browser's own memory, or as the server gave it back
    return null;
  }

  /** The server has a newer version than the one that this draft would have changed. */
  #isSaved(draft) {
    const stands = Number(this.#form.elements.version?.value);
    return draft.posted !== undefined && stands > Number(draft.posted);
  }

  /** This person's drafts that stand in no open form, newest first. */
  async others() {
    const store = await this.#store;
    const held = new Set((await this.#locks.query()).held.map(({ name }) => name));
    const drafts = await store.drafts();
    return drafts.filter(({ id, user }) => {
      return user === this.#about.user && id !== this.id && !held.has(lockOf(id));
    });
  }

  /** Put a draft into the form; what stood there stays a draft. False where another tab has it. */
  async open(draft) {
    const release = await hold(this.#locks, draft.id);
    if (!release) return false;
    await this.keep();
    if (this.isTouched() && !this.#isRevision) this.clear();
    else clearFaults(this.#form);
    this.#become(draft, release);
    await this.fill(draft.fields);
    if (draft.answer) showFaults(this.#form, draft.answer);
    await this.keep();
    return true;
  }

  /** Forget what stands in the form. */
  async drop() {
    const { id } = this;
    this.clear();
    await (await this.#store).dropDraft(id);
  }

  /** Forget what is kept of it, as the page is left on purpose. */
  async leave() {
    await (await this.#store).dropDraft(this.id);
  }

  /** Put values into the fields of those names, and into such as others make for them. */
  async fill(fields) {
    const waits = [];
    const detail = { fields: new Map(fields), wait: (promise) => waits.push(promise) };
    this.#form.dispatchEvent(new CustomEvent("composer:filling", { bubbles: true, detail }));
    await Promise.allSettled(waits);
    for (const box of this.#form.querySelectorAll("input[type=checkbox]")) {
      box.checked = fields.some(([name]) => name === box.name);
    }
    this.#place(fields.filter(([name]) => !NOT_KEPT.has(name) && name !== "client_id"));
    this.#form.dispatchEvent(new CustomEvent("composer:filled", { bubbles: true, detail }));
    this.#stir();
  }

  #place(fields) {
    const { elements } = this.#form;
    const said = new Map(fields);
    const contest = said.get("result.contest") ?? elements["result.contest"]?.value;
    const fits = () => !elements["result.shown"] || elements["result.shown"].value === contest;
    if (said.has("result.contest")) set(elements["result.contest"], contest); // brings its fields
    this.#missing.clear();
    for (const [name, value] of said) {
      if (name === "result.shown" || name === "result.contest") continue;
      const waits = elements[name] === undefined || (name.startsWith("result.") && !fits());
      if (!waits) set(elements[name], value);
      else if (value !== "") this.#missing.set(name, value);
    }
    if (this.#missing.size && !fits()) this.#missing.set("result.shown", contest);
    if (!this.#missing.size) this.#stir();
  }

  /** As though a hand had done it: sums, chips and previews follow. */
  #stir() {
    for (const kind of ["input", "change"]) {
      this.#form.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }

  #become({ id, pressed = null, answer = null, mayHaveArrived = false }, release = null) {
    this.#release();
    this.#draft = { id, pressed, answer, mayHaveArrived };
    if (this.#form.elements.client_id && !this.#isRevision) this.#form.elements.client_id.value = id;
    if (release) {
      this.#release = release;
      return;
    }
    let letGo = () => {};
    this.#release = () => letGo();
    hold(this.#locks, id).then((free) => (letGo = free ?? letGo));
  }

  /** What the server filled in becomes what is typed no more: the form's empty state is empty. */
  #blank() {
    for (const control of this.#form.elements) {
      if (control.type === "radio") control.defaultChecked = control === this.#form.elements.kind?.[0];
      else if (control.type === "textarea" || control.type === "text") control.defaultValue = "";
      else if (control.name === "corrects" || control.name === "provenance") {
        for (const option of control.options) option.defaultSelected = option.value === "";
      }
    }
  }
}

const lockOf = (id) => `declared-draft:${id}`;

/** Hold the draft for as long as this page lives; a function that lets go, or null: it is held. */
function hold(locks, id) {
  return new Promise((resolve) => {
    locks
      .request(lockOf(id), { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise((release) => resolve(release));
      })
      .catch(() => resolve(() => {}));
  });
}

/** Put the value into the field as a hand would; whether it is there now. */
function set(control, value) {
  if (!control || control.type === "checkbox" || control.type === "submit") return false;
  if (control.value === value) return true;
  control.value = value;
  const one = control instanceof RadioNodeList ? [...control].find((each) => each.checked) : control;
  for (const kind of ["input", "change"]) one?.dispatchEvent(new Event(kind, { bubbles: true }));
  return control.value === value;
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
