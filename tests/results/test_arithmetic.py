from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from results.arithmetic import (
    butler_swing,
    lost_deposit,
    majority,
    majority_line,
    outcome,
    percent,
    points,
    projected_majority,
    rounded,
    share,
    steed_swing,
    thousands,
    turnout,
)

counts = st.integers(0, 200_000)

# Conservative and Labour votes and all valid votes in Ilford North, in the order A, B, V.
NOTIONAL_2005 = (18_349, 16_614, 41_917)
ACTUAL_2005 = (18_781, 17_128, 43_000)
DECLARED_2010 = (21_506, 16_102, 47_018)


def test_ilford_norths_swing_is_3_7_on_its_new_boundaries_and_3_8_on_the_old():
    assert percent(butler_swing(*NOTIONAL_2005, *DECLARED_2010), places=3) == "3.677"
    assert percent(butler_swing(*ACTUAL_2005, *DECLARED_2010), places=3) == "3.825"


def test_ilford_norths_two_party_swing_is_another_number():
    assert percent(steed_swing(18_349, 16_614, 21_506, 16_102), places=2) == "4.70"


def test_butler_and_steed_may_differ_in_sign():
    """Leyton and Wanstead 2019 on 2017."""
    assert points(butler_swing(9_627, 32_234, 46_173, 8_028, 28_836, 44_547), 2) == "+1.13"
    assert points(steed_swing(9_627, 32_234, 8_028, 28_836), 2) == "−1.22"


def test_a_change_is_taken_from_unrounded_shares():
    assert points(share(21_506, 47_018) - share(18_349, 41_917)) == "+2.0"
    assert points(share(16_102, 47_018) - share(16_614, 41_917)) == "−5.4"


def test_three_definitions_of_one_turnout():
    """Ilford North 2010: valid votes, ballot papers verified, rejected postal votes too."""
    printed = [percent(turnout(count, 72_372), 2) for count in (47_018, 47_215, 48_170)]
    assert printed == ["64.97", "65.24", "66.56"]


def test_turnout_above_the_electorate_is_refused_and_not_cut_down():
    with pytest.raises(ValueError, match="40,001 is not a part of an electorate of 40,000"):
        turnout(40_001, 40_000)


def test_exactly_one_twentieth_loses_the_deposit():
    assert lost_deposit(50, 1_000)
    assert not lost_deposit(51, 1_000)
    assert lost_deposit(0, 1_000)


@pytest.mark.parametrize(
    ("swing", "baseline", "valid_now", "expected"),
    [
        ("3.677", NOTIONAL_2005, None, 4_818),
        ("5.5", NOTIONAL_2005, None, 6_346),
        ("8.2", NOTIONAL_2005, None, 8_609),
        ("5.5", ACTUAL_2005, None, 6_383),
        ("8.2", ACTUAL_2005, None, 8_705),
        ("5.5", NOTIONAL_2005, 47_018, 7_118),
        ("8.2", NOTIONAL_2005, 47_018, 9_657),
    ],
)
def test_a_repeated_swing_counts_twice_in_the_majority(swing, baseline, valid_now, expected):
    first, second, valid = baseline
    projected = projected_majority(
        first=first,
        second=second,
        valid=valid,
        swing=Fraction(swing) / 100,
        valid_now=valid_now,
    )
    assert projected == expected


def test_the_swing_that_happened_projects_the_majority_that_happened():
    swing = butler_swing(*NOTIONAL_2005, *DECLARED_2010)
    first, second, valid = NOTIONAL_2005
    projected = projected_majority(
        first=first, second=second, valid=valid, swing=swing, valid_now=47_018
    )
    assert projected == majority([21_506, 16_102, 5_966]) == 5_404


def test_a_projection_that_leaves_nought_to_one_is_refused():
    with pytest.raises(ValueError, match="makes a share of"):
        projected_majority(first=60, second=5, valid=100, swing=Fraction(6, 100))


def test_the_majority_in_a_ward_is_last_elected_less_first_not_elected():
    assert majority([900, 850, 700, 640], seats=3) == 60


def test_a_majority_needs_somebody_to_beat():
    with pytest.raises(ValueError, match="more than 1 candidates, not 1"):
        majority([900])


def test_the_majority_line_is_more_than_half():
    assert [majority_line(seats) for seats in (650, 5, 4, 1)] == [326, 3, 3, 1]


def test_a_win_is_a_hold_a_gain_or_a_new_seat():
    assert [outcome("a", "a"), outcome("a", "b"), outcome("a", None)] == ["hold", "gain", "new"]


def test_halves_are_rounded_away_from_nought_on_either_side():
    assert rounded(Fraction(1, 2000)) == Decimal("0.1")
    assert rounded(Fraction(-1, 2000)) == Decimal("-0.1")
    assert [points(Fraction(1, 10_000)), points(Fraction(-1, 10_000))] == ["0.0", "0.0"]


def test_counts_are_printed_in_thousands():
    assert [thousands(21_506), thousands(-38), thousands(999)] == ["21,506", "−38", "999"]


@given(a1=counts, b1=counts, a2=counts, b2=counts, rest=st.tuples(counts, counts))
def test_a_swing_to_one_is_the_swing_from_the_other(a1, b1, a2, b2, rest):
    v1, v2 = a1 + b1 + rest[0], a2 + b2 + rest[1]
    assume(v1 and v2)
    assert butler_swing(a1, b1, v1, a2, b2, v2) == -butler_swing(b1, a1, v1, b2, a2, v2)
    assert -1 <= butler_swing(a1, b1, v1, a2, b2, v2) <= 1


@given(a1=counts, b1=counts, a2=counts, b2=counts)
def test_with_two_parties_butler_and_steed_agree(a1, b1, a2, b2):
    assume(a1 + b1 and a2 + b2)
    assert butler_swing(a1, b1, a1 + b1, a2, b2, a2 + b2) == steed_swing(a1, b1, a2, b2)


@given(first=counts, second=counts, now=st.tuples(counts, counts), rest=st.tuples(counts, counts))
def test_any_swing_that_happened_projects_its_own_majority(first, second, now, rest):
    valid, valid_now = first + second + rest[0], sum(now) + rest[1]
    assume(valid and valid_now)
    swing = butler_swing(first, second, valid, *now, valid_now)
    in_range = (0 <= Fraction(first, valid) + swing <= 1) and (
        0 <= Fraction(second, valid) - swing <= 1
    )
    assume(in_range)
    projected = projected_majority(
        first=first, second=second, valid=valid, swing=swing, valid_now=valid_now
    )
    assert projected == now[0] - now[1]


@given(st.fractions(-1, 1))
def test_printing_is_off_by_at_most_half_of_its_last_digit(fraction):
    printed = rounded(fraction)
    assert abs(Fraction(printed) - fraction * 100) <= Fraction(1, 20)
    assert printed.as_tuple().exponent == -1
    assert rounded(-fraction) == -printed


@given(st.lists(counts, min_size=2))
def test_the_winner_has_the_majority_more_than_anybody_else(votes):
    ranked = sorted(votes, reverse=True)
    assert ranked[0] - majority(votes) == ranked[1]


@given(votes=counts, valid=counts)
def test_a_deposit_is_kept_only_with_more_than_five_per_cent(votes, valid):
    assume(valid > 0 and votes <= valid)
    assert lost_deposit(votes, valid) == (share(votes, valid) <= Fraction(5, 100))
