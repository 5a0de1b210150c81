"""A finished night with one of everything, made by the deeds themselves."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from liveblog import publishing
from liveblog.models import Blog, Entry
from results.loading import load_election
from results.models import Contest
from tests.results.night import FIVE_SEATS

NIGHT = datetime(2024, 5, 2, 21, 0, tzinfo=UTC)  # 10pm in Quayshire

SECRET = "The returning officer's telephone number is 555 0100."
SECRET_HEADLINE = "A number nobody should have"
DRAFTED = "This was never published."


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


@pytest.fixture
def edith(db):
    return get_user_model().objects.create_user("edith", first_name="Edith", last_name="Ellis")


@pytest.fixture
def rosa(db):
    return get_user_model().objects.create_user("rosa", first_name="Rosa", last_name="Reyes")


@pytest.fixture
def live_blog(edith, db) -> Blog:
    election = load_election(FIVE_SEATS)
    contests = Contest.objects.filter(election=election, slug__in=["northquay", "southquay"])
    return publishing.create_blog(
        slug="quayshire",
        title="Two counts under one roof",
        standfirst="Northquay and its neighbour, from the market hall.",
        byline="Rosa Reyes",
        place="Market Hall",
        polling_day=election.polling_day,
        status="live",
        contests=list(contests.order_by("order", "name")),
        by=edith,
    )


def minutes(count: int) -> datetime:
    return NIGHT + timedelta(minutes=count)


@pytest.fixture
def whole_night(live_blog, rosa, edith) -> dict[str, Entry]:
    """Every kind of entry and every deed; the blog is still live."""

    def publish(minute: int, body: str = "", **more) -> Entry:
        return publishing.publish_entry(
            blog=live_blog, body=body, at=minutes(minute), by=rosa, **more
        )[0]

    opening = publish(0, "The doors are **open** & the tables are bare.")
    links = publish(
        5,
        f"As [we said]({opening.get_absolute_url()}), on [this page](/quayshire/#entry-x),"
        " [elsewhere](/another-night/), [out there](https://example.org/a?b=1&c=2)"
        ' and in the text: <a href="/quayshire/"> & href="/quayshire/".',
    )
    quote = publish(
        20, "A long night, and a short speech.", kind="quote",
        speaker="Ada Quill", speaker_role="candidate, Harbour Party",
    )  # fmt: skip
    turnout = publish(
        60,
        turnout=publishing.TurnoutFigures(contest="northquay", ballots=6_000, percentage="60.0"),
    )
    wrong = publish(61, turnout=publishing.TurnoutFigures(contest="southquay", percentage="43.21"))
    wrong = publishing.retract_entry(entry=wrong, reason="Read from the wrong board.", by=edith)
    secret = publish(70, SECRET, headline=SECRET_HEADLINE)
    publishing.pin_entry(entry=secret)
    publishing.pin_entry(entry=quote)
    secret.refresh_from_db()
    secret = publishing.revise_entry(
        entry=secret, version=1, body=f"{SECRET} Ring it.", headline=f"{SECRET_HEADLINE}!", by=rosa
    )
    secret = publishing.retract_entry(entry=secret, reason="Not ours to publish.", by=edith)
    correction = publish(80, "There were two doors.", kind="correction", corrects=opening)
    restored = publish(85, "Taken down by mistake.")
    publishing.retract_entry(entry=restored, reason="A slip of the thumb.", by=edith)
    restored = publishing.restore_entry(entry=restored, by=edith)
    result = publish(
        200,
        result=publishing.ResultFigures(
            contest="northquay",
            votes={"ada-quill": 2_900, "ben-marsh": 2_100, "cleo-finch": 700, "dov-reed": 270},
            rejected=30,
        ),
    )
    publish(210, DRAFTED, status="draft")
    scheduled = datetime.now(UTC) + timedelta(days=1)
    publish(211, f"{DRAFTED} Later.", status="scheduled", publish_at=scheduled)
    revised = publishing.revise_entry(
        entry=quote, version=1, body="A long night, and a shorter speech.", by=rosa
    )
    entries = {
        "opening": opening, "links": links, "quote": revised, "turnout": turnout, "wrong": wrong,
        "secret": secret, "correction": correction, "restored": restored, "result": result,
    }  # fmt: skip
    return {name: Entry.objects.get(pk=entry.pk) for name, entry in entries.items()}


@pytest.fixture
def closed_blog(whole_night, live_blog) -> Blog:
    return publishing.close_blog(blog=live_blog)
