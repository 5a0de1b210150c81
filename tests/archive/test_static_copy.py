"""The copy opened from a disk, in a browser without a network."""

import os
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from liveblog.archive import write_archive
from liveblog.models import Entry

pytestmark = pytest.mark.django_db

SHOTS = os.environ.get("SCREENSHOTS", "")


@pytest.fixture
def copy(closed_blog, tmp_path) -> Path:
    """The folder with index.html."""
    with zipfile.ZipFile(write_archive(closed_blog)) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / "quayshire" / "data"


class Addresses(HTMLParser):
    """Every address that a page names, and every anchor that it has."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.named: list[tuple[str, str]] = []
        self.anchors: set[str] = set()
        self.feed(page.read_text())

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in {"href", "src", "srcset", "action", "poster", "data"}:
                self.named.append((tag, value))
            if name == "id":
                self.anchors.add(value)


def test_every_link_in_every_page_leads_to_something_that_is_there(copy):
    pages = {file: Addresses(file) for file in copy.rglob("*.html")}
    assert len(pages) == 12
    elsewhere = []
    for page, addresses in pages.items():
        for tag, address in addresses.named:
            parts = urlsplit(address)
            if parts.scheme:
                elsewhere.append((tag, address))
                continue
            file = (page.parent / parts.path).resolve() if parts.path else page
            assert file.is_file(), f"{page.name}: {address}"
            assert file.is_relative_to(copy)
            if parts.fragment and parts.fragment != "entry-x":
                assert parts.fragment in (pages.get(file) or Addresses(file)).anchors, address
    # The one link that a reporter typed, on two pages; it is followed only when clicked.
    assert {each for each in elsewhere if each[0] != "link"} == {
        ("a", "https://example.org/a?b=1&c=2")
    }


def test_no_page_has_a_script_a_form_or_a_frame(copy):
    for page in copy.rglob("*.html"):
        text = page.read_text()
        for tag in ("<script", "<form", "<iframe", "<img", "<object", "@import"):
            assert tag not in text, page


def test_the_styles_ask_for_nothing_else(copy):
    sheets = list((copy / "assets").glob("*.css"))
    assert len(sheets) == 6
    for sheet in sheets:
        assert "url(" not in sheet.read_text()
        assert "@import" not in sheet.read_text()


def test_every_stylesheet_of_the_live_page_is_in_the_copy(copy, client):
    served = {
        Path(value).name
        for name in ("live_page", "entry")
        for value in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page_of(client, name))
    }
    assert served
    assert served <= {sheet.name for sheet in (copy / "assets").iterdir()}


def page_of(client, name: str) -> str:
    entry = Entry.objects.filter(status="published").first()
    address = entry.blog if name == "live_page" else entry
    return client.get(address.get_absolute_url()).text


@pytest.mark.browser
def test_it_opens_from_a_disk_with_no_network_and_asks_for_nothing(copy, whole_night):
    ids = [entry.public_id for entry in Entry.objects.visible().newest_first()]
    asked: list[str] = []
    failed: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        context = browser.new_context()
        context.set_offline(True)
        context.on("request", lambda request: asked.append(request.url))
        context.on("requestfailed", lambda request: failed.append(request.url))
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((copy / "index.html").as_uri())

        shown = page.locator("[data-entry-id]")
        assert shown.evaluate_all("all => all.map(e => e.dataset.entryId)") == ids
        for public_id in ids:
            assert page.locator(f"#entry-{public_id}").is_visible()
        style = "e => [getComputedStyle(e).fontFamily, getComputedStyle(e).backgroundColor]"
        font, paper = page.locator("body").evaluate(style)
        assert "system-ui" in font
        assert paper == "rgb(250, 248, 243)"
        assert "Georgia" in page.locator("h1").evaluate(style)[0]
        assert page.locator(".board").get_by_text("Northquay", exact=True).is_visible()
        assert page.get_by_text("Not ours to publish.").is_visible()
        assert "2,900" in page.locator(f"#entry-{whole_night['result'].public_id}").inner_text()
        page.locator(".board summary").first.click()
        assert page.locator(".board .votes").first.is_visible()

        page.locator(f"#entry-{ids[0]} a").first.click()
        assert page.url == (copy / "entry" / f"{ids[0]}.html").as_uri()
        for public_id in ids[1:]:
            page.get_by_role("link", name="Earlier:").click()
            assert page.url.endswith(f"/entry/{public_id}.html")
        assert page.get_by_role("link", name="Earlier:").count() == 0
        page.get_by_role("link", name="The whole blog").click()
        assert page.url.endswith(f"/index.html#entry-{ids[-1]}")

        assert [url for url in asked if not url.startswith(("file://", "data:"))] == []
        assert [
            url for url in asked if url.startswith("file://") and copy.as_uri() not in url
        ] == []
        assert failed == []
        assert complaints == []
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(390, 844), (1280, 900)], ids=["phone", "desktop"])
def test_it_fits_the_screen(copy, whole_night, scheme, size):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        for name in ("index", f"entry/{whole_night['result'].public_id}"):
            page.goto((copy / f"{name}.html").as_uri())
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size[0], f"{name} is {width} wide"
            if SHOTS:
                file = f"{name.partition('/')[0]}-{size[0]}-{scheme}.png"
                page.screenshot(path=Path(SHOTS) / file, full_page=True)
        browser.close()
