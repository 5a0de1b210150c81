"""From sums to a scoreboard: seats, votes, shares, changes, turnout and swing, rounded once."""

from __future__ import annotations

from collections import Counter
from typing import Any

from results import arithmetic, comparison, wards
from results.arithmetic import majority_line
from results.card import hundredths, party_card, swing_card
from results.models import Candidacy, Election, Party
from results.sums import INDEPENDENT, Sums

Score = dict[str, Any]


def score(sums: Sums, election: Election, *, most_rows: int | None = None) -> Score:
    """The scoreboard of the contests that `sums` are of, without their cards.

    `seats` and `declared` count seats. The majority line is given only where the contests are the
    whole election. Of more sides than `most_rows` it names those that have won or lost a seat or
    have a hundredth of the votes, and adds up the `others`.
    """
    seats = sums.totals["seats"]
    return {
        "election": election.slug,
        "name": election.name,
        "seats": seats,
        "declared": sums.totals["declared"],
        "majority_line": majority_line(seats) if seats == election.seats and seats > 1 else None,
        "control": _control(sums, election),
        **_parties(sums, most_rows),
        "turnout": _turnout(sums.totals),
        "swing": _swing(sums),
    }


def _control(sums: Sums, election: Election) -> Score | None:
    """Who controls the council, once every one of its wards is known; None before.

    Only where all the council's seats are up: in elections by halves or thirds the other seats
    decide, too, and are not known here.
    """
    totals, seats = sums.totals, election.council_seats
    if election.kind != Election.Kind.LOCAL or not seats or totals["seats"] != seats:
        return None
    if totals["final"] != totals["contests"]:
        return None
    control = wards.control(
        _seats(sums, "seats"),
        _seats(sums, "seats_before") if totals["seats_before"] == seats else None,
        of=seats,
    )
    return {"text": control.text, "party": party_card(control.party) if control.party else None}


def _seats(sums: Sums, which: str) -> Counter[Party]:
    """Of each party; independents are nobody's majority."""
    won = {int(key): line[which] for key, line in sums.lines.items() if key.isdigit()}
    parties = Party.objects.in_bulk([key for key, number in won.items() if number])
    return Counter({party: won[pk] for pk, party in parties.items()})


def _parties(sums: Sums, most_rows: int | None) -> Score:
    lines = {key: line for key, line in sums.lines.items() if line["stood"] or line["losses"]}
    shown = lines
    if most_rows is not None and len(lines) > most_rows:
        shown = {key: line for key, line in lines.items() if _is_leading(line, sums.totals)}
    rest = [line for key, line in lines.items() if key not in shown]
    rows = _rows(shown, sums.totals)
    return {
        "parties": sorted(
            rows, key=lambda row: (-row["seats"], -row["votes"], row["party"]["name"])
        ),
        "others": _others(rest, sums.totals),
    }


def _is_leading(line: Counter[str], totals: Counter[str]) -> bool:
    return bool(line["seats"] or line["losses"] or line["votes"] * 100 >= totals["votes"])


def _others(rest: list[Counter[str]], totals: Counter[str]) -> Score | None:
    if not rest:
        return None
    votes = sum(line["votes"] for line in rest)
    return {"count": len(rest), "votes": votes, "share": _share(votes, totals)}


def _rows(lines: dict[str, Counter[str]], totals: Counter[str]) -> list[Score]:
    independents = {
        int(key.removeprefix(INDEPENDENT))
        for key in lines
        if key.startswith(INDEPENDENT) and key != INDEPENDENT
    }
    parties = Party.objects.in_bulk([int(key) for key in lines if key.isdigit()])
    people = Candidacy.objects.in_bulk(independents)
    rows = []
    for key, line in lines.items():
        if key.isdigit():
            party, candidate = parties[int(key)], None
        elif key == INDEPENDENT:
            party, candidate = Party.objects.filter(is_independent=True).order_by("pk")[0], None
        else:
            person = people[int(key.removeprefix(INDEPENDENT))]
            party, candidate = person.party, person.name
        rows.append(_row(party, candidate, line, totals))
    return rows


def _row(party: Party, candidate: str | None, line: Counter[str], totals: Counter[str]) -> Score:
    """One side's night; an independent's is his or her own and bears the candidate's name."""
    return {
        "party": party_card(party),
        "candidate": candidate,
        "seats": line["seats"],
        "holds": line["holds"],
        "gains": line["gains"],
        "losses": line["losses"],
        "net": line["gains"] - line["losses"],
        "votes": line["votes"],
        "share": _share(line["votes"], totals),
        "change": _change(line, totals),
    }


def _share(votes: int, totals: Counter[str]) -> float | None:
    return hundredths(arithmetic.share(votes, totals["votes"])) if totals["votes"] else None


def _change(line: Counter[str], totals: Counter[str]) -> float | None:
    """Like with like: the declared seats now against the same seats last time."""
    if not (line["before"] and totals["before"] and totals["now"]):
        return None
    now = arithmetic.share(line["now"], totals["now"])
    return hundredths(arithmetic.change(now, arithmetic.share(line["before"], totals["before"])))


def _turnout(totals: Counter[str]) -> Score | None:
    """Ballot papers verified over the electorate, of the contests where both are known."""
    if not totals["turnouts"]:
        return None
    definition = comparison.Definition.BALLOTS_VERIFIED
    return {
        "contests": totals["turnouts"],
        "ballots": totals["ballots"],
        "electorate": totals["electorate"],
        "percentage": hundredths(arithmetic.turnout(totals["ballots"], totals["electorate"])),
        "definition": definition.value,
        "definition_text": definition.label,
    }


def _swing(sums: Sums) -> Score | None:
    """Butler's, of the totals of Great Britain's declared seats, not the mean of seats.

    Between the first two of last time in all the contests, declared or not, so that it is between
    the same two from the first seat of the night to the last.
    """
    known = {
        int(key): line for key, line in sums.lines.items() if key.isdigit() and line["gb_last"]
    }
    sides = Party.objects.in_bulk(known)
    ranked = sorted(known, key=lambda pk: (-known[pk]["gb_last"], pk))
    largest = [sides[pk] for pk in ranked if sides[pk].can_swing][:2]
    totals = sums.totals
    if len(largest) < 2 or not totals["gb_now"]:
        return None
    a, b = largest
    of_a, of_b = known[a.pk], known[b.pk]
    to_a = arithmetic.butler_swing(
        of_a["gb_before"],
        of_b["gb_before"],
        totals["gb_before"],
        of_a["gb_now"],
        of_b["gb_now"],
        totals["gb_now"],
    )
    return {**swing_card(comparison.Swing.between(a, b, to_a)), "contests": totals["gb_compared"]}
