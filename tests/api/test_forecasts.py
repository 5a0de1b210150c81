"""An exit poll by the API, and beside what is coming in."""

from tests.api.conftest import problem
from tests.publishing.hall import NORTHQUAY
from tests.results.night import declare_everything

POLL = {
    "election": "quayshire-2024",
    "source": "Quay TV",
    "seats": {"harbour": 2, "Orc": "2"},
    "others": 1,
}
BOARD = "/api/elections/quayshire-2024/scoreboard"


def test_an_exit_poll_is_an_entry_with_its_card(rosa):
    answer = rosa.post(body={"forecast": POLL})
    assert answer.status_code == 201
    entry = answer.json()
    assert entry["kind"] == "forecast"
    assert entry["figures"]["forecast"]["seats"] == {"harbour": 2, "Orc": "2"}
    assert [(each["party"]["slug"], each["seats"]) for each in entry["card"]["parties"]] == [
        ("harbour", 2),
        ("orchard", 2),
    ]
    assert "Forecast, not a result" in entry["html"]


def test_what_is_wrong_names_its_field(rosa):
    answer = rosa.post(body={"forecast": {**POLL, "others": 2}})
    found = problem(answer, 422)
    assert "2 + 2 + 2 make 6, not the 5 seats" in found["forecast.seats"]
    assert "forecast.seats" in problem(rosa.post(body={"forecast": {**POLL, "seats": {}}}), 422)
    unknown = rosa.post(body={"forecast": {**POLL, "swing": 5}})
    assert "forecast.swing" in " ".join(problem(unknown, 422))


def test_before_the_polls_close_it_is_refused_and_may_be_scheduled_for_the_second(rosa, clock):
    clock.now = clock.now.replace(day=2, hour=20)
    assert "section 66A" in problem(rosa.post(body={"forecast": POLL}), 422)["at"]
    close = "2024-05-02T22:00:00+01:00"
    body = {"forecast": POLL, "status": "scheduled", "publish_at": close}
    answer = rosa.post(body=body)
    assert (answer.status_code, answer.json()["status"]) == (201, "scheduled")


def test_it_is_revised_with_a_reason(rosa):
    entry = rosa.post(body={"forecast": POLL}).json()
    changed = {**POLL, "seats": {"harbour": 4}}
    assert "forecast.reason" in problem(rosa.revise(entry["id"], 1, forecast=changed), 422)
    answer = rosa.revise(entry["id"], 1, forecast=changed, reason="A late box.")
    assert answer.json()["card"]["majority"] == 3


def test_without_a_forecast_the_scoreboard_says_so(anybody):
    assert anybody.get(BOARD).json()["forecast"] is None


def test_the_scoreboard_has_the_forecast_beside_what_is_declared(rosa, anybody, blog):
    rosa.post(body={"forecast": {**POLL, "seats": {"harbour": 1, "lantern": 4}, "others": 0}})
    result = {"contest": "northquay", "votes": NORTHQUAY, "rejected": 40}
    before = anybody.get(BOARD).json()
    assert before["parties"] == []  # the forecast is in nobody's tally
    assert rosa.post(body={"result": result}).status_code == 201
    forecast = anybody.get(BOARD).json()["forecast"]
    assert (forecast["source"], forecast["declared"], forecast["to_go"]) == ("Quay TV", 1, 4)
    rows = {each["party"]["slug"]: each for each in forecast["parties"]}
    told = {slug: [row[name] for name in ("declared", "possible", "state")]
            for slug, row in rows.items()}  # fmt: skip
    assert told == {"harbour": [1, 5, "open"], "lantern": [0, 4, "open"]}


def test_what_cannot_be_reached_any_more_and_what_is_passed_is_said(rosa, anybody, blog):
    rosa.post(body={"forecast": {**POLL, "seats": {"harbour": 0, "lantern": 5}, "others": 0}})
    result = {"contest": "northquay", "votes": NORTHQUAY, "rejected": 40}
    rosa.post(body={"result": result})
    rows = anybody.get(BOARD).json()["forecast"]["parties"]
    assert {row["party"]["slug"]: row["state"] for row in rows} == {
        "lantern": "out_of_reach",
        "harbour": "passed",
    }


def test_after_the_last_declaration_the_difference_is_given(rosa, anybody, blog):
    rosa.post(body={"forecast": POLL})
    declare_everything(blog.contests.first().election)
    forecast = anybody.get(BOARD).json()["forecast"]
    assert forecast["to_go"] == 0
    rows = {row["party"]["slug"]: row for row in [*forecast["parties"]]}
    assert {slug: (row["state"], row["difference"]) for slug, row in rows.items()} == {
        "harbour": ("final", -1),
        "orchard": ("final", 0),
    }
    assert (forecast["others"]["declared"], forecast["others"]["difference"]) == (2, 1)
