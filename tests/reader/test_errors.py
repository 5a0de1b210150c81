"""The pages for what went wrong."""

from django.template.loader import render_to_string
from django.test import Client

from tests.reader.markup import read


def test_the_page_for_our_own_faults_needs_no_database_and_no_context() -> None:
    page = read(render_to_string("500.html"))
    assert page.one("h1").text == "Something broke on our side"
    assert page.one("a")["href"] == "/"


def test_an_unknown_address_is_not_found_on_a_page_that_leads_home(
    client: Client, db: None
) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    page = read(response.content.decode())
    assert page.one("h1").text == "There is nothing at this address"
    assert page.one("main").one("a")["href"] == "/"
