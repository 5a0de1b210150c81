"""The composer by hand: by keyboard alone, by one thumb, with and without a network."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, log_in
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

THUMB = {"width": 360, "height": 740}
SIX = ("3000", "3200", "400", "100", "90", "60")
DIGITS = sum(len(each) for each in SIX)
KINDS = ("Update", "Quote", "Turnout", "Result", "Exit poll", "Correction")

# Every key that goes down and every finger, as the page sees them.
COUNTING = """
window.addEventListener("keydown", (event) => event.isTrusted && pressed(event.key), true);
window.addEventListener("pointerdown", (event) => {
  if (event.isTrusted) pressed(`tap (${event.pointerType})`);
}, true);
"""


@pytest.fixture(scope="module")
def newsroom(make_site: Callable[..., Site], static_files: Path) -> Iterator[str]:
    """The address of a blog of seven seats, two of them with six candidates."""
    site = make_site(STATIC_ROOT=str(static_files))
    site.run("-m", "tests.browser.setting", "2")
    site.run("-m", "tests.browser.sixth")
    yield f"{site.daphne().url}/newsroom/quayshire/"
    site.close()
    shutil.rmtree(site.folder, ignore_errors=True)


@pytest.fixture
def write(newsroom: str, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the composer; with `pressed`, a list, keys and taps are put into it from then on."""

    def write(*, pressed: list[str] | None = None, **options: object) -> Page:
        page = open_page(newsroom, **options)
        log_in(page, "rosa")
        page.get_by_text("How it keeps and sends").click()
        page.get_by_label("Ten seconds to take an entry back").uncheck()
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        if pressed is not None:
            page.expose_function("pressed", lambda key: pressed.append(key))
            page.add_init_script(COUNTING)
            page.reload()
        expect(page.get_by_role("textbox", name="Text")).to_be_visible()
        # The fields for typing a contest are there once the roster has come.
        expect(page.locator(".contest-choice")).to_have_count(2)
        return page

    return write


def text(page: Page):
    return page.locator("[name=body]")


def votes(page: Page, slug: str):
    return page.locator(f"[name='result.votes.{slug}']")


def kind(page: Page, name: str) -> None:
    page.locator(".kinds__one", has_text=name).click()


def to_field(page: Page, name: str, key: str) -> None:
    for _ in range(80):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {name}")


def suggested(page: Page, name: str = ""):
    return page.locator(".suggestions:not([hidden]) [role=option]", has_text=name)


def is_on_the_page(page: Page, words: str) -> None:
    expect(page.locator(".desk__entries")).to_contain_text(words)
    expect(page.locator(".contest-choice")).to_have_count(2)


def test_a_result_of_six_candidates_takes_its_digits_and_at_most_twelve_keys(
    write: Callable[..., Page],
) -> None:
    pressed: list[str] = []
    page = write(pressed=pressed)
    page.keyboard.press("4")
    page.keyboard.type("ma")
    page.keyboard.press("Enter")
    for count in SIX:
        page.keyboard.type(count)
        page.keyboard.press("Enter")
    expect(page.locator("[data-post]")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Read it back")
    expect(dialog).to_contain_text("Pip Lovage, Orchard: 3,200 — three thousand two hundred")
    expect(dialog).to_contain_text("Elected: Pip Lovage, Orchard")
    expect(dialog).to_contain_text("Majority 200, two hundred")
    expect(dialog).to_contain_text("Orchard gain from Harbour")
    expect(dialog).to_contain_text("Rejected papers are not given.")
    page.keyboard.press("Enter")
    is_on_the_page(page, "RESULT for Marshgate: Pip Lovage (Orchard) gains the seat")
    print(f"\nby keyboard: {len(pressed)} keys, {DIGITS} of them digits of the votes: {pressed}")
    assert len(pressed) <= DIGITS + 12


def test_a_result_of_six_candidates_takes_its_digits_and_at_most_twelve_taps(
    write: Callable[..., Page],
) -> None:
    pressed: list[str] = []
    page = write(pressed=pressed, size=THUMB, has_touch=True, is_mobile=True)
    page.locator(".kinds__one", has_text="Result").tap()
    page.get_by_role("combobox", name="Contest").tap()
    suggested(page, "Upper Weir").tap()
    expect(votes(page, "una-vale")).to_be_focused()
    for at, count in enumerate(SIX):
        page.keyboard.type(count)
        if at < len(SIX) - 1:  # the key that the keypad calls “next”
            page.keyboard.press("Enter")
    page.locator("[data-post]").tap()
    page.get_by_role("button", name="Post the result").tap()
    is_on_the_page(page, "RESULT for Upper Weir: Vic Yarrow (Orchard) gains the seat")
    print(f"\nby touch: {len(pressed)} taps and keys, {DIGITS} of them digits: {pressed}")
    assert len(pressed) <= DIGITS + 12


def test_every_kind_is_written_with_the_keyboard_alone(write: Callable[..., Page]) -> None:
    page = write()
    keys = page.keyboard
    keys.press("/")
    keys.type("The doors are open.")
    keys.press("Control+Enter")
    is_on_the_page(page, "The doors are open.")

    keys.press("Alt+2")
    keys.type("Quiet, please.")
    to_field(page, "speaker", "Tab")
    keys.type("lu h")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("[name=speaker_role]")).to_have_value("independent candidate for Fenside")
    keys.press("Control+Enter")
    is_on_the_page(page, "Lu Heron")

    keys.press("Alt+3")
    keys.type("mill")
    keys.press("Enter")
    keys.type("50.1")
    keys.press("Tab")
    keys.type("4510")
    keys.press("Control+Enter")
    is_on_the_page(page, "4,510 ballot papers verified")

    keys.press("Alt+5")
    keys.type("Quay TV")
    keys.press("Tab")
    keys.type("Har 3, Orc 1, others 1")
    keys.press("Control+Enter")
    is_on_the_page(page, "Exit poll: Harbour Party on course for a majority of 1")

    keys.press("Alt+6")
    keys.press("ArrowDown")
    to_field(page, "body", "Shift+Tab")
    keys.type("It is four to one.")
    keys.press("Control+Enter")
    is_on_the_page(page, "It is four to one.")


