// The entries on the page: insert, replace, bury, hold back and reveal. Knows the DOM only.
//
// The stream's HTML is the fragments one after the other and nothing else, so that a page which
// followed the events is, character by character, the page that the server would give now.

import { closeAll, openAgain } from "./embeds.js";
import { isReading, steadily } from "./steady.js";

const NEW_FOR = 8_000; // as long as the highlight takes to fade

export class Timeline {
  #stream;
  #button;
  #more;
  #arrived;

  /**
   * @param {Element} root the live page
   * @param {(article: Element) => void} arrived called with each entry that is new to this page
   */
  constructor(root, arrived) {
    this.#stream = root.querySelector("[data-region=stream]");
    this.#button = root.querySelector("[data-reveal]");
    this.#more = root.querySelector("[data-region=more]");
    this.#arrived = arrived;
    this.#button.addEventListener("click", () => this.#showHeldBack());
    const atTheTop = () => isReading() || this.#reveal();
    window.addEventListener("scroll", atTheTop, { passive: true });
  }

  /** Insert the entry, or replace it if this version is newer. */
  put({ id, version, order, html }) {
    const shown = this.#find(id);
    if (shown === null) {
      this.#insert(html, order);
    } else if (version > Number(shown.dataset.version)) {
      this.#replace(shown, html, order);
    }
  }

  /** Put the tombstone in the entry's place. */
  drop(frame) {
    const shown = this.#find(frame.id);
    if (shown !== null && frame.version > Number(shown.dataset.version)) {
      this.#replace(shown, frame.html, frame.order);
    }
  }

  /** Show exactly the entries of a page fetched afresh. */
  reconcile(page) {
    const fresh = [...page.querySelectorAll("[data-region=stream] > article")];
    const ids = new Set(fresh.map((article) => article.id));
    steadily(() => {
      for (const shown of [...this.#stream.children]) {
        if (!ids.has(shown.id)) remove(shown);
      }
    });
    this.#more.innerHTML = page.querySelector("[data-region=more]").innerHTML;
    for (const article of fresh) {
      const { entryId, order } = article.dataset;
      const html = `${article.outerHTML}\n`;
      const shown = this.#find(entryId);
      if (shown === null) {
        this.#insert(html, order);
      } else if (bare(shown).outerHTML !== article.outerHTML) {
        this.#replace(shown, html, order);
      }
    }
    this.#count();
  }

  #find(id) {
    return this.#stream.querySelector(`:scope > [data-entry-id="${CSS.escape(id)}"]`);
  }

  #insert(html, order) {
    const next = this.#nextAfter(order);
    if (next === null && this.#hasMore) return;
    const piece = parsed(html);
    const article = piece.firstElementChild;
    article.hidden = isReading() && this.#isAboveTheFold(next);
    steadily(() => this.#stream.insertBefore(piece, next));
    if (!article.hidden) highlight(article);
    this.#count();
    this.#arrived(article);
  }

  #replace(shown, html, order) {
    const piece = parsed(html);
    const article = piece.firstElementChild;
    article.hidden = shown.hidden;
    openAgain(shown, article);
    const focused = shown.contains(document.activeElement) ? document.activeElement : null;
    steadily(() => {
      if (shown.dataset.order === order) {
        shown.replaceWith(article);
      } else {
        remove(shown);
        const next = this.#nextAfter(order);
        if (next !== null || !this.#hasMore) this.#stream.insertBefore(piece, next);
      }
    });
    if (focused !== null) refocus(article, focused);
  }

  // Whether what is older than all that is shown stands on a page of its own.
  get #hasMore() {
    return this.#more.childElementCount > 0;
  }

  #nextAfter(order) {
    for (const article of this.#stream.children) {
      if (article.dataset.order < order) return article;
    }
    return null;
  }

  // Whether something inserted before `next` would show in view, or push down what is in view.
  #isAboveTheFold(next) {
    while (next?.hidden) next = next.nextElementSibling;
    const edge = next?.getBoundingClientRect().top ?? this.#stream.getBoundingClientRect().bottom;
    return edge < window.innerHeight;
  }

  #heldBack() {
    return [...this.#stream.children].filter((article) => article.hidden);
  }

  #count() {
    const count = this.#heldBack().length;
    this.#button.textContent = `${count} new ${count === 1 ? "update" : "updates"}`;
    this.#button.hidden = count === 0;
  }

  #reveal() {
    const held = this.#heldBack();
    for (const article of held) {
      article.hidden = false;
      highlight(article);
    }
    if (held.length > 0) this.#count();
    return held;
  }

  #showHeldBack() {
    const [first] = this.#reveal();
    window.scrollTo({ top: 0, behavior: "instant" });
    if (first.getBoundingClientRect().top > window.innerHeight * 0.8) first.scrollIntoView();
    focusOn(first);
  }
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function remove(article) {
  if (article.nextSibling?.nodeType === Node.TEXT_NODE) article.nextSibling.remove();
  article.remove();
}

function bare(article) {
  const copy = closeAll(article.cloneNode(true));
  copy.hidden = false;
  copy.removeAttribute("tabindex");
  copy.classList.remove("is-new");
  return copy;
}

function highlight(article) {
  article.classList.add("is-new");
  setTimeout(() => article.classList.remove("is-new"), NEW_FOR);
}

// An article takes focus only while it has it: otherwise the page would not be as the server's.
function focusOn(article) {
  article.tabIndex = -1;
  article.addEventListener("blur", () => article.removeAttribute("tabindex"), { once: true });
  article.focus({ preventScroll: true });
}

function refocus(article, focused) {
  const links = [...article.querySelectorAll("a")];
  const same = links.find((link) => link.getAttribute("href") === focused.getAttribute("href"));
  if (same) same.focus({ preventScroll: true });
  else focusOn(article);
}
