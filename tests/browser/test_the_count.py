"""Two reporters at one count: each sees the other's taps, and neither loses what is typed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, log_in
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]


def contest(page: Page, name: str) -> Locator:
    return page.locator("[data-part]", has=page.get_by_role("heading", name=name))


def test_a_tap_reaches_the_other_desk_and_every_reader(
    site: Site, open_page: Callable[..., Page]
) -> None:
    daphne = site.daphne()
    address = f"{daphne.url}/newsroom/quayshire/count/"
    rosa, edith = open_page(address, size=PHONE), open_page(address)
    log_in(rosa, "rosa")
    log_in(edith, "edith")
    expect(rosa).to_have_url(re.compile("/count/$"))
    reader = open_page(f"{daphne.url}/quayshire/", size=PHONE)
    expect(reader.locator("html")).to_have_attribute("data-connection", "live")

    # Edith is writing down another stage of Fenside while Rosa taps.
    fenside = contest(edith, "Fenside")
    fenside.get_by_text("Another stage, or another time").click()
    fenside.get_by_label("Reason").fill("The hall is flooded.")
    edith.get_by_role("heading", name="The count").click()
    order = edith.get_by_role("heading", level=3).all_text_contents()
    contest(rosa, "Millbrook").get_by_role("button", name="Polls closed").click()
    contest(rosa, "Fenside").get_by_role("button", name="Polls closed").click()

    expect(contest(edith, "Millbrook").get_by_role("button", name="Boxes in")).to_be_visible()
    expect(fenside.locator("[data-now]")).to_contain_text("Polls closed")
    expect(fenside.get_by_label("Reason")).to_have_value("The hall is flooded.")
    assert edith.get_by_role("heading", level=3).all_text_contents() == order
    expect(reader.locator("[data-contest=millbrook] summary")).to_contain_text("Polls closed")

    # What she sends belongs to an older page: she is asked, and keeps her words.
    fenside.get_by_label("Stage").select_option("postponed")
    fenside.get_by_role("button", name="Move it").click()
    expect(contest(edith, "Fenside")).to_contain_text("Fenside has moved meanwhile")
    expect(contest(edith, "Fenside").get_by_label("Reason")).to_have_value("The hall is flooded.")
    contest(edith, "Fenside").get_by_role("button", name="Move it").click()
    expect(reader.locator("[data-contest=fenside] summary")).to_contain_text("Postponed")

    # And what is promised appears at once, until it is given up.
    rosa.get_by_label("What is promised").select_option("other")
    rosa.get_by_label("In words").fill("ward figures")
    rosa.get_by_role("button", name="Put it on the list").click()
    waiting = reader.locator("[data-region=awaited]")
    expect(waiting).to_contain_text("ward figures")
    promised = contest(edith, "Ward figures")
    promised.get_by_text("Give it up", exact=False).first.click()
    promised.get_by_label("Why nobody waits any more").fill("Next week.")
    promised.get_by_role("button", name="Give it up").click()
    expect(waiting).not_to_contain_text("ward figures")


def test_it_works_without_javascript(site: Site, open_page: Callable[..., Page]) -> None:
    daphne = site.daphne()
    page = open_page(
        f"{daphne.url}/newsroom/quayshire/count/", size=PHONE, java_script_enabled=False
    )
    log_in(page, "rosa")
    contest(page, "Millbrook").get_by_role("button", name="Polls closed").click()
    expect(contest(page, "Millbrook")).to_contain_text("Polls closed since")
