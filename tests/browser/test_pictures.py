"""Pictures on their way: chosen on a phone, given words, posted, and seen on readers' pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, log_in
from tests.pictures.shots import photo
from tests.servers import Site, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.servers]

# How many files the device still keeps.
KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("declared");
  asked.onsuccess = () => {
    const counted = asked.result.transaction("blobs").objectStore("blobs").count();
    counted.onsuccess = () => resolve(counted.result);
  };
})"""


def choose(page: Page, *names_and_files: tuple[str, bytes]) -> None:
    page.get_by_label("Add pictures").set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": file} for name, file in names_and_files]
    )


def test_two_pictures_from_a_phone_reach_the_readers_upright_and_with_their_words(
    site: Site, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    url = site.daphne().url
    reader = open_page(f"{url}/quayshire/")
    rosa = open_page(f"{url}/newsroom/quayshire/", size=PHONE, has_touch=True, is_mobile=True)
    log_in(rosa, "rosa")
    expect(rosa.locator(".picking--led")).to_be_attached()
    rosa.get_by_text("How it keeps and sends").click()
    rosa.get_by_label("Ten seconds to take an entry back").uncheck()
    expect(rosa.get_by_label("Take a picture")).to_be_attached()
    held_upright = photo(3_000, 2_000, orientation=6, place=True)
    choose(
        rosa,
        ("one.jpg", held_upright),
        ("<img src=x onerror=alert(1)>.jpg", b"<script>alert(1)</script>"),
        ("two.jpg", photo(1_200, 800)),
    )
    rows = rosa.locator("[data-picture]")
    expect(rows).to_have_count(2)
    expect(rosa.locator("[data-refused]")).to_contain_text("onerror=alert(1)>.jpg: this is not")
    thumbs = rosa.locator("[data-list] img")
    assert thumbs.evaluate_all("all => all.map(each => each.naturalWidth)") == [1707, 1200]
    assert rosa.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    # Words are asked for at once, beside the picture, before anything is sent.
    posted: list[str] = []
    rosa.on("request", lambda request: request.method == "POST" and posted.append(request.url))
    publish = rosa.locator("[data-post]")
    publish.click()
    expect(rows.nth(0).locator(".errorlist")).to_contain_text("Say what can be seen")
    expect(rows.nth(0).get_by_label("What can be seen")).to_be_focused()
    assert posted == []
    rows.nth(0).get_by_label("What can be seen").fill("Counters at long tables")
    rows.nth(1).get_by_label("What can be seen").fill('The door "<b>" of the hall')
    rows.nth(1).get_by_label("Credit").fill("Rosa Reyes")
    rows.nth(1).get_by_role("button", name="Earlier").click()
    expect(rows.nth(0).get_by_label("Credit")).to_have_value("Rosa Reyes")
    for button in rows.nth(0).get_by_role("button").all():
        assert button.bounding_box()["height"] >= 44
    found = Axe().run(rosa).response["violations"]
    assert [each["id"] for each in found] == []

    # The page dies, and what was chosen is there again.
    rosa.reload()
    expect(rows).to_have_count(2)
    expect(rows.nth(0).get_by_label("Credit")).to_have_value("Rosa Reyes")
    assert thumbs.evaluate_all("all => all.map(each => each.naturalWidth)") == [1200, 1707]

    # The network goes in the middle of it; the outbox goes on where the server stands.
    cut = {"left": 3}

    def cut_off(route) -> None:
        cut["left"] -= route.request.method == "PATCH"
        if route.request.method == "PATCH" and cut["left"] >= 0:
            route.abort()
        else:
            route.continue_()

    rosa.route("**/pictures/*/", cut_off)
    publish.click()
    expect(rows).to_have_count(0)

    shown = reader.locator(".pictures--2 img")
    expect(shown).to_have_count(2, timeout=60_000)
    assert cut["left"] <= 0
    wait_until(lambda: rosa.evaluate(KEPT) == 0, what="the device has forgotten the pictures")
    reader.locator(".pictures--2").scroll_into_view_if_needed()
    for image in shown.all():
        expect(image).to_have_js_property("complete", True)
        reader.wait_for_function("img => img.naturalWidth > 0", arg=image.element_handle())
        assert image.evaluate("img => img.currentSrc").endswith(".avif")
    assert shown.evaluate_all("all => all.map(each => each.alt)") == [
        'The door "<b>" of the hall', "Counters at long tables"
    ]  # fmt: skip
    sizes = shown.evaluate_all("all => all.map(img => [img.width, img.height].map(Number))")
    assert sizes[0] == sizes[1]  # a calm grid, though one was held upright

    # On the page of the entry a picture is taken out, and is gone.
    posted_row = rosa.locator(".desk-entry", has=rosa.locator(".pictures--2"))
    posted_row.get_by_role("link", name="Edit", exact=True).click()
    rows.nth(0).get_by_role("button", name="Remove").click()
    expect(rows).to_have_count(1)
    choose(rosa, ("three.jpg", photo(700, 500)))
    rows.nth(1).get_by_label("What can be seen").fill("A ballot box")
    rosa.get_by_role("button", name="Save").last.click()
    expect(rosa.locator(".notice")).to_contain_text("Changed")
    expect(shown.nth(1)).to_have_attribute("alt", "A ballot box")
    expect(shown.nth(0)).to_have_attribute("alt", "Counters at long tables")
