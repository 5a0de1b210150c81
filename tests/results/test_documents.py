"""Every figure that the two example articles print, worked out again by our code from the data.

The stamps of the live blog are held in tests/importing/test_ilford_example.py. `pytest -s` prints
the table. A figure of ours that changes, or a verdict that is no longer so, fails its line.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from results import arithmetic, comparison
from results.arithmetic import percent, points, rounded, thousands
from results.board import board
from results.card import contest_card
from results.checks import check_projections, check_prose, check_turnout
from results.declarations import report_turnout
from results.importing import import_baselines
from results.importing.reading import LONDON
from results.models import Baseline, Contest, Party
from results.projection import project, target_rank
from tests.results.whole_nights import DATA, imported

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the real results of 2010 and 2019 are not on this machine"
)


@dataclass(frozen=True)
class Line:
    """`ours` as it would be printed; `why` where it is not what was printed."""

    document: str
    where: str
    printed: str
    ours: str
    why: str = ""

    @property
    def verdict(self) -> str:
        return "right" if self.printed == self.ours else f"not so: {self.why}"


BLOG, GLANCE = "live blog 2010", "at a glance 2019"
NOTIONAL = "2005 is on the old boundaries; the swing beside it is on the notional result"
ONE_SWING = "a swing counts twice, once for each side; it was counted once, and not well"
EARLY = "right when it was printed: the electorate of 2017 was put up afterwards"

LINES = [
    Line(BLOG, "Scott", "21,506", "21,506"),
    Line(BLOG, "Klein", "16,102", "16,102"),
    Line(BLOG, "majority", "5,404", "5,404"),
    Line(BLOG, "outcome", "Conservative hold", "Conservative hold"),
    Line(BLOG, "majority in 2005", "1,653", "1,653"),
    Line(BLOG, "majority in 2005, notional", "1,653", "1,735", NOTIONAL),
    Line(BLOG, "swing", "3.7", "3.7"),
    Line(BLOG, "swing on actual 2005", "3.7", "3.8", "the printed swing is on the notional result"),
    Line(BLOG, "swing nationwide at 6.00", "5.4", "5.4"),
    Line(BLOG, "seats declared at 6.00 in Great Britain", "520", "520"),
    Line(BLOG, "mean of seats at 6.00", "5.4", "5.3", "the aggregate of votes was printed"),
    Line(BLOG, "place on Labour's list", "28", "28"),
    Line(BLOG, "turnout, papers announced", "65.2", "65.2"),
    Line(BLOG, "turnout, papers declared", "65.2", "65.2"),
    Line(BLOG, "turnout, papers", "47,210", "47,215", "the first was provisional, by five papers"),
    Line(BLOG, "turnout, valid votes", "65.2", "65.0", "papers verified were announced"),
    Line(BLOG, "turnout on 2005", "up 5.2", "up 4.4", "needs 60.0 in 2005; and means points"),
    Line(BLOG, "turnout on notional 2005", "up 5.2", "up 4.1", "on no baseline is it 5.2"),
    Line(BLOG, "Ilford South, papers announced", "59.7", "59.7"),
    Line(BLOG, "Ilford South, papers declared", "59.7", "59.8", "the final count had 39 more"),
    Line(BLOG, "Ilford South, 2005", "54", "54"),
    Line(BLOG, "Bridge, percentage of its seat", "asked", "asked"),
    Line(BLOG, "Bridge, electorate at 65.2", "8,666 to 8,678", "8,666 to 8,678"),
    Line(BLOG, "5.5 repeated here", "4,152", "6,346", ONE_SWING),
    Line(BLOG, "8.2 repeated here", "4,964", "8,609", ONE_SWING),
    Line(BLOG, "8.2 beside what 3.7 made", "asked", "asked"),
    Line(BLOG, "swing from three seats", "8.2", "8.2"),
    Line(BLOG, "mean of three seats", "8.2", "8.3", "the aggregate of votes was printed"),
    Line(BLOG, "Kingswood", "9.4", "9.4"),
    Line(BLOG, "first Conservative gain", "Kingswood", "Kingswood"),
    Line(BLOG, "9.4 everywhere", "a majority", "a majority"),
    Line(BLOG, "least swing for a majority", "6.9", "6.9"),
    Line(BLOG, "Putney", "9.9", "9.9"),
    Line(BLOG, "Putney, outcome", "Conservative hold", "Conservative hold"),
    Line(BLOG, "first of London", "Putney", "Putney"),
    Line(BLOG, "first Conservative gain in London", "Battersea", "Battersea"),
    Line(BLOG, "Brown, majority up by", "4,793", "4,793"),
    Line(BLOG, "Basildon taken", "Con gain", "Con gain"),
    Line(BLOG, "majority of 1992", "21", "21"),
    Line(BLOG, "declared", "5.30", "5.35", "the official clock; the paper's was five minutes slow"),
    Line(BLOG, "Brighton Pavilian", "asked", "asked"),
    Line(GLANCE, "Streeting", "25,323", "25,323"),
    Line(GLANCE, "Berlin", "20,105", "20,105"),
    Line(GLANCE, "Mark Johnson", "2,680", "2,680"),
    Line(GLANCE, "Neil Anderson", "960", "960"),
    Line(GLANCE, "David Reynolds", "845", "845"),
    Line(GLANCE, "Akhigbe", "201", "201"),
    Line(GLANCE, "Tarry", "35,085", "35,085"),
    Line(GLANCE, "Azeem", "10,984", "10,984"),
    Line(GLANCE, "Gapes", "3,891", "3,891"),
    Line(GLANCE, "Holder", "1,795", "1,795"),
    Line(GLANCE, "Munish Sharma", "1,008", "1,008"),
    Line(GLANCE, "Warrington", "714", "714"),
    Line(GLANCE, "Duncan Smith", "23,481", "23,481"),
    Line(GLANCE, "Shaheen", "22,219", "22,219"),
    Line(GLANCE, "Seeff", "2,744", "2,744"),
    Line(GLANCE, "Cryer", "28,836", "28,836"),
    Line(GLANCE, "Khiljee", "8,028", "8,028"),
    Line(GLANCE, "Gunstock", "1,805", "1,805"),
    Line(GLANCE, "Jannaty", "785", "785"),
    Line(GLANCE, "Henry Scott", "427", "427"),
    Line(GLANCE, "Ben Sims", "4,666", "4,666"),
    Line(GLANCE, "Ilford North, turnout", "68.7", "68.7"),
    Line(GLANCE, "Ilford North, 2017", "74.8", "72.5", EARLY),
    Line(GLANCE, "Ilford North, 2017 on the early electorate", "74.8", "74.8"),
    Line(GLANCE, "Ilford South, turnout", "62.9", "62.9"),
    Line(GLANCE, "Ilford South, 2017", "69.9", "67.5", EARLY),
    Line(GLANCE, "Ilford South, 2017 on the early electorate", "69.9", "69.9"),
    Line(GLANCE, "Chingford, papers", "74.4", "74.4"),
    Line(GLANCE, "Chingford, valid votes", "74.4", "74.1", "its neighbours' are of valid votes"),
    Line(GLANCE, "Chingford, highest of this seat", "2019", "2019"),
    Line(GLANCE, "Chingford, highest of any seat of its name", "2019", "1974F", "81.8 in 1974"),
    Line(GLANCE, "Chingford, majority", "1,262", "1,262"),
    Line(GLANCE, "Chingford, majority of 2010", "12,963", "12,963"),
    Line(GLANCE, "place of Gapes", "3 of 6", "3 of 6"),
    Line(GLANCE, "Ilford South, outcome", "Labour hold", "Labour hold"),
    Line(GLANCE, "overall majority", "80", "80"),
    Line(GLANCE, "overall majority of 1987", "102", "102"),
    Line(GLANCE, "Swinson", "SNP gain, 149", "SNP gain, 149"),
    Line(GLANCE, "Ilford North, swing", "to Lab", "3.9 to Con", "“bucked the trend” by holds only"),
    Line(GLANCE, "Ilford South, swing", "to Lab", "4.9 to Con", "likewise"),
    Line(GLANCE, "Leyton and Wanstead, swing", "to Lab", "1.1 to Con", "likewise"),
    Line(GLANCE, "Chingford, swing", "1.3 to Lab", "1.3 to Lab"),
    Line(GLANCE, "Leyton and Wanstead, third", "Green", "LD", "listed in another order"),
    Line(GLANCE, "majorities not printed", "–", "5,218, 24,101, 20,808", "left out"),
    Line(GLANCE, "Leyton and Wanstead, turnout", "–", "68.7", "left out"),
    Line(GLANCE, "Ian Duncan Smith", "asked", "asked"),
    Line(GLANCE, "Liberal Democract", "asked", "asked"),
]


WORKED_OUT: dict[str, dict[str, str]] = {}


@pytest.fixture
def figures(db):
    """Both nights, imported once for all the lines."""
    if not WORKED_OUT:
        WORKED_OUT.update({BLOG: _of_2010(), GLANCE: _of_2019()})
        print(f"\n{'':<18}{'':<46}{'printed':<20}{'ours':<24}")
    return WORKED_OUT


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.document}, {line.where}")
def test_every_printed_figure_is_worked_out_again(figures, line):
    ours = figures[line.document][line.where]
    print(f"{line.document:<18}{line.where:<46}{line.printed:<20}{ours:<24}{line.verdict}")
    assert ours == line.ours
    assert (line.printed == ours) == (not line.why)


def test_no_figure_is_worked_out_for_nothing(figures):
    worked_out = {(document, each) for document in figures for each in figures[document]}
    assert worked_out == {(line.document, line.where) for line in LINES}


def _of_2010() -> dict[str, str]:
    election = imported(2010)
    files = ["ge2005_actual_constituencies.csv", "ge2005_actual_candidates.csv"]
    import_baselines([DATA / each for each in files], election=election, kind="actual", year=2005)
    contests = {each.slug: each for each in election.contests.with_results()}
    north, south = contests["ilford-north"], contests["ilford-south"]
    con, lab = (Party.objects.get(slug=slug) for slug in ("con", "lab"))
    card, actual = contest_card(north), _actual(north)
    told = _votes(card, "Scott", "Klein") | {
        "majority": thousands(card["majority"]),
        "outcome": card["outcome"]["text"],
        "majority in 2005": thousands(actual.majority or 0),
        "majority in 2005, notional": thousands(card["majority_before"]),
        "swing": f"{card['swing']['points']}",
        "swing on actual 2005": percent(_butler(north, actual, con, lab)),
        "place on Labour's list": str(target_rank(lab, north, contests.values())),
        "declared": _clock(north),
        "turnout, papers": thousands(comparison.counted(north).count),
        "turnout, papers declared": percent(comparison.counted(north).fraction),
        "turnout, valid votes": percent(comparison.valid(north).fraction),
        "Ilford South, papers declared": percent(comparison.counted(south).fraction),
        "Ilford South, 2005": f"{rounded(_turnout_of(_actual(south)), 0)}",
    }
    told |= _projections(north, con, lab)
    told |= _running_2010(list(contests.values()))
    told |= _firsts(contests, con)
    told |= _announced_2010(north, south)
    kirkcaldy = contests["kirkcaldy-and-cowdenbeath"]
    more = kirkcaldy.declaration.majority - kirkcaldy.baseline.majority
    basildon = contest_card(contests["south-basildon-and-east-thurrock"])
    asked = check_prose("Brighton Pavilian is Green.", contest=contests["brighton-pavilion"])
    return told | {
        "Brown, majority up by": thousands(more),
        "Basildon taken": f"{_winner(basildon)} gain",
        "majority of 1992": thousands(arithmetic.overall_majority(336, 651)),
        "Brighton Pavilian": _asked(asked, "name_not_on_roster"),
    }


def _announced_2010(north: Contest, south: Contest) -> dict[str, str]:
    announced_at = datetime.fromisoformat("2010-05-07T03:13:00+01:00")
    told = {}
    for contest, papers, name in (
        (north, 47_210, "turnout, papers announced"),
        (south, 51_505, "Ilford South, papers announced"),
    ):
        said = Decimal("65.2") if contest is north else Decimal("59.7")
        report = report_turnout(contest, percentage=said, ballots=papers, announced_at=announced_at)
        told[name] = percent(comparison.reported(report).fraction)
    fresh = Contest.objects.with_results().get(pk=north.pk)
    now = comparison.turnout(fresh)
    on_actual = now.fraction - _turnout_of(_actual(fresh))
    ward = Contest(election=north.election, name="Bridge", slug="bridge", seats=3)
    ward.save()
    low, high = (5_654 / Fraction(each) for each in ("0.6525", "0.6515"))
    return told | {
        "turnout on 2005": f"up {points(on_actual)}".replace("+", ""),
        "turnout on notional 2005": f"up {contest_card(fresh)['turnout']['change']}",
        "Bridge, percentage of its seat": _asked(
            check_turnout(ward, percentage=Decimal("65.2"), ballots=5_654), "same_percentage"
        ),
        "Bridge, electorate at 65.2": f"{thousands(-int(-low // 1))} to {thousands(int(high))}",
    }


def _projections(north: Contest, con: Party, lab: Party) -> dict[str, str]:
    sides = {"losing": lab, "gaining": con}
    small = project(north.baseline, swing=Fraction(55, 1000), **sides)
    large = project(north.baseline, swing=Fraction(82, 1000), **sides)
    printed = check_projections(
        swing=Fraction(82, 1000),
        majority=4_964,
        earlier_swing=Fraction(37, 1000),
        earlier_majority=5_404,
    )
    return {
        "5.5 repeated here": thousands(small.majority),
        "8.2 repeated here": thousands(large.majority),
        "8.2 beside what 3.7 made": _asked(printed, "projection_against_swing"),
    }


def _running_2010(contests: list[Contest]) -> dict[str, str]:
    told = {}
    for clock, aggregate, mean in (
        ("06:00", "swing nationwide at 6.00", "mean of seats at 6.00"),
        ("00:20", "swing from three seats", "mean of three seats"),
    ):
        moment = datetime.fromisoformat(f"2010-05-07T{clock}:00+01:00")
        swing = board(_as_at(contests, moment))["swing"]
        told[aggregate] = f"{swing['points']}"
        told[mean] = percent(arithmetic.mean_swing(_two_sides(contests, moment)))
        if clock == "06:00":
            told["seats declared at 6.00 in Great Britain"] = str(swing["contests"])
    return told


def _firsts(contests: dict[str, Contest], con: Party) -> dict[str, str]:
    night = sorted(contests.values(), key=lambda each: each.declaration.declared_at)
    london = [each for each in night if each.region == "London"]

    def gains(of: list[Contest]) -> list[str]:
        verdicts = [(each, comparison.outcome(each.declaration)) for each in of]
        return [
            each.name
            for each, verdict in verdicts
            if verdict.kind == "gain" and verdict.winner.pk == con.pk
        ]

    least = next(
        each for each in range(200) if _seats_at(contests, Fraction(each, 1000), con) >= 326
    )
    putney = contest_card(contests["putney"])
    return {
        "Kingswood": f"{contest_card(contests['kingswood'])['swing']['points']}",
        "first Conservative gain": gains(night)[0],
        "9.4 everywhere": "a majority"
        if _seats_at(contests, Fraction(94, 1000), con) >= arithmetic.majority_line(650)
        else "none",
        "least swing for a majority": percent(Fraction(least, 1000)),
        "Putney": f"{putney['swing']['points']}",
        "Putney, outcome": putney["outcome"]["text"],
        "first of London": london[0].name,
        "first Conservative gain in London": gains(london)[0],
    }


def _of_2019() -> dict[str, str]:
    election = imported(2019)
    contests = {each.slug: each for each in election.contests.with_results()}
    names = {
        "Ilford North": "ilford-north",
        "Ilford South": "ilford-south",
        "Chingford": "chingford-and-woodford-green",
        "Leyton and Wanstead": "leyton-and-wanstead",
    }
    seats = {name: contests[slug] for name, slug in names.items()}
    cards = {name: contest_card(each) for name, each in seats.items()}
    north, south, chingford, leyton = cards.values()
    told = (
        _votes(north, "Streeting", "Berlin", "Mark Johnson", "Neil Anderson", "David Reynolds")
        | _votes(north, "Akhigbe")
        | _votes(south, "Tarry", "Azeem", "Gapes", "Holder", "Munish Sharma", "Warrington")
        | _votes(chingford, "Duncan Smith", "Shaheen", "Seeff")
        | _votes(leyton, "Cryer", "Khiljee", "Gunstock", "Jannaty", "Henry Scott", "Ben Sims")
    )
    for name, electorate in (("Ilford North", 70_791), ("Ilford South", 82_487)):
        then = comparison.turnout_before(seats[name], like=comparison.Definition.VALID_VOTES)
        told[f"{name}, turnout"] = percent(comparison.valid(seats[name]).fraction)
        told[f"{name}, 2017"] = percent(then.fraction)
        early = arithmetic.turnout(then.count, electorate)
        told[f"{name}, 2017 on the early electorate"] = percent(early)
    for name, card in cards.items():
        swing = card["swing"]
        told[f"{name}, swing"] = f"{swing['points']} to {swing['to']['abbreviation']}"
    gapes = next(each for each in south["candidacies"] if each["name"].endswith("Gapes"))
    swinson = contest_card(contests["east-dunbartonshire"])
    majorities = [thousands(card["majority"]) for card in (north, south, leyton)]
    won = Counter(contest_card(each)["outcome"]["winner"]["slug"] for each in contests.values())
    text = "Ian Duncan Smith of Chingford. The Liberal Democract came third."
    asked = [each.message for each in check_prose(text, contest=seats["Chingford"])]
    return (
        told
        | _chingford(seats["Chingford"])
        | {
            "Chingford, majority": thousands(chingford["majority"]),
            "place of Gapes": f"{gapes['rank']} of {len(south['candidacies'])}",
            "Ilford South, outcome": south["outcome"]["text"],
            "overall majority": str(arithmetic.overall_majority(won["con"], 650)),
            "overall majority of 1987": str(arithmetic.overall_majority(376, 650)),
            "Swinson": f"{_winner(swinson)} gain, {swinson['majority']}",
            "Leyton and Wanstead, third": leyton["candidacies"][2]["party"]["abbreviation"],
            "Leyton and Wanstead, turnout": percent(
                comparison.valid(seats["Leyton and Wanstead"]).fraction
            ),
            "majorities not printed": ", ".join(majorities),
            "Ian Duncan Smith": "asked"
            if any("“Iain Duncan Smith”" in each for each in asked)
            else "",
            "Liberal Democract": "asked"
            if any("Liberal Democrat" in each for each in asked)
            else "",
        }
    )


def _chingford(contest: Contest) -> dict[str, str]:
    history = _turnouts("CHINGFORD")
    history["2019", "CHINGFORD AND WOODFORD GREEN"] = comparison.valid(contest).fraction
    of_this_seat = {key: each for key, each in history.items() if "WOODFORD" in key[1]}
    return {
        "Chingford, papers": percent(comparison.counted(contest).fraction),
        "Chingford, valid votes": percent(comparison.valid(contest).fraction),
        "Chingford, highest of this seat": max(of_this_seat, key=of_this_seat.__getitem__)[0],
        "Chingford, highest of any seat of its name": max(history, key=history.__getitem__)[0],
        "Chingford, majority of 2010": thousands(_majority_of_2010("Chingford and Woodford Green")),
    }


def _votes(card: dict, *names: str) -> dict[str, str]:
    return {
        name: thousands(each["votes"])
        for name in names
        for each in card["candidacies"]
        if each["name"].endswith(name)
    }


def _actual(contest: Contest) -> Baseline:
    return next(each for each in contest.baselines.all() if each.kind == Baseline.Kind.ACTUAL)


def _butler(contest: Contest, before: Baseline, a: Party, b: Party) -> Fraction:
    now = contest.declaration
    then = (before.votes_for(a.pk), before.votes_for(b.pk), before.total_votes)
    return arithmetic.butler_swing(*then, now.votes_for(a.pk), now.votes_for(b.pk), now.total_votes)


def _turnout_of(baseline: Baseline) -> Fraction:
    return arithmetic.turnout(baseline.ballots or baseline.total_votes, baseline.electorate)


def _clock(contest: Contest) -> str:
    local = contest.declaration.declared_at.astimezone(LONDON)
    return f"{local.hour}.{local:%M}"


def _winner(card: dict) -> str:
    return card["outcome"]["winner"]["abbreviation"]


def _asked(findings, code: str) -> str:
    return "asked" if any(each.code == code for each in findings) else ""


def _as_at(contests: list[Contest], moment: datetime) -> list[Contest]:
    """The contests as they stood then: what was declared later is not there yet."""
    standing = list(Contest.objects.with_results().filter(pk__in=[each.pk for each in contests]))
    for each in standing:
        if each.declaration.declared_at > moment:
            each._prefetched_objects_cache["declarations"] = each.declarations.none()
    return standing


def _two_sides(contests: list[Contest], moment: datetime) -> list[arithmetic.TwoSides]:
    """Of the seats of Great Britain declared by then in which both stood both times."""
    con, lab = (Party.objects.get(slug=slug).pk for slug in ("con", "lab"))
    sides = []
    for each in contests:
        now, then = each.declaration, each.baseline
        if now.declared_at > moment or not each.in_great_britain:
            continue
        votes = [of.votes_for(party) for of in (then, now) for party in (con, lab)]
        if None not in votes:
            a1, b1, a2, b2 = votes
            sides.append(arithmetic.TwoSides(a1, b1, then.total_votes, a2, b2, now.total_votes))
    return sides


def _seats_at(contests: dict[str, Contest], swing: Fraction, con: Party) -> int:
    """Seats that the Conservatives would win at that swing from Labour everywhere."""
    won = 0
    for each in contests.values():
        total = each.baseline.total_votes
        shares = Counter(
            {
                row.party.slug: Fraction(row.votes, total)
                for row in each.baseline.votes.all()
                if row.party
            }
        )
        if "con" in shares:
            shares["con"] += swing
        if "lab" in shares:
            shares["lab"] -= swing
        won += shares.most_common(1)[0][0] == con.slug
    return won


def _turnouts(name: str) -> dict[tuple[str, str], Fraction]:
    """Of every seat whose name begins so, by election and name, from the long file."""
    with (DATA / "hoc_1918_2017_by_constituency_excl_2015.csv").open(encoding="utf-8-sig") as file:
        return {
            (row["election"].strip(), row["constituency"]): Fraction(row["turnout"])
            for row in csv.DictReader(file)
            if row["constituency"].startswith(name) and row["turnout"]
        }


def _majority_of_2010(name: str) -> int:
    with (DATA / "ge2010_constituencies.csv").open(encoding="utf-8-sig") as file:
        rows = {row["constituency"]: int(row["majority"]) for row in csv.DictReader(file)}
    return rows[name]
