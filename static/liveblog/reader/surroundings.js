// What stands around the entries: head, pinned links, awaited figures, boards. Knows the DOM only.

import { steadily } from "./steady.js";

export class Surroundings {
  #root;
  #head;
  #pinned;
  #awaited;
  #boards;

  /** @param {Element} root the live page */
  constructor(root) {
    const region = (name) => root.querySelector(`[data-region=${name}]`);
    this.#root = root;
    this.#head = region("head");
    this.#pinned = region("pinned");
    this.#awaited = region("awaited");
    this.#boards = region("boards");
  }

  /** Head, pinned entries, awaited figures and status as they are now. */
  blog({ status, title, html, pinned_html, awaited_html }) {
    const was = this.#head.querySelector("h1").textContent;
    steadily(() => {
      this.#head.innerHTML = html;
      this.#pinned.innerHTML = pinned_html;
      this.#awaited.innerHTML = awaited_html;
    });
    document.title = document.title.replace(was, () => title);
    this.#root.dataset.status = status;
  }

  /** The board of one election: new, in place of the old one, or gone. */
  board({ election, html }) {
    const shown = this.#boards.querySelector(`:scope > [data-election="${CSS.escape(election)}"]`);
    const template = document.createElement("template");
    template.innerHTML = html;
    const board = template.content.firstElementChild;
    steadily(() => {
      if (shown === null) {
        this.#boards.append(template.content);
      } else if (board === null) {
        if (shown.nextSibling?.nodeType === Node.TEXT_NODE) shown.nextSibling.remove();
        shown.remove();
      } else {
        exchange(shown, board);
      }
    });
  }

  /** As on a page fetched afresh. */
  reconcile(page) {
    const region = (name) => page.querySelector(`[data-region=${name}]`);
    steadily(() => {
      this.#head.innerHTML = region("head").innerHTML;
      this.#pinned.innerHTML = region("pinned").innerHTML;
      this.#awaited.innerHTML = region("awaited").innerHTML;
      this.#boards.innerHTML = region("boards").innerHTML;
    });
    document.title = page.title;
    this.#root.dataset.status = page.querySelector("[data-live]").dataset.status;
  }
}

// What the reader has unfolded stays unfolded, where it was.
function exchange(shown, board) {
  const unfolded = shown.querySelectorAll("[data-contest]:has(> details[open])");
  const contest = document.activeElement?.closest("[data-contest]");
  const focused = shown.contains(contest) ? contest.dataset.contest : null;
  const scrolled = shown.querySelector(".contests").scrollLeft;
  shown.replaceWith(board);
  const same = (slug) => board.querySelector(`[data-contest="${CSS.escape(slug)}"]`);
  for (const { dataset } of unfolded) {
    same(dataset.contest)?.querySelector("details").setAttribute("open", "");
  }
  board.querySelector(".contests").scrollLeft = scrolled;
  if (focused !== null) same(focused)?.querySelector("summary").focus({ preventScroll: true });
}
