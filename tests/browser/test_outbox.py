"""Nothing that a reporter types or posts is lost, sent twice or told of another time.

The browser is real, the server is, and between them is a proxy that fails as a hall's wifi does.
"""

import contextlib
import os
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.badwifi import BadWifi, Mode
from tests.browser.conftest import ARGUMENTS, PHONE, log_in
from tests.servers import Daphne, Site, need, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.servers]

DESK = "/newsroom/quayshire/"
PRESSES = "addEventListener('submit', () => { window.pressedAt = Date.now(); }, true);"
NEAR = 0.25  # seconds between the event of the press and its stamp: the machine may be busy


class Hall:
    """The count's hall: a site, its server, and the wifi between it and whoever is in there."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.daphne: Daphne = site.daphne()
        self.wifi = BadWifi(self.daphne.port)
        self.url = f"{self.wifi.url}{DESK}"

    def ask(self, query: str) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(self.site.folder / "declared.sqlite3")) as database:
            database.execute("PRAGMA busy_timeout = 20000")
            with database:
                return database.execute(query).fetchall()

    def arrived(self, like: str = "No %") -> list[tuple[str, datetime]]:
        """What was written so, in the order in which it came, with the instant that it is of."""
        rows = self.ask(f"SELECT body, at FROM liveblog_entry WHERE body LIKE '{like}' ORDER BY id")
        return [(body, datetime.fromisoformat(at).replace(tzinfo=UTC)) for body, at in rows]

    def close(self) -> None:
        self.wifi.close()
        self.site.close()
        shutil.rmtree(self.site.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def hall(make_site: Callable[..., Site], static_files: Path) -> Iterator[Hall]:
    site = make_site(STATIC_ROOT=str(static_files))
    site.run("-m", "tests.browser.setting", "2")
    hall = Hall(site)
    yield hall
    hall.close()


@pytest.fixture(autouse=True)
def the_wifi_is_well_again(hall: Hall) -> Iterator[None]:
    yield
    hall.wifi.mode = Mode.PASS


@pytest.fixture
def reporter(hall: Hall, open_page: Callable[..., Page]) -> Page:
    """Rosa at the composer, which is kept on her phone; what she presses goes out at once."""
    page = open_page(hall.url, size=PHONE, init_script=PRESSES)
    log_in(page, "rosa")
    hold_nothing(page)
    kept(page)
    return page


def hold_nothing(page: Page) -> None:
    page.get_by_text("How it keeps and sends").click()
    page.get_by_label("Ten seconds to take an entry back").uncheck()


def kept(page: Page) -> None:
    """Wait until the device has the page with all its files."""
    asked = f"async () => Boolean(await caches.match('{DESK}'))"
    wait_until(lambda: page.evaluate(asked), what="the page is kept")


def press(page: Page) -> None:
    page.get_by_role("button", name="Post", exact=True).click()


def write(page: Page, text: str) -> float:
    """Type it and post it; when it was pressed, in seconds since 1970."""
    page.locator("[name=body]").fill(text)
    press(page)
    return page.evaluate("window.pressedAt") / 1000


def all_gone_out(page: Page, *, seconds: float = 60) -> None:
    expect(page.locator("[data-outbox]")).to_have_attribute(
        "data-waiting", "0", timeout=seconds * 1000
    )


class Profile:
    """A browser with a folder of its own, which outlives its process."""

    def __init__(self, chromium: Browser, folder: Path) -> None:
        self.chromium, self.folder = chromium, folder

    def start(self) -> tuple[BrowserContext, Page]:
        context = self.chromium.browser_type.launch_persistent_context(
            str(self.folder), executable_path=need("chromium"), args=ARGUMENTS, viewport=PHONE
        )
        context.set_default_timeout(30_000)
        context.add_init_script(PRESSES)
        return context, context.pages[0]

    def kill(self) -> None:
        """SIGKILL to the browser itself, and to nobody else's."""
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                said = (process / "cmdline").read_bytes().split(b"\0")
                mine = f"--user-data-dir={self.folder}".encode() in said
                if mine and not any(each.startswith(b"--type=") for each in said):
                    os.kill(int(process.name), signal.SIGKILL)


