// The kept pages: a composer's page is kept only together with every file that it loads, found by
// reading the page and what it names. So a page that opens without a network is always one that is
// whole, however many deployments lie between; and no list of files is kept by hand.

const PAGES = "declared-pages";
const FILES = "declared-files";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

/** The files under `root` that a page, script or stylesheet at `address` names, as addresses. */
export function filesNamed(text, address, root) {
  const path = address.split("?")[0];
  const kinds = path.endsWith(".js")
    ? [/(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g]
    : path.endsWith(".css")
      ? [/url\(\s*["']?([^"')]+)["']?\s*\)/g, /@import\s+["']([^"']+)["']/g]
      : [/\s(?:href|src)="([^"]+)"/g];
  const found = new Set();
  for (const kind of kinds) {
    for (const [, named] of text.matchAll(kind)) {
      const file = new URL(named.replaceAll("&amp;", "&"), address);
      file.hash = "";
      if (file.href.startsWith(root)) found.add(file.href);
    }
  }
  return [...found];
}

/** Whether a file of that name never changes. */
export const isForever = (address) => HASHED.test(new URL(address).pathname);

/** Whose page it is, by what stands in it; null if it is no composer's. */
export function ownerOf(text) {
  return /<[^>]*\sdata-outbox\s[^>]*data-user="([^"]+)"/.exec(text)?.[1] ?? null;
}

export class Keeper {
  #root;
  #caches;
  #fetch;

  /** `root` is the address under which static files are. */
  constructor({ root, caches = globalThis.caches, fetch = globalThis.fetch.bind(globalThis) }) {
    this.#root = root;
    this.#caches = caches;
    this.#fetch = fetch;
  }

  /**
   * Keep the page once all its files are here; what was kept of it before stays until then.
   *
   * A page of somebody else has the kept pages of everybody else forgotten first. Rejects where a
   * file cannot be had.
   */
  async keep(address, answer) {
    const text = await answer.clone().text();
    const owner = ownerOf(text);
    // What was told once is not told again with every opening.
    if (!owner || text.includes('class="notices"')) return false;
    await this.#forgetBut(owner);
    await this.#bring(text, address, new Set());
    const pages = await this.#caches.open(`${PAGES}:${owner}`);
    await pages.put(address, answer);
    await this.#sweep(pages);
    return true;
  }

  /** Keep what is no page, such as a roster, beside the pages of whoever is here. */
  async keepBeside(address, answer) {
    const [name] = await this.#names();
    if (name) await (await this.#caches.open(name)).put(address, answer);
  }

  /** What is kept of that address, or undefined. */
  async kept(address) {
    for (const name of await this.#names()) {
      const found = await (await this.#caches.open(name)).match(address);
      if (found) return found;
    }
    return undefined;
  }

  /** The addresses of all kept pages. */
  async addresses() {
    const [name] = await this.#names();
    if (!name) return [];
    return (await (await this.#caches.open(name)).keys()).map(({ url }) => url);
  }

  /** A static file: from here where its name says that it never changes, else from the network. */
  async file(request) {
    const files = await this.#caches.open(FILES);
    const found = await files.match(request.url);
    if (found && isForever(request.url)) return found;
    try {
      const answer = await this.#fetch(request);
      if (answer.ok) await files.put(request.url, answer.clone());
      return answer;
    } catch (error) {
      if (found) return found;
      throw error;
    }
  }

  /** Bring every file that `text` names, and what those name. */
  async #bring(text, address, seen) {
    const named = filesNamed(text, address, this.#root).filter((file) => !seen.has(file));
    for (const file of named) seen.add(file);
    await Promise.all(
      named.map(async (file) => {
        const answer = await this.file(new Request(file));
        if (!answer.ok) return; // a page that names what there is not is so with a network, too
        if (/\.(js|css)$/.test(new URL(file).pathname)) await this.#bring(await answer.clone().text(), file, seen);
      }),
    );
    return seen;
  }

  /** Forget the files that no kept page loads any more. */
  async #sweep(pages) {
    const seen = new Set();
    for (const { url } of await pages.keys()) {
      const page = await pages.match(url);
      if (page.headers.get("Content-Type")?.includes("html")) await this.#bring(await page.text(), url, seen);
    }
    const files = await this.#caches.open(FILES);
    for (const { url } of await files.keys()) {
      if (isForever(url) && !seen.has(url)) await files.delete(url);
    }
  }

  async #forgetBut(owner) {
    const others = (await this.#names()).filter((name) => name !== `${PAGES}:${owner}`);
    await Promise.all(others.map((name) => this.#caches.delete(name)));
  }

  async #names() {
    return (await this.#caches.keys()).filter((name) => name.startsWith(PAGES));
  }
}
