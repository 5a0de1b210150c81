"""The slips that `bench.slips` makes are those that it says it makes."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bench.slips import slips_of, winner

results = st.lists(st.integers(1, 99_999), min_size=2, max_size=9)


@given(results, st.integers(0, 2**32))
def test_each_slip_is_of_its_kind_and_of_one_place(votes, seed):
    made = slips_of(votes, random.Random(seed))
    for kind, typed in made.items():
        changed = [(old, new) for old, new in zip(votes, typed, strict=True) if old != new]
        if kind in {"two candidates swapped", "first two swapped"}:
            assert sorted(typed) == sorted(votes)
            assert len(changed) == 2
            assert kind != "first two swapped" or winner(typed) != winner(votes)
            continue
        [(old, new)] = changed
        before, after = str(old), str(new).zfill(len(str(old)))
        places = [at for at in range(len(before)) if before[at] != after[at]]
        if kind == "one digit":
            assert len(places) == 1
        else:
            assert len(places) == 2
            assert places[1] == places[0] + 1
            assert (old - new) % 9 == 0


@given(results)
def test_no_slip_leaves_the_votes_as_they_were(votes):
    assert votes not in slips_of(votes, random.Random(1)).values()
