// The composer's page: each part looks after itself, and the form's fields are what they share.

import { Ballot } from "./ballot.js";
import { Chips, suggestSpeakers } from "./chips.js";
import { chooseContests } from "./contests.js";
import { valueOf } from "./elements.js";
import { followEntries } from "./entries.js";
import { startOutbox } from "./outbox/main.js";
import * as device from "./outbox/store.js";
import { followPictures } from "./pictures/pictures.js";
import { Preview } from "./preview.js";
import { readLine, readVotes } from "./oneline.js";
import { followProposals } from "./proposals.js";
import "./quietly.js";
import { ReadBack } from "./readback.js";
import { Roster } from "./roster.js";
import { listenForShortcuts } from "./shortcuts.js";
import { countDown, watchTimes } from "./when.js";

const composer = document.querySelector("form.composer");
const revision = document.querySelector("form.revision");
const entries = document.querySelector("[data-entries]");
const proposals = document.querySelector("[data-proposals]");

const form = composer ?? revision;
const pictures = form?.querySelector("[data-pictures]");
// Before the ballot: words for a picture are asked for before its figures are read back. The
// outbox sends the pictures of a new entry; a revision is posted by the browser.
if (pictures) followPictures(pictures, { store: device, sends: form.matches(".revision") });
if (composer) compose(composer);
if (revision?.querySelector("fieldset[data-seats]")) {
  new Ballot(revision, revision.querySelector("fieldset[data-seats]"));
}
if (form) watchTimes(form);
countDown();
if (entries) followEntries(entries);
if (proposals) followProposals(proposals);
startOutbox(form);

function compose(form) {
  const roster = new Roster(form.dataset.roster);
  const place = form.querySelector("[data-votes]");
  const fields = {};
  const chips = new Chips(form, form.querySelector("[data-chips]"), {
    roster,
    readLine,
    readVotes,
    next: (kind) => nextField(form, kind, ballot).focus(),
  });
  const pasted = (text, contest) => chips.pasted(text, contest);
  const ballot = place && new Ballot(form, place, { roster, pasted });
  const preview = new Preview(form, document.querySelector("[data-preview-of]"));
  const readBack = ballot && new ReadBack(form, document.querySelector("[data-readback]"), ballot);
  if (ballot) Object.assign(fields, contestFields(form, roster, ballot));
  suggestSpeakers(form, roster);

  listenForShortcuts(form, document.querySelector("[data-shortcuts]"), {
    kindChosen: (kind) => firstField(form, kind, fields).focus(),
  });
  form.addEventListener("composer:filling", ({ detail }) => {
    const key = detail.fields.get("result.contest");
    if (key) ballot?.show(key);
  });
  form.addEventListener("submit", (event) => hold(event, { form, chips, preview, readBack, ballot }), {
    capture: true,
  });
  if (ballot) afterThePress(form, roster, ballot);
}

/** Before anybody else hears of the press: what was typed is put into the fields, and read back. */
function hold(event, { form, chips, preview, readBack, ballot }) {
  // “Show candidates” and the sum of a swing publish nothing.
  if (event.submitter?.formNoValidate && event.submitter.name) return;
  const goesOn =
    chips.use({ focus: false }) &&
    !(valueOf(form, "kind") === "result" && readBack?.holds(event.submitter));
  if (goesOn) {
    preview.handBack();
    // An entry between two votes takes no vote with it.
    if (valueOf(form, "kind") !== "result") ballot?.keep();
    form.dataset.pressed = valueOf(form, "kind");
  } else {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

/** The two fields of contests; choosing one shows its candidates, or offers the button that does. */
function contestFields(form, roster, ballot) {
  const result = form.elements["result.contest"];
  const button = form.querySelector("button[name=show]");
  const follow = () => {
    button.hidden = ballot.show(result.value) || result.value === ballot.shown;
  };
  result.addEventListener("change", follow);
  roster.changed.addEventListener("change", follow);
  button.hidden = true;
  return {
    result: chooseContests(result, roster, {
      chosen: () => (ballot.fields.find((each) => !each.value) ?? ballot.fields[0])?.focus(),
    }),
    turnout: chooseContests(form.elements["turnout.contest"], roster, {
      chosen: () => form.elements["turnout.percentage"].focus(),
    }),
  };
}

/** The form is empty again. After a result the next contest is up; else the ballot is as it was. */
function afterThePress(form, roster, ballot) {
  form.addEventListener("composer:cleared", () => {
    const { pressed } = form.dataset;
    delete form.dataset.pressed;
    if (pressed === "result") {
      roster.posted(ballot.shown);
      ballot.forget();
    } else if (pressed) ballot.bringBack(ballot.shown);
    else ballot.forget(); // another draft was opened, or this one dropped
    const choice = form.elements["result.contest"];
    choice.value = (pressed === "result" && roster.next?.key) || ballot.shown;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function firstField(form, kind, fields) {
  const names = { forecast: "forecast.source", correction: "corrects" };
  const visible = (field) => field?.isConnected && field.offsetParent !== null;
  const choice = { result: "result.contest", turnout: "turnout.contest" }[kind];
  return (
    [fields[kind], form.elements.namedItem(choice ?? names[kind] ?? "body")].find(visible) ??
    form.elements.body
  );
}

/** Where a kind goes on once something of it is filled in: the first gap, else Post. */
function nextField(form, kind, ballot) {
  const post = form.querySelector("[data-post]");
  const isEmpty = (name) => form.elements.namedItem(name)?.value === "";
  if (kind === "result") {
    // A contest alone was typed, or votes as well.
    return ballot?.fields.find((each) => !each.value) ?? post;
  }
  if (kind === "turnout") {
    const bare = isEmpty("turnout.percentage") && isEmpty("turnout.ballots");
    return bare ? form.elements["turnout.percentage"] : post;
  }
  if (kind === "forecast") {
    const name = ["forecast.source", "forecast.seats"].find(isEmpty);
    return name ? form.elements[name] : post;
  }
  if (kind === "correction" && isEmpty("corrects")) return form.elements.corrects;
  return form.elements.body.value ? post : form.elements.body;
}
