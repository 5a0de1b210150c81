"""The night itself: a reporter, two readers, one server that is killed and comes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, log_in
from tests.servers import Daphne, Site
from tests.succession import Supervised

pytestmark = [pytest.mark.browser, pytest.mark.servers]

# The live regions as the server would write them: what only says how news came is taken off.
REGIONS = """() => {
  const plain = (node) => {
    const copy = node.cloneNode(true);
    for (const each of [copy, ...copy.querySelectorAll("*")]) {
      each.classList.remove("is-new");
      if (each.classList.length === 0) each.removeAttribute("class");
      for (const name of ["hidden", "tabindex", "open"]) each.removeAttribute(name);
    }
    return copy.innerHTML.replace(/\\s+/g, " ");
  };
  const regions = document.querySelectorAll("[data-live] [data-region]");
  return Object.fromEntries([...regions].map((each) => [each.dataset.region, plain(each)]));
}"""


@pytest.fixture
def daphne(site: Site) -> Daphne:
    return site.daphne()


def connection_is(page: Page, state: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-connection", state)


def caught_up(page: Page, offset: int) -> None:
    # Whoever was away for long waits up to half a minute before the next try.
    expect(page.locator("html")).to_have_attribute("data-offset", str(offset), timeout=60_000)


def position(page: Page) -> int:
    return page.evaluate("Number(document.documentElement.dataset.offset)")


def test_a_result_reaches_every_reader_and_survives_the_death_of_the_server(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    address = f"{daphne.url}/quayshire/"
    phone, desktop = open_page(address, size=PHONE), open_page(address)
    connection_is(phone, "live")
    connection_is(desktop, "live")
    for reader in (phone, desktop):
        reader.evaluate("window.neverReloaded = true")
        expect(reader.locator(".board__score")).to_contain_text("0 of 5")
    desktop.evaluate("document.querySelectorAll('[data-entry-id]')[6].scrollIntoView()")
    reading = desktop.locator("[data-entry-id]:not([hidden])").nth(6)
    stood_at = reading.bounding_box()["y"]

    # The reporter declares Northquay from a phone.
    reporter = open_page(f"{daphne.url}/newsroom/quayshire/", size=PHONE)
    log_in(reporter, "rosa")
    expect(reporter.locator(".contest-choice")).to_have_count(2)  # the page is ready
    reporter.get_by_text("Result", exact=True).click()
    votes = {"ada-quill": 2800, "ben-marsh": 2600, "cleo-finch": 300, "dov-reed": 300}
    for candidate, count in votes.items():
        reporter.locator(f"[name='result.votes.{candidate}']").fill(str(count))
    expect(reporter.locator("[data-tally=total]")).to_have_text("6,000")
    expect(reporter.locator("[data-tally=majority]")).to_contain_text("200")
    reporter.get_by_role("button", name="Post", exact=True).click()
    reporter.get_by_role("button", name="Post the result").click()
    reporter.get_by_role("button", name="Send now").click()
    expect(reporter.get_by_text("On the page:")).to_be_visible()

    # Both readers see the entry and the board; only the one at the top sees it without asking.
    expect(phone.locator("[data-entry-id]").first).to_contain_text("RESULT for Northquay")
    expect(phone.locator("[data-entry-id]").first).to_contain_text("2,800")
    for reader in (phone, desktop):
        expect(reader.locator(".board__score")).to_contain_text("1 of 5")
    button = desktop.get_by_role("button", name="1 new update")
    expect(button).to_be_visible()
    assert reading.bounding_box()["y"] == stood_at
    button.click()
    expect(desktop.locator("[data-entry-id]").first).to_be_visible()
    expect(desktop.locator("[data-entry-id]").first).to_be_focused()

    # The server dies without a goodbye; the newsroom goes on; the server comes back.
    daphne.kill()
    for reader in (phone, desktop):
        connection_is(reader, "reconnecting")
    before = position(phone)
    site.run("-m", "tests.browser.outage", "9")
    daphne.start()
    fresh = {reader: open_page(address, size=reader.viewport_size) for reader in (phone, desktop)}
    head = int(fresh[phone].locator("[data-live]").get_attribute("data-offset"))
    assert head >= before + 13
    for reader, newly in fresh.items():
        caught_up(reader, head)
        connection_is(reader, "live")
        assert reader.evaluate("window.neverReloaded")
        assert reader.evaluate(REGIONS) == newly.evaluate(REGIONS)
    expect(phone.locator(".live__head")).to_contain_text("no electricity")

    # And it goes on: the next entry comes by itself again.
    site.run("-m", "tests.browser.outage", "1")
    caught_up(phone, int(open_page(address).locator("[data-live]").get_attribute("data-offset")))


def test_a_page_whose_socket_is_blocked_follows_by_polling(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    # As behind a proxy that lets no socket through: every attempt fails.
    page = open_page(
        f"{daphne.url}/quayshire/",
        init_script="""window.WebSocket = class extends WebSocket {
          constructor() { super(`ws://${location.host}/healthz`); }
        };""",
    )
    connection_is(page, "polling")
    site.run("-m", "tests.browser.outage", "2")
    expect(page.locator("[data-region=stream]")).to_contain_text("Written in the dark, 2.")


def test_where_there_is_no_place_for_one_more_socket_a_page_follows_by_polling(
    site: Site, open_page: Callable[..., Page]
) -> None:
    daphne = site.daphne(FEED_READERS="1")
    address = f"{daphne.url}/quayshire/"
    seated = open_page(address)
    connection_is(seated, "live")
    late = open_page(address)
    connection_is(late, "polling")
    site.run("-m", "tests.browser.outage", "2")
    for page in (seated, late):
        expect(page.locator("[data-region=stream]")).to_contain_text("Written in the dark, 2.")
    connection_is(seated, "live")


def test_a_page_does_not_notice_that_another_process_serves_it(
    site: Site, open_page: Callable[..., Page]
) -> None:
    serving = Supervised(site).start()
    page = open_page(f"{serving.url}/quayshire/")
    connection_is(page, "live")
    page.evaluate(
        """() => {
          window.states = [];
          const root = document.documentElement;
          new MutationObserver(() => window.states.push(root.dataset.connection))
            .observe(root, { attributeFilter: ["data-connection"] });
        }"""
    )
    serving.reload()
    site.run("-m", "tests.browser.outage", "2")
    expect(page.locator("[data-region=stream]")).to_contain_text("Written in the dark, 2.")
    assert set(page.evaluate("window.states")) <= {"live"}


def test_closing_the_blog_is_told_to_open_pages_and_ends_their_sockets(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    reader = open_page(f"{daphne.url}/quayshire/")
    connection_is(reader, "live")
    editor = open_page(f"{daphne.url}/newsroom/quayshire/close/")
    log_in(editor, "edith")
    editor.locator("main form").get_by_role("button").last.click()
    connection_is(reader, "closed")
    expect(reader.locator(".live__head")).to_contain_text("Coverage ended")
    expect(reader.locator("[data-state]")).to_have_text("Coverage ended")


def test_the_page_reads_without_javascript(
    site: Site, daphne: Daphne, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{daphne.url}/quayshire/", size=PHONE, java_script_enabled=False)
    assert page.locator("[data-entry-id]").count() == 12
    page.locator("[data-entry-id] time").first.click()
    expect(page.locator("[data-entry-id]")).to_have_count(1)
