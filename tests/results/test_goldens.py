"""Whole elections imported and declared, beside the published totals; skipped without the files."""

import json
from collections import Counter
from pathlib import Path

import pytest

from results.board import board
from results.importing import import_baselines, import_results
from results.importing.names import contest_key
from results.importing.reading import table
from results.models import Election

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"

# Where the sources themselves disagree, (published, ours), and why.
KNOWN = {
    # Blaenau Gwent: the notional file calls its winner of 2005 “Ind”, the table of 2010 “BGPV”.
    2010: {("Ind", "losses"): (0, 1), ("Ind", "net"): (1, 0), ("BGPV", "losses"): (1, 0)},
    2019: {},
    2024: {},
}
# One registration that has changed its name; the table of 2019 has the old one.
RENAMED = {"BRX": "RUK"}
COLUMNS = ("seats", "holds", "gains", "losses", "net", "votes")


@pytest.mark.parametrize(
    ("year", "before", "kind"),
    [
        (2010, ["ge2005_notional_on_2010_boundaries.csv"], "notional"),
        (2019, ["ge2017_constituencies.csv", "ge2017_candidates.csv"], "actual"),
        (2024, ["ge2019_notional_on_2024_boundaries.csv"], "notional"),
    ],
)
def test_a_whole_general_election_ends_with_the_published_totals(db, year, before, kind):
    golden = read_golden(year)
    election = Election(slug=f"general-{year}", name=f"General election {year}", seats=650)
    files = [DATA / f"ge{year}_constituencies.csv", DATA / f"ge{year}_candidates.csv"]
    first = import_results(files, election=election)
    compared = import_baselines(
        [DATA / each for each in before], election=election, kind=kind, year=year - 4
    )
    declared = import_results(files, election=election, declare=True)
    assert [str(each) for report in (first, compared, declared) for each in report.problems] == []
    assert (first.new["contest"], compared.new["baseline"]) == (650, 650)
    assert declared.new == {"declaration": 650}

    differences = differing(golden, board(election.contests.all(), election=election))
    print("\n".join(f"{key}: published {a}, ours {b}" for key, (a, b) in differences.items()))
    assert differences == KNOWN[year]

    again = import_results(files, election=election, declare=True)
    assert (again.new, again.changed) == (Counter(), Counter())


def test_the_names_of_constituencies_do_not_collide_within_an_election():
    for year in (2010, 2019, 2024):
        read_golden(year)
        rows = [row for _, row in table(DATA / f"ge{year}_constituencies.csv")]
        keys = {contest_key(row[rows[0].index("constituency")]) for row in rows[1:]}
        assert len(keys) == 650, year


def read_golden(year):
    path = DATA / f"golden_ge{year}.json"
    if not path.exists():
        pytest.skip("the shared election data is not here")
    return json.loads(path.read_text(encoding="utf-8"))


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
        if abs(wanted - ours) > (0.0551 if isinstance(wanted, float) else 0)
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
    assert {swing["from"]["slug"], swing["to"]["slug"]} == {"con", "lab"}
    return swing["points"] if swing["to"]["slug"] == "con" else -swing["points"]
