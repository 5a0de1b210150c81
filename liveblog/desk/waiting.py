"""What waits for a second look, as one person at the desk sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from liveblog.desk.access import Desk
from liveblog.models import Proposal
from liveblog.publishing.second_look import asking
from results.models import Contest

WAITS = "Checked and kept. It is public once somebody else has confirmed it."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal, what this person may do with it, and what it would change.

    `figures` are (whose, before, after) of every count that differs from the published ones.
    `words` are the writer's own, where they are not written from the figures.
    """

    proposal: Proposal
    is_mine: bool
    may_publish: bool
    figures: list[tuple[str, int | None, int | None]]
    words: list[str]


def waiting(desk: Desk) -> list[Waiting]:
    """All of the blog's, the longest waiting first; one's own, which wait for others, come last."""
    rows = [seen(proposal, desk) for proposal in Proposal.objects.waiting(desk.blog)]
    return sorted(rows, key=lambda row: row.is_mine)


def returned(desk: Desk) -> list[Proposal]:
    """What was sent back to this person."""
    if desk.blog.is_archived:
        return []
    return list(Proposal.objects.returned_to(desk.user, desk.blog))


def seen(proposal: Proposal, desk: Desk) -> Waiting:
    is_mine = proposal.by == desk.user
    return Waiting(
        proposal,
        is_mine=is_mine,
        may_publish=not is_mine or _nobody_asks(proposal),
        figures=list(_changed(proposal.entry.card, proposal.card)) if proposal.is_revision else [],
        words=_own_words(proposal),
    )


def _nobody_asks(proposal: Proposal) -> bool:
    card = proposal.card
    contest = Contest.objects.filter(slug=card["slug"], election__slug=card["election"]).first()
    return contest is None or asking(contest, proposal.entry.blog) is None


def _changed(
    before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> Iterable[tuple[str, int | None, int | None]]:
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
