// The pictures of an entry go before it, from where the device keeps them; then it forgets them.

/** The ids of the item's pictures, in order. What stands in the field may be anything. */
export function pictureIds(item) {
  const [, text = ""] = item.fields.find(([name]) => name === "pictures") ?? [];
  try {
    const listed = JSON.parse(text || "[]");
    return Array.isArray(listed) ? listed.map((each) => each?.id).filter(Boolean) : [];
  } catch {
    return [];
  }
}

/** An `upload(item, { token, signal })` for the transport, by means of `uploadPicture`. */
export function picturesFrom(store, uploadPicture) {
  return async (item, { token, signal }) => {
    for (const [place, id] of pictureIds(item).entries()) {
      const kept = await store.getBlob(id);
      if (!kept) continue; // it has been sent before
      try {
        await uploadPicture({ ...kept, id, address: item.address, token, signal });
      } catch (error) {
        if (error.name === "Refused") error.field = `pictures.${place}.alt`; // said beside it
        throw error;
      }
    }
  };
}

/** Forget the pictures of an item that has arrived. */
export async function forgetPictures(store, item) {
  for (const id of pictureIds(item)) await store.dropBlob(id);
}

/** Forget pictures that no draft and no item names any more: those of what was discarded. */
export async function forgetStrays(store, { wait = 10_000 } = {}) {
  const ids = await store.blobIds();
  // One that was chosen in another tab in this moment is in its draft by then.
  await new Promise((resolve) => setTimeout(resolve, wait));
  // Items twice: between two looks a draft may be pressed, or an item taken back.
  const before = await store.items();
  const named = [...before, ...(await store.drafts()), ...(await store.items())].flatMap(pictureIds);
  for (const id of ids) if (!named.includes(id)) await store.dropBlob(id);
}
