"""When the contests of a replay declare: by the record, or in a plausible night of our own."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synthetic import make_election
from liveblog.replaying.pace import Pace
from liveblog.replaying.timetable import simulated_times, timetable_of
from results.declarations import declare
from results.models import Contest, Election
from tests.results.night import CLOSE

POLLS_CLOSE = datetime.fromisoformat(CLOSE)


def country(electorates: list[int | None]) -> list[Contest]:
    election = Election(slug="made-up", polls_close_at=POLLS_CLOSE)
    return [
        Contest(
            pk=number, slug=f"c{number}", election=election, region=f"r{number % 5}",
            electorate=electorate,
        )
        for number, electorate in enumerate(electorates, start=1)
    ]  # fmt: skip


electorates = st.lists(st.none() | st.integers(20_000, 110_000), min_size=1, max_size=40)


class TestASimulatedNight:
    @given(electorates, st.integers(0, 2**32))
    def test_every_contest_declares_once_between_a_quarter_to_eleven_and_two(self, sizes, seed):
        contests = country(sizes)
        times = simulated_times(contests, seed=seed)
        assert set(times) == {each.pk for each in contests}
        since = [at - POLLS_CLOSE for at in times.values()]
        assert min(since) == timedelta(minutes=45)
        assert max(since) <= timedelta(hours=16)

    @given(electorates, st.integers(0, 2**32))
    def test_it_depends_on_the_seed_and_not_on_the_order_of_the_rows(self, sizes, seed):
        contests = country(sizes)
        forwards = simulated_times(contests, seed=seed)
        assert simulated_times(contests[::-1], seed=seed) == forwards

    def test_a_country_has_its_race_its_flood_and_its_tail(self):
        times = simulated_times(country([70_000] * 650), seed=1).values()
        hours = sorted((at - POLLS_CLOSE) / timedelta(hours=1) for at in times)
        assert (hours[0], hours[-1]) == (0.75, 16)  # 22:45, and two in the afternoon
        assert sum(each <= 1.75 for each in hours) == 4
        assert 0.7 < sum(4.5 <= each <= 7 for each in hours) / 650 < 0.75
        assert 15 < sum(each > 9.5 for each in hours) < 25

    def test_small_contests_tend_to_be_early(self):
        contests = country([40_000 + 100 * number for number in range(650)])
        times = simulated_times(contests, seed=1)
        early = sorted(contests, key=lambda each: times[each.pk])
        small, large = early[:325], early[325:]
        assert sum(each.electorate for each in small) < sum(each.electorate for each in large)


class TestTheRecord:
    @pytest.fixture
    def declared(self, db):
        """Ten contests, declared at these minutes after the close of poll."""

        def at(*minutes: int) -> list[Contest]:
            election, outturns = make_election(contests=len(minutes))
            for outturn, after in zip(outturns, minutes, strict=True):
                declare(
                    election.contests.get(slug=outturn.contest),
                    votes=outturn.votes,
                    declared_at=election.polls_close_at + timedelta(minutes=after),
                )
            return list(election.contests.with_results())

        return at

    def minutes(self, contests: list[Contest]) -> list[int]:
        times = timetable_of(contests, seed=1, simulated=False).times
        return [
            round((times[each.pk] - each.election.polls_close_at).total_seconds() / 60)
            for each in contests
        ]

    def test_its_times_are_kept(self, declared):
        contests = declared(60, 300, 300, 300, 240)
        assert self.minutes(contests) == [60, 300, 300, 300, 240]

    def test_one_time_for_many_is_nobody_s_own(self, declared):
        contests = declared(*[480] * 8, 100, 200)
        timetable = timetable_of(contests, seed=1, simulated=False)
        assert timetable.simulated == {each.pk for each in contests[:8]}
        assert self.minutes(contests)[8:] == [100, 200]
        assert Counter(self.minutes(contests))[480] <= 1
        assert "the times of 8 of 10 are not known and simulated (seed 1)" in timetable.sentence


class TestThePace:
    def waits(self, speed: float, gaps: list[int], *, took: float = 0.0, longest: float = 60):
        slept, now = [], [0.0]

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            now[0] += seconds

        pace = Pace(speed, longest_gap=longest, sleep=sleep, clock=lambda: now[0])
        for gap in gaps:
            pace.wait(timedelta(seconds=gap))
            now[0] += took
        return slept

    def test_it_is_the_nights_divided_by_its_speed(self):
        assert self.waits(60, [0, 600, 60]) == [0, 10, 1]

    def test_no_wait_is_longer_than_asked_for(self):
        assert self.waits(60, [0, 36_000, 60], longest=20) == [0, 20, 1]

    def test_what_a_deed_takes_is_taken_off_the_next_wait(self):
        assert self.waits(60, [0, 600, 60, 60, 600], took=2) == [0, 8, 0, 0, 6]

    def test_at_speed_nought_it_does_not_wait(self):
        assert self.waits(0, [0, 600]) == []
