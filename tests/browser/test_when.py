"""Times at the desk in a browser: read back while typed, put right by a tap, held by the lock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import log_in
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

NARROW = {"width": 360, "height": 740}
# The polls of Quayshire close in two hours and a quarter: the page of a real polling day.
TODAY = """
from datetime import timedelta
from django.utils import timezone
from liveblog.models import Blog
from results.models import Election
close = (timezone.now() + timedelta(hours=2, minutes=15)).replace(second=0, microsecond=0)
Election.objects.update(polls_close_at=close, polling_day=timezone.localdate(close))
Blog.objects.update(polling_day=timezone.localdate(close))
"""


def press(page: Page) -> None:
    page.locator("[data-press]").click()
    send(page)


def send(page: Page) -> None:
    """Without the ten seconds in which it could be taken back."""
    page.get_by_role("button", name="Send now").click()


def check(page: Page) -> None:
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    for each in page.locator(".time-hint .button, .taps .button, .when .kinds span").all():
        if each.is_visible():
            assert each.bounding_box()["height"] >= 44


def test_a_reporter_and_the_clock_before_the_polls_close(
    site: Site, open_page: Callable[..., Page]
) -> None:
    site.manage("shell", "-c", TODAY)
    page = open_page(f"{site.daphne().url}/newsroom/quayshire/", size=NARROW)
    log_in(page, "rosa")
    composer = page.locator("form.composer")
    expect(composer).to_be_visible()
    hint = page.locator("#id_at_hint")
    expect(hint).to_be_attached()
    page.get_by_text("Headline, time, source").click()

    # Read back with no network at all, and a slip is put right by a tap.
    page.context.set_offline(True)
    zone = composer.get_attribute("data-zone")
    ago = datetime.now(UTC) - timedelta(minutes=10)
    page.locator("#id_at").fill("10 min ago")
    expect(hint).to_contain_text("= ")
    spoken = page.evaluate(
        """async ([zone, at]) => {
          const clock = [...performance.getEntriesByType("resource")]
            .find(({ name }) => /desk\\/clock\\.[^/]*js$|desk\\/clock\\.js$/.test(name)).name;
          const { houseTime } = await import(clock);
          return [at, at + 60000].map((each) => houseTime(each, zone));
        }""",
        [zone, ago.timestamp() * 1000],
    )
    assert any(each in hint.inner_text() for each in spoken)
    page.locator("#id_at").fill("half past")
    expect(hint).to_contain_text("Not a time yet")
    page.locator("#id_at").fill("")
    expect(hint).to_be_hidden()
    page.context.set_offline(False)

    # Words that tell of the poll are refused beside their field; one tap makes them wait.
    page.locator("#id_body").fill("We hear that Harbour has held Northquay.")
    press(page)
    page.get_by_role("button", name="Open it").click()
    refusal = page.locator("#text .errorlist")
    expect(refusal).to_contain_text("“Harbour has held Northquay” gives a result while the poll in")
    expect(refusal).to_contain_text("min from now")
    check(page)
    page.get_by_role("button", name="Publish when the polls close").click()
    send(page)
    waiting = page.locator(".desk-entry--unpublished")
    expect(waiting).to_contain_text("in 2 h")

    # A time to come, by typing it: the choice follows, and the press says what it does.
    page.get_by_text("At a time", exact=True).click()
    page.locator("#id_publish_at").fill("in 20 minutes")
    expect(page.locator("#id_publish_at_hint")).to_contain_text("in 20 min")
    expect(page.locator("[data-press]")).to_have_text("Schedule")
    expect(page.locator("#id_at")).to_be_hidden()
    page.locator("#id_body").fill("The boxes are on their way.")
    press(page)
    expect(waiting).to_have_count(2)
    check(page)

    # Its time is changed where it is edited, and it is put away and brought back.
    waiting.first.get_by_role("link", name="Edit or change the time").click()
    page.get_by_text("Keep as draft", exact=True).click()
    check(page)
    page.get_by_role("button", name="Save").click()
    expect(waiting.last).to_contain_text("Draft: readers do not see it")
    waiting.last.get_by_role("link", name="Discard…").click()
    check(page)
    page.get_by_role("button", name="Discard").click()
    expect(waiting).to_have_count(1)
    page.get_by_text("Discarded (1)").click()
    page.get_by_role("button", name="Bring back").click()
    expect(waiting).to_have_count(2)