def test_what_is_typed_turns_into_the_form_and_prose_stays_prose(
    write: Callable[..., Page],
) -> None:
    page = write()
    text(page).press_sequentially("result cas")
    expect(suggested(page, "Castle Hill")).to_be_visible()
    page.keyboard.press("Escape")
    text(page).press_sequentially("tle hill 1400 1600 spoilt 7")
    chips = page.get_by_role("region", name="What was understood")
    expect(chips).to_contain_text("Castle Hill")
    expect(chips).to_contain_text("Kit Alder 1,600")
    # The two were heard the wrong way round: one tap.
    chips.get_by_role("button", name="Jo Tarn").click()
    suggested(page, "Kit Alder").click()
    expect(chips).to_contain_text("Jo Tarn 1,600")
    expect(votes(page, "jo-tarn")).to_have_count(0)
    text(page).press("Enter")
    expect(votes(page, "jo-tarn")).to_have_value("1600")
    expect(votes(page, "kit-alder")).to_have_value("1400")
    expect(page.locator("[name='result.rejected']")).to_have_value("7")
    expect(text(page)).to_have_value("")
    expect(page.locator("[data-post]")).to_be_focused()

    # Prose is prose, and Enter in it a new line.
    kind(page, "Update")
    text(page).press_sequentially("Results are coming in.\nSlowly.")
    expect(chips).to_be_hidden()
    expect(text(page)).to_have_value("Results are coming in.\nSlowly.")

    # What is uncertain is asked at Post, and can be only text.
    text(page).fill("result castle hill jo 1500 zed 1400")
    expect(chips).to_contain_text("whose is 1,400?")
    page.locator("[data-post]").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-chips-told]")).to_contain_text("Answer what is marked")
    chips.get_by_role("button", name="It is only text").click()
    page.locator("[data-post]").click()
    is_on_the_page(page, "result castle hill jo 1500 zed 1400")

    # What is sure is taken at Post.
    text(page).fill("turnout castle hill 50.0 3000")
    page.locator("[data-post]").click()
    is_on_the_page(page, "3,000 ballot papers verified")


def test_votes_are_kept_while_another_contest_is_looked_at_and_all_of_it_without_a_network(
    write: Callable[..., Page],
) -> None:
    page = write(size=PHONE)
    kind(page, "Result")
    page.context.set_offline(True)
    choice = page.get_by_role("combobox", name="Contest")
    choice.fill("")
    choice.press_sequentially("southq")
    choice.press("Enter")
    expect(votes(page, "eve-stone")).to_be_focused()
    page.keyboard.type("1800")
    choice.fill("")
    choice.press_sequentially("fens")
    choice.press("Enter")
    expect(votes(page, "lu-heron")).to_have_value("")
    expect(votes(page, "eve-stone")).to_have_count(0)
    choice.fill("")
    choice.press_sequentially("southq")
    choice.press("Enter")
    expect(votes(page, "eve-stone")).to_have_value("1800")
    expect(votes(page, "finn-larch")).to_be_focused()

    # A column pasted into the next field.
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "2,100\\n300\\n");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(votes(page, "gus-pike")).to_have_value("300")
    expect(page.locator("[data-tally=majority]")).to_have_text("300")
    expect(page.locator("[data-tally=verdict]")).to_contain_text("Orchard gain from Harbour")
    expect(page.locator("[data-tally=verdict]")).to_contain_text("2019 (notional)")
    expect(page.locator("[data-preview-told]")).to_contain_text("No network")
    # A table with names, in another order.
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "Gus Pike\\t310\\nEve Stone\\t1,805\\nFinn Larch\\t2,101\\n");
          document.querySelector("[name='result.votes.eve-stone']").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(votes(page, "eve-stone")).to_have_value("1805")
    expect(votes(page, "gus-pike")).to_have_value("310")
    page.context.set_offline(False)
    expect(page.locator("[data-preview-html]")).to_contain_text("Finn Larch")


