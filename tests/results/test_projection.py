"""What a swing would make of Ilford North, where the printed projections of 2010 went wrong."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from results import arithmetic
from results.arithmetic import TwoSides, percent, points
from results.checks import check_projections
from results.models import Party
from results.projection import CannotProject, project, swings_needed, target_rank, targets

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
needs_data = pytest.mark.skipif(
    not SHARED.exists(), reason="the real results of 2010 are not on this machine"
)


def party(slug: str) -> Party:
    return Party.objects.get(slug=slug)


def to_con(contest, swing: str, **more):
    return project(
        contest.baseline,
        swing=Fraction(swing) / 100,
        losing=party("lab"),
        gaining=party("con"),
        **more,
    )


@pytest.mark.parametrize(
    ("swing", "valid_now", "majority"),
    [
        ("3.677", None, 4_818),
        ("5.5", None, 6_346),
        ("8.2", None, 8_609),
        ("5.5", 47_018, 7_118),
        ("8.2", 47_018, 9_657),
    ],
)
def test_ilford_norths_majority_at_a_swing(ilford_north, swing, valid_now, majority):
    projected = to_con(ilford_north, swing, valid_now=valid_now)
    assert projected.majority == majority
    assert not projected.is_gain


def test_the_swing_that_happened_gives_the_majority_that_happened(ilford_north):
    swing = arithmetic.butler_swing(18_349, 16_614, 41_917, 21_506, 16_102, 47_018)
    exact = project(
        ilford_north.baseline,
        swing=swing,
        losing=party("lab"),
        gaining=party("con"),
        valid_now=47_018,
    )
    assert exact.majority == 5_404


def test_a_projection_shows_its_sum(ilford_north):
    assert to_con(ilford_north, "5.5").sentence() == (
        "A swing of 5.5 points from Labour to the Conservatives, repeated in Ilford North on 2005 "
        "(notional) at the same turnout, makes a Conservative hold by 6,346 "
        "(1,735 + 2 × 5.5% of 41,917 = 6,346)."
    )
    assert (
        to_con(ilford_north, "5.5", valid_now=47_018)
        .sentence()
        .endswith(
            "at 47,018 valid votes, makes a Conservative hold by 7,118 "
            "((4.139% + 2 × 5.5%) of 47,018 = 7,118)."
        )
    )


def test_a_swing_the_other_way_changes_hands(ilford_north):
    lost = project(
        ilford_north.baseline,
        swing=Fraction(3, 100),
        losing=party("con"),
        gaining=party("lab"),
    )
    assert (lost.winner.slug, lost.majority, lost.is_gain) == ("lab", 780, True)
    assert lost.working == "−1,735 + 2 × 3% of 41,917 = 780"


def test_a_swing_between_others_than_the_first_two_is_refused(ilford_north):
    with pytest.raises(CannotProject, match="between the Conservatives and Labour"):
        project(
            ilford_north.baseline,
            swing=Fraction(1, 100),
            losing=party("lab"),
            gaining=party("ld"),
        )


def test_a_share_below_nought_is_refused(ilford_north):
    with pytest.raises(CannotProject, match="makes a share of"):
        to_con(ilford_north, "40")


def test_the_swing_that_each_party_needs(ilford_north):
    needed = {each.slug: percent(swing, 2) for each, swing in swings_needed(ilford_north.baseline)}
    assert needed["lab"] == "2.07"
    assert "con" not in needed
    assert next(iter(needed)) == "lab"


def test_targets_are_the_seats_a_party_lost_nearest_first(borough_night):
    contests = list(borough_night.contests.with_results())
    orchard = Party.objects.get(slug="orchard")
    ranked = [(each.slug, percent(gap)) for each, gap in targets(orchard, contests)]
    assert ranked == [("northquay", "10.0"), ("southquay", "15.0")]
    southquay = next(each for each in contests if each.slug == "southquay")
    castle_hill = next(each for each in contests if each.slug == "castle-hill")
    assert target_rank(orchard, southquay, contests) == 2
    assert target_rank(orchard, castle_hill, contests) is None


def test_a_larger_swing_with_a_smaller_majority_is_asked_about():
    """4,152 was printed for 5.5 points."""
    printed = {"earlier_swing": Fraction(37, 1000), "earlier_majority": 5_404}
    [finding] = check_projections(swing=Fraction(82, 1000), majority=4_964, **printed)
    assert finding.severity == "warning"
    assert finding.message.startswith("A swing of 8.2 gives 4,964 and one of 3.7 gave 5,404")
    assert list(check_projections(swing=Fraction(82, 1000), majority=9_657, **printed)) == []


def test_uniform_shares_stop_at_nought_and_come_to_one():
    before = {"A": Fraction(60, 100), "B": Fraction(35, 100), "C": Fraction(5, 100)}
    moved = {"A": Fraction(-5, 100), "B": Fraction(15, 100), "C": Fraction(-10, 100)}
    shares = arithmetic.uniform_shares(before, moved)
    assert shares == {"A": Fraction(55, 105), "B": Fraction(50, 105), "C": 0}
    with pytest.raises(ValueError, match="no votes"):
        arithmetic.uniform_shares({"A": Fraction(1)}, {"A": Fraction(-1)})


@pytest.mark.parametrize(
    ("won", "majority", "to_go"), [(365, 80, 0), (411, 172, 0), (306, -38, 20), (326, 2, 0)]
)
def test_overall_majorities_of_650(won, majority, to_go):
    assert arithmetic.overall_majority(won, 650) == majority
    assert arithmetic.seats_to_go(won, 650) == to_go


def test_more_seats_than_there_are_is_refused():
    with pytest.raises(ValueError, match="651 seats"):
        arithmetic.overall_majority(651, 650)


def test_a_mean_needs_contests():
    with pytest.raises(ValueError, match="needs contests"):
        arithmetic.mean_swing([])


@needs_data
@pytest.mark.parametrize(
    ("until", "number", "aggregate", "mean"),
    [("2010-05-07T00:20", 3, "+8.21", "+8.28"), ("2010-05-07T06:00", 520, "+5.37", "+5.28")],
)
def test_the_running_national_swing_of_2010_both_ways(until, number, aggregate, mean):
    """The totals of the seats declared give both figures that were printed; the mean does not."""
    seats = [two for at, two in _declared_2010() if at[:16] <= until]
    assert len(seats) == number
    assert points(arithmetic.aggregate_swing(seats), 2) == aggregate
    assert points(arithmetic.mean_swing(seats), 2) == mean


@needs_data
def test_ilford_north_was_number_28_on_labours_list():
    gaps = []
    for code, before in _notional_2005().items():
        winner = max(before, key=lambda each: before[each])
        if winner != "Lab" and "Lab" in before:
            gap = arithmetic.swing_needed(before[winner], before["Lab"], sum(before.values()))
            gaps.append((gap, code))
    ranked = [code for _, code in sorted(gaps)]
    assert ranked.index("E14000759") + 1 == 28


@needs_data
def test_the_data_give_the_golden_swing_of_the_whole_night():
    golden = json.loads((SHARED / "golden_ge2010.json").read_text(encoding="utf-8"))
    swing = arithmetic.aggregate_swing(two for _, two in _declared_2010())
    assert float(arithmetic.rounded(swing, places=2)) == golden["con_lab_swing"]["butler_gb"]


def _notional_2005() -> dict[str, dict[str, int]]:
    seats: dict[str, dict[str, int]] = {}
    with (SHARED / "ge2005_notional_on_2010_boundaries.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            seats.setdefault(row["ons_id"], {})[row["party_abbrev"]] = int(row["votes"])
    return seats


def _declared_2010() -> list[tuple[str, TwoSides]]:
    """Great Britain's seats with both parties then and now, and when each was declared."""
    before, declared = _notional_2005(), []
    with (SHARED / "ge2010_constituencies.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            then = before[row["ons_id"]]
            if row["country"] == "Northern Ireland":
                continue
            declared.append(
                (
                    row["declared_at"],
                    TwoSides(
                        a1=then.get("Con", 0),
                        b1=then.get("Lab", 0),
                        v1=sum(then.values()),
                        a2=int(row["con"]),
                        b2=int(row["lab"]),
                        v2=int(row["valid_votes"]),
                    ),
                )
            )
    return declared
