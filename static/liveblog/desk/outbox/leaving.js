// On every page of the newsroom and on the log-in's: no kept page is shown to another person.

import { forgetPages, isKeptForSomebodyElse } from "./device.js";
import { openStore } from "./store.js";
import { isOpen } from "./states.js";

const leave = document.querySelector("form.masthead__leave");
leave?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const waiting = await waitingItems();
  const told = `${waiting === 1 ? "One entry has" : `${waiting} entries have`} not gone out yet. Kept on this device, to be sent when you log in here again. Log out?`;
  if (waiting && !confirm(told)) return;
  await forgetPages().catch(() => {});
  leave.submit();
});

const username = document.querySelector("form input[name=username]");
username?.form.addEventListener("submit", async (event) => {
  if (!isKeptForSomebodyElse(username.value)) return;
  event.preventDefault();
  await forgetPages().catch(() => {});
  username.form.submit();
});

async function waitingItems() {
  try {
    return (await (await openStore()).items()).filter(isOpen).length;
  } catch {
    return 0;
  }
}
