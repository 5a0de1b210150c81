"""Writing results of last time as what this election's contests are compared with."""

from __future__ import annotations

from collections.abc import Iterable

from results.importing.contests import contest_index, find_in
from results.importing.gathering import Gathered
from results.importing.names import ContestIndex
from results.importing.parties import PartyBook
from results.importing.rows import LineRefused, Problem, Report
from results.models import Baseline, BaselineVotes, Contest, Election, Party

CHUNK = 1000

Row = tuple[Party | None, str, int, int | None]
Rows = list[Row]


def write_baselines(
    election: Election,
    found: Iterable[Gathered],
    *,
    kind: str,
    year: int,
    label: str,
    source: str,
    make_default: bool,
    book: PartyBook,
    report: Report,
    is_history: bool = False,
) -> None:
    """One baseline of `kind` and `year` for each contest that is found; renewed if it differs.

    It becomes the one that pages compare with where there is none yet, or with `make_default`.
    History never does: it is of the same boundaries only, by code, and what pages compare with
    already stays as it is.
    """
    index = contest_index(election)
    stale: list[Baseline] = []
    demoted: list[Baseline] = []
    new: list[tuple[Baseline, Rows]] = []
    matched: set[int] = set()
    elsewhere = 0
    for gathered in found:
        rows = _rows(gathered)
        try:
            if is_history and not _has_its_code(index, gathered):
                elsewhere += 1
                continue
            contest = _contest(index, gathered, rows, matched)
        except LineRefused as refusal:
            report.problems.append(Problem(gathered.file, gathered.line, str(refusal)))
            continue
        matched.add(contest.pk)
        known, others = None, []
        for each in contest.baselines.all():
            if (each.kind, each.year) == (kind, year):
                known = each
            else:
                others.append(each)
        made = Baseline(
            contest=contest,
            kind=kind,
            year=year,
            label=label,
            is_default=not is_history
            and (make_default or not any(each.is_default for each in others)),
            same_area=kind == Baseline.Kind.ACTUAL and _same_code(contest, gathered),
            source=source,
            winner_party=_winner(gathered, rows, certain=is_history),
            electorate=gathered.facts.electorate,
            valid_votes=_valid_votes(gathered, rows, report),
            ballots=_ballots(gathered),
        )
        if known and ((is_history and known.is_default) or _same(known, made, rows)):
            report.count("baseline", "unchanged")
            continue
        stale += [known] if known else []
        demoted += [each for each in others if each.is_default and made.is_default]
        new.append((made, rows))
        report.count("baseline", "changed" if known else "new")
    used = [party.slug for _, rows in new for party, *_ in rows if party]
    winners = [made.winner_party.slug for made, _ in new if made.winner_party]
    book.save([*used, *winners])
    Baseline.objects.filter(pk__in=[each.pk for each in stale]).delete()
    for each in demoted:
        each.is_default = False
    Baseline.objects.bulk_update(demoted, ["is_default"], CHUNK)
    Baseline.objects.bulk_create((each for each, _ in new), CHUNK)
    BaselineVotes.objects.bulk_create(
        (
            BaselineVotes(
                baseline=baseline, party=party, label=name[:200], votes=votes, seats=seats
            )
            for baseline, rows in new
            for party, name, votes, seats in rows
        ),
        CHUNK,
    )
    if is_history:
        _report_elsewhere(election, elsewhere, year, report)
    else:
        _report_missing(election, matched, report)


def _has_its_code(index: ContestIndex[Contest], gathered: Gathered) -> bool:
    """Whether a contest of the election has the very code, whatever the names are."""
    contest = index.find(gss_code=gathered.facts.gss_code, paper="", name="")
    return contest is not None and _same_code(contest, gathered)


def _same_code(contest: Contest, gathered: Gathered) -> bool:
    return bool(contest.gss_code) and contest.gss_code == gathered.facts.gss_code


def _contest(
    index: ContestIndex[Contest], gathered: Gathered, rows: Rows, matched: set[int]
) -> Contest:
    contest, name = find_in(index, gathered), gathered.facts.name
    if contest is None:
        raise LineRefused(f"{name}: no such contest in this election, or another area's code.")
    if contest.pk in matched:
        raise LineRefused(f"{name}: {contest.name} has its comparison already.")
    if not rows:
        raise LineRefused(f"{name}: no votes, so nothing to compare with.")
    return contest


def _rows(gathered: Gathered) -> Rows:
    """By candidate where the file names them, else by party; independents are kept apart.

    Who was elected unopposed had no votes, and has the seat.
    """
    if gathered.total_votes or gathered.is_unopposed:
        return [
            (party, each.name, each.votes or 0, _seats(each.elected))
            for each, party in gathered.candidates
        ]
    return [
        (party, "Others" if party is None else "", votes, None)
        for party, votes in gathered.party_votes
    ]


def _seats(elected: bool | None) -> int | None:
    """Where the file does not say who was elected, seats are not known."""
    return None if elected is None else int(elected)


def _winner(gathered: Gathered, rows: Rows, *, certain: bool) -> Party | None:
    """As stated, else the first of those named; if `certain`, unless an unnamed one had more."""
    if gathered.winner:
        return gathered.winner
    votes, party = max(
        ((votes, party) for party, _, votes, _ in rows if party),
        key=lambda each: each[0],
        default=(0, None),
    )
    unnamed = sum(votes for party, _, votes, _ in rows if party is None)
    return None if certain and unnamed >= votes else party


def _valid_votes(gathered: Gathered, rows: Rows, report: Report) -> int:
    total, stated = sum(votes for _, _, votes, _ in rows), gathered.facts.valid_votes
    if stated is not None and stated != total:
        why = f"{gathered.facts.name}: the votes make {total:,}, the file says {stated:,}."
        report.doubts.append(Problem(gathered.file, gathered.line, why))
    return max(total, stated or 0)


def _ballots(gathered: Gathered) -> int | None:
    facts = gathered.facts
    valid = facts.valid_votes if facts.valid_votes is not None else gathered.total_votes
    if facts.ballots is None and valid is not None and facts.rejected is not None:
        return valid + facts.rejected
    return facts.ballots


def _same(known: Baseline, made: Baseline, rows: Rows) -> bool:
    columns = (
        *("label", "electorate", "valid_votes", "ballots", "winner_party_id", "is_default"),
        "same_area",
    )
    stands = [(each.party_id, each.label, each.votes, each.seats) for each in known.votes.all()]
    wanted = [(party.pk if party else None, name[:200], *rest) for party, name, *rest in rows]
    return all(getattr(known, each) == getattr(made, each) for each in columns) and sorted(
        stands, key=repr
    ) == sorted(wanted, key=repr)


def _report_elsewhere(election: Election, elsewhere: int, year: int, report: Report) -> None:
    if elsewhere:
        why = f"{elsewhere:,} areas of {year} are not on this election's boundaries, by their code."
        report.doubts.append(Problem(election.slug, None, why))


def _report_missing(election: Election, matched: set[int], report: Report) -> None:
    missing = Contest.objects.filter(election=election).exclude(pk__in=matched)
    for each in missing:
        if not each.baselines.exists():
            report.doubts.append(
                Problem(election.slug, None, f"{each.name} has nothing to be compared with.")
            )
