"""“If repeated here” at the composer: a sum while an entry is written, which loses not a word."""

from django.test import Client

from liveblog.models import Blog
from tests.desk.sent import DESK, northquay, typed

ASKED = {
    "repeat.contest": "northquay",
    "repeat.swing": "5",
    "repeat.from": "orchard",
    "repeat.to": "harbour",
    "repeat.turnout": "",
}
SENTENCE = (
    "A swing of 5.0 points from the Orchardists to the Harbour Party, repeated in Northquay on "
    "2019 at the same turnout, makes a Harbour hold by 1,200 (600 + 2 × 5% of 6,000 = 1,200)."
)


def test_the_sum_is_shown_and_what_was_typed_stays(desk: Client, blog: Blog):
    sent = northquay(**ASKED, repeat="sum", body="Half a <word>", at="2.10am", headline="Hm")
    answer = desk.post(DESK, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "600 + 2 × 5% of 6,000 = 1,200" in page
    assert "Half a &lt;word&gt;" in page
    for kept in ('value="2.10am"', 'value="Hm"', 'value="2,800"', sent["client_id"]):
        assert kept in page
    assert not blog.entries.exists()


def test_its_sentence_is_put_at_the_end_of_the_text(desk: Client, blog: Blog):
    sent = typed(body="The poll is out.\r\n") | ASKED | {"repeat": "sentence"}
    answer = desk.post(DESK, sent)
    body = answer.context["form"]["body"].value()
    assert body == f"The poll is out.\n\n{SENTENCE}"
    assert answer.context["repeat"]["repeat.swing"].value() is None  # done with


def test_the_sentence_of_the_house_is_not_doubted_by_the_house(desk: Client, blog: Blog):
    assert desk.post(DESK, typed(body=SENTENCE)).status_code == 302


def test_both_baselines_and_a_change_of_hands_are_shown(desk: Client, blog: Blog):
    asked = {**ASKED, "repeat.contest": "southquay", "repeat.from": "harbour",
             "repeat.to": "orchard", "repeat.swing": "10"}  # fmt: skip
    page = desk.post(DESK, typed() | asked | {"repeat": "sum"}).content.decode()
    assert "the seat changes hands" in page
    assert "2019 (notional)</b>:" in page
    assert "2019</b>, actual" in page


def test_what_is_wrong_is_said_beside_its_field(desk: Client, blog: Blog):
    for wrong, words in (
        ({"repeat.swing": "lots"}, "“lots” is not a number"),
        ({"repeat.swing": ""}, "Write a swing in points"),
        ({"repeat.to": "orchard"}, "from one party to another"),
        ({"repeat.contest": "mars"}, "follows no such contest"),
        ({"repeat.turnout": "200"}, "at most 100 per cent"),
        ({"repeat.swing": "60"}, "makes a share of"),
    ):
        answer = desk.post(DESK, typed(body="Kept.") | ASKED | {"repeat": "sum"} | wrong)
        assert answer.status_code == 422
        field = next(iter(wrong))
        assert words in " ".join(answer.context["repeat"].errors[field])
        assert "Kept.</textarea>" in answer.content.decode()


def test_enter_in_the_tool_publishes_nothing(desk: Client, blog: Blog):
    sent = typed(body="Not yet.") | ASKED | {"enter": "1"}
    assert desk.post(DESK, sent).status_code == 200
    assert not blog.entries.exists()
    assert desk.post(DESK, {**sent, "repeat.swing": " "}).status_code == 302


def test_a_blog_without_earlier_results_has_no_such_tool(desk: Client, blog: Blog):
    assert 'id="repeat"' in desk.get(DESK).content.decode()
    for contest in blog.contests.all():
        contest.baselines.all().delete()
    assert 'id="repeat"' not in desk.get(DESK).content.decode()
