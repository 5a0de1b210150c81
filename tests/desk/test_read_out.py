"""What was read out beside the votes is checked by them, and rejected papers are kept by reason."""

import pytest
from django.test import Client

from liveblog.models import Blog
from results.models import Contest, Declaration
from tests.desk.sent import DESK, northquay


def beside(page: str, field: str) -> str:
    """What the page says from the field on, to the end of its row."""
    start = page.index(f'name="{field}"')
    return page[start : page.index("</div>", start)]


@pytest.mark.parametrize(
    ("field", "said", "answer"),
    [
        ("majority", "220", "2,800 for Ada Quill less 2,600 for Ben Marsh is 200, not 220."),
        ("majority", "two", "“two” is not a whole number."),
        ("valid_votes", "6,270", "make 6,000, not 6,270: a difference of 270."),
        ("elected", "ben-marsh", "but Ada Quill (Harbour) has 2,800"),
        ("rejected_heads.unmarked", "-1", "“-1” is below nought."),
    ],
)
def test_what_was_read_out_is_answered_beside_its_field(
    desk: Client, blog: Blog, contests: list[Contest], field, said, answer
):
    refused = desk.post(DESK, northquay(**{f"result.{field}": said}))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert answer in beside(page, f"result.{field}")
    assert said in beside(page, f"result.{field}")
    assert not Declaration.objects.exists()


def test_what_was_read_out_and_is_so_is_published(desk: Client, blog: Blog, contests):
    sent = northquay(
        **{
            "result.majority": "200",
            "result.valid_votes": "6,000",
            "result.elected": "ada-quill",
            "result.rejected_heads.unmarked": "30",
            "result.rejected_heads.too_many_votes": "0",
        }
    )
    assert desk.post(DESK, sent).status_code == 302
    assert Declaration.objects.get().rejected_heads == {"unmarked": 30, "too_many_votes": 0}
    shown = desk.get(f"/elections/{contests[0].election.slug}/northquay/").content.decode()
    assert "Rejected: unmarked or wholly void" in shown
    assert "Rejected: void for uncertainty" not in shown


def test_the_edit_page_has_what_was_read_out_and_corrects_the_heads(desk: Client, blog, contests):
    sent = northquay(**{"result.majority": "200", "result.rejected_heads.unmarked": "30"})
    assert desk.post(DESK, sent).status_code == 302
    address = f"{DESK}{blog.entries.get(kind='result').public_id}/"
    form = desk.get(address).context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert again["result.majority"] == "200"
    assert again["result.rejected_heads.unmarked"] == "30"
    again |= {"result.rejected_heads.unmarked": "31", "reason": "One was misread."}
    assert desk.post(address, again).status_code == 302
    assert Declaration.objects.last().rejected_heads == {"unmarked": 31}


def test_heads_are_folded_up_while_nothing_is_in_them(desk: Client, blog, contests):
    page = desk.get(f"{DESK}?kind=result").content.decode()
    assert '<details class="folded">' in page
    page = desk.post(DESK, northquay(**{"result.rejected_heads.unmarked": "x"})).content.decode()
    assert '<details class="folded" open>' in page