def test_the_desk_checks_while_it_is_typed_and_our_sentence_follows_the_figures(
    write: Callable[..., Page],
) -> None:
    page = write()
    kind(page, "Result")
    choice = page.get_by_role("combobox", name="Contest")
    choice.fill("")
    choice.press_sequentially("northq")
    choice.press("Enter")
    for slug, count in {"ada-quill": "2800", "ben-marsh": "2600", "dov-reed": "300"}.items():
        votes(page, slug).fill(count)
    votes(page, "cleo-finch").fill("45.7")
    checks = page.locator(".votes__row", has_text="Cleo Finch").locator(".checks")
    expect(checks).to_contain_text("is not a whole number")
    votes(page, "cleo-finch").fill("300")
    expect(checks).to_have_count(0)
    expect(page.locator("[data-preview-html]")).to_contain_text("Ada Quill")

    # Taken over and left as it is, it is written again; changed, it is the reporter's own.
    page.get_by_role("button", name="Edit the sentence").click()
    expect(text(page)).to_have_value(re.compile("Majority 200 over Ben Marsh"))
    votes(page, "ada-quill").fill("2900")
    expect(text(page)).to_have_value(re.compile("Majority 300 over Ben Marsh"))
    page.locator("[data-post]").click()
    expect(page.get_by_role("dialog", name="Read it back")).to_be_visible()
    page.keyboard.press("Escape")
    expect(votes(page, "ada-quill")).to_be_focused()
    votes(page, "ada-quill").fill("2950")
    page.locator("[data-post]").click()
    page.get_by_role("button", name="Post the result").click()
    is_on_the_page(page, "RESULT for Northquay: Ada Quill (Harbour) holds the seat with 2,950")
    entry = page.locator("[data-entry-id]", has_text="2,950").first
    expect(entry.locator(".entry__body")).to_have_count(0)  # ours: the card says it


def test_shortcuts_are_listed_and_a_single_key_is_one_only_while_no_field_is_in_use(
    write: Callable[..., Page],
) -> None:
    page = write()
    text(page).press_sequentially("1?/")
    expect(text(page)).to_have_value("1?/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(listed).to_be_visible()
    listed.get_by_label("Shortcuts of a single key").uncheck()
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("4")
    page.keyboard.press("?")
    expect(listed).to_be_hidden()
    expect(page.locator("[name=kind][value=update]")).to_be_checked()
    page.keyboard.press("Alt+4")
    expect(page.locator("[name=kind][value=result]")).to_be_checked()
    expect(page.get_by_role("combobox", name="Contest")).to_be_focused()


def faults(page: Page, state: str) -> list[str]:
    found = Axe().run(page).response["violations"]
    listed = [
        f"{state}: {each['id']} ({each['impact']}): {node['target']}"
        for each in found
        for node in each["nodes"]
    ]
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*listed, *([f"{state} scrolls sideways by {width}px"] if width > 0 else [])]


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param(THUMB, "dark", id="phone-dark"),
        pytest.param(DESKTOP, "light", id="desktop-light"),
    ],
)
def test_axe_finds_nothing_of_any_impact_in_any_kind_or_state(
    write: Callable[..., Page], size: dict, scheme: str
) -> None:
    page = write(size=size, color_scheme=scheme, has_touch=size is THUMB)
    page.emulate_media(reduced_motion="reduce")
    found: list[str] = []
    for name in KINDS:
        kind(page, name)
        found += faults(page, name)
    text(page).fill("")
    text(page).press_sequentially("result fen")
    expect(suggested(page, "Fenside")).to_be_visible()
    found += faults(page, "suggestions")
    page.keyboard.press("Escape")
    text(page).fill("result fenside lu 1,400 zed 1000 teal 100")
    asking = page.locator(".chip--asks").first
    expect(asking).to_be_visible()
    found += faults(page, "chips that ask")
    asking.click()
    expect(suggested(page).first).to_be_visible()
    found += faults(page, "choices")
    page.keyboard.press("Escape")
    text(page).fill("result fenside 1,400 1000 100")
    expect(page.locator(".chip--asks")).to_have_count(0)
    found += faults(page, "chips")
    page.get_by_role("button", name="Use").click()
    expect(votes(page, "lu-heron")).to_have_value("1400")
    page.get_by_role("combobox", name="Contest").click()
    expect(suggested(page).first).to_be_visible()
    found += faults(page, "contests")
    page.keyboard.press("Escape")
    page.evaluate(
        "document.querySelectorAll('form.composer details').forEach(e => (e.open = true))"
    )
    votes(page, "nia-teal").fill("9,000")
    expect(page.locator(".checks").first).to_be_visible()
    found += faults(page, "checks")
    votes(page, "nia-teal").fill("100")
    if size is THUMB:
        page.locator(".preview summary").click()
    expect(page.locator("[data-preview-html]")).to_contain_text("Lu Heron")
    found += faults(page, "preview")
    page.locator("[data-post]").click()
    expect(page.get_by_role("dialog", name="Read it back")).to_be_visible()
    found += faults(page, "read back")
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('[data-shortcuts]').showModal()")
    found += faults(page, "shortcuts")
    assert found == []
