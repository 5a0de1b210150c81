"""axe-core finds nothing serious on any page that a person opens, by day or by night."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, log_in
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

PUBLIC = [
    "/",
    "/quayshire/",
    "/elections/",
    "/elections/quayshire-2024/",
    "/elections/quayshire-2024/northquay/",
    "/elections/quayshire-2024/northquay/if-repeated/?swing=5&from=orchard&to=harbour",
    "/elections/quayshire-2024/northquay/if-repeated/?swing=lots&from=x",
    "/login/",
    "/nowhere/",
]
NEWSROOM = [
    "/newsroom/",
    "/newsroom/status/",
    "/newsroom/quayshire/",  # its kinds and states are in test_fast_by_hand
    "/newsroom/quayshire/count/",
    "/newsroom/quayshire/hall/",
    "/newsroom/quayshire/settings/",
    "/newsroom/quayshire/members/",
    "/newsroom/quayshire/at-a-glance/",
    "/newsroom/quayshire/close/",
]
WINDOWS = [
    pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(DESKTOP, "light", id="desktop-light"),
]


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {each['id']} ({each['impact']}): {node['target']}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def test_axe_would_find_a_fault(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(f"{site.daphne().url}/login/")
    page.evaluate("document.querySelectorAll('label').forEach(each => each.remove())")
    assert any("label" in each for each in violations(page))


@pytest.mark.parametrize(("size", "scheme"), WINDOWS)
def test_no_page_has_a_serious_fault(
    site: Site, open_page: Callable[..., Page], size: dict, scheme: str
) -> None:
    daphne = site.daphne()
    site.run("-m", "tests.browser.outage", "3")
    page = open_page(f"{daphne.url}/newsroom/", size=size, color_scheme=scheme)
    page.emulate_media(reduced_motion="reduce")
    found = violations(page)
    log_in(page, "edith")
    for address in [*PUBLIC, *NEWSROOM]:
        page.goto(f"{daphne.url}{address}")
        found += violations(page)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), f"{address} scrolls sideways"
    assert found == []
