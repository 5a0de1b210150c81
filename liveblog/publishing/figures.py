"""An entry's figures as a reporter or a program gives them, before the results have seen them."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q

from liveblog.models import Blog, Entry
from liveblog.publishing.refusals import Refused
from results.models import Contest, Election

_NOT_FIGURES = {"contest", "reason", "confirm", "override_reason"}


@dataclass(frozen=True, slots=True)
class ResultFigures:
    """A declaration as typed: votes by candidacy (slug or id), counts as numbers or text.

    `rejected_heads` are the rejected by `results.models.RejectedHead`. `elected` (slug or id),
    `majority`, `valid_votes` are what was said beside the votes, to check these by. `confirm` holds
    the codes of the warnings that whoever publishes has seen; None: these figures are of record,
    and nobody is asked. `override_reason` is an editor's, against a sum. `provisional`: as the
    count is known before the returning officer declares it; it elects nobody.
    """

    contest: str
    votes: Mapping[str, int | str]
    rejected: int | str | None = None
    reason: str = ""
    rejected_heads: Mapping[str, int | str] | None = None
    lot_winner: str | None = None
    elected: str | None = None
    majority: int | str | None = None
    valid_votes: int | str | None = None
    confirm: Collection[str] | None = ()
    override_reason: str = ""
    provisional: bool = False

    key = "result"


@dataclass(frozen=True, slots=True)
class TurnoutFigures:
    """A turnout as announced: percentage of the electorate, ballots, or both.

    `confirm` and `override_reason` are as in `ResultFigures`.
    """

    contest: str
    percentage: Decimal | str | float | None = None
    ballots: int | str | None = None
    provisional: bool = True
    definition: str = "ballots_verified"
    reason: str = ""
    confirm: Collection[str] | None = ()
    override_reason: str = ""

    key = "turnout"


@dataclass(frozen=True, slots=True)
class ForecastFigures:
    """A forecast as published: whose it is, and the seats of the whole election by party.

    A party is named by slug, name or abbreviation. Nothing in a forecast is asked about: it is
    right or refused.
    """

    election: str
    source: str
    seats: Mapping[str, int | str]
    others: int | str | None = None
    note: str = ""
    reason: str = ""
    confirm: Collection[str] | None = ()

    key = "forecast"


Figures = ResultFigures | TurnoutFigures | ForecastFigures


def one_of(
    result: ResultFigures | None,
    turnout: TurnoutFigures | None,
    forecast: ForecastFigures | None = None,
) -> Figures | None:
    """What figures an entry carries. Raises Refused for more than one: they would be lost."""
    if result and turnout:
        message = "An entry carries a result or a turnout: send this one as another entry."
        raise Refused.one("turnout", message)
    if forecast and (result or turnout):
        message = "An entry carries a forecast or what was counted: send this one as another entry."
        raise Refused.one("forecast", message)
    return result or turnout or forecast


def typed(figures: Figures | None) -> dict[str, Any]:
    """The figures as JSON, so that a draft keeps them until it is published."""
    if figures is None:
        return {}
    values = {
        name: str(value) if isinstance(value, Decimal) else value
        for name in figures.__dataclass_fields__
        if (value := getattr(figures, name)) not in (None, "", {}) and name != "confirm"
    }
    if figures.confirm:
        values["confirm"] = sorted(figures.confirm)
    if isinstance(figures, ResultFigures):
        values["votes"] = dict(figures.votes)
        if not figures.provisional:
            del values["provisional"]
        if figures.rejected_heads:
            values["rejected_heads"] = dict(figures.rejected_heads)
    if isinstance(figures, ForecastFigures):
        values["seats"] = dict(figures.seats)
    return {figures.key: values}


def untyped(stored: Mapping[str, Any]) -> Figures | None:
    """The inverse of `typed`; None where the entry carries no figures of its own."""
    if "result" in stored:
        return ResultFigures(**stored["result"])
    if "turnout" in stored:
        return TurnoutFigures(**stored["turnout"])
    if "forecast" in stored:
        return ForecastFigures(**stored["forecast"])
    return None


def contest_of(blog: Blog, name: str, *, field: str) -> Contest:
    """The blog's contest by slug, `election/slug` or ballot paper id. Raises Refused."""
    wanted = Q(slug=name) | Q(ballot_paper_id=name)
    election, _, slug = name.rpartition("/")
    if election:
        wanted |= Q(election__slug=election, slug=slug)
    found = list(blog.contests.filter(wanted).select_related("election")[:2]) if name else []
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused.one(field, f"“{name}” is in more than one election: write election/contest.")
    raise Refused.one(field, f"This blog follows no contest “{name}”.")