def test_two_hundred_entries_in_a_night_of_outages_arrive_once_in_order_with_their_time(
    hall: Hall, chromium: Browser, tmp_path: Path
) -> None:
    profile = Profile(chromium, tmp_path / "profile")
    context, page = profile.start()
    presses: list[float] = []
    tried_before = hall.wifi.asked[f"POST {DESK}"]

    def come_in() -> None:
        """As a person does: open the page, and log in where it asks for it."""
        page.goto(hall.url)
        if page.get_by_label("Password").count():
            log_in(page, "rosa")
        expect(page.locator("[data-outbox]")).to_be_visible()

    def compose(count: int) -> None:
        for _ in range(count):
            presses.append(write(page, f"No {len(presses) + 1} of the night."))

    def has_arrived(count: int, *, seconds: float = 60) -> None:
        wait_until(lambda: len(hall.arrived()) >= count, what=f"{count} arrived", seconds=seconds)

    come_in()
    hold_nothing(page)
    kept(page)

    # No network at all, and the page is opened again in the middle of it.
    context.set_offline(True)
    hall.wifi.mode = Mode.REFUSE
    compose(20)
    page.reload()
    expect(page.locator("[data-line]")).to_contain_text("No network: 20 entries")
    compose(20)
    assert hall.arrived() == []

    # It comes back and loses three exchanges of ten, every other one after the server's answer.
    hall.wifi.mode = Mode.LOSS
    context.set_offline(False)
    compose(20)
    has_arrived(55)
    compose(20)
    has_arrived(65)
    assert hall.wifi.lost_on_the_way > 0
    assert hall.wifi.lost_answers > 0

    # Every answer takes three seconds.
    hall.wifi.mode = Mode.SLOW
    compose(20)
    slow = len(hall.arrived())
    has_arrived(slow + 2)
    assert hall.wifi.slowed >= 2
    hall.wifi.mode = Mode.PASS

    # The server dies in the middle of it, without a goodbye, and comes back.
    compose(10)
    hall.daphne.kill()
    compose(30)
    hall.daphne.start()
    compose(5)
    has_arrived(140)

    # The session is over; she logs in again by the link that is there for it.
    hall.ask("DELETE FROM django_session")
    compose(25)
    expect(page.locator("[data-line]")).to_contain_text("Log in again:")
    assert len(hall.arrived()) <= 146
    page.get_by_role("link", name="Log in").click()
    log_in(page, "rosa")
    has_arrived(150)

    # The browser is killed with twenty entries on the way, and half a word in the form.
    hall.wifi.mode = Mode.REFUSE
    compose(20)
    page.locator("[name=body]").fill("Half a wo")
    page.wait_for_timeout(500)
    profile.kill()
    with contextlib.suppress(Error):
        context.close()
    hall.wifi.mode = Mode.PASS
    context, page = profile.start()
    come_in()
    hall.wifi.mode = Mode.LOSS
    expect(page.locator("[name=body]")).to_have_value("Half a wo")
    compose(10)
    hall.wifi.mode = Mode.PASS
    all_gone_out(page)
    assert page.locator("[name=body]").input_value() == ""
    context.close()

    arrived = hall.arrived()
    tries = hall.wifi.asked[f"POST {DESK}"] - tried_before
    twice = sum(count - 1 for count in Counter(body for body, _ in arrived).values())
    pairs = zip(arrived, presses, strict=False)  # what is missing is seen below
    late = max(abs(at.timestamp() - at_press) for (_, at), at_press in pairs)
    print(
        f"\nsent {len(presses)} / arrived {len(arrived)} / duplicated {twice}"
        f" (in {tries} tries; lost on the way {hall.wifi.lost_on_the_way},"
        f" answers lost {hall.wifi.lost_answers}, slowed {hall.wifi.slowed};"
        f" stamp and press at most {late * 1000:.0f} ms apart)"
    )
    assert len(presses) == 200
    assert tries > 205, "what was lost was sent again"
    assert [body for body, _ in arrived] == [f"No {n} of the night." for n in range(1, 201)]
    assert [at for _, at in arrived] == sorted(at for _, at in arrived)
    assert late < NEAR
    assert hall.ask("SELECT count(*) FROM liveblog_entryrevision WHERE body LIKE 'No %'") == [
        (200,)
    ]


def test_without_a_network_the_composer_opens_takes_a_post_and_sends_it_later(
    hall: Hall, reporter: Page
) -> None:
    hall.wifi.mode = Mode.REFUSE
    reporter.context.set_offline(True)
    reporter.goto(hall.url)
    pressed = write(reporter, "Written in the dark.")
    expect(reporter.locator("[data-line]")).to_contain_text("No network: 1 entry kept")
    reporter.goto(f"{hall.wifi.url}/newsroom/quayshire/count/")
    expect(reporter.get_by_role("heading")).to_have_text("No network")
    reporter.get_by_role("link", name=DESK).click()
    expect(reporter.locator("[data-items]")).to_contain_text("Written in the dark.")
    hall.wifi.mode = Mode.PASS
    reporter.context.set_offline(False)
    all_gone_out(reporter)
    [(_, at)] = hall.arrived("Written in the dark%")
    assert abs(at.timestamp() - pressed) < NEAR
    expect(reporter.locator("[data-entries]")).to_contain_text("Written in the dark.")


