"""A contest's earlier results beside today's, and the records that they prove, JSON-ready."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from results import comparison, generals, records
from results.arithmetic import percent, thousands
from results.card import hundredths, party_card
from results.models import Baseline, Contest, Declaration, Election, Party, TurnoutReport

Definition = TurnoutReport.Definition
Row = dict[str, Any]

_IN_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


def history(contest: Contest) -> list[Row]:
    """Today's result, if it is final, and every earlier one, the newest first.

    A row has `label`, `year`, `notional`, `same_area` (the boundaries are proved to be these),
    `winner`, `majority`, `electorate` and `turnout`, a list of percentages with the definition of
    each. Empty where nothing earlier than what the card compares with is on record.
    """
    earlier = list(contest.baselines.all())
    if len(earlier) < 2 or contest.seats != 1:
        return []
    now = _now(contest)
    rows = sorted((_row(each) for each in earlier), key=lambda row: (-row["year"], row["notional"]))
    return [*([now] if now else []), *rows]


def claims(contest: Contest) -> list[Row]:
    """The records that the declared figures set; the sentence of each says what it rests on.

    Only for general elections and seats of one member: elsewhere nothing tells whether an election
    is missing from the record.
    """
    declaration = contest.declaration
    if declaration is None or not declaration.is_final or contest.seats != 1:
        return []
    run = _run(contest)
    found = [
        _turnout_claim(contest, run),
        _majority_claim(declaration, run),
        _win_claim(declaration, run),
    ]
    return [each for each in found if each]


def certain_majority(baseline: Baseline) -> int | None:
    """First less second; None where somebody among “others” may have been second, or first."""
    rows = list(baseline.votes.all())
    named = sorted((each.votes for each in rows if each.party_id), reverse=True)
    unnamed = sum(each.votes for each in rows if not each.party_id)
    unlisted = baseline.total_votes - sum(each.votes for each in rows)
    if len(named) < 2 or unnamed + unlisted > named[1]:
        return None
    return named[0] - named[1]


def _run(contest: Contest) -> list[Baseline]:
    """The results of these boundaries, the newest first, for as long as no election is missing."""
    default = contest.baseline
    if contest.election.kind != Election.Kind.GENERAL or default is None:
        return []
    today = contest.election.polling_day.year
    if generals.is_known(today) and generals.year_before(today) != default.year:
        return []
    on_record = {
        each.year: each
        for each in contest.baselines.all()
        if each.same_area and each.kind == Baseline.Kind.ACTUAL
    }
    run: list[Baseline] = []
    year: int | None = default.year
    while year is not None and year in on_record:
        run.append(on_record[year])
        year = generals.year_before(year)
    return run


def _turnout_claim(contest: Contest, run: list[Baseline]) -> Row | None:
    """By the definition that the pages show, or where the record has not that, by valid votes."""
    shown = comparison.turnout(contest)
    for now in (shown, comparison.valid(contest)):
        if now is None or now.fraction is None:
            continue
        earlier = [(each.year, _turnout(each, now.definition)) for each in run]
        for word, claim in (
            ("highest", records.highest(now.fraction, earlier)),
            ("lowest", records.lowest(now.fraction, earlier)),
        ):
            if claim:
                what = f"Turnout by {now.definition.label}, {percent(now.fraction)} per cent, is"
                return _told("turnout", what, f"the {word}", claim, contest)
    return None


def _majority_claim(declaration: Declaration, run: list[Baseline]) -> Row | None:
    majority = declaration.majority
    if not majority:
        return None
    earlier = [(each.year, certain_majority(each)) for each in run]
    for word, claim in (
        ("largest", records.highest(majority, earlier)),
        ("smallest", records.lowest(majority, earlier)),
    ):
        if claim:
            what = f"The majority of {thousands(majority)} is"
            return _told("majority", what, f"the {word}", claim, declaration.contest)
    return None


def _win_claim(declaration: Declaration, run: list[Baseline]) -> Row | None:
    winner = declaration.elected()[0].party
    if not winner.can_swing:
        return None
    claim = records.first_win(winner.pk, [(each.year, _winner(each)) for each in run])
    if claim is None:
        return None
    return _told("win", "It is", f"the first {winner.short_name} win", claim, declaration.contest)


def _told(kind: str, what: str, superlative: str, claim: records.Claim, contest: Contest) -> Row:
    """The sentence says how far back it reaches and what it rests on."""
    today, many = contest.election.polling_day.year, len(claim.beaten) + 1
    if claim.since:
        reach = (
            f"in {contest.name} since {claim.since}, of the results on record for its boundaries"
        )
    else:
        of = _IN_WORDS.get(many, str(many))
        reach = f"of the {of} on record for these boundaries, {claim.start}–{today}"
    text = f"{what} {superlative} {reach}."
    return {"kind": kind, "text": text, "since": claim.since, "start": claim.start}


def _now(contest: Contest) -> Row | None:
    declaration = contest.declaration
    if declaration is None or not declaration.is_final:
        return None
    figures = [comparison.valid(contest), comparison.counted(contest)]
    return {
        "label": str(contest.election.polling_day.year),
        "year": contest.election.polling_day.year,
        "now": True,
        "notional": False,
        "same_area": True,
        "winner": party_card(declaration.elected()[0].party),
        "majority": declaration.majority,
        "electorate": contest.electorate,
        "turnout": [
            _percentage(each.fraction, each.definition)
            for each in figures
            if each and each.fraction is not None
        ],
        "source": declaration.source,
    }


def _row(baseline: Baseline) -> Row:
    known = [
        (definition, fraction)
        for definition in (Definition.VALID_VOTES, Definition.BALLOTS_VERIFIED)
        if (fraction := _turnout(baseline, definition)) is not None
    ]
    return {
        "label": baseline.label,
        "year": baseline.year,
        "now": False,
        "notional": baseline.kind == Baseline.Kind.NOTIONAL,
        "same_area": baseline.same_area or baseline.kind == Baseline.Kind.NOTIONAL,
        "winner": party_card(baseline.winner_party) if baseline.winner_party else None,
        "majority": certain_majority(baseline),
        "electorate": baseline.electorate,
        "turnout": [_percentage(fraction, definition) for definition, fraction in known],
        "source": baseline.source,
    }


def _percentage(fraction: Fraction, definition: Definition) -> Row:
    return {
        "percentage": hundredths(fraction),
        "definition": definition.value,
        "definition_text": definition.label,
    }


def _turnout(baseline: Baseline, definition: Definition) -> Fraction | None:
    """By exactly this definition; None where the baseline has not its count or no electorate."""
    counts = {
        Definition.VALID_VOTES: baseline.total_votes or None,
        Definition.BALLOTS_VERIFIED: baseline.ballots,
    }
    count, electorate = counts.get(definition), baseline.electorate
    if count is None or not electorate or count > electorate:
        return None
    return Fraction(count, electorate)


def _winner(baseline: Baseline) -> int | None:
    """The party that won; None where it is not known, or was whoever stood for none."""
    party: Party | None = baseline.winner_party
    return party.pk if party and party.can_swing else None
