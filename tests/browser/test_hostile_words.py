"""A browser is shown every hostile text, in every place and by every way, and none is obeyed."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import log_in
from tests.browser.setting import PASSWORD
from tests.hostile import PAYLOADS, is_kept
from tests.hostile_night import SLUG
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

KEPT = [payload for payload in PAYLOADS if is_kept(payload)]

# Before any script of a page: whatever an attack would call, and what the policy stopped.
WATCH = """
window.__ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) {
  window[name] = (...given) => window.__ran.push(`${name}(${given})`);
}
document.addEventListener("securitypolicyviolation", (event) => {
  window.__ran.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""

# Every link as the browser understands it, and everything that is no element of the house.
LOOK = """() => [
  ...[...document.querySelectorAll("a[href]")]
    .filter((e) => !/^(https?|mailto|file):$/.test(e.protocol))
    .map((e) => e.outerHTML),
  ...[...document.querySelectorAll("form")]
    .filter((e) => new URL(e.getAttribute("action") ?? "", location).origin !== location.origin)
    .map((e) => e.outerHTML),
  ...[...document.querySelectorAll("area, iframe, object, embed, base, svg :is(a, script)")]
    .map((e) => e.outerHTML),
  ...[...document.querySelectorAll("*")]
    .filter((e) => [...e.attributes].some(({ name }) => name.startsWith("on") || name === "srcdoc"))
    .map((e) => e.outerHTML),
  ...window.__ran,
  ...(window.__xss ? ["__xss"] : []),
]"""

# Whoever moves over a page, tabs through it and scrolls it.
TOUCH = """() => {
  const events = ["mouseover", "mouseenter", "pointerenter", "focus", "focusin", "toggle"];
  for (const e of document.querySelectorAll("main *")) {
    for (const name of events) e.dispatchEvent(new Event(name, { bubbles: name !== "focus" }));
  }
  window.scrollTo(0, document.body.scrollHeight);
}"""

PASTE_ALL = r"""(texts) => {
  const field = document.querySelector("textarea[name=body]");
  for (const text of texts) {
    field.value = "";
    field.focus();
    for (const html of [text, `<p>${text}</p>`, `<a href="${text}">${text}</a>`]) {
      const data = new DataTransfer();
      data.setData("text/html", html);
      data.setData("text/plain", text);
      const how = { clipboardData: data, bubbles: true, cancelable: true };
      field.dispatchEvent(new ClipboardEvent("paste", how));
    }
    for (const href of field.value.matchAll(/(?<!\\)\[[^\[\]]*\]\(([^)]*)\)/g)) {
      if (!/^(https?:|mailto:)/i.test(href[1])) throw new Error(`${text} became ${field.value}`);
    }
  }
  return field.value.length;
}"""


class Watched:
    """What pages of a context asked for and complained of."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        context.add_init_script(WATCH)
        context.on("request", lambda request: self._asked(request.url, home))
        context.on("page", self._watch)
        context.on("dialog", self._answer)

    def _asked(self, url: str, home: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != home:
            self.elsewhere.append(url)

    def _watch(self, page: Page) -> None:
        page.on("console", lambda line: self.complaints.append(f"{line.type}: {line.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _answer(self, dialog: object) -> None:
        self.complaints.append(f"a dialog: {dialog}")


def looked_at(page: Page) -> list[str]:
    page.evaluate(TOUCH)
    page.wait_for_timeout(50)
    return page.evaluate(LOOK)


def at_the_desk(context: BrowserContext, site: Site, url: str) -> Page:
    people = "from django.contrib.auth.models import User as U;"
    people += f"[(u.set_password('{PASSWORD}'), u.save()) for u in U.objects.all()]"
    site.manage("shell", "-c", people)
    page = context.new_page()
    page.goto(f"{url}/newsroom/")
    log_in(page, "edith")
    return page


def test_nothing_runs_on_the_page_in_the_push_at_the_desk_or_in_the_archive(
    make_site: Callable[..., Site], static_files: Path, chromium, tmp_path: Path
) -> None:
    site = make_site(STATIC_ROOT=str(static_files))
    site.run("-m", "tests.hostile_night", "first")
    daphne = site.daphne()
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    watched = Watched(context, f"127.0.0.1:{daphne.port}")

    # The test would see it: what runs is noticed, and so is what leads to a script.
    proof = context.new_page()
    proof.goto("data:text/html,<body><a href='javascript:1'>x</a><img src=x onerror=alert(1)>")
    proof.wait_for_function("window.__ran.length")
    assert len(proof.evaluate(LOOK)) == 3
    proof.close()
    watched.complaints.clear()

    reader = context.new_page()
    reader.goto(f"{daphne.url}/{SLUG}/")
    expect(reader.locator("[data-state]")).to_contain_text("Live")
    assert looked_at(reader) == []
    site.run("-m", "tests.hostile_night", "second")
    reader.wait_for_function(
        f"document.querySelectorAll('[data-region=stream] > article').length > {len(KEPT)}"
    )
    expect(reader.locator("[data-reveal]")).to_be_visible()
    reader.locator("[data-reveal]").click()
    assert looked_at(reader) == []
    pages = [f"/elections/{SLUG}/", f"/elections/{SLUG}/contest-1/", f"/{SLUG}/at-a-glance/"]
    pages += [
        reader.locator(".entry__when a").nth(number).get_attribute("href")
        for number in (1, 60, 120)
    ]
    for address in pages:
        reader.goto(f"{daphne.url}{address}")
        assert looked_at(reader) == [], address

    desk = at_the_desk(context, site, daphne.url)
    for address in ("", "count/", "at-a-glance/", "settings/"):
        desk.goto(f"{daphne.url}/newsroom/{SLUG}/{address}")
        assert looked_at(desk) == [], address
    desk.goto(f"{daphne.url}/newsroom/{SLUG}/")
    edit = desk.get_by_role("link", name="Edit", exact=True).nth(5).get_attribute("href")
    for address in (edit, f"{edit}history/"):
        desk.goto(f"{daphne.url}{address}")
        assert looked_at(desk) == [], address

    # What is pasted and typed, without a policy that would stop what runs.
    lawless = chromium.new_context(bypass_csp=True)
    lawless.set_default_timeout(60_000)
    unstopped = Watched(lawless, f"127.0.0.1:{daphne.port}")
    desk = at_the_desk(lawless, site, daphne.url)
    desk.goto(f"{daphne.url}/newsroom/{SLUG}/")
    assert desk.evaluate(PASTE_ALL, PAYLOADS) > 0
    body = desk.locator("textarea[name=body]")
    for number, payload in enumerate(PAYLOADS):
        if number % 20 == 0:  # each key is kept and read, and a long text takes its time
            body.fill("")
        desk.keyboard.insert_text(payload)
        desk.keyboard.press("Enter")
    desk.get_by_text("Headline, time, source").click()
    desk.locator("input[name=headline]").fill(PAYLOADS[0])
    body.select_text()
    desk.keyboard.press("Control+b")
    desk.keyboard.press("Control+k")
    desk.get_by_label("Address of the link").fill("javascript:alert(1)")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    assert looked_at(desk) == []
    for address in (f"/{SLUG}/", edit):
        desk.goto(f"{daphne.url}{address}")
        assert looked_at(desk) == [], address
    assert unstopped.elsewhere == unstopped.complaints == []
    lawless.close()

    site.run("-m", "tests.hostile_night", "archive")
    written = tmp_path / "archive.zip"
    site.manage("archive", SLUG, "--output", str(written))
    with zipfile.ZipFile(written) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / SLUG / "data"
    for file in (folder / "index.html", next((folder / "entry").iterdir())):
        reader.goto(file.as_uri())
        assert looked_at(reader) == [], file.name

    assert watched.elsewhere == []
    assert watched.complaints == []
    context.close()
