"""The contests in the database that a text speaks of, and those that must be made for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from django.utils.text import slugify

from liveblog.importing import figures
from liveblog.importing.parsed import ParsedBlog
from liveblog.importing.roster import Roster, contest_key
from results.models import Candidacy, Contest, Election, Party

_LOCAL = Election.Kind.LOCAL
# Seats of the House of Commons at each general election since 1997 (Commons Library).
_GENERAL_ELECTIONS = {
    date(1997, 5, 1): 659,
    date(2001, 6, 7): 659,
    date(2005, 5, 5): 646,
    date(2010, 5, 6): 650,
    date(2015, 5, 7): 650,
    date(2017, 6, 8): 650,
    date(2019, 12, 12): 650,
    date(2024, 7, 4): 650,
}
# As prose needs them; a party that is set up already, with its colour, is never touched.
_PARTY_NAMES = {
    "Conservative": ("the Conservatives", "Con"),
    "Labour": ("Labour", "Lab"),
    "Liberal Democrat": ("the Liberal Democrats", "LD"),
    "Green": ("the Greens", "Green"),
    "Sinn Féin": ("Sinn Féin", "SF"),
    "Plaid Cymru": ("Plaid Cymru", "PC"),
    "Reform UK": ("Reform UK", "RUK"),
    "Brexit Party": ("the Brexit Party", "BRX"),
    "Independent": ("independents", "Ind"),
}


@dataclass
class Register:
    """Contests by the names under which a text speaks of them, and what was noticed on the way."""

    contests: dict[str, Contest] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def of(self, names: Iterable[str]) -> list[Contest]:
        return [self.contests[name] for name in names if name in self.contests]


def roster_of(contests: Iterable[Contest]) -> Roster:
    """The names of these contests and the parties of their candidates, for `textblog.parse`."""
    names, parties = [], {}
    for contest in contests:
        names.append(contest.name)
        for candidacy in contest.candidacies.all():
            parties[candidacy.name] = candidacy.party.short_name
    return Roster(contests=tuple(dict.fromkeys(names)), parties=parties)


def contests_of_day(polling_day: date, election: Election | None = None) -> list[Contest]:
    """Every contest of the day, or of the election alone, with its candidates."""
    fought = Contest.objects.filter(election__polling_day=polling_day)
    if election:
        fought = Contest.objects.filter(election=election)
    return list(fought.select_related("election").prefetch_related("candidacies"))


def register(
    parsed: ParsedBlog, *, polling_day: date, tz: tzinfo, election: Election | None = None
) -> Register:
    """The contests of the text; one that has figures and belongs to no election is made.

    It is made in an election of its own kind and day, with the candidates whose votes and party
    the text gives, and only where nobody has set up such an election.
    """
    found = Register()
    fought = contests_of_day(polling_day, election)
    with_figures = {
        n for e in parsed.entries for f in figures.each(e.figures) if (n := f.get("contest"))
    }
    for name in dict.fromkeys(name for entry in parsed.entries for name in entry.contests):
        matches = _matches(name, fought)
        if len(matches) == 1:
            found.contests[name] = matches[0]
            found.notes.append(f"{name} is {matches[0].election.slug}/{matches[0].slug}")
        elif matches:
            elections = " and ".join(sorted(match.election.slug for match in matches))
            found.notes.append(f"{name} is in {elections}: say which with --election")
        elif name in with_figures and election is None and _may_make(name, polling_day):
            found.contests[name] = _make_contest(name, polling_day, tz, found)
        elif name in with_figures:
            day = election.name if election else f"an election of {polling_day:%-d %B %Y}"
            found.notes.append(f"{name} is no contest of {day}: its figures stay with the entry")
    for name, contest in found.contests.items():
        if is_imported(contest.election):
            _make_candidacies(contest, name, parsed, found)
    return found


def is_imported(election: Election) -> bool:
    """Whether an import made the election: then its candidates are only those the text names."""
    return election.slug == _slug(election.kind, election.polling_day)


def _matches(name: str, fought: Iterable[Contest]) -> list[Contest]:
    """Contests of that name; of a ward and a seat that share it, the one that is meant."""
    same = [contest for contest in fought if contest_key(contest.name) == contest_key(name)]
    alike = [c for c in same if (c.election.kind == _LOCAL) == _is_ward(name)]
    return alike if len(same) > 1 and alike else same


def _is_ward(name: str) -> bool:
    return name.casefold().endswith(" ward")


def _kind(name: str, polling_day: date) -> str:
    if _is_ward(name):
        return _LOCAL
    is_general = polling_day in _GENERAL_ELECTIONS
    return Election.Kind.GENERAL if is_general else Election.Kind.BY_ELECTION


def _slug(kind: str, polling_day: date) -> str:
    return f"imported-{kind}-{polling_day:%Y-%m-%d}"


def _may_make(name: str, polling_day: date) -> bool:
    kind = _kind(name, polling_day)
    elections = Election.objects.filter(polling_day=polling_day)
    elections = elections.filter(kind=_LOCAL) if kind == _LOCAL else elections.exclude(kind=_LOCAL)
    return not elections.exclude(slug=_slug(kind, polling_day)).exists()


def _make_contest(name: str, polling_day: date, tz: tzinfo, found: Register) -> Contest:
    kind = _kind(name, polling_day)
    election, is_new = Election.objects.get_or_create(
        slug=_slug(kind, polling_day),
        defaults={
            "name": f"{Election.Kind(kind).label.capitalize()}, {polling_day:%-d %B %Y}",
            "kind": kind,
            "polling_day": polling_day,
            # Polls close at ten in the evening at every election in the United Kingdom.
            "polls_close_at": datetime.combine(polling_day, time(22), tz),
            "seats": _GENERAL_ELECTIONS.get(polling_day) if kind != _LOCAL else None,
        },
    )
    if is_new:
        found.notes.append(f"made the election {election.slug}")
    order = election.contests.count()
    contest = Contest.objects.create(election=election, name=name, slug=slugify(name), order=order)
    found.notes.append(f"made the contest {name} in {election.slug}")
    return contest


def _make_candidacies(contest: Contest, name: str, parsed: ParsedBlog, found: Register) -> None:
    """Candidates whose votes the text gives; one without a party in the text is only noted."""
    known = {candidacy.name for candidacy in contest.candidacies.all()}
    results = [
        each
        for entry in parsed.entries
        for each in figures.each(entry.figures)
        if each["kind"] == "result" and each.get("contest") == name
    ]
    for person in dict.fromkeys(person for result in results for person in result["votes"]):
        if person in known:
            continue
        if not (party := parsed.parties.get(person)):
            found.notes.append(f"{person} ({name}): no party is told, so no candidate was made")
            continue
        Candidacy.objects.create(
            contest=contest,
            name=person,
            slug=slugify(person),
            party=_party(party),
            order=contest.candidacies.count(),
        )
        found.notes.append(f"made the candidate {person} ({party}) in {name}")


def _party(short_name: str) -> Party:
    if party := Party.objects.filter(short_name=short_name).first():
        return party
    people, abbreviation = _PARTY_NAMES.get(short_name, (short_name, short_name[:12]))
    party, _ = Party.objects.get_or_create(
        slug=slugify(short_name),
        defaults={
            "name": short_name,
            "short_name": short_name,
            "people": people,
            "abbreviation": abbreviation,
            "is_independent": short_name == "Independent",
        },
    )
    return party
