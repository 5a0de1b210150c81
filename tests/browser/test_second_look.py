"""A result on its way: proposed on one phone, confirmed on another desk, then on readers' pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, log_in
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

VOTES = {"Ada Quill": "2800", "Ben Marsh": "2600", "Cleo Finch": "300", "Dov Reed": "300"}
ASK = "from liveblog import publishing; from liveblog.models import Blog;"
ASK += "publishing.edit_blog(blog=Blog.objects.get(), needs_second_look=True)"


def test_another_desk_learns_of_it_without_a_reload_and_readers_only_once_it_is_confirmed(
    site: Site, open_page: Callable[..., Page]
) -> None:
    site.manage("shell", "-c", ASK)
    url = site.daphne().url
    reader = open_page(f"{url}/quayshire/")
    edith = open_page(f"{url}/newsroom/quayshire/", size={"width": 360, "height": 740})
    log_in(edith, "edith")
    edith.evaluate("window.neverReloaded = true")
    rosa = open_page(f"{url}/newsroom/quayshire/?kind=result&contest=northquay", size=PHONE)
    log_in(rosa, "rosa")
    expect(rosa.locator(".contest-choice")).to_have_count(2)  # the page is ready
    for name, votes in VOTES.items():
        rosa.get_by_label(name).fill(votes)
    # The sum is there once the scripts are: before, the form posts as one without them does.
    expect(rosa.locator("[data-tally=total]")).to_have_text("6,000")
    rosa.get_by_role("button", name="Post", exact=True).click()
    rosa.get_by_role("button", name="Post the result").click()
    rosa.get_by_role("button", name="Send now").click()
    expect(rosa.locator(".proposal")).to_contain_text("Waiting for somebody else")

    proposal = edith.locator(".proposal")
    expect(proposal).to_contain_text("holds the seat with 2,800 votes")
    expect(edith.locator(".proposals [data-told]")).to_have_text("1 result waits for a second look")
    assert edith.evaluate("window.neverReloaded")
    expect(reader.locator("body")).not_to_contain_text("2,800")
    button = proposal.get_by_role("button", name="Confirm and publish")
    assert button.bounding_box()["height"] >= 44
    assert edith.evaluate("document.documentElement.scrollWidth") <= 360

    # A reason half typed is not taken away while the page asks for what waits.
    proposal.get_by_label("What is wrong with it?").fill("Was it")
    edith.wait_for_timeout(6_000)
    expect(proposal.get_by_label("What is wrong with it?")).to_have_value("Was it")

    button.click()
    expect(edith.locator(".notice")).to_contain_text("Confirmed. On the page:")
    expect(reader.locator(".entry--result")).to_contain_text("Confirmed")
    expect(rosa.locator(".proposal")).to_have_count(0)
