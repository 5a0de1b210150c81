"""Sentences of an article from the figures of a contest: varied, and always the same for the same.

Every sentence says no more than the figures prove: a “highest since …” is `results.history`'s.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass

from results import arithmetic, comparison, history
from results.arithmetic import percent, thousands
from results.models import Baseline, Contest, Declaration, DeclaredVotes


@dataclass(frozen=True, slots=True)
class Written:
    """Paragraphs, and a digest of the figures that they were written from."""

    paragraphs: tuple[str, ...]
    figures: str

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def contest_paragraphs(contest: Contest) -> Written:
    """Who won by how much, everybody else in rank order, majority and turnout beside last time's.

    Reads only what `with_results` fetches.
    """
    declaration = contest.declaration
    if declaration is None:
        paragraphs = [_undeclared(contest), _turnout(contest)]
    else:
        paragraphs = [
            _joined(_result(contest, declaration), _lot(declaration)),
            _joined(_others(contest, declaration), _deposits(contest, declaration)),
            _joined(_majority(contest, declaration), _swing(declaration)),
            _turnout(contest),
            _joined(*_records(contest)),
        ]
    return Written(tuple(each for each in paragraphs if each), digest(_facts(contest)))


def _undeclared(contest: Contest) -> str:
    newest = contest.newest_declaration
    if newest is None:
        return f"{contest.name} has yet to declare."
    reason = newest.reason.strip().rstrip(".")
    return f"The result of {contest.name} was withdrawn: {reason}."


def _result(contest: Contest, declaration: Declaration) -> str:
    ranked, outcome = declaration.ranked(), comparison.outcome(declaration)
    first, seat, against = ranked[0], contest.name, _against(ranked)
    who, votes = str(first.candidacy), thousands(first.votes)
    party = first.candidacy.party.in_prose
    if outcome is None:
        return f"The count in {seat} is provisional: {who} is ahead with {votes} votes{against}."
    if outcome.kind == "elected":
        elected = listed([_votes(each) for each in ranked[: contest.seats]])
        were = "was" if contest.seats == 1 else "were"
        return f"{elected} {were} elected in {seat}, which has {in_words(contest.seats)} seats."
    if outcome.kind == "new":
        return f"{who} won the new seat of {seat} with {votes} votes{against}."
    if outcome.kind == "gain" and outcome.defending:
        loser = outcome.defending.in_prose
        gained = f"{who} gained {seat} from {loser} with {votes} votes{against}."
        if first.candidacy.party.is_independent or outcome.defending.is_independent:
            return gained
        return _chosen(
            contest,
            gained,
            f"{seat} changed hands: {first.candidacy.name} took it for {party} from {loser} "
            f"with {votes} votes{against}.",
            f"{loser[:1].upper()}{loser[1:]} lost {seat} to {who}, who had {votes} votes{against}.",
        )
    held = f"{who} held {seat} with {votes} votes{against}."
    if first.candidacy.party.is_independent:
        return held
    return _chosen(
        contest,
        held,
        f"{seat} stays with {party}: {first.candidacy.name} had {votes} votes{against}.",
        f"In {seat} {first.candidacy.name} kept the seat for {party} with {votes} votes{against}.",
    )


def _against(ranked: list[DeclaredVotes]) -> str:
    if len(ranked) < 2:
        return ", unopposed"
    return f", ahead of {ranked[1].candidacy} on {thousands(ranked[1].votes)}"


def _lot(declaration: Declaration) -> str:
    if not declaration.lot_winner_id:
        return ""
    return "Votes were equal at the last place, and it was decided by lot."


def _others(contest: Contest, declaration: Declaration) -> str:
    """Everybody whom the first sentence has not named, in rank order."""
    named = contest.seats if contest.seats > 1 and declaration.is_final else 2
    rest = declaration.ranked()[named:]
    if not rest:
        return ""
    told = listed([_votes(each) for each in rest])
    if len(rest) == 1:
        return _chosen(contest, f"Behind them came {told}.", f"The remaining votes went to {told}.")
    return _chosen(
        contest,
        f"Behind them came {told}.",
        f"The other candidates, in the order of their votes, were {told}.",
        f"Next were {told}.",
    )


def _deposits(contest: Contest, declaration: Declaration) -> str:
    if not (declaration.is_final and contest.seats == 1 and contest.election.takes_deposits):
        return ""
    valid = declaration.total_votes
    lost = [
        each.candidacy.name
        for each in declaration.ranked()
        if arithmetic.lost_deposit(each.votes, valid)
    ]
    if not lost:
        return ""
    if len(lost) > 3:
        return f"{in_words(len(lost)).capitalize()} candidates lost their deposits."
    return f"{listed(lost)} lost {'a deposit' if len(lost) == 1 else 'their deposits'}."


def _majority(contest: Contest, declaration: Declaration) -> str:
    majority, baseline = declaration.majority, contest.baseline
    if majority is None or not declaration.is_final:
        return ""
    now = thousands(majority)
    before, holder = (baseline.majority, baseline.winner_party) if baseline else (None, None)
    if baseline is None or before is None or holder is None or contest.seats != 1:
        return f"The majority is {now}."
    then = _then(baseline)
    if declaration.ranked()[0].candidacy.party_id != holder.pk or holder.is_independent:
        return f"The majority is {now}; {then} it was {thousands(before)}, for {holder.in_prose}."
    if majority == before:
        return f"The majority is {now}, as it was {then}."
    way = "up" if majority > before else "down"
    return _chosen(
        contest,
        f"The majority is {now}, {way} from {thousands(before)} {then}.",
        f"That makes a majority of {now}, where it was {thousands(before)} {then}.",
        f"A majority of {thousands(before)} {then} "
        f"{'grew' if majority > before else 'shrank'} to {now}.",
    )


def _swing(declaration: Declaration) -> str:
    swing = comparison.swing(declaration)
    if swing is None or not declaration.is_final or not percent(swing.size).strip("0."):
        return ""
    size = percent(swing.size)
    noun = "point" if size == "1.0" else "points"
    return f"The swing was {size} {noun} from {swing.losing.in_prose} to {swing.gaining.in_prose}."


def _turnout(contest: Contest) -> str:
    """The turnout and last time's, each with its definition where they count different things."""
    now = comparison.turnout(contest)
    if now is None or now.fraction is None:
        return ""
    told = _chosen(
        contest,
        f"Turnout was {percent(now.fraction)} per cent ({now.definition.label})",
        f"Turnout in {contest.name} came to {percent(now.fraction)} per cent "
        f"({now.definition.label})",
    )
    before, baseline = comparison.turnout_before(contest, like=now.definition), contest.baseline
    change = comparison.turnout_change(now, before) if before else None
    if before is None or before.fraction is None or change is None or baseline is None:
        return f"{told}."
    then = f"{percent(before.fraction)} per cent {_then(baseline)}"
    if before.definition != now.definition:
        then += f", which counts {before.definition.label}"
    if not percent(abs(change)).strip("0."):
        return f"{told}, level with {then}."
    return f"{told}, {'up' if change > 0 else 'down'} from {then}."


