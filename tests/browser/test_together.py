"""Rosa and Edith at one desk: they see each other, take over from each other, and lose nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, log_in
from tests.servers import Site

pytestmark = [pytest.mark.browser, pytest.mark.servers]

BODY = "The hall is full.\\n\\nTea is served.\\n\\nThe clerk waits."
BEGIN = f"""
from django.contrib.auth.models import User
from liveblog import publishing
from liveblog.models import Blog
blog, rosa = Blog.objects.get(), User.objects.get(username="rosa")
print(publishing.publish_entry(blog=blog, body="{BODY}", by=rosa)[0].public_id)
"""
# A tab that died a minute ago, without a word.
DIED = """
from datetime import timedelta
from liveblog.models import Presence
from liveblog.models.presence import LIFETIME
for each in Presence.objects.filter(user__username="rosa"):
    each.seen -= LIFETIME
    each.save()
"""
# Signs of life twice a second, so that nobody has to wait for fifteen.
QUICK = """
new MutationObserver((_changes, watching) => {
  const section = document.querySelector("[data-together]");
  if (!section) return;
  section.dataset.every = "500";
  watching.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


def test_two_at_one_desk(site: Site, open_page: Callable[..., Page]) -> None:
    entry = site.manage("shell", "-v0", "-c", BEGIN).strip().splitlines()[-1]
    url = site.daphne().url
    desk = f"{url}/newsroom/quayshire/"

    def seat(name: str, address: str, **how: object) -> Page:
        page = open_page(address, init_script=QUICK, **how)
        log_in(page, name)
        return page

    edith = seat("edith", desk)
    rosa = seat("rosa", f"{desk}{entry}/", size=PHONE)
    people = edith.locator(".together__people")
    expect(people).to_contain_text("Rosa editing the entry of", timeout=5_000)
    expect(rosa.locator(".together__people")).to_contain_text("Edith")

    # What is written on the other side of the hall is seen here, with nothing sent.
    edith.locator("[name=body]").fill("Half a thought")
    expect(rosa.locator(".together__people")).to_contain_text("Edith writing…")

    # A deed beside the composer takes away nothing that is typed in it.
    edith.get_by_label("I am at").fill("Town Hall")
    edith.get_by_role("button", name="Begin my shift").click()
    expect(edith.locator("#shift")).to_contain_text("You are at Town Hall")
    upcoming = edith.locator(".upcoming li").first
    upcoming.get_by_role("button", name="Polls closed").click()
    expect(edith.locator(".upcoming li").first).to_contain_text("since")
    edith.locator(".upcoming").get_by_role("link", name="Turnout in Northquay").click()
    expect(edith.locator("[name=kind][value=turnout]")).to_be_checked()
    expect(edith.locator("[name='turnout.contest']")).to_have_value("northquay")
    expect(edith.locator("[name=body]")).to_have_value("Half a thought")
    expect(rosa.locator(".together__people")).to_contain_text("Edith at Town Hall")

    # Edith opens what Rosa is editing, and takes it over; Rosa's text stays in her page.
    mine = "The hall is packed.\n\nTea is served.\n\nThe clerk waits."
    rosa.locator("[name=body]").fill(mine)
    edith.goto(f"{desk}{entry}/")
    expect(edith.locator(".lock")).to_contain_text("Rosa has been editing this since")
    edith.locator("[name=body]").fill("The hall is full.\n\nTea is served.\n\nThe clerk coughs.")
    edith.get_by_role("button", name="Take over").click()
    expect(edith.locator(".lock")).to_contain_text("You are editing this.")
    expect(edith.locator("[name=body]")).to_have_value(
        "The hall is full.\n\nTea is served.\n\nThe clerk coughs."
    )
    expect(rosa.locator(".lock")).to_contain_text("Edith took this over at")
    expect(rosa.locator("[data-together] [data-told]")).to_contain_text("your text is kept here")
    expect(rosa.locator("[name=body]")).to_have_value(mine)
    assert rosa.get_by_role("button", name="Take it back").bounding_box()["height"] >= 44
    assert rosa.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    # Both save: the second is given both changes in one text.
    edith.get_by_role("button", name="Save").click()
    expect(edith.locator(".notice")).to_contain_text("Changed.")
    rosa.get_by_role("button", name="Save").click()
    both = "The hall is packed.\n\nTea is served.\n\nThe clerk coughs."
    expect(rosa.locator("[name=body]")).to_have_value(both)
    expect(rosa.locator(".combined")).to_contain_text("The clerk coughs.")
    rosa.get_by_role("button", name="Save").click()
    expect(rosa.locator(".notice")).to_contain_text("Changed.")
    expect(edith.locator(".desk__entries")).to_contain_text("The hall is packed.")
    expect(edith.locator(".desk__entries")).to_contain_text("The clerk coughs.")

    # Rosa's phone dies without a word.
    expect(people).to_contain_text("Rosa")
    rosa.context.set_offline(True)
    site.manage("shell", "-v0", "-c", DIED)
    expect(people).to_have_count(0)
