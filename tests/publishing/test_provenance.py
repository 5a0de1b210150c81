"""How the newsroom knows: kept with every version, and told to readers as a small word."""

import pytest

from liveblog import frames, presentation, publishing
from liveblog.models import Blog, Entry
from liveblog.publishing import Refused
from liveblog.replaying import play, prepare


@pytest.fixture
def overheard(blog: Blog) -> Entry:
    return publishing.publish_entry(blog=blog, body="A recount?", provenance="overheard")[0]


def test_readers_see_it_and_programs_too(overheard: Entry) -> None:
    assert "Not confirmed" in presentation.entry_html(overheard)
    assert frames.entry_summary(overheard)["provenance"] == "overheard"


def test_an_entry_without_one_says_nothing_of_it(blog: Blog) -> None:
    entry, _ = publishing.publish_entry(blog=blog, body="Quiet.")
    assert "entry__provenance" not in presentation.entry_html(entry)


def test_every_version_keeps_its_own(overheard: Entry) -> None:
    publishing.revise_entry(entry=overheard, version=1, provenance="officer")
    assert list(overheard.revisions.values_list("provenance", flat=True)) == [
        "overheard",
        "officer",
    ]


def test_what_is_none_is_refused(blog: Blog) -> None:
    with pytest.raises(Refused) as refused:
        publishing.publish_entry(blog=blog, body="x", provenance="tea leaves")
    (fault,) = refused.value.faults
    assert fault.field == "provenance"
    assert "tea leaves" in fault.message


def test_a_retracted_entry_tells_nothing_of_it(overheard: Entry) -> None:
    gone = publishing.retract_entry(entry=overheard, reason="A slip.")
    assert frames.entry_summary(gone)["provenance"] == ""


def test_a_replay_tells_it_again(blog: Blog, overheard: Entry) -> None:
    publishing.close_blog(blog=blog)
    again = prepare(blog, slug="again")
    play(blog, again, speed=1, longest_gap=0, told=lambda *_: None, sleep=lambda _: None)
    assert again.entries.get().provenance == "overheard"
