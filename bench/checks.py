"""How many slips of the keyboard the desk checks catch, measured on real results.

    python -m bench.checks --data FOLDER [--results 2000] [--seed 1]

Every result is typed wrongly in three ways at random: one digit changed, two neighbouring digits
swapped, two candidates' votes exchanged. Only slips that change the total or the winner count. A
slip is caught where the checks find an error or a warning; an unharmed result that is found fault
with is a false alarm. Both are given for what the desk may know beforehand: last time's result, the
papers verified, the papers rejected.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
os.environ.setdefault("SECRET_KEY", "bench")

import django

django.setup()

from results import arithmetic  # noqa: E402
from results.checks import check_declaration  # noqa: E402
from results.models import (  # noqa: E402
    Baseline,
    BaselineVotes,
    Candidacy,
    Contest,
    Election,
    Party,
    TurnoutReport,
)

# The election, and where last time's votes by party are: a notional file, or its candidates.
ELECTIONS = {
    "2010": "ge2005_notional_on_2010_boundaries.csv",
    "2017": "",
    "2019": "ge2017_candidates.csv",
    "2024": "ge2019_notional_on_2024_boundaries.csv",
}
# What the desk knows beforehand: last time, the night so far, papers verified, papers rejected.
KNOWN = {
    "nothing but last time": (True, False, False, False),
    "last time and the night so far": (True, True, False, False),
    "papers verified": (False, False, True, False),
    "papers verified and rejected": (False, False, True, True),
    "last time, papers verified and rejected": (True, False, True, True),
    "last time, the night so far, papers verified": (True, True, True, False),
    "last time, the night so far, papers verified and rejected": (True, True, True, True),
}
SEATS_AROUND = 30
# The same people under another abbreviation in the older file.
RENAMED = {"BRX": "RUK", "Lab Co-op": "Lab", "Lab Coop": "Lab", "Green (E&W)": "Green"}


Known = tuple[bool, bool, bool, bool]


@dataclass
class Seat:
    """One real result, and last time's where it is known."""

    year: str
    name: str
    region: str
    electorate: int
    rejected: int | None
    parties: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    before: Counter[str] = field(default_factory=Counter)
    electorate_before: int | None = None
    notional: bool = False


Around = dict[tuple[str, str], list[Seat]]


def main() -> None:
    arguments = _arguments()
    if not (arguments.data / "ge2010_candidates.csv").exists():
        sys.exit(f"There are no results in {arguments.data}: say where they are with --data.")
    chance = random.Random(arguments.seed)
    seats = list(_seats(arguments.data))
    chance.shuffle(seats)
    seats = seats[: arguments.results]
    with_baseline = [seat for seat in seats if seat.before]
    print(f"{len(seats)} results, {len(with_baseline)} with last time's; seed {arguments.seed}\n")
    around = _by_region(with_baseline)
    for name, known in KNOWN.items():
        chosen = with_baseline if known[0] else seats
        chosen = [seat for seat in chosen if seat.rejected is not None]
        print(f"{name} ({len(chosen)} results)")
        for kind, (harmful, caught) in _slips(chosen, chance, around, known).items():
            print(f"  {kind:<22} {caught:>5} of {harmful:>5} caught  {caught / harmful:7.1%}")
        _print_alarms(chosen, around, known)


def slips_of(votes: list[int], chance: random.Random) -> dict[str, list[int]]:
    """One slip of each kind, at random; a kind that these votes do not allow is left out."""
    made = {
        "one digit": _one_digit(votes, chance),
        "two digits swapped": _two_digits(votes, chance),
        "two candidates swapped": _two_candidates(votes, chance),
    }
    return {kind: typed for kind, typed in made.items() if typed is not None and typed != votes}


def _slips(
    seats: list[Seat], chance: random.Random, around: Around, known: Known
) -> dict[str, tuple[int, int]]:
    harmful: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for seat in seats:
        contest = _contest(seat, known)
        movement = _movement(seat, contest, around) if known[1] else {}
        for kind, typed in slips_of(seat.votes, chance).items():
            if sum(typed) == sum(seat.votes) and _winner(typed) == _winner(seat.votes):
                continue
            stopped = _alarms(contest, typed, seat.rejected if known[3] else None, movement)
            for name in (kind, "all"):
                harmful[name] += 1
                caught[name] += bool(stopped)
    return {kind: (harmful[kind], caught[kind]) for kind in harmful}


def _print_alarms(seats: list[Seat], around: Around, known: Known) -> None:
    by_year: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for seat in seats:
        contest = _contest(seat, known)
        movement = _movement(seat, contest, around) if known[1] else {}
        found = _alarms(contest, seat.votes, seat.rejected if known[3] else None, movement)
        by_year[seat.year] += bool(found)
        codes.update(found)
    total = sum(by_year.values())
    print(
        f"  {'false alarms':<22} {total:>5} of {len(seats):>5} unharmed {total / len(seats):7.1%}"
    )
    for year, number in sorted(by_year.items()):
        of = sum(seat.year == year for seat in seats)
        print(f"    {year:<20} {number:>5} of {of:>5}          {number / of:7.1%}")
    print(f"    {', '.join(f'{code} {number}' for code, number in codes.most_common())}\n")


def _alarms(
    contest: Contest, votes: list[int], rejected: int | None, movement: dict[int, Fraction]
) -> set[str]:
    keyed = {each.pk: number for each, number in zip(contest.candidacies.all(), votes, strict=True)}
    found = check_declaration(contest, votes=keyed, rejected=rejected, movement=movement)
    return {each.code for each in found if each.severity != "info"}


