"""What waits for somebody else at the desk, as one person there sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from liveblog import presentation
from liveblog.desk.access import Desk
from liveblog.merging import Change, differences
from liveblog.models import Entry, Membership, Proposal
from liveblog.publishing.approving import takes_approval
from liveblog.publishing.second_look import asking
from results.models import Contest

_WAITS = "Checked and kept. It is public once somebody else has confirmed it."
_CONTRIBUTED = "Kept, and shown to the desk. Readers see it once a reporter or an editor approves."
_COMPARED = {
    "headline": "Headline",
    "body": "Text",
    "speaker": "Who said it",
    "speaker_role": "Who they are",
    "provenance": "How it is known",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal, what this person may do with it, and what it would change.

    `figures` are (whose, before, after) of every count that differs from the published ones.
    `words` are the writer's own, where they are not written from the figures. Without a card it is
    words alone: `html` is a new entry as readers will see it, `changes` are those of a public one,
    and `typed` are figures that cannot be examined before their time.
    """

    proposal: Proposal
    is_mine: bool
    may_decide: bool
    may_publish: bool
    is_contribution: bool
    figures: list[tuple[str, int | None, int | None]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    html: SafeString | None = None
    changes: list[tuple[str, list[Change]]] = field(default_factory=list)
    typed: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is called aloud."""
        card, entry = self.proposal.card, self.proposal.entry
        return (card or {}).get("name") or entry.headline or entry.get_kind_display()

    @property
    def kind(self) -> str:
        """What its figures are, which says how its card is shown: result, turnout, forecast."""
        revision = self.proposal.revision
        figures = revision["figures"] if revision else self.proposal.entry.figures
        return next(iter(figures), "")


def told(desk: Desk) -> str:
    """What the writer is told of what they have just sent."""
    return _CONTRIBUTED if desk.is_contributor else _WAITS


def told_anew() -> str:
    """What is said of figures that were changed on their way out."""
    return "Changed. A result takes two people here: somebody else confirms the new figures."


def context(desk: Desk) -> dict[str, Any]:
    """What the panel above the composer shows."""
    rows = waiting(desk)
    contributed = [row for row in rows if row.is_contribution]
    return {
        "waiting": rows,
        "waiting_heading": _heading(len(rows), len(contributed), mine=desk.is_contributor),
        "returned": returned(desk),
    }


def waiting(desk: Desk) -> list[Waiting]:
    """All of the blog's, the longest waiting first; one's own, which wait for others, come last.

    A contributor sees what is their own.
    """
    found = Proposal.objects.waiting(desk.blog)
    if desk.is_contributor:
        found = found.filter(by=desk.user)
    contributors = _contributors(desk)
    rows = [seen(proposal, desk, contributors) for proposal in found]
    return sorted(rows, key=lambda row: row.is_mine)


def returned(desk: Desk) -> list[Proposal]:
    """What was sent back to this person."""
    if desk.blog.is_archived:
        return []
    return list(Proposal.objects.returned_to(desk.user, desk.blog))


def seen(proposal: Proposal, desk: Desk, contributors: set[int] | None = None) -> Waiting:
    is_mine = proposal.by == desk.user
    contributors = _contributors(desk) if contributors is None else contributors
    card, entry = proposal.card, proposal.entry
    may_decide = not is_mine and not desk.is_contributor
    return Waiting(
        proposal,
        is_mine=is_mine,
        may_decide=may_decide,
        may_publish=may_decide or (is_mine and _nobody_asks(proposal)),
        is_contribution=proposal.by_id in contributors or card is None,
        figures=list(_changed(entry.card, card)) if card and proposal.is_revision else [],
        words=_own_words(proposal) if card else [],
        html=None if card or proposal.is_revision else presentation.entry_html(entry),
        changes=[] if card or not proposal.is_revision else _changed_words(proposal),
        typed=[] if card or proposal.is_revision else list(_typed(entry)),
    )


def _contributors(desk: Desk) -> set[int]:
    there = desk.blog.memberships.filter(role=Membership.Role.CONTRIBUTOR)
    return set(there.values_list("user_id", flat=True))


def _heading(count: int, contributed: int, *, mine: bool) -> str:
    if mine:
        return f"{count} of yours {'waits' if count == 1 else 'wait'} for the desk"
    if not contributed:
        return f"{count} {'result waits' if count == 1 else 'results wait'} for a second look"
    return f"{count} {'entry waits' if count == 1 else 'entries wait'} for you at the desk"


def _nobody_asks(proposal: Proposal) -> bool:
    if takes_approval(proposal.by, proposal.entry.blog):
        return False
    card = proposal.card
    if card is None or "candidacies" not in card:
        return True
    contest = Contest.objects.filter(slug=card["slug"], election__slug=card["election"]).first()
    return contest is None or asking(contest, proposal.entry.blog) is None


def _changed(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> Iterable[tuple[str, int | None, int | None]]:
    if "candidacies" not in after:  # a forecast's figures are shown as its card
        return
    votes = {each["id"]: each["votes"] for each in (before or {}).get("candidacies", [])}
    for each in after["candidacies"]:
        if each["votes"] != votes.get(each["id"]):
            yield each["name"], votes.get(each["id"]), each["votes"]
    rejected = (before or {}).get("rejected")
    if after["rejected"] != rejected:
        yield "Rejected papers", rejected, after["rejected"]


def _own_words(proposal: Proposal) -> list[str]:
    """What the entry will say beside what is written from its figures."""
    was = (proposal.entry.card or {}).get("sentence", {})
    changes = proposal.revision["changes"] if proposal.is_revision else {}
    said = {n: changes.get(n, getattr(proposal.entry, n)).strip() for n in ("headline", "body")}
    return [text for name, text in said.items() if text not in {"", was.get(name)}]


def _changed_words(proposal: Proposal) -> list[tuple[str, list[Change]]]:
    entry, asked = proposal.entry, proposal.revision["changes"]
    rows = []
    for name, label in _COMPARED.items():
        before, after = getattr(entry, name), str(asked.get(name, getattr(entry, name))).strip()
        if after != before:
            rows.append((label, differences(before, after)))
    return rows


def _typed(entry: Entry) -> Iterable[tuple[str, Any]]:
    for values in entry.figures.values():
        for name, value in values.items():
            parts = value.items() if isinstance(value, dict) else [(name, value)]
            yield from ((part.replace("_", " ").capitalize(), each) for part, each in parts)