def _records(contest: Contest) -> list[str]:
    return [each["text"] for each in history.claims(contest)]


def in_words(number: int) -> str:
    """“five”, “12”: small numbers in words, as in prose."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return words[number] if 0 <= number < len(words) else thousands(number)


def listed(names: list[str]) -> str:
    """“Quill, Marsh and Finch”; names that have an “and” of their own stand between semicolons."""
    if len(names) > 2 and any(" and " in each for each in names):
        return f"{'; '.join(names[:-1])}; and {names[-1]}"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def digest(facts: object) -> str:
    """A fingerprint of figures: the same figures, the same 64 letters."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _facts(contest: Contest) -> list[object]:
    """What the sentences are written from, as JSON has it."""
    declaration, baseline = contest.declaration, contest.baseline
    turnout = comparison.turnout(contest)
    before = comparison.turnout_before(contest, like=turnout.definition) if turnout else None
    outcome = comparison.outcome(declaration) if declaration else None
    newest = contest.newest_declaration
    return [
        newest.reason if newest and newest.is_withdrawn else "",
        declaration.is_final if declaration else None,
        [[each.candidacy_id, each.votes] for each in declaration.ranked()] if declaration else [],
        [outcome.kind, outcome.defending.pk if outcome.defending else None] if outcome else [],
        [baseline.majority, baseline.total_votes, baseline.label] if baseline else [],
        *(
            [str(each.fraction), each.definition.value] if each else []
            for each in (turnout, before)
        ),
        *_records(contest),
    ]


def _then(baseline: Baseline) -> str:
    if baseline.kind == Baseline.Kind.NOTIONAL:
        return f"in {baseline.year} on these boundaries (notional)"
    return f"in {baseline.year}"


def _votes(row: DeclaredVotes) -> str:
    return f"{row.candidacy} with {thousands(row.votes)}"


def _chosen(contest: Contest, *wordings: str) -> str:
    """One of several wordings, by the contest's slug: neighbours differ, reloads do not."""
    return wordings[zlib.crc32(contest.slug.encode()) % len(wordings)]


def _joined(*sentences: str) -> str:
    return " ".join(each for each in sentences if each)