def election_of(blog: Blog, slug: str, *, field: str) -> Election:
    """The election of that slug, of which the blog follows a contest. Raises Refused."""
    found = Election.objects.filter(slug=slug, contests__blogs=blog).first()
    if found is None:
        raise Refused.one(field, f"This blog follows no contest of an election “{slug[:100]}”.")
    return found


def contest_named(blog: Blog, given: Figures | None) -> Contest | None:
    """The blog's contest that the figures name; a forecast names none. Raises Refused."""
    if given is None or isinstance(given, ForecastFigures):
        return None
    return contest_of(blog, given.contest, field=f"{given.key}.contest")


def elections_of(blog: Blog, *figures: Figures | None) -> set[int]:
    """The ids of the elections of which these are forecasts."""
    slugs = [each.election for each in figures if isinstance(each, ForecastFigures)]
    return set(
        Election.objects.filter(slug__in=slugs, contests__blogs=blog).values_list("pk", flat=True)
    )


def contests_of(entry: Entry) -> list[Contest]:
    """Where the entry's figures stand, or will once it is published."""
    declared = [row.contest for row in (entry.declaration, entry.turnout) if row is not None]
    if not declared:
        with suppress(Refused):
            named = contest_named(entry.blog, untyped(entry.figures))
            declared = [named] if named else []
    return declared


def are_those_of(entry: Entry, given: Figures, contest: Contest | None) -> bool:
    """Whether the entry says the same already, however it is typed.

    While it is not public, what is confirmed for the day that it will be is a change as well; and
    so is to say again, with a reason, what was corrected elsewhere.
    """
    if entry.superseded_by_id is not None and given.reason:
        return False
    if contest is not None and contest not in contests_of(entry):
        return False
    if not are_same(entry.figures, typed(given)):
        return False
    is_public = entry.status == Entry.Status.PUBLISHED
    return is_public or _accepted(entry.figures) == _accepted(typed(given))


def are_same(stored: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sets of figures, as `typed` gives them, have the same numbers."""
    return bool(_plain(stored) == _plain(other))


def confirming(given: Figures, codes: Collection[str]) -> Figures:
    """The figures with these warnings confirmed besides those that they confirm already."""
    return replace(given, confirm={*(given.confirm or ()), *codes})


def override_of(given: Figures | None) -> str:
    """An editor’s reason for publishing these figures against a check; a forecast takes none."""
    return getattr(given, "override_reason", "").strip()


def of_record(given: Figures) -> Figures:
    """Figures that have been public before: nobody is asked about them again."""
    return replace(given, confirm=None)


def with_reason(given: Figures, reason: str) -> Figures:
    """The figures with `reason`, unless they bring their own."""
    return replace(given, reason=given.reason or reason)


def _plain(stored: Any) -> Any:
    """Numbers without commas and idle noughts, and nothing of how they came to be published."""
    if isinstance(stored, Mapping):
        kept = {name: each for name, each in stored.items() if name not in _NOT_FIGURES}
        return {name: _plain(each) for name, each in kept.items()}
    with suppress(InvalidOperation):
        return Decimal(str(stored).strip().replace(",", "")).normalize()
    return stored


def _accepted(stored: Mapping[str, Any]) -> list[Any]:
    return [
        values.get(name) for values in stored.values() for name in ("confirm", "override_reason")
    ]
