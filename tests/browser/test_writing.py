"""Writing in a real browser: the bar, the keys, undo, what is pasted; and embeds for readers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESKTOP, log_in
from tests.browser.pasted import PASTED
from tests.servers import Daphne, Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

POST = "https://bsky.app/profile/rosa.example.org/post/3lxciw4rf4c2p"
VIDEO = "https://www.youtube.com/watch?v=Qu4ysh1re_-"
PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  return !document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture(scope="module")
def daphne(make_site: Callable[..., Site], static_files: Path) -> Iterator[Daphne]:
    site = make_site(STATIC_ROOT=str(static_files))
    site.run("-m", "tests.browser.setting", "2")
    yield site.daphne()
    site.close()


@pytest.fixture
def desk(daphne: Daphne, open_page: Callable[..., Page]) -> Page:
    page = open_page(f"{daphne.url}/newsroom/")
    log_in(page, "rosa")
    page.goto(f"{daphne.url}/newsroom/quayshire/")
    return page


def write(page: Page, text: str, start: int, end: int | None = None) -> None:
    body = page.locator("textarea[name=body]")
    body.fill(text)
    body.evaluate(f"e => e.setSelectionRange({start}, {start if end is None else end})")


def paste(page: Page, html: str, plain: str = "") -> bool:
    """Whether the page took it into its own hands."""
    return page.evaluate(PASTE, [html, plain])


def test_a_text_is_marked_by_keys_and_by_the_bar(desk: Page) -> None:
    body = desk.locator("textarea[name=body]")
    write(desk, "Too close to call", 4, 10)  # “close ”, as a double click selects it
    desk.keyboard.press("Control+b")
    expect(body).to_have_value("Too **close** to call")
    expect(desk.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    desk.keyboard.press("Control+i")
    expect(body).to_have_value("Too ***close*** to call")
    for before in ("Too **close** to call", "Too close to call"):
        desk.keyboard.press("Control+z")
        expect(body).to_have_value(before)
    desk.keyboard.press("Control+Shift+z")
    expect(body).to_have_value("Too **close** to call")

    write(desk, "first", 5)
    bar = desk.get_by_role("toolbar", name="Marks in the text")
    assert bar.get_attribute("aria-controls") == body.get_attribute("id")
    desk.keyboard.press("Shift+Tab")  # from the text into the bar, at its first button
    expect(desk.get_by_role("button", name="Bold")).to_be_focused()
    desk.keyboard.press("End")
    expect(desk.get_by_role("button", name="List", exact=True)).to_be_focused()
    desk.keyboard.press("ArrowRight")
    expect(desk.get_by_role("button", name="Bold")).to_be_focused()
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Enter")
    expect(body).to_have_value("- first")
    expect(body).to_be_focused()
    desk.keyboard.press("Enter")
    desk.keyboard.type("second")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("after")
    expect(body).to_have_value("- first\n- second\nafter")
    assert "/newsroom/quayshire/" in desk.url


def test_a_link_asks_for_its_address_and_says_what_is_wrong(desk: Page) -> None:
    body = desk.locator("textarea[name=body]")
    write(desk, "See the page now", 4, 12)
    desk.keyboard.press("Control+k")
    address = desk.get_by_label("Address of the link")
    expect(address).to_be_focused()
    desk.keyboard.type("javascript:alert(1)")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert").filter(has_text="no address")).to_be_visible()
    assert [each["impact"] for each in Axe().run(desk).response["violations"]] == []
    address.fill("example.org/a?utm_source=b")
    desk.keyboard.press("Enter")
    expect(body).to_have_value("See [the page](https://example.org/a) now")
    expect(body).to_be_focused()
    desk.keyboard.press("Control+z")
    expect(body).to_have_value("See the page now")
    desk.keyboard.press("Control+k")
    desk.keyboard.press("Escape")
    expect(body).to_be_focused()
    assert body.evaluate("e => [e.selectionStart, e.selectionEnd]") == [4, 12]
    assert paste(desk, "", "https://example.org/b?fbclid=1")
    expect(body).to_have_value("See [the page](https://example.org/b) now")


def test_what_is_pasted_becomes_markdown(desk: Page) -> None:
    wrong = []
    for name, html, markdown in PASTED:
        write(desk, "", 0)
        paste(desk, html)
        found = desk.locator("textarea[name=body]").input_value()
        if found != markdown:
            wrong.append((name, found, markdown))
    assert wrong == []


def test_a_paste_is_undone_and_what_others_took_is_left_alone(desk: Page) -> None:
    body = desk.locator("textarea[name=body]")
    write(desk, "Before after", 7)
    assert paste(desk, "<p>One</p><ul><li><b>two</b></li></ul>")
    expect(body).to_have_value("Before \n\nOne\n\n- **two**\n\nafter")
    desk.keyboard.press("Control+z")
    expect(body).to_have_value("Before after")
    assert not paste(desk, "<p>plain</p>", "plain")  # no more than the words: the browser's
    assert not paste(desk, "", "**typed** elsewhere")
    body.evaluate("e => e.form.addEventListener('paste', event => event.preventDefault())")
    paste(desk, "<b>votes</b>")
    expect(body).to_have_value("Before after")


def test_an_embed_asks_nobody_before_it_is_pressed(
    daphne: Daphne, open_page: Callable[..., Page], chromium: Browser, desk: Page
) -> None:
    elsewhere: list[str] = []

    def answer(route: Route) -> None:
        elsewhere.append(route.request.url)
        if "resolveHandle" in route.request.url:
            anyone = {"Access-Control-Allow-Origin": "*"}
            return route.fulfill(json={"did": "did:plc:quay"}, headers=anyone)
        return route.fulfill(content_type="text/html", body="<title>x</title><p>The speech</p>")

    reader = open_page("about:blank", size=DESKTOP)
    reader.context.route(lambda url: not url.startswith(daphne.url), answer)
    complaints: list[str] = []
    reader.on("console", lambda line: complaints.append(f"{line.type}: {line.text}"))
    reader.goto(f"{daphne.url}/quayshire/")

    write(
        desk,
        f"The speech:\n{VIDEO}\n\n{POST}",
        0,
    )
    desk.get_by_role("button", name="Post", exact=True).click()
    load = reader.get_by_role("button", name="Load the video here")
    expect(load).to_be_visible()
    expect(load).to_contain_text("YouTube, which may set cookies")
    reader.wait_for_timeout(300)
    assert elsewhere == []
    box = reader.locator(".embed--wide .embed__box")
    height = box.bounding_box()["height"]
    load.focus()
    reader.keyboard.press("Enter")
    frame = reader.locator("iframe")
    expect(frame).to_be_focused()
    expect(reader.frame_locator("iframe").get_by_text("The speech")).to_be_visible()
    assert elsewhere == ["https://www.youtube-nocookie.com/embed/Qu4ysh1re_-"]
    assert frame.get_attribute("sandbox")
    assert frame.get_attribute("title") == "From YouTube"
    assert abs(frame.bounding_box()["height"] - height) < 2

    assert complaints == []
    # The entry is told again, as when it is corrected: what was open stays open.
    desk.goto(f"{daphne.url}/newsroom/quayshire/")
    desk.locator(".desk-entry", has_text="The speech").get_by_role("link", name="Edit").click()
    write(
        desk,
        f"The whole speech:\n{VIDEO}\n\n{POST}",
        0,
    )
    desk.get_by_role("button", name="Save").last.click()
    expect(reader.get_by_text("The whole speech:")).to_be_visible()
    expect(reader.locator("iframe")).to_have_count(1)
    reader.get_by_label("Always load from YouTube on this device").check()
    reader.get_by_role("button", name="Close").click()
    expect(load).to_be_focused()
    expect(reader.locator("iframe")).to_have_count(0)

    elsewhere.clear()
    reader.locator(".entry", has_text="The whole speech").locator(".entry__when a").click()
    expect(reader.locator("iframe")).to_have_count(1)  # on its own page, as was chosen
    expect(reader.get_by_role("button", name="Load the post here")).to_be_visible()
    expect(reader.frame_locator("iframe").get_by_text("The speech")).to_be_visible()
    assert {url.split("/")[2] for url in elsewhere} == {"www.youtube-nocookie.com"}
    elsewhere.clear()
    reader.get_by_role("button", name="Load the post here").click()
    expect(reader.locator("iframe").nth(1)).to_be_focused()
    post = reader.frame_locator("iframe >> nth=1")
    expect(post.get_by_text("The speech")).to_be_visible()
    assert [url.partition("?")[0] for url in elsewhere] == [
        "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle",
        "https://embed.bsky.app/embed/did:plc:quay/app.bsky.feed.post/3lxciw4rf4c2p",
    ]
    assert reader.context.cookies() == []
    assert complaints == []
