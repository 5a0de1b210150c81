"""How many slips of the keyboard the desk checks catch, measured on real results.

    python -m bench.checks --data FOLDER [--results 2000] [--seed 1]

Every result is typed wrongly at random: one digit changed, two neighbouring digits swapped, two
candidates' votes exchanged; and the first two exchanged, the worst of these slips. Only what
changes the total or the winner counts. A slip is caught where the checks find an error or a
warning; an unharmed result that is found fault with is a false alarm. Both are given for what the
desk may know beforehand. "The night so far" are the seats declared before this one, as that night
really went.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
os.environ.setdefault("SECRET_KEY", "bench")

import django

django.setup()

from bench.seats import Seat, seats  # noqa: E402
from bench.slips import slips_of, winner  # noqa: E402
from results.checks import check_declaration, check_turnout  # noqa: E402
from results.findings import Finding  # noqa: E402
from results.models import (  # noqa: E402
    Baseline,
    BaselineVotes,
    Candidacy,
    Contest,
    Election,
    Party,
    TurnoutReport,
)
from results.movement import FEWEST_AROUND, SEATS_AROUND, Movement, fitted  # noqa: E402

RANDOM = ("one digit", "two digits swapped", "two candidates swapped")


class Known(NamedTuple):
    """What the desk knows before the votes are read out."""

    last_time: bool
    night: bool
    verified: bool
    rejected: bool


KNOWN = {
    "nothing but last time": Known(True, False, False, False),
    "last time and the night so far": Known(True, True, False, False),
    "papers verified": Known(False, False, True, False),
    "papers verified and rejected": Known(False, False, True, True),
    "last time, papers verified and rejected": Known(True, False, True, True),
    "last time, the night so far, papers verified": Known(True, True, True, False),
    "last time, the night so far, papers verified and rejected": Known(True, True, True, True),
}
Movements = dict[int, Movement]
# The movement before each seat, by party; a seat's own place in the night never changes.
Nights = dict[tuple[str, str], dict[str, Movement]]


def main() -> None:
    arguments = _arguments()
    if not (arguments.data / "ge2010_candidates.csv").exists():
        sys.exit(f"There are no results in {arguments.data}: say where they are with --data.")
    chance = random.Random(arguments.seed)
    every = list(seats(arguments.data))
    nights = _nights(every)
    chance.shuffle(every)
    chosen = [seat for seat in every[: arguments.results] if seat.rejected is not None]
    compared = [seat for seat in chosen if seat.before]
    print(f"{len(chosen)} results, {len(compared)} with last time's; seed {arguments.seed}\n")
    for name, known in KNOWN.items():
        of = compared if known.last_time else chosen
        print(f"{name} ({len(of)} results)")
        _print_caught(of, chance, nights, known)
        _print_alarms(of, nights, known)
    _print_turnouts(compared)


def _print_caught(of: Iterable[Seat], chance: random.Random, nights: Nights, known: Known) -> None:
    harmful: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for seat in of:
        contest = _contest(seat, known)
        movement = _movement(seat, contest, nights) if known.night else {}
        for kind, typed in slips_of(seat.votes, chance).items():
            harms = _harms(kind, typed, seat.votes)
            stopped = bool(harms) and bool(_asked(contest, seat, typed, known, movement))
            harmful.update(harms)
            caught.update(harms if stopped else [])
    for kind in sorted(harmful, key=_place):
        part = caught[kind] / harmful[kind]
        print(f"  {kind:<24} {caught[kind]:>5} of {harmful[kind]:>5} caught  {part:7.1%}")


def _harms(kind: str, typed: list[int], votes: list[int]) -> list[str]:
    """The lines of the report in which this slip counts; none where it does no harm."""
    total, won = sum(typed) != sum(votes), winner(typed) != winner(votes)
    if not (total or won):
        return []
    if kind not in RANDOM:
        return [kind]
    changes = ["changes the total"] * total + ["changes the winner"] * won
    return ["all three", kind, *changes]


def _place(kind: str) -> int:
    return [
        *RANDOM,
        "all three",
        "changes the total",
        "changes the winner",
        "first two swapped",
    ].index(kind)


def _print_alarms(of: list[Seat], nights: Nights, known: Known) -> None:
    by_year: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for seat in of:
        contest = _contest(seat, known)
        movement = _movement(seat, contest, nights) if known.night else {}
        found = _asked(contest, seat, seat.votes, known, movement)
        by_year[seat.year] += bool(found)
        codes.update(found)
    _print_false("false alarms", by_year, of)
    print(f"    {', '.join(f'{code} {number}' for code, number in codes.most_common())}\n")


def _print_turnouts(of: list[Seat]) -> None:
    """The turnouts announced before these results ask as well, of what is theirs to ask."""
    by_year: Counter[str] = Counter()
    for seat in of:
        contest = _contest(seat, Known(True, False, False, False))
        papers = sum(seat.votes) + (seat.rejected or 0)
        by_year[seat.year] += bool(_codes(check_turnout(contest, ballots=papers)))
    print("turnouts announced, as they were")
    _print_false("false alarms", by_year, of)


def _print_false(name: str, by_year: Counter[str], of: list[Seat]) -> None:
    total = sum(by_year.values())
    print(f"  {name:<24} {total:>5} of {len(of):>5} unharmed {total / len(of):6.1%}")
    for year, number in sorted(by_year.items()):
        each = sum(seat.year == year for seat in of)
        print(f"    {year:<22} {number:>5} of {each:>5}          {number / each:6.1%}")


def _asked(
    contest: Contest, seat: Seat, votes: list[int], known: Known, movement: Movements
) -> set[str]:
    keyed = {each.pk: number for each, number in zip(contest.candidacies.all(), votes, strict=True)}
    rejected = seat.rejected if known.rejected else None
    return _codes(check_declaration(contest, votes=keyed, rejected=rejected, movement=movement))


def _codes(found: Iterable[Finding]) -> set[str]:
    return {each.code for each in found if each.severity != "info"}


def _nights(every: Iterable[Seat]) -> Nights:
    """As `results.movement.movement` has it at the moment at which each seat was declared."""
    told: dict[str, list[Seat]] = {}
    nights: Nights = {}
    for seat in sorted(every, key=lambda each: each.declared_at):
        if not seat.before:
            continue
        newest = told.setdefault(seat.year, [])
        around = [each for each in newest if each.region == seat.region]
        around = (around if len(around) >= FEWEST_AROUND else newest)[:SEATS_AROUND]
        nights[seat.year, seat.name] = fitted((each.before, each.now) for each in around)
        newest.insert(0, seat)
    return nights


def _movement(seat: Seat, contest: Contest, nights: Nights) -> Movements:
    ids = {each.party.name: each.party.pk for each in contest.candidacies.all()}
    moved = nights[seat.year, seat.name]
    return {ids[name]: movement for name, movement in moved.items() if name in ids}


def _contest(seat: Seat, known: Known) -> Contest:
    """The seat as the checks see it, made in memory: nothing is read or written."""
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
    if known.last_time:
        rows["baselines"] = [_baseline(seat, contest, parties)]
    if known.verified:
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


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the result files")
    parser.add_argument("--results", type=int, default=2000, help="how many results (2000)")
    parser.add_argument("--seed", type=int, default=1, help="of the random slips (1)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
