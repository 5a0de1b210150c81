"""Count moves, promised figures and provenance, for programs."""

from liveblog import publishing
from liveblog.models import Entry
from tests.api.conftest import problem
from tests.publishing.hall import NORTHQUAY
from tests.results.night import at

COUNT = "/api/elections/quayshire-2024/contests/fenside/count"


def test_a_reporter_moves_a_count(rosa, blog):
    answer = rosa.post(COUNT, {"stage": "counting", "at": "2024-05-03T02:00:00+01:00"})
    assert answer.status_code == 200
    told = answer.json()["count"]
    assert (told["stage"], told["text"]) == ("counting", "Counting")
    assert blog.feed.events.filter(frame__contains='"stage":"counting"').exists()


def test_a_move_that_does_not_hold_is_told_by_field(rosa):
    assert problem(rosa.post(COUNT, {"stage": "declared"}), 422).keys() == {"stage"}
    assert problem(rosa.post(COUNT, {"stage": "postponed"}), 422).keys() == {"reason"}
    naive = {"stage": "counting", "at": "2024-05-03T02:00:00"}
    assert problem(rosa.post(COUNT, naive), 422).keys() == {"at"}
    assert problem(rosa.post(COUNT, {"stage": "counting", "stge": 1}), 422) != {}
    assert problem(rosa.post(COUNT.replace("fenside", "nowhere"), {"stage": "boxes"}), 404) == {}


def test_who_does_not_report_for_the_contest_moves_nothing(stan, anybody):
    problem(stan.post(COUNT, {"stage": "counting"}), 403)
    problem(anybody.post(COUNT, {"stage": "counting"}), 401)


def test_anybody_reads_what_a_blog_waits_for(anybody, blog):
    fenside = blog.contests.get(slug="fenside")
    publishing.await_figure(blog=blog, kind="turnout", contest=fenside, due_at=at("04:00"))
    wards = publishing.await_figure(blog=blog, what="wards")
    entry, _ = publishing.publish_entry(blog=blog, body="All wards.")
    publishing.settle_awaited(awaited=wards, entry=entry)
    open_, came = anybody.get("awaited").json()
    assert (open_["what"], open_["contest"], open_["closed_at"]) == (
        "turnout in Fenside",
        "fenside",
        None,
    )
    assert (came["what"], came["entry"], came["dropped"]) == ("wards", entry.public_id, None)
    problem(anybody.get("/api/blogs/nowhere/awaited"), 404)


def test_an_entry_says_how_it_is_known(rosa):
    made = rosa.post(body={"body": "Soon.", "provenance": "overheard"}).json()
    assert made["provenance"] == "overheard"
    assert rosa.revise(made["id"], 1, provenance="agent").json()["provenance"] == "agent"
    assert problem(rosa.revise(made["id"], 2, provenance="x"), 422).keys() == {"provenance"}


def test_a_result_from_a_program_is_not_said_to_be_from_the_stage(rosa):
    result = {"contest": "northquay", "votes": NORTHQUAY, "rejected": 40}
    assert rosa.post(body={"result": result}).json()["provenance"] == "agency"
    assert Entry.objects.get().provenance == Entry.Provenance.AGENCY
