"""The lines of one or more files brought together by contest and candidate, before any is written.

What is held is one election's contests and candidates, whatever the length of the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import date

from results.importing.detect import Source
from results.importing.names import ContestIndex, party_key, person_key
from results.importing.parties import PartyBook, is_others
from results.importing.people import Person, pair_up
from results.importing.rows import (
    CandidateFacts,
    ContestFacts,
    ImportRefused,
    Line,
    LineRefused,
    Problem,
    Report,
)
from results.models import Party

PROGRESS_EVERY = 500


@dataclass
class Gathered:
    """All that the files say of one contest."""

    facts: ContestFacts
    file: str
    line: int
    candidates: list[tuple[CandidateFacts, Party]] = field(default_factory=list)
    party_votes: list[tuple[Party | None, int]] = field(default_factory=list)
    winner: Party | None = None
    _by_file: dict[str, list[tuple[CandidateFacts, Party]]] = field(default_factory=dict)

    @property
    def total_votes(self) -> int | None:
        """None while a candidate's votes are not known."""
        votes = [each.votes for each, _ in self.candidates]
        known = [each for each in votes if each is not None]
        return sum(known) if votes and len(known) == len(votes) else None

    @property
    def has_votes(self) -> bool:
        """Whether any candidate's votes are known, so that there is something to declare."""
        return any(each.votes is not None for each, _ in self.candidates)

    @property
    def is_unopposed(self) -> bool:
        """Whether everybody named is called elected, without any votes, and all have a seat."""
        elected = [each.elected is True for each, _ in self.candidates]
        return not self.has_votes and all(elected) and 0 < len(elected) <= self.seats

    @property
    def seats(self) -> int:
        """As stated, else as many as were elected, else one."""
        return self.facts.seats or sum(each.elected is True for each, _ in self.candidates) or 1

    def add_candidate(self, new: CandidateFacts, party: Party, *, file: str) -> None:
        """Raises LineRefused for a candidate whom the same file has had already."""
        named = self._by_file.setdefault(file, [])
        key = person_key(new.name)
        for known, side in named:
            if side.slug == party.slug and person_key(known.name) == key:
                raise LineRefused(f"{new.name} ({party.abbreviation}) is there twice.")
        named.append((new, party))

    def merge(self) -> None:
        """The candidates of all files, each once; the first file's word goes."""
        for named in self._by_file.values():
            places = pair_up(people(named), people(self.candidates), seats=self.seats)
            for (facts, party), place in zip(named, places, strict=True):
                if place is None:
                    self.candidates.append((facts, party))
                else:
                    fill(self.candidates[place][0], facts)


def people(candidates: Iterable[tuple[CandidateFacts, Party]]) -> list[Person]:
    return [(facts.name, party) for facts, party in candidates]


def gather(
    sources: Iterable[Source],
    *,
    book: PartyBook,
    report: Report,
    polling_day: date | None,
    progress: Callable[[int], None] = lambda lines: None,
) -> tuple[list[Gathered], date | None]:
    """The contests of one polling day, and that day; lines of other days are counted and left.

    Raises ImportRefused where the day is not given and the files have more than one.
    """
    index: ContestIndex[Gathered] = ContestIndex()
    found: list[Gathered] = []
    given = polling_day
    for source in sources:
        for number, line in source.lines(report):
            report.lines += 1
            if report.lines % PROGRESS_EVERY == 0:
                progress(report.lines)
            polling_day = polling_day or line.polling_day
            if line.polling_day and line.polling_day != polling_day:
                if given is None:
                    raise ImportRefused(
                        f"{source.path.name} has the polling days {polling_day} and "
                        f"{line.polling_day}: say which with --polling-day."
                    )
                report.other_days[line.polling_day] += 1
                continue
            _add(line, number, source.path.name, index, found, book, report)
    for each in found:
        each.merge()
    progress(report.lines)
    return found, polling_day


def says_nothing_more(description: str, party: Party) -> bool:
    """Whether it is the party's name again; “Labour and Co-operative” is not."""
    names = (party.name, party.short_name, party.abbreviation)
    return party_key(description) in {party_key(each) for each in names}


def fill(known: ContestFacts | CandidateFacts, new: ContestFacts | CandidateFacts) -> list[str]:
    """Complete what is not known yet; the names of what both know, and differently."""
    differing = []
    for each in fields(known):
        before, now = getattr(known, each.name), getattr(new, each.name)
        if before in (None, ""):
            setattr(known, each.name, now)
        elif now not in (None, "", before):
            differing.append(each.name)
    return differing


def _add(
    line: Line,
    number: int,
    file: str,
    index: ContestIndex[Gathered],
    found: list[Gathered],
    book: PartyBook,
    report: Report,
) -> None:
    facts = line.contest
    keys = {"gss_code": facts.gss_code, "paper": facts.ballot_paper_id, "name": facts.name}
    contest = index.find(**keys)
    if contest is None:
        contest = Gathered(facts, file, number)
        found.append(contest)
    elif contest.facts is not facts:
        _fill_and_report(contest.facts, facts, Problem(file, number, ""), report)
    index.add(contest, **keys)
    nation = {"gss_code": contest.facts.gss_code}
    try:
        if line.candidate:
            party = book.find(line.candidate.party, **nation)
            if says_nothing_more(line.candidate.description, party):
                line.candidate.description = ""
            contest.add_candidate(line.candidate, party, file=file)
    except LineRefused as refusal:
        report.problems.append(Problem(file, number, str(refusal)))
        return
    for label, votes in line.party_votes:
        contest.party_votes.append(
            (None if is_others(label) else book.find(label, **nation), votes)
        )
    if line.winner:
        contest.winner = book.find(line.winner, **nation)


def _fill_and_report(
    known: ContestFacts, new: ContestFacts, where: Problem, report: Report
) -> None:
    for name in fill(known, new):
        if name in {"electorate", "valid_votes", "ballots", "rejected", "declared_at", "seats"}:
            before, now = getattr(known, name), getattr(new, name)
            why = f"{known.name}: {name} is {now} here and {before} before, which is kept."
            report.doubts.append(Problem(where.file, where.line, why))
