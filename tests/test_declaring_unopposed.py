"""`declare_unopposed`: seats that nobody contests, from the statement of persons nominated."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from results.models import Contest, Declaration
from tests.page import Page

ELECTION = ("--election", "quayshire-2024")


@pytest.fixture
def millbrook(blog):
    contest = Contest.objects.get(slug="millbrook")
    contest.candidacies.get(slug="ivo-crane").delete()
    return contest


def test_open_pages_follow(millbrook, blog):
    client = Client()
    page = Page.fetched(client, blog)
    call_command("declare_unopposed", "millbrook", *ELECTION, "--source", "Notice")
    (frame,) = page.follow(blog)
    assert "Lantern win (new seat), unopposed" in frame["html"]
    assert page == Page.fetched(client, blog)


def test_without_names_it_only_lists(millbrook, capsys):
    call_command("declare_unopposed", *ELECTION)
    assert capsys.readouterr().out == "millbrook: 1 nominated for 1 seat\n"
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("northquay", *ELECTION), "it is contested"),
        (("millbrook", "northquay", *ELECTION), "it is contested"),
        (("nowhere", *ELECTION), "has no contest nowhere"),
        (("millbrook", "--election", "none"), "no election"),
        (("millbrook", *ELECTION, "--at", "noon"), "not a day and a time"),
    ],
)
def test_what_is_wrong_is_one_line_and_declares_nothing(millbrook, arguments, why):
    with pytest.raises(CommandError, match=why):
        call_command("declare_unopposed", *arguments)
    assert not Declaration.objects.exists()
