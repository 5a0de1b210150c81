"""A record is claimed only where the figures prove it; arithmetic held against brute force."""

from hypothesis import given
from hypothesis import strategies as st

from results import generals
from results.records import FEWEST_BEATEN, first_win, highest, lowest

VALUES = st.integers(min_value=0, max_value=6)
KNOWN = st.lists(VALUES, max_size=8)
WITH_GAPS = st.lists(st.none() | VALUES, max_size=8)


def years(values):
    return [(2020 - 4 * place, value) for place, value in enumerate(values)]


@given(VALUES, WITH_GAPS)
def test_what_is_claimed_is_true_of_every_result_since(now, values):
    claim = highest(now, years(values))
    if claim is None:
        return
    known = dict(years(values))
    assert all(known[year] is not None and known[year] < now for year in claim.beaten)
    assert len(claim.beaten) >= FEWEST_BEATEN
    assert claim.since is None or known[claim.since] > now
    assert claim.start == min([*claim.beaten, *([claim.since] if claim.since else [])])


@given(VALUES, KNOWN)
def test_what_is_true_of_a_whole_record_is_claimed(now, values):
    beaten = next((place for place, value in enumerate(values) if value >= now), len(values))
    is_tied = beaten < len(values) and values[beaten] == now
    assert (highest(now, years(values)) is not None) == (beaten >= FEWEST_BEATEN and not is_tied)


@given(VALUES, WITH_GAPS)
def test_the_lowest_is_the_highest_upside_down(now, values):
    upside_down = [None if each is None else 6 - each for each in values]
    assert lowest(now, years(values)) == highest(6 - now, years(upside_down))


@given(VALUES, st.lists(VALUES, min_size=2, max_size=8))
def test_a_tie_claims_nothing(now, values):
    tied = [value for value in values if value < now]
    assert highest(now, years([*tied, now])) is None


@given(VALUES, WITH_GAPS, st.lists(VALUES, max_size=4))
def test_what_lies_behind_a_missing_result_changes_nothing(now, values, older):
    with_gap = [*values, None]
    assert highest(now, years([*with_gap, *older])) == highest(now, years(with_gap))
    assert first_win(now, years([*with_gap, *older])) == first_win(now, years(with_gap))


def test_the_first_win_since_the_last_one():
    claim = first_win("lab", [(2017, "con"), (2015, "con"), (2010, "ld"), (2005, "lab")])
    assert (claim.since, claim.beaten) == (2005, (2017, 2015, 2010))
    assert first_win("lab", [(2017, "lab"), (2015, "con")]) is None
    assert first_win("lab", [(2017, "con"), (2015, "lab")]) is None, "that is a gain, no record"
    assert first_win("lab", [(2017, "con"), (2015, "con")]).since is None


def test_general_elections_follow_one_another():
    assert generals.year_before(2019) == 2017
    assert generals.year_before(2017) == 2015
    assert generals.year_before(1979) is None, "two elections in 1974"
    assert generals.year_before(1918) is None
    assert generals.year_before(2020) is None
    assert generals.polling_day_of(1974) is None
    assert not generals.is_known(2018)
