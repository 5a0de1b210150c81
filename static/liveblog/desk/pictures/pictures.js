// The pictures of the entry that is being written: chosen, taken, pasted or dropped; shown with
// their words; kept on the device. The form's field `pictures` is the truth, this follows it.

import { MOST, WORDS, faults, moved, picture, placeOf, read, write } from "./list.js";
import { shrink } from "./shrink.js";
import { uploadPicture } from "./upload.js";

/**
 * Take care of the fieldset `place`.
 *
 * `store` keeps blobs on the device (putBlob, getBlob, dropBlob, all promises). Before the form is
 * posted they are sent from here where it `sends`, and so are those that the device could not keep;
 * all others are sent by whoever takes the press.
 */
export function followPictures(place, { store, sends = false, upload = uploadPicture }) {
  const form = place.closest("form");
  const field = form.elements.pictures;
  const list = place.querySelector("[data-list]");
  const row = place.querySelector("template[data-row]");
  const kept = withMemory(store);
  const arrived = new Set(); // ids that the server showed us itself
  const thumbs = new Map(); // id -> object URL
  let written = null; // what the field held when the rows were made of it

  place.classList.add("picking--led");
  for (const plain of place.querySelectorAll(".picking__add [data-plain]")) plain.hidden = true;
  for (const input of place.querySelectorAll("input[type=file]")) {
    input.removeAttribute("name"); // files go by themselves, and not with the form
    input.addEventListener("change", () => {
      const chosen = [...input.files];
      input.value = ""; // the same picture may be chosen again
      add(chosen);
    });
  }
  const camera = place.querySelector("[data-camera]");
  camera.hidden = !matchMedia("(pointer: coarse)").matches;

  for (const item of list.children) adopt(item);
  if (sends && !form.hasAttribute("data-answered")) field.dataset.initial = write(rows());
  setField(rows());
  list.addEventListener("input", () => setField(rows()));
  list.addEventListener("click", clicked);
  field.addEventListener("change", () => follow());
  // Whoever fills the form waits for the rows, so that faults find their fields.
  form.addEventListener("composer:filling", ({ detail }) => {
    const text = detail.fields.get("pictures") ?? "";
    detail.wait?.(follow(text));
  });
  form.addEventListener("composer:filled", () => follow());
  form.addEventListener("composer:cleared", () => {
    field.value = "";
    follow();
  });
  form.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    // Word puts a picture of the text beside the text: then the text is meant.
    if (!types.includes("text/plain") && pictures(files).length) {
      event.preventDefault();
      add(pictures(files));
    }
  });
  takeDrops();
  form.addEventListener("submit", refuseUnsaid, { capture: true });
  form.addEventListener("submit", sendFirst);

  async function add(files) {
    const refused = [];
    for (const [number, file] of files.entries()) {
      if (list.children.length >= MOST) {
        refused.push(`An entry carries ${MOST} pictures at most.`);
        break;
      }
      tell(files.length > 1 ? `Picture ${number + 1} of ${files.length} …` : "One moment …");
      const id = newId();
      try {
        const blob = await shrink(file);
        await kept.putBlob(id, blob, file.name);
        list.append(await made(picture({ id }), blob));
      } catch {
        refused.push(whyNot(file));
      }
    }
    const place_ = place.querySelector("[data-refused]");
    place_.replaceChildren(...refused.map(line));
    place_.hidden = !refused.length;
    setField(rows());
    tell(list.children.length ? `${count(list.children.length)} with this entry.` : "");
    const unsaid = [...list.querySelectorAll("[data-word=alt]")].find((each) => !each.value.trim());
    if (!refused.length) unsaid?.focus({ preventScroll: false });
  }

  /** Make the rows anew where the field was written by somebody else: a kept draft, a clearing. */
  async function follow(text = field.value) {
    if (text === written) return;
    written = text;
    const wanted = read(text);
    const there = new Map([...list.children].map((item) => [item.dataset.picture, item]));
    const items = await Promise.all(
      wanted.map(async (each) => {
        const item = there.get(each.id) ?? (await made(each, (await blobOf(each.id)) ?? null));
        for (const word of WORDS) item.querySelector(`[data-word=${word}]`).value = each[word];
        return item;
      }),
    );
    if (written !== text) return; // it was written once more meanwhile
    for (const item of list.children) if (!items.includes(item)) forget(item);
    list.replaceChildren(...items);
    renumber();
  }

  async function made(said, blob) {
    const item = row.content.firstElementChild.cloneNode(true);
    item.dataset.picture = said.id;
    for (const word of WORDS) item.querySelector(`[data-word=${word}]`).value = said[word];
    if (blob) {
      const thumb = item.querySelector("[data-thumb]");
      thumbs.set(said.id, URL.createObjectURL(blob));
      thumb.src = thumbs.get(said.id);
      thumb.hidden = false;
    } else {
      item.querySelector("[data-state]").textContent = "Sent already";
      arrived.add(said.id);
    }
    adopt(item);
    return item;
  }

  /** A row that the server made sends its fields by their names; from here on the list does. */
  function adopt(item) {
    for (const named of item.querySelectorAll("[name]")) named.removeAttribute("name");
    const plain = item.querySelector("[data-plain]");
    const isOut = plain?.querySelector("[type=checkbox]")?.checked;
    plain?.remove();
    item.querySelector("[data-moves]").hidden = false;
    if (item.querySelector("[data-thumb]").getAttribute("src") && !thumbs.has(item.dataset.picture)) {
      arrived.add(item.dataset.picture);
    }
    if (isOut) queueMicrotask(() => take(item));
  }

  function rows() {
    return [...list.children].map((item) =>
      picture({
        id: item.dataset.picture,
        ...Object.fromEntries(
          WORDS.map((word) => [word, item.querySelector(`[data-word=${word}]`).value]),
        ),
      }),
    );
  }

  function setField(next) {
    renumber();
    const text = write(next);
    if (text === field.value) {
      written = text;
      return;
    }
    written = field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function renumber() {
    const items = [...list.children];
    items.forEach((item, number) => {
      item.querySelector("[data-move='-1']").disabled = number === 0;
      item.querySelector("[data-move='1']").disabled = number === items.length - 1;
      // No names, which would be posted; but as form.elements["pictures.0.alt"] they are found.
      for (const word of WORDS) {
        item.querySelector(`[data-word=${word}]`).id = `pictures.${number}.${word}`;
      }
      for (const button of item.querySelectorAll("[data-moves] button")) {
        button.dataset.label ??= button.getAttribute("aria-label");
        button.setAttribute("aria-label", `${button.dataset.label}: picture ${number + 1}`);
      }
    });
  }

  function clicked(event) {
    const button = event.target.closest("button");
    const item = button?.closest("[data-picture]");
    if (!item) return;
    if (button.matches("[data-remove]")) {
      const next = item.nextElementSibling ?? item.previousElementSibling;
      take(item);
      (next?.querySelector("[data-remove]") ?? place.querySelector("input[type=file]")).focus();
      tell("Removed.");
      return;
    }
    const items = [...list.children];
    list.append(...moved(items, items.indexOf(item), Number(button.dataset.move)));
    setField(rows());
    (button.disabled ? item.querySelector("[data-moves] button:enabled") : button).focus();
    tell(`Now picture ${[...list.children].indexOf(item) + 1} of ${items.length}.`);
  }

  function take(item) {
    item.remove();
    forget(item);
    kept.dropBlob(item.dataset.picture).catch(() => {});
    setField(rows());
  }

  function forget(item) {
    const url = thumbs.get(item.dataset.picture);
    if (url) URL.revokeObjectURL(url);
    thumbs.delete(item.dataset.picture);
  }

  async function blobOf(id) {
    return (await kept.getBlob(id).catch(() => null))?.blob;
  }

  function showFaults(found) {
    for (const each of place.querySelectorAll(".errorlist[data-mine]")) each.remove();
    for (const each of place.querySelectorAll(".field--refused[data-field]")) {
      each.classList.remove("field--refused");
      each.querySelector("[data-word]").removeAttribute("aria-invalid");
    }
    let first = null;
    for (const { field: name, message } of found) {
      const at = placeOf(name);
      const box = at && list.children[at.number]?.querySelector(`[data-field=${at.word}]`);
      if (!box) continue;
      const said = document.createElement("ul");
      said.className = "errorlist";
      said.dataset.mine = "";
      said.append(line(message));
      box.append(said);
      box.classList.add("field--refused");
      const input = box.querySelector("[data-word]");
      input.setAttribute("aria-invalid", "true");
      first ??= input;
    }
    return first;
  }

  /** A picture without words is not sent: said at once, and not when the network is back. */
  function refuseUnsaid(event) {
    if (isAnotherButton(event.submitter)) return;
    const first = showFaults(faults(rows()));
    if (!first) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    first.focus();
    tell("Not sent yet: a picture needs words.");
  }

  /** Where nobody else sends the pictures: hold the form until they are there. */
  async function sendFirst(event) {
    const waiting = rows().filter(({ id }) => !arrived.has(id) && (sends || kept.isMemory(id)));
    if (event.defaultPrevented || !waiting.length) return;
    const { submitter } = event;
    event.preventDefault();
    if (place.dataset.sending) return;
    place.dataset.sending = "true";
    try {
      for (const { id } of waiting) await send(id);
      form.requestSubmit(submitter);
    } catch (error) {
      tell(error.message);
    } finally {
      delete place.dataset.sending;
    }
  }

  async function send(id) {
    const item = [...list.children].find((each) => each.dataset.picture === id);
    const state = item.querySelector("[data-state]");
    try {
      await upload({
        id,
        blob: await blobOf(id),
        address: deskOf(form),
        token: form.elements.csrfmiddlewaretoken.value,
        progress: (share) => (state.textContent = `${Math.round(share * 100)}%`),
      });
      arrived.add(id);
      state.textContent = "Sent";
    } catch (error) {
      state.textContent = "Not sent";
      showFaults([{ field: `pictures.${[...list.children].indexOf(item)}.alt`, message: error.message }]);
      throw error;
    }
  }

  function takeDrops() {
    const isFiles = (event) => event.dataTransfer?.types.includes("Files");
    form.addEventListener("dragover", (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      place.classList.add("picking--over");
    });
    form.addEventListener("dragleave", () => place.classList.remove("picking--over"));
    form.addEventListener("drop", (event) => {
      place.classList.remove("picking--over");
      if (!isFiles(event)) return;
      event.preventDefault(); // or the browser would leave the page for the picture
      add(pictures(event.dataTransfer.files));
    });
  }

  function tell(text) {
    place.querySelector("[data-told]").textContent = text;
  }
}