def test_where_the_network_takes_its_time_the_kept_page_is_there_sooner(
    hall: Hall, reporter: Page
) -> None:
    hall.wifi.mode = Mode.SLOW
    hall.wifi.delay = 15  # far more than the worker's patience, even on a busy machine
    reporter.goto(hall.url, wait_until="domcontentloaded")
    took = reporter.evaluate("performance.timing.responseEnd - performance.timing.navigationStart")
    assert took < 10_000
    expect(reporter.locator("[data-outbox]")).to_be_visible()
    hall.wifi.delay = 3


def test_two_tabs_send_nothing_twice(hall: Hall, reporter: Page) -> None:
    context = reporter.context
    context.add_init_script(PRESSES)
    before = hall.wifi.asked[f"POST {DESK}"]
    tabs = [reporter, context.new_page()]
    tabs[1].goto(hall.url)
    hall.wifi.mode = Mode.REFUSE
    context.set_offline(True)
    for number in range(8):
        write(tabs[number % 2], f"Tab {number}.")
    tabs[0].locator("[name=body]").fill("One tab")
    tabs[1].locator("[name=body]").fill("the other tab")
    hall.wifi.mode = Mode.PASS
    context.set_offline(False)
    for tab in tabs:
        all_gone_out(tab)
    assert [body for body, _ in hall.arrived("Tab %")] == [f"Tab {n}." for n in range(8)]
    assert hall.wifi.asked[f"POST {DESK}"] - before == 8
    # What stands in one tab is not the other's, even after both were opened again.
    for tab in tabs:
        tab.wait_for_timeout(300)
        tab.reload()
    expect(tabs[0].locator("[name=body]")).to_have_value("One tab")
    expect(tabs[1].locator("[name=body]")).to_have_value("the other tab")


def test_what_another_person_wrote_waits_for_that_person(
    hall: Hall, reporter: Page, open_page: Callable[..., Page]
) -> None:
    hall.wifi.mode = Mode.REFUSE
    reporter.context.set_offline(True)
    write(reporter, "Rosa saw it.")
    reporter.locator("[name=body]").fill("Rosa's half")
    reporter.wait_for_timeout(300)
    # The session ends before it can be sent, and Edith takes the phone.
    reporter.context.clear_cookies()
    hall.wifi.mode = Mode.PASS
    reporter.context.set_offline(False)
    reporter.goto(f"{hall.wifi.url}/login/?next={DESK}")
    log_in(reporter, "edith")
    expect(reporter.locator("[data-items]")).to_contain_text("Written by Rosa: it waits until Rosa")
    expect(reporter.locator("[name=body]")).to_have_value("")
    assert reporter.evaluate("caches.keys()") != []
    write(reporter, "Edith saw that.")
    wait_until(lambda: hall.arrived("Edith saw%"), what="Edith's entry")
    assert hall.arrived("Rosa saw%") == []
    reporter.on("dialog", lambda dialog: dialog.accept())
    reporter.get_by_role("button", name="Log out").click()
    expect(reporter).to_have_url(f"{hall.wifi.url}/")
    assert not [n for n in reporter.evaluate("caches.keys()") if n.startswith("declared-pages")]
    reporter.goto(hall.url)
    log_in(reporter, "rosa")
    wait_until(lambda: hall.arrived("Rosa saw%"), what="Rosa's entry")
    expect(reporter.locator("[name=body]")).to_have_value("Rosa's half")
    names = "SELECT authors FROM liveblog_entry WHERE body LIKE '%saw%' ORDER BY body"
    assert hall.ask(names) == [('["Edith"]',), ('["Rosa"]',)]


def test_ten_seconds_to_take_a_post_back(hall: Hall, reporter: Page) -> None:
    reporter.get_by_label("Ten seconds to take an entry back").check()
    write(reporter, "The wrong hall.")
    expect(reporter.locator("[data-items]")).to_contain_text("Goes out in")
    reporter.reload()
    expect(reporter.locator("[data-items]")).to_contain_text("Goes out in")
    reporter.get_by_role("button", name="Take it back").click()
    expect(reporter.locator("[name=body]")).to_have_value("The wrong hall.")
    reporter.locator("[name=body]").fill("The right hall.")
    pressed = write(reporter, "The right hall.")
    expect(reporter.locator("[data-items]")).to_contain_text("Goes out in")
    assert hall.arrived("The right%") == []
    wait_until(lambda: hall.arrived("The right%"), what="the entry after ten seconds")
    [(_, at)] = hall.arrived("The right%")
    assert abs(at.timestamp() - pressed) < NEAR
    write(reporter, "At once.")
    reporter.get_by_role("button", name="Send now").click()
    expect(reporter.get_by_text("On the page:").last).to_be_visible()
    wait_until(lambda: hall.arrived("At once%"), what="the entry at once", seconds=5)
    assert hall.arrived("The wrong%") == []


