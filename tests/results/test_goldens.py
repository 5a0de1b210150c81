"""Whole elections declared one by one, beside the published totals; skipped without the files."""

from collections import Counter
from datetime import datetime
from operator import itemgetter

import pytest

from results import arithmetic
from results.board import board
from results.importing import import_results
from results.importing.names import contest_key
from results.importing.reading import table
from tests.results.whole_nights import (
    BEFORE,
    DATA,
    declared_again_one_by_one,
    imported,
    read_golden,
    results_files,
)

# Where the sources themselves disagree, (published, ours), and why.
KNOWN = {
    # Blaenau Gwent: the notional file calls its winner of 2005 “Ind”, the table of 2010 “BGPV”.
    2010: {("Ind", "losses"): (0, 1), ("Ind", "net"): (1, 0), ("BGPV", "losses"): (1, 0)},
    2019: {},
    2024: {},
}
KNOWN_OF_CONTESTS = {
    2010: {("gains", "Lab from BGPV"): (1, 0), ("gains", "Lab from Ind"): (0, 1)},
    2019: {},
    2024: {},
}
# One registration that has changed its name; the table of 2019 has the old one.
RENAMED = {"BRX": "RUK"}
COLUMNS = ("seats", "holds", "gains", "losses", "net", "votes")


# The clock at which the running board is held against the golden timeline.
STOPS = ("00:20", "03:00", "05:00")


@pytest.mark.parametrize("year", BEFORE)
def test_a_whole_general_election_ends_with_the_published_totals(db, nobody_follows, year):
    golden = read_golden(year)
    election = imported(year)
    running = differing_on_the_way(golden, election)
    told("on the way", running)
    assert running == {}

    shown = board(election.contests.all(), election=election)
    totals = differing(golden, shown)
    told("at the end", totals)
    assert totals == KNOWN[year]
    cards = differing_cards(golden, shown["contests"])
    told("of single contests", cards)
    assert cards == KNOWN_OF_CONTESTS[year]
    regions = differing_regions(golden, election)
    told("of regions", regions)
    assert regions == {}

    again = import_results(results_files(year), election=election, declare=True)
    assert (again.new, again.changed) == (Counter(), Counter())


def test_the_names_of_constituencies_do_not_collide_within_an_election():
    for year in (2010, 2019, 2024):
        read_golden(year)
        rows = [row for _, row in table(DATA / f"ge{year}_constituencies.csv")]
        keys = {contest_key(row[rows[0].index("constituency")]) for row in rows[1:]}
        assert len(keys) == 650, year


def told(where, differences):
    for key, (published, ours) in differences.items():
        print(f"{where}, {key}: published {published}, ours {ours}")


def differing_on_the_way(golden, election):
    """{(clock, column): (published, ours)} of the running board, at the stops of the timeline."""
    stops = {
        datetime.fromisoformat(row["at"]): row
        for row in golden["timeline"]
        if row["at"][11:16] in STOPS and row["declared"]
    }
    waiting, differences = sorted(stops), {}
    for instant in declared_again_one_by_one(election):
        while waiting and instant > waiting[0]:
            stop = waiting.pop(0)
            shown = board(election.contests.all(), election=election)
            differences |= differing_at(stops[stop], shown)
    assert waiting == []
    return differences


def differing_at(row, shown):
    seats = Counter()
    for each in shown["parties"]:
        seats[each["party"]["abbreviation"]] += each["seats"]
    ours = {
        "declared": shown["declared"],
        "seats": dict(+seats),
        "swing": swing_to_con(shown["swing"]),
    }
    published = {
        "declared": row["declared"],
        "seats": row["seats"],
        "swing": row["butler_gb_aggregate"],
    }
    return {
        (row["at"], name): (published[name], ours[name])
        for name in ours
        if not alike(published[name], ours[name])
    }