/** The newsroom's address of the blog, also from the page of one entry. */
function deskOf(form) {
  const [, newsroom, blog] = new URL(form.action).pathname.split("/");
  return `/${newsroom}/${blog}/`;
}

/** “Show candidates” and the like ask for something and send nothing. */
function isAnotherButton(button) {
  return Boolean(button && (button.formNoValidate || ["show", "repeat"].includes(button.name)));
}

function pictures(files) {
  return [...files].filter((file) => file.type.startsWith("image/"));
}

function count(number) {
  return number === 1 ? "One picture" : `${number} pictures`;
}

function whyNot(file) {
  const name = file.name || "The picture";
  const isHeic = /hei[cf]$/i.test(file.type || file.name);
  return isHeic
    ? `${name}: this browser cannot open HEIC. Set the camera to “Most compatible”, or save it as JPEG.`
    : `${name}: this is not a picture that can be opened here. Choose a JPEG, PNG or WebP.`;
}

/** As crypto.randomUUID(), which there is only where the page came by HTTPS. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

/** The store, and this page's memory for what it cannot keep, as in a private window. */
function withMemory(store) {
  const memory = new Map();
  return {
    isMemory: (id) => memory.has(id),
    putBlob: (id, blob, name) =>
      store.putBlob(id, blob, name).catch(() => void memory.set(id, { blob, name })),
    getBlob: async (id) => memory.get(id) ?? store.getBlob(id),
    dropBlob: async (id) => memory.delete(id) || store.dropBlob(id),
  };
}
