// The composer's page: sums while votes are typed, candidates of another contest, newest entries.

import { percent, readCount, tally, thousands } from "./count.js";
import { followEntries } from "./entries.js";
import { startOutbox } from "./outbox/main.js";
import { followPictures } from "./pictures/pictures.js";
import { followProposals } from "./proposals.js";
import "./quietly.js";

const form = document.querySelector("form.composer, form.revision");
const entries = document.querySelector("[data-entries]");

if (form) {
  form.addEventListener("input", () => addUp(form));
  addUp(form);
  showCandidatesOnChoice(form);
}
const pictures = form?.querySelector("[data-pictures]");
if (pictures) followPictures(pictures);
if (entries) followEntries(entries);
const proposals = document.querySelector("[data-proposals]");
if (proposals) followProposals(proposals);
startOutbox(form);

function addUp(form) {
  const count = form.querySelector("fieldset[data-seats]");
  if (!count) return;
  const rows = [...count.querySelectorAll(".votes__row")];
  const typed = rows.map((row) => readCount(row.querySelector("input").value));
  const rejected = typed.pop();
  const sums = tally({
    votes: typed,
    rejected,
    electorate: readCount(count.dataset.electorate),
    seats: Number(count.dataset.seats),
  });
  rows.slice(0, -1).forEach((row, i) => {
    row.querySelector("output").textContent = percent(sums.shares[i]);
  });
  const show = (name, text) => {
    count.querySelector(`[data-tally="${name}"]`).textContent = text;
  };
  count.querySelector(".tally").hidden = false;
  show("total", thousands(sums.total));
  show("majority", sums.majority === null ? "–" : thousands(sums.majority));
  show("turnout", sums.turnout === null || !sums.total ? "–" : percent(sums.turnout));
  show("warning", warning(sums, count.dataset.electorate));
}

function warning(sums, electorate) {
  if (sums.aboveElectorate) {
    return `${thousands(sums.papers)} papers are more than the electorate of ${thousands(Number(electorate))}.`;
  }
  return sums.complete && sums.majority === 0 && sums.total ? "A tie: the lot decides." : "";
}

/** Choosing a contest brings its candidates; those of the one left are kept with what was typed. */
function showCandidatesOnChoice(form) {
  const choice = form.elements["result.contest"];
  const shown = form.elements["result.shown"];
  const button = form.querySelector("button[name=show]");
  if (!choice || choice.tagName !== "SELECT" || !button) return;
  const kept = new Map();
  let asked = 0;
  button.hidden = true;
  choice.addEventListener("change", async () => {
    const mine = ++asked;
    const wanted = choice.value;
    const place = form.querySelector("[data-votes]");
    let next = kept.get(wanted);
    if (!next) {
      try {
        const address = `${form.action}?${new URLSearchParams({ kind: "result", contest: wanted })}`;
        const answer = await fetch(address, { headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        next = page.querySelector("[data-votes]");
      } catch {
        button.hidden = false;
        return;
      }
    }
    if (mine !== asked) return;
    kept.set(shown.value, place);
    place.replaceWith(next);
    shown.value = wanted;
    addUp(form);
  });
}
