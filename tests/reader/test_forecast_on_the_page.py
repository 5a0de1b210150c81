"""The exit poll on the election's page: plainly a forecast, beside what is declared."""

import re

from django.test import Client

from liveblog import publishing
from liveblog.publishing import ForecastFigures
from results.models import Election
from tests.results.night import declare_everything, declare_outturn

PAGE = "/elections/quayshire-2024/"


def publish(blog, **seats: int) -> None:
    forecast = ForecastFigures("quayshire-2024", "Quay TV", seats, note="Asked <b> of 900 people.")
    publishing.publish_entry(blog=blog, forecast=forecast)


def region(client: Client) -> str:
    page = client.get(PAGE).content.decode()
    found = re.search(r'<section class="election__forecast".*?</section>', page, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_without_a_forecast_there_is_no_region(client: Client, blog):
    assert region(client) == ""


def test_it_says_what_it_is_and_appears_at_once(client: Client, blog):
    client.get(PAGE)  # which is kept until figures change
    publish(blog, harbour=2, orchard=1, lantern=2)
    told = region(client)
    assert told.startswith("Exit poll, and what is coming in A forecast, not a result. Quay TV,")
    assert "The largest parties are level in it. Asked &lt;b&gt; of 900 people." in told
    assert "5 of 5 seats are still to go" in told
    assert "No seat of a forecast is in the scoreboard." in told


def test_beside_the_declared_seats_what_cannot_be_reached_is_said(client: Client, blog):
    publish(blog, harbour=0, orchard=5)
    declare_outturn(Election.objects.get(), "northquay")
    told = region(client)
    assert "Orchard cannot be reached any more 5 0 4" in told
    assert "Harbour passed already 0 1 5" in told


def test_after_the_last_declaration_the_difference_stands(client: Client, blog):
    publish(blog, harbour=3, orchard=2)
    declare_everything(Election.objects.get())
    told = region(client)
    assert "Harbour 3 1 −2" in told
    assert "Others 0 2 +2" in told
    assert "Every seat is declared." in told
