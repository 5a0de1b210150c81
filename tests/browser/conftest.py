"""A real site with a collected set of static files, and Debian's Chromium to look at it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.setting import PASSWORD
from tests.servers import Site, need

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # No longer than its module: while Playwright is up, nothing else can run an event loop.
    expect.set_options(timeout=20_000)  # the machine may be busy
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def static_files(make_site: Callable[..., Site]) -> Path:
    site = make_site()
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    return site.folder / "static"


@pytest.fixture
def site(make_site: Callable[..., Site], static_files: Path) -> Iterator[Site]:
    """The Quayshire count on SQLite, with twelve entries; no server runs yet."""
    site = make_site(STATIC_ROOT=str(static_files))
    site.run("-m", "tests.browser.setting", "12")
    yield site
    site.close()
    shutil.rmtree(site.folder, ignore_errors=True)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows of people of their own; a script error in any of them fails the test."""
    contexts, errors = [], []

    def opened(url: str, *, size: dict = DESKTOP, init_script: str = "", **options: object) -> Page:
        context = chromium.new_context(viewport=size, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if init_script:
            page.add_init_script(init_script)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def log_in(page: Page, name: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
