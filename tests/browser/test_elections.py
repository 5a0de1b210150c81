"""An election's page, a contest's and the article follow the count without a reload."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import violations
from tests.browser.test_the_night import connection_is
from tests.servers import Daphne, Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ELECTION = "/elections/quayshire-2024/"
# As behind a proxy that lets no socket through: every attempt fails.
BLOCKED = """window.WebSocket = class extends WebSocket {
  constructor() { super(`ws://${location.host}/healthz`); }
};"""
# Every region as the page has it, and whether each part of the map is SVG.
REGIONS = """() => Object.fromEntries(
  [...document.querySelectorAll("[data-live] [data-region]")].map((each) => [
    each.dataset.region,
    [each.innerHTML.replace(/ tabindex="-1"/g, ""), each.firstElementChild?.namespaceURI],
  ]))"""


@pytest.fixture
def daphne(site: Site) -> Daphne:
    return site.daphne()


def count(site: Site, *deeds: str) -> None:
    site.run("-m", "tests.browser.declared", *deeds)


def colour(page: Page, hexagon: str) -> str:
    return page.locator(hexagon).evaluate("each => getComputedStyle(each.children[1]).fill")


def test_a_declaration_comes_to_an_open_map_and_disturbs_nobody(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    count(site, "map", "southquay")
    page = open_page(f"{daphne.url}{ELECTION}", size=PHONE)
    connection_is(page, "live")
    page.evaluate("window.neverReloaded = true")
    page.get_by_label("Find a constituency").fill("Castl")
    page.locator("#after-map summary").click()
    gains = page.locator(".election__gain")
    gains.locator("summary").click()
    assert not gains.evaluate("each => each.open")
    hexagon = "[data-region='seat:northquay'] a"
    undeclared = colour(page, hexagon)
    page.locator(hexagon).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("window.scrollY") > 0
    stood_at = page.locator(hexagon).bounding_box()["y"]

    count(site, "northquay")
    expect(page.locator("[data-region=count]")).to_contain_text("2 of 5 seats declared")
    expect(page.locator(hexagon)).to_have_attribute(
        "aria-label", "Northquay: Harbour hold, majority 200"
    )
    expect(page.locator(hexagon)).to_be_focused()
    assert page.locator(hexagon).evaluate("each => each.matches(':focus-visible')")
    assert page.locator(hexagon).bounding_box()["y"] == pytest.approx(stood_at, abs=1)
    page.keyboard.press("Tab")
    assert colour(page, hexagon) != undeclared
    assert page.locator("#after-map").evaluate("each => each.open")
    assert not gains.evaluate("each => each.open")
    expect(page.locator("[data-region='row:northquay']")).to_contain_text("Harbour hold")
    expect(page.locator("[data-region=latest] li").first).to_contain_text("Southquay")
    expect(page.locator("[data-announcer]")).to_have_text("Northquay: Harbour hold.")
    expect(page.get_by_label("Find a constituency")).to_have_value("Castl")
    assert page.evaluate("window.neverReloaded")
    assert violations(page) == []

    fresh = open_page(f"{daphne.url}{ELECTION}")
    fresh.locator(".election__gain summary").click()  # folded, as on the page that was followed
    assert page.evaluate(REGIONS) == fresh.evaluate(REGIONS)


def test_an_election_without_a_map_is_followed_where_sockets_are_blocked(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{daphne.url}{ELECTION}", init_script=BLOCKED)
    connection_is(page, "polling")
    expect(page.locator("[data-state]")).to_contain_text("checking every few seconds")
    count(site, "southquay")
    expect(page.locator("[data-region='seat:southquay'] a")).to_have_attribute(
        "aria-label", "Southquay: Orchard gain from Harbour, majority 300"
    )
    expect(page.locator("[data-region=gains]")).to_contain_text("1 gain")


def test_a_new_map_makes_open_pages_load_themselves_afresh(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{daphne.url}{ELECTION}")
    connection_is(page, "live")
    page.evaluate("window.neverReloaded = true")
    count(site, "map")
    expect(page.locator("svg.map a")).to_have_count(5)
    connection_is(page, "live")
    count(site, "fenside")
    expect(page.locator("[data-region=count]")).to_contain_text("1 of 5")
    assert page.evaluate("window.neverReloaded")


def test_a_contest_page_shows_its_result_when_it_comes(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{daphne.url}{ELECTION}northquay/", size=PHONE)
    connection_is(page, "live")
    page.evaluate("window.neverReloaded = true")
    count(site, "southquay", "northquay")
    verdict = page.locator(".contest-page__verdict")
    expect(verdict).to_contain_text("Harbour hold, majority 200")
    count(site, "correct")
    expect(verdict).to_contain_text("majority 210")
    expect(verdict).to_contain_text("Corrected figures")
    expect(page.locator("[data-state]")).to_contain_text("Live")
    assert page.evaluate("window.neverReloaded")
    assert violations(page) == []


def test_the_article_follows_a_correction_and_says_when_it_is_taken_down(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    live = open_page(f"{daphne.url}/quayshire/")
    connection_is(live, "live")
    count(site, "northquay", "publish")
    live.get_by_role("link", name="The night at a glance").click()
    connection_is(live, "live")
    live.evaluate("window.neverReloaded = true")
    article = live.locator("article")
    expect(article).to_contain_text("2,800")
    count(site, "correct")
    expect(article).to_contain_text("2,810")
    count(site, "take-down")
    expect(live.get_by_role("heading", level=1)).to_have_text("This article was taken down")
    expect(article).not_to_contain_text("2,810")
    count(site, "publish")
    expect(article).to_contain_text("2,810")
    assert live.evaluate("window.neverReloaded")
    assert violations(live) == []
