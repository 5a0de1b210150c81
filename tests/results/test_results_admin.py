import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from results.models import Baseline, Contest, Declaration, Election, Party, TurnoutReport
from tests.results.night import declare_outturn


@pytest.fixture
def edith_asks(db):
    request = RequestFactory().get("/")
    request.user = get_user_model().objects.create_superuser("edith")
    return request


@pytest.mark.parametrize("noun", [Declaration, TurnoutReport])
def test_figures_are_read_only_even_for_an_administrator(edith_asks, noun):
    admin = site.get_model_admin(noun)
    assert admin.has_view_permission(edith_asks)
    assert not admin.has_add_permission(edith_asks)
    assert not admin.has_change_permission(edith_asks)
    assert not admin.has_delete_permission(edith_asks)
    for inline in admin.get_inline_instances(edith_asks):
        assert not inline.has_change_permission(edith_asks)


@pytest.mark.parametrize("noun", [Party, Election, Contest, Baseline])
def test_setting_up_is_for_the_administrator(edith_asks, noun):
    assert site.get_model_admin(noun).has_change_permission(edith_asks)


def test_an_electorate_below_the_votes_declared_is_refused_in_its_field(edith_asks, borough_night):
    contest = declare_outturn(borough_night, "northquay").contest
    form_class = site.get_model_admin(Contest).get_form(edith_asks, contest, change=True)
    form = form_class(
        {
            "election": borough_night.pk,
            "slug": "northquay",
            "name": "Northquay",
            "seats": 1,
            "order": 0,
            "electorate": 6_000,
        },
        instance=contest,
    )
    assert list(form.errors) == ["electorate"]
    assert "6,040 ballot papers are on record" in str(form.errors)


def test_contests_without_a_ballot_paper_id_do_not_clash(edith_asks, borough_night):
    form_class = site.get_model_admin(Contest).get_form(edith_asks)
    for slug in ("one", "two"):
        form = form_class(
            {
                "election": borough_night.pk,
                "slug": slug,
                "name": slug,
                "seats": 1,
                "order": 9,
                "ballot_paper_id": "",
            }
        )
        assert form.is_valid(), form.errors
        assert form.save().ballot_paper_id is None
