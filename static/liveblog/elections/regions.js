// Replaces parts of a page in place. What is unfolded, scrolled, typed or focused stays so.

import { steadily } from "../reader/steady.js";

// What says how the page is connected, what speaks, and what the reader types into.
const KEPT = ["[data-state]", "[data-announcer]", "form"];

/**
 * Show each fragment in the region that it is named for. Throws, before it changes anything, where
 * the page has no such region: then it is not the page that these fragments are of.
 *
 * @param {Element} root
 * @param {Record<string, string>} html
 */
export function showRegions(root, html) {
  const changes = Object.entries(html).map(([name, fragment]) => {
    const region = root.querySelector(`[data-region="${CSS.escape(name)}"]`);
    if (region === null) throw new Error(`There is no region “${name}” on this page.`);
    return [region, fragment];
  });
  steadily(
    () => {
      for (const [region, fragment] of changes) {
        // Parsed as what its region is: inside the map it becomes SVG.
        keeping(region, () => (region.innerHTML = fragment));
      }
    },
    () => firstInView(root),
  );
}

/** Show what a page fetched afresh has in the place of `root`. */
export function showAfresh(root, page) {
  const fresh = page.querySelector("[data-live]");
  keeping(root, () => {
    for (const name of KEPT) {
      const kept = root.querySelector(name);
      if (kept !== null) fresh.querySelector(name)?.replaceWith(kept);
    }
    root.replaceChildren(...fresh.childNodes);
  });
  document.title = page.title;
}

function keeping(element, change) {
  const folded = new Map(details(element).map((each) => [key(each), each.open]));
  const scrolled = scrollers(element).map((each) => each.scrollLeft);
  const { activeElement } = document;
  const again = element.contains(activeElement) ? likeness(element, activeElement) : null;
  change();
  for (const each of details(element)) {
    if (folded.has(key(each))) each.open = folded.get(key(each));
  }
  scrollers(element).forEach((each, number) => (each.scrollLeft = scrolled[number] ?? 0));
  if (again !== null) (again() ?? focusable(element)).focus({ preventScroll: true });
}

function details(element) {
  return [...element.querySelectorAll("details")];
}

function key({ id, dataset }) {
  return dataset.key ?? id;
}

function scrollers(element) {
  return [...element.querySelectorAll(".scroll")];
}

// How to find, in what will have replaced it, the element that had the focus.
function likeness(element, focused) {
  const all = (name) => [...element.querySelectorAll(name)];
  if (focused.id) return () => element.querySelector(`#${CSS.escape(focused.id)}`);
  if (focused.localName === "summary") {
    const unfolded = key(focused.parentElement);
    return () => details(element).find((each) => key(each) === unfolded)?.querySelector("summary");
  }
  if (focused.localName === "a") {
    const href = focused.getAttribute("href");
    return () => all("a").find((each) => each.getAttribute("href") === href);
  }
  const number = scrollers(element).indexOf(focused);
  return () => scrollers(element)[number];
}

// What had the focus is gone: its region takes it, so that the next key goes on from there.
function focusable(region) {
  region.setAttribute("tabindex", "-1");
  region.addEventListener("blur", () => region.removeAttribute("tabindex"), { once: true });
  return region;
}

// Where the focus is, if it is in view; else the first region that begins in view, or spans it.
function firstInView(root) {
  const focused = document.activeElement?.closest("[data-region]") ?? null;
  const regions = [...root.querySelectorAll("[data-region]")];
  let across = null;
  for (const region of focused ? [focused, ...regions] : regions) {
    const { top, bottom, height } = region.getBoundingClientRect();
    if (height === 0 || bottom <= 0 || top >= window.innerHeight) continue;
    if (top >= 0) return region;
    across ??= region;
  }
  return across;
}