def _by_region(seats: list[Seat]) -> Around:
    grouped: Around = {}
    for seat in seats:
        grouped.setdefault((seat.year, seat.region), []).append(seat)
    return grouped


def _movement(seat: Seat, contest: Contest, around: Around) -> dict[int, Fraction]:
    """As the night stands once some other seats of the region are declared."""
    before: Counter[str] = Counter()
    now: Counter[str] = Counter()
    others = [each for each in around[seat.year, seat.region] if each is not seat]
    for other in others[:SEATS_AROUND]:
        before.update(other.before)
        for party, votes in zip(other.parties, other.votes, strict=True):
            now[party] += votes
    ids = {each.party.name: each.party.pk for each in contest.candidacies.all()}
    moved = arithmetic.movement(before, now)
    return {ids[name]: change for name, change in moved.items() if name in ids}


def _contest(seat: Seat, known: Known) -> Contest:
    """The seat as the checks see it, made in memory: nothing is read or written."""
    baseline, _, verified, _ = known
    election = Election(pk=1, slug=seat.year, kind=Election.Kind.GENERAL)
    contest = Contest(pk=1, name=seat.name, election=election, electorate=seat.electorate)
    parties = {
        name: Party(
            pk=number,
            name=name,
            short_name=name,
            is_independent=name == "Ind",
            is_speaker=name == "Spk",
        )
        for number, name in enumerate(sorted({*seat.parties, *seat.before}), start=1)
    }
    rows: dict[str, list] = {"baselines": [], "turnout_reports": [], "declarations": []}
    rows["candidacies"] = [
        Candidacy(pk=number, contest=contest, name=name, slug=str(number), party=parties[party])
        for number, (name, party) in enumerate(zip(seat.names, seat.parties, strict=True), start=1)
    ]
    if baseline:
        rows["baselines"] = [_baseline(seat, contest, parties)]
    if verified:
        ballots = sum(seat.votes) + (seat.rejected or 0)
        report = TurnoutReport(pk=1, contest=contest, version=1, ballots=ballots, provisional=False)
        rows["turnout_reports"] = [report]
    contest._prefetched_objects_cache = rows
    return contest


def _baseline(seat: Seat, contest: Contest, parties: dict[str, Party]) -> Baseline:
    made = Baseline(
        pk=1,
        contest=contest,
        kind=Baseline.Kind.NOTIONAL if seat.notional else Baseline.Kind.ACTUAL,
        year=0,
        label="last time",
        electorate=seat.electorate_before,
        is_default=True,
        winner_party=parties[seat.before.most_common(1)[0][0]],
    )
    rows = [
        BaselineVotes(pk=number, baseline=made, party=parties[name], votes=votes)
        for number, (name, votes) in enumerate(seat.before.items(), start=1)
    ]
    made._prefetched_objects_cache = {"votes": rows}
    return made


def _seats(data: Path) -> Iterator[Seat]:
    for year, last_time in ELECTIONS.items():
        seats: dict[str, Seat] = {}
        for row in _rows(data / f"ge{year}_constituencies.csv"):
            rejected = int(row["invalid_votes"]) if row["invalid_votes"] else None
            electorate = int(row["electorate"])
            seats[row["ons_id"]] = Seat(
                year, row["constituency"], row["region"], electorate, rejected
            )
        for row in _rows(data / f"ge{year}_candidates.csv"):
            seat = seats[row["ons_id"]]
            seat.names.append(f"{row['first_name']} {row['surname']}")
            seat.parties.append(RENAMED.get(row["party_abbrev"], row["party_abbrev"]))
            seat.votes.append(int(row["votes"]))
        if last_time:
            _add_last_time(data, last_time, seats)
        yield from (seat for seat in seats.values() if len(seat.votes) > 1)


def _add_last_time(data: Path, file: str, seats: dict[str, Seat]) -> None:
    electorates = {}
    if "notional" not in file:
        rows = _rows(data / file.replace("candidates", "constituencies"))
        electorates = {row["ons_id"]: row["electorate"] for row in rows}
    for row in _rows(data / file):
        if (seat := seats.get(row["ons_id"])) is None:
            continue
        party = RENAMED.get(row["party_abbrev"], row["party_abbrev"])
        seat.before[party] += int(float(row["votes"]))
        electorate = row.get("electorate") or electorates.get(row["ons_id"])
        seat.electorate_before = int(float(electorate)) if electorate else None
        seat.notional = "notional" in file


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _winner(votes: list[int]) -> int:
    return max(range(len(votes)), key=lambda each: votes[each])


def _one_digit(votes: list[int], chance: random.Random) -> list[int] | None:
    at = chance.randrange(len(votes))
    digits = list(str(votes[at]))
    place = chance.randrange(len(digits))
    digits[place] = chance.choice([each for each in "0123456789" if each != digits[place]])
    return [*votes[:at], int("".join(digits)), *votes[at + 1 :]]


def _two_digits(votes: list[int], chance: random.Random) -> list[int] | None:
    places = [
        (at, place)
        for at, number in enumerate(votes)
        for place in range(len(str(number)) - 1)
        if str(number)[place] != str(number)[place + 1]
    ]
    if not places:
        return None
    at, place = chance.choice(places)
    digits = list(str(votes[at]))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return [*votes[:at], int("".join(digits)), *votes[at + 1 :]]


def _two_candidates(votes: list[int], chance: random.Random) -> list[int] | None:
    one, other = chance.sample(range(len(votes)), 2)
    typed = list(votes)
    typed[one], typed[other] = typed[other], typed[one]
    return typed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the result files")
    parser.add_argument("--results", type=int, default=2000, help="how many results (2000)")
    parser.add_argument("--seed", type=int, default=1, help="of the random slips (1)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