def differing_cards(golden, cards):
    """What the goldens say of single contests: deposits, gains, the closest, the turnouts."""
    candidacies = [each for card in cards for each in card["candidacies"]]
    gains = Counter(gain_pair(card) for card in cards if card["outcome"]["kind"] == "gain")
    largest = max(row["seats"] for row in golden["parties"])
    closest = sorted((card["majority"], card["name"]) for card in cards)
    ours = {
        "candidates": len(candidacies),
        "lost deposits": sum(each["lost_deposit"] for each in candidacies),
        "overall majority": arithmetic.overall_majority(largest, 650),
        "smallest majorities": [majority for majority, _ in closest][:5],
        "declared first": named_by(cards, "declared_at")[:3],
        "declared last": named_by(cards, "declared_at")[-3:],
        "highest turnout": by_turnout(cards)[-1],
        "lowest turnout": by_turnout(cards)[0],
    }
    published = {
        "candidates": golden["candidates_total"],
        "lost deposits": golden["lost_deposits_total"],
        "overall majority": golden["overall_majority"],
        "smallest majorities": [each[1] for each in golden["smallest_majorities"]][:5],
        "declared first": [each[0] for each in golden["first_declarations"]][:3],
        "declared last": [each[0] for each in golden["last_declarations"]][-3:],
        "highest turnout": golden["highest_turnout_valid"][0][0],
        "lowest turnout": golden["lowest_turnout_valid"][0][0],
    }
    ours |= {("gains", pair): number for pair, number in gains.items()}
    published |= {("gains", pair): number for pair, number in golden["gain_pairs"].items()}
    return {
        name: (published.get(name, 0), ours.get(name, 0))
        for name in ours.keys() | published.keys()
        if published.get(name, 0) != ours.get(name, 0)
    }


def differing_regions(golden, election):
    differences = {}
    for region, row in golden["regions"].items():
        shown = board(election.contests.filter(region=region), election=election)
        ours = {"declared": shown["declared"], "electorate": shown["turnout"]["electorate"]}
        # The board's swing is between last time's first two, which in Scotland are others.
        if is_con_and_lab(shown["swing"]):
            ours["butler_con_lab"] = swing_to_con(shown["swing"])
        differences |= {
            (region, name): (row[name], number)
            for name, number in ours.items()
            if not alike(row[name], number)
        }
    return differences


def gain_pair(card):
    outcome = card["outcome"]
    return f"{outcome['winner']['abbreviation']} from {outcome['from']['abbreviation']}"


def named_by(cards, column):
    return [card["name"] for card in sorted(cards, key=itemgetter(column))]


def by_turnout(cards):
    return [
        card["name"]
        for card in sorted(cards, key=lambda card: card["valid_votes"] / card["electorate"])
    ]


def alike(published, ours):
    """To the tenth that the board rounds to, where there are hundredths; else exactly."""
    if isinstance(published, float):
        return abs(published - ours) <= 0.0551
    return published == ours


def differing(golden, shown):
    """{(row, column): (published, ours)} of every figure that is not the same.

    What the board rounds to a tenth is held to the published hundredths.
    """
    rows, turnout = by_abbreviation(shown), shown["turnout"]
    figures = [
        ("whole", "seats", golden["seats"], shown["declared"]),
        ("whole", "majority line", golden["threshold"], shown["majority_line"]),
        ("whole", "votes", golden["valid_votes"], sum(each["votes"] for each in rows.values())),
        ("whole", "electorate", golden["electorate"], turnout["electorate"]),
        ("whole", "ballots", golden["valid_votes"] + golden["invalid_votes"], turnout["ballots"]),
        ("whole", "turnout", golden["turnout_ballots_pct"], turnout["percentage"]),
        ("whole", "swing", golden["con_lab_swing"]["butler_gb"], swing_to_con(shown["swing"])),
    ]
    for each in golden["parties"]:
        row = rows[RENAMED.get(each["party"], each["party"])]
        figures += [(each["party"], column, each[column], row[column]) for column in COLUMNS]
        figures.append((each["party"], "share", each["share_pct"], row["share"]))
    listed = {RENAMED.get(each["party"], each["party"]) for each in golden["parties"]}
    lost = {name: row["losses"] for name, row in rows.items() if name not in listed}
    published = golden["losses_by_parties_without_a_row"]
    for name in sorted(lost.keys() | published.keys()):
        figures.append((name, "losses", published.get(name, 0), lost.get(name, 0)))
    return {
        (name, column): (wanted, ours)
        for name, column, wanted, ours in figures
        if not alike(wanted, ours)
    }


def by_abbreviation(shown):
    """The board's rows as the published table has them: three Greens, or all independents, as one.

    The share of such a sum is worked out here; any other is the board's own.
    """
    total = sum(each["votes"] for each in shown["parties"])
    rows = {}
    for each in shown["parties"]:
        name = each["party"]["abbreviation"]
        if name in rows:
            for column in COLUMNS:
                rows[name][column] += each[column]
            rows[name]["share"] = 100 * rows[name]["votes"] / total
        else:
            rows[name] = {column: each[column] for column in (*COLUMNS, "share")}
    return rows


def swing_to_con(swing):
    """Points, above nought from Labour to the Conservatives."""
    assert is_con_and_lab(swing)
    return swing["points"] if swing["to"]["slug"] == "con" else -swing["points"]


def is_con_and_lab(swing):
    return bool(swing) and {swing["from"]["slug"], swing["to"]["slug"]} == {"con", "lab"}
