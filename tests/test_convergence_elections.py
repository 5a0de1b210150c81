"""An election's page as it was + the frames that a deed caused == the page fetched afresh."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from liveblog import presentation, publishing
from liveblog.models import Blog, Entry
from liveblog.publishing import ResultFigures, TurnoutFigures
from results import declarations
from results.hexmap import load_hexmap
from results.loading import load_election
from results.models import Contest, Election
from results.rehearsal import rehearsal_of
from results.sheets import rebuild
from tests.electionpage import ElectionPage, feed_of, frames
from tests.publishing.hall import FENSIDE, SOUTHQUAY, Clock, corrected, northquay
from tests.results.night import FIVE_SEATS, declare_everything, declare_outturn

MAP = {
    "layout": "odd-r",
    "hexes": {
        "A": {"n": "Northquay", "q": 0, "r": 1},
        "B": {"n": "Southquay", "q": 0, "r": 0},
        "C": {"n": "Millbrook", "q": 1, "r": 0},
    },
}
PER_CONTEST = {f"{region}:northquay" for region in presentation.CONTEST}

Deed = Callable[[Election], object]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture(params=["with a map", "without a map"])
def election(request: pytest.FixtureRequest, blog: Blog, clock: Clock) -> Iterator[Election]:
    """Quayshire with regions, its blog, and Southquay declared in an entry of it."""
    election = Election.objects.get(slug="quayshire-2024")
    election.contests.filter(slug__in=["northquay", "southquay"]).update(region="The Quays")
    rebuild(election)
    if request.param == "with a map":
        load_hexmap(MAP, election=election)
    publishing.publish_entry(blog=blog, result=ResultFigures("southquay", SOUTHQUAY))
    clock.tick()
    return election


def contest(election: Election, slug: str) -> Contest:
    return election.contests.get(slug=slug)


def entry() -> Entry:
    return Entry.objects.get(kind="result")


def declare(slug: str) -> Deed:
    return lambda election: declare_outturn(election, slug)


def publish(**figures: Any) -> Deed:
    return lambda election: publishing.publish_entry(
        blog=Blog.objects.get(slug="quayshire"), **figures
    )


def report(figures: TurnoutFigures) -> Deed:
    return lambda election: publishing.report_turnout(
        contest=contest(election, figures.contest), figures=figures, at=timezone.now()
    )


def correct(election: Election) -> None:
    figures = corrected(reason="Ten more.", confirm=("differs_from_ballots", "declared_again"))
    publishing.declare_result(
        contest=contest(election, "northquay"), figures=figures, at=timezone.now()
    )


def provisional(election: Election) -> None:
    declarations.declare(
        contest(election, "fenside"),
        votes=FENSIDE,
        stage="provisional",
        declared_at=timezone.now(),
    )


def withdraw(slug: str) -> Deed:
    return lambda election: declarations.withdraw(
        contest(election, slug), reason="The wrong sheet.", at=timezone.now()
    )


def withdraw_turnout(election: Election) -> None:
    declarations.withdraw_turnout(
        contest(election, "fenside"), reason="Another table.", at=timezone.now()
    )


def retract(election: Election) -> None:
    publishing.retract_entry(entry=entry(), reason="A test count.")


def restore(election: Election) -> None:
    publishing.restore_entry(entry=entry(), reason="It was the count.")


def nothing(election: Election) -> None:
    pass


def rehearse(election: Election) -> None:
    """What is declared in a copy is told to those who follow the copy."""
    declare_outturn(rehearsal_of(election, slug="quayshire-2024-rehearsal"), "northquay")


turnout = report(TurnoutFigures("fenside", ballots=2_700))

# What is done before the page is opened, what is done then, and how many frames tell of it.
CASES: dict[str, tuple[Deed, Deed, int]] = {
    "a hold, with its turnout": (nothing, declare("northquay"), 2),
    "a new seat": (nothing, declare("millbrook"), 1),
    "after lots": (nothing, declare("castle-hill"), 1),
    "in an entry": (nothing, publish(result=northquay()), 1),
    "by a results feed": (
        nothing,
        lambda election: publishing.declare_result(
            contest=contest(election, "fenside"),
            figures=ResultFigures("fenside", FENSIDE),
            at=timezone.now(),
        ),
        1,
    ),
    "a correction": (declare("northquay"), correct, 1),
    "a gain withdrawn": (nothing, withdraw("southquay"), 1),
    "a hold withdrawn": (declare("northquay"), withdraw("northquay"), 1),
    "an entry retracted": (nothing, retract, 1),
    "an entry restored": (retract, restore, 1),
    "a provisional count": (nothing, provisional, 1),
    "a turnout": (nothing, turnout, 1),
    "a turnout in an entry": (nothing, publish(turnout=TurnoutFigures("fenside", "51.5")), 1),
    "a turnout withdrawn": (turnout, withdraw_turnout, 1),
    "the whole night": (retract, declare_everything, 6),
    "a rehearsal": (nothing, rehearse, 0),
    "no figures": (nothing, publish(body="Tea is served."), 0),
}


@pytest.mark.parametrize(("before", "deed", "told"), CASES.values(), ids=CASES)
def test_the_page_and_the_frames_make_the_page_fetched_afresh(
    election: Election, clock: Clock, client: Client, before: Deed, deed: Deed, told: int
) -> None:
    before(election)
    clock.tick()
    page = ElectionPage.fetched(client, election)
    clock.tick()
    deed(election)
    assert len(page.follow(election)) == told
    assert page == ElectionPage.fetched(client, election)


def test_a_rehearsal_has_a_feed_of_its_own(election: Election, client: Client) -> None:
    copy = rehearsal_of(election, slug="quayshire-2024-rehearsal")
    page = ElectionPage.fetched(client, copy)
    declare_everything(copy)
    assert len(page.follow(copy)) == 6
    assert page == ElectionPage.fetched(client, copy)
    again = rehearsal_of(election, slug=copy.slug)
    assert feed_of(again).epoch != page.epoch
    assert feed_of(again).head == 0


def test_a_page_that_missed_a_frame_is_not_the_page_fetched_afresh(
    election: Election, client: Client
) -> None:
    """The comparison can fail."""
    page = ElectionPage.fetched(client, election)
    declare_outturn(election, "millbrook")
    page.offset += 1
    page.follow(election)
    assert page != ElectionPage.fetched(client, election)


def test_a_frame_has_the_contest_and_only_those_regions_that_changed(election: Election) -> None:
    declare_outturn(election, "fenside")
    report(TurnoutFigures("northquay", percentage="60.4"))(election)
    frame = frames(election)[-1]
    assert set(frame["html"]) == PER_CONTEST | {"turnouts"}
    assert frame["contest"]["slug"] == "northquay"
    assert frame["score"]["declared"] == 2
    assert "contests" not in frame["score"]


def test_an_election_that_is_loaded_again_begins_a_new_epoch(
    election: Election, client: Client
) -> None:
    page = ElectionPage.fetched(client, election)
    load_election(FIVE_SEATS)
    assert feed_of(election).epoch != page.epoch
    declare_outturn(election, "northquay")
    assert set(presentation.STANDINGS) <= set(frames(election)[0]["html"]), "nothing is known yet"


def test_what_is_rolled_back_is_told_to_nobody(election: Election, client: Client) -> None:
    page = ElectionPage.fetched(client, election)
    with transaction.atomic():
        declare_outturn(election, "millbrook")
        transaction.set_rollback(True)
    assert page.follow(election) == []
