// What the device keeps of a newsroom's work: half-written entries, entries that wait to be sent,
// and their pictures. IndexedDB, with every promise kept only once it is on the disk: a phone that
// dies a moment after a press still has the entry.

const NAME = "declared";
const VERSION = 1;

/** Open the device's store, or reject where there is none, as in some private windows. */
export async function openStore(indexedDB = globalThis.indexedDB) {
  if (!indexedDB) throw new Error("This browser keeps nothing on the device.");
  const store = new Store(indexedDB);
  await store.items();
  return store;
}

class Store {
  #indexedDB;
  #opened = null;

  constructor(indexedDB) {
    this.#indexedDB = indexedDB;
  }

  /** Every entry that waits or was refused, in the order in which they were pressed. */
  items() {
    return this.#read("items", (items) => items.getAll());
  }

  /** Keep `item`, and in the same breath forget the draft that it was until now. */
  press(item) {
    return this.#write(["items", "drafts"], ({ items, drafts }) => {
      drafts.delete(item.id);
      items.add(item);
    });
  }

  /**
   * Change the item of that number in one transaction, so that no other tab comes in between.
   *
   * `change(item)` gives the item as it is to be, null to leave all as it is, or `{ draft }`, which
   * is kept in the item's place. Resolves to what was given; null too, where the item is gone.
   */
  async change(seq, change) {
    let done = null;
    await this.#write(["items", "drafts"], ({ items, drafts }) => {
      items.get(seq).onsuccess = ({ target }) => {
        done = target.result ? change(target.result) : null;
        if (done?.draft) {
          items.delete(seq);
          drafts.put(done.draft);
        } else if (done) {
          items.put(done);
        }
      };
    });
    return done;
  }

  forget(seq) {
    return this.#write(["items"], ({ items }) => items.delete(seq));
  }

  /** What stands half written in any form, newest first. */
  async drafts() {
    const all = await this.#read("drafts", (drafts) => drafts.getAll());
    return all.sort((a, b) => b.saved - a.saved);
  }

  keepDraft(draft) {
    return this.#write(["drafts"], ({ drafts }) => drafts.put(draft));
  }

  dropDraft(id) {
    return this.#write(["drafts"], ({ drafts }) => drafts.delete(id));
  }

  /** Keep a file under its uuid until it has been sent. */
  putBlob(id, blob, name) {
    return this.#write(["blobs"], ({ blobs }) => blobs.put({ id, blob, name }));
  }

  /** `{ blob, name }`, or null where there is none of that id. */
  async getBlob(id) {
    return (await this.#read("blobs", (blobs) => blobs.get(id))) ?? null;
  }

  dropBlob(id) {
    return this.#write(["blobs"], ({ blobs }) => blobs.delete(id));
  }

  /** A setting of this device. */
  async setting(name, otherwise) {
    return (await this.#read("settings", (settings) => settings.get(name)))?.value ?? otherwise;
  }

  set(name, value) {
    return this.#write(["settings"], ({ settings }) => settings.put({ name, value }));
  }

  async #read(name, ask) {
    const database = await this.#database();
    return new Promise((resolve, reject) => {
      const asked = ask(database.transaction(name).objectStore(name));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  async #write(names, deed) {
    const database = await this.#database();
    return new Promise((resolve, reject) => {
      const done = database.transaction(names, "readwrite", { durability: "strict" });
      done.oncomplete = () => resolve();
      done.onabort = () => reject(done.error ?? new Error("The device kept nothing."));
      deed(Object.fromEntries(names.map((name) => [name, done.objectStore(name)])));
    });
  }

  #database() {
    this.#opened ??= new Promise((resolve, reject) => {
      const asked = this.#indexedDB.open(NAME, VERSION);
      asked.onupgradeneeded = () => makeRooms(asked.result);
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        const database = asked.result;
        const closed = () => (this.#opened = null);
        database.onclose = closed;
        database.onversionchange = () => {
          database.close(); // a newer page wants to rebuild it
          closed();
        };
        resolve(database);
      };
    });
    this.#opened.catch(() => (this.#opened = null));
    return this.#opened;
  }
}

function makeRooms(database) {
  // Numbered as they are pressed: no clock, which may be set back, decides what comes first.
  database.createObjectStore("items", { keyPath: "seq", autoIncrement: true });
  database.createObjectStore("drafts", { keyPath: "id" });
  database.createObjectStore("blobs", { keyPath: "id" });
  database.createObjectStore("settings", { keyPath: "name" });
}

// Pictures are kept by a module of their own, which knows nothing of the outbox.
let shared = null;
const opened = () => (shared ??= openStore());

export const putBlob = async (id, blob, name) => (await opened()).putBlob(id, blob, name);
export const getBlob = async (id) => (await opened()).getBlob(id);
export const dropBlob = async (id) => (await opened()).dropBlob(id);

/** The three together, or null where the device keeps nothing. */
export const keptBlobs = () => (globalThis.indexedDB ? { putBlob, getBlob, dropBlob } : null);