def test_a_refused_entry_comes_back_with_every_word_and_its_faults_beside_the_fields(
    hall: Hall, reporter: Page
) -> None:
    reporter.get_by_text("Headline, time, source").click()
    reporter.get_by_label("Headline").fill("A line")
    reporter.locator("[name=at]").fill("ninish")
    pressed = write(reporter, "Refused, and then not.")
    write(reporter, "Behind it.")
    wait_until(lambda: hall.arrived("Behind%"), what="the entry behind the refused one")
    row = reporter.locator(".outbox__item--refused")
    expect(row).to_contain_text("“ninish” is not a time")
    reporter.locator("[name=body]").fill("Something else, half written")
    row.get_by_role("button", name="Open it").click()
    expect(reporter.locator("[name=body]")).to_have_value("Refused, and then not.")
    expect(reporter.get_by_label("Headline")).to_have_value("A line")
    expect(reporter.locator(".field--at .errorlist")).to_contain_text("“ninish” is not a time")
    expect(reporter.locator("[name=at]")).to_be_focused()
    # Even a crash in the middle of it loses nothing.
    reporter.wait_for_timeout(300)
    reporter.reload()
    expect(reporter.locator(".field--at .errorlist")).to_contain_text("“ninish” is not a time")
    reporter.locator("[name=at]").fill("")
    press(reporter)
    wait_until(lambda: hall.arrived("Refused, and%"), what="the entry that was put right")
    [(_, at)] = hall.arrived("Refused, and%")
    assert abs(at.timestamp() - pressed) < NEAR, "it keeps the time of its first press"
    half = reporter.locator(".outbox__item--draft")
    expect(half).to_contain_text("Something else, half written")
    half.get_by_role("button", name="Go on writing").click()
    expect(reporter.locator("[name=body]")).to_have_value("Something else, half written")


def test_a_doubt_is_confirmed_by_a_second_press(hall: Hall, reporter: Page) -> None:
    reporter.goto(f"{hall.url}?kind=turnout&contest=southquay")
    reporter.locator("[name='turnout.percentage']").fill("96")
    press(reporter)
    row = reporter.locator(".outbox__item--refused")
    expect(row).to_contain_text("look again")
    row.get_by_role("button", name="Open it").click()
    expect(reporter.locator(".doubts")).to_contain_text("96")
    expect(reporter.locator("[name='turnout.percentage']")).to_have_value("96")
    reporter.locator(".doubts").get_by_role("button", name="Publish all the same").click()
    wait_until(
        lambda: hall.ask("SELECT 1 FROM liveblog_entry WHERE kind = 'turnout'"), what="the turnout"
    )


def test_the_form_of_an_entry_that_is_there_is_kept_too(hall: Hall, reporter: Page) -> None:
    write(reporter, "To be put better.")
    reporter.locator("[data-entries]").get_by_text("To be put better.").wait_for()
    reporter.locator("[data-entries]").get_by_role("link", name="Edit").first.click()
    reporter.locator("[name=body]").fill("Put better, and half")
    reporter.wait_for_timeout(300)
    edit = reporter.url
    reporter.goto(hall.url)
    half = reporter.locator(".outbox__item--draft")
    expect(half).to_contain_text("Put better, and half")
    half.get_by_role("link", name="Go on writing").click()
    expect(reporter).to_have_url(edit)
    expect(reporter.locator("[name=body]")).to_have_value("Put better, and half")
    expect(reporter.locator(".outbox__note")).to_contain_text("Restored what you typed at")
    reporter.get_by_role("button", name="Save").click()
    expect(reporter.locator(".notice")).to_contain_text("Changed.")
    expect(reporter.locator(".outbox__item--draft")).to_have_count(0)
    reporter.goto(edit)
    expect(reporter.locator("[name=body]")).to_have_value("Put better, and half")
    expect(reporter.locator(".outbox__note")).to_have_count(0)


def test_the_browser_wakes_the_worker_which_sends_what_waits_with_no_page_open(
    hall: Hall, reporter: Page
) -> None:
    hall.wifi.mode = Mode.REFUSE
    reporter.context.set_offline(True)
    write(reporter, "With nobody looking.")
    expect(reporter.locator("[data-line]")).to_contain_text("No network: 1 entry kept")
    context = reporter.context
    reporter.close()  # nobody but the worker is left to send it
    hall.wifi.mode = Mode.PASS
    context.set_offline(False)
    elsewhere = context.new_page()
    elsewhere.goto(f"{hall.wifi.url}/login/")
    wait_until(lambda: hall.arrived("With nobody%"), what="what the worker sends", seconds=90)
