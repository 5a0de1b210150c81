"""The moments of a replayed night are entries, told from its figures."""

from collections import Counter

from bench.synthetic import make_election
from tests.replaying.again import declare_all, national, replay, replayed, results


class TestTheMomentsOfTheNight:
    def test_the_first_result_the_first_gain_the_marks_and_the_last_are_entries(self, election):
        replay(election)
        told = national()
        assert next(iter(told)) == "The first result: Northquay"
        assert "It declares at 1.10am, the first of 5 seats." in told["The first result: Northquay"]
        assert "1 of 5 seats declared" not in told
        assert "The first seat to change hands: Southquay" in told
        assert told["2 of 5 seats declared"].startswith("Seats: ")
        last = told["The last result: Castle Hill"]
        assert "at 3.20am, with 5 of 5 seats declared" in last
        assert "5 of 5 seats declared" not in told
        assert all(entry.key_event for entry in replayed().entries.filter(kind="national"))

    def test_where_nobody_has_a_majority_that_is_told_at_the_end(self, election):
        replay(election)
        assert [each for each in national() if each.startswith("A majority for")] == []
        last = national()["The last result: Castle Hill"]
        assert "No party has the 3 seats of a majority." in last

    def test_a_majority_is_told_with_the_seat_that_makes_it(self, db):
        election, outturns = make_election(contests=12, seed=10)
        declare_all(election, outturns)
        replay(election)
        won, passed = Counter(), None
        for number, entry in enumerate(results(), start=1):
            [winner] = entry.declaration.elected()
            won[winner.party] += 1
            if won[winner.party] == 7 and not passed:
                passed = (winner.party, entry.declaration.contest, number)
        party, contest, number = passed
        body = national()[f"A majority for {party.in_prose}: 7 of 12 seats"]
        assert body.startswith(f"{contest.name}, {party.short_name} ")
        assert f"with {number} declared. More than half of 12 is 7." in body
        [last] = [body for headline, body in national().items() if "last result" in headline]
        assert f"The overall majority is {2 * won[party] - 12}." in last
