import copy
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from results.declarations import report_turnout
from results.loading import DocumentRefused, load_election, outturns
from results.models import Baseline, BaselineVotes, Candidacy, Contest, Election, Party
from tests.results.night import FIVE_SEATS, at, declare_outturn

pytestmark = pytest.mark.django_db
NOUNS = (Party, Election, Contest, Candidacy, Baseline, BaselineVotes)


@pytest.fixture
def document():
    return copy.deepcopy(FIVE_SEATS)


def counts():
    return [noun.objects.count() for noun in NOUNS]


def problems(document):
    before = counts()
    with pytest.raises(DocumentRefused) as refused:
        load_election(document)
    assert counts() == before, "a document is loaded whole or not at all"
    return refused.value.problems


def test_an_election_is_set_up_with_everything_named(document):
    election = load_election(document)
    assert (election.slug, election.kind, election.hold_policy) == (
        "quayshire-2024",
        "general",
        "last_general",
    )
    assert counts() == [4, 1, 5, 14, 5, 12]
    northquay = election.contests.get(slug="northquay")
    assert [each.slug for each in northquay.candidacies.all()] == [
        "ada-quill",
        "ben-marsh",
        "cleo-finch",
        "dov-reed",
    ]
    assert northquay.baseline.winner_party.slug == "harbour"
    southquay = election.contests.get(slug="southquay")
    assert (southquay.baseline.kind, southquay.baseline.majority) == ("notional", 600)
    assert southquay.ballot_paper_id is None


def test_loading_twice_changes_nothing(document):
    load_election(document)
    before = counts(), set(Candidacy.objects.values_list("pk", "slug"))
    load_election(document)
    assert (counts(), set(Candidacy.objects.values_list("pk", "slug"))) == before


def test_loading_again_after_the_night_keeps_what_was_declared(document):
    declaration = declare_outturn(load_election(document), "northquay")
    document["contests"][0]["name"] = "North Quay"
    contest = load_election(document).contests.get(slug="northquay")
    assert (contest.name, contest.declaration) == ("North Quay", declaration)
    assert contest.declaration.total_votes == 6_000


def test_a_candidate_who_is_no_longer_named_goes_unless_votes_were_declared(document):
    del document["contests"][0]["outturn"], document["contests"][4]["outturn"]
    election = load_election(FIVE_SEATS)
    declare_outturn(election, "northquay")
    del document["contests"][4]["candidacies"][2]
    load_election(document)
    assert not Candidacy.objects.filter(slug="nia-teal").exists()
    del document["contests"][0]["candidacies"][3]
    assert problems(document) == [
        "contests[0].candidacies: Dov Reed (Independent) has declared votes and cannot go."
    ]


def test_an_electorate_below_the_papers_on_record_is_refused(document):
    election = load_election(document)
    report_turnout(election.contests.get(slug="northquay"), ballots=6_040, announced_at=at("00:10"))
    document["contests"][0]["electorate"] = 6_039
    assert problems(document) == [
        "contests[0].electorate: 6,040 ballot papers are on record for Northquay, more than an "
        "electorate of 6,039."
    ]


def test_a_baseline_without_a_winner_was_won_by_its_largest_party(document):
    del document["contests"][0]["baselines"][0]["winner"]
    load_election(document)
    assert Contest.objects.get(slug="northquay").baseline.winner_party.slug == "harbour"


def test_two_candidates_of_one_name_are_told_apart_by_party(document):
    document["contests"][2]["candidacies"][1]["name"] = "Hana Wells"
    document["contests"][2]["outturn"]["votes"] = {"hana-wells": 1, "hana-wells-orchard": 2}
    load_election(document)
    assert Candidacy.objects.filter(slug="hana-wells-orchard").exists()


def test_parties_that_are_known_already_need_not_be_named_again(document):
    load_election(document)
    del document["parties"]
    load_election(document)
    assert Party.objects.count() == 4


def damage(path, value):
    """The document with one thing in it set, or taken away where the value is None."""
    document = copy.deepcopy(FIVE_SEATS)
    at_it = document
    for key in path[:-1]:
        at_it = at_it[key]
    if value is None:
        del at_it[path[-1]]
    else:
        at_it[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (
            ["contests", 2, "candidacies", 0, "party"],
            "xyz",
            "contests[2].candidacies[0].party: unknown party “xyz”.",
        ),
        (["contests", 0, "name"], None, "contests[0].name: is missing."),
        (["contests", 0, "name"], 7, "contests[0].name: should be text."),
        (
            ["contests", 0, "electorate"],
            "10,000",
            "contests[0].electorate: should be a whole number, not '10,000'.",
        ),
        (["contests", 0, "electorat"], 5, "contests[0].electorat: is not a field of this format."),
        (["contests"], {}, "contests: should be a list."),
        (["contests", 1], "Southquay", "contests[1]: should be an object."),
        (["election", "polling_day"], "2024-02-30", "election.polling_day: should be a day like"),
        (
            ["election", "polls_close_at"],
            "2024-05-02T22:00:00",
            "election.polls_close_at: should be an instant like",
        ),
        (["election", "seats"], 0, "election.seats: Ensure this value is greater than or equal"),
        (["election", "kind"], "mayoral", "election.kind: Value 'mayoral' is not a valid choice"),
        (["parties", 0, "colour"], "teal", "parties[0].colour: Write a colour as # and six hex"),
        (["parties", 1, "slug"], "harbour", "parties: “harbour” is there twice."),
        (["contests", 1, "slug"], "northquay", "contests: “northquay” is there twice."),
        (
            ["contests", 1, "ballot_paper_id"],
            "parl.northquay.2024-05-02",
            "contests: “parl.northquay.2024-05-02” is there twice.",
        ),
        (
            ["contests", 0, "candidacies", 1, "slug"],
            "ada-quill",
            "contests[0].candidacies[1].slug: “ada-quill” is another candidate's already.",
        ),
        (
            ["contests", 0, "candidacies", 0, "sitting"],
            "yes",
            "contests[0].candidacies[0].sitting: should be true or false, not 'yes'.",
        ),
        (
            ["contests", 0, "baselines", 0, "valid_votes"],
            5_999,
            "contests[0].baselines[0].votes: make 6,000, more than the 5,999 valid votes.",
        ),
        (
            ["contests", 1, "baselines", 1, "default"],
            True,
            "contests[1].baselines: only one of them can be the default.",
        ),
        (
            ["contests", 1, "baselines", 1, "kind"],
            "notional",
            "contests[1].baselines: there can be one of each kind and year.",
        ),
        (
            ["contests", 0, "outturn", "votes", "eve-stone"],
            5,
            "contests[0].outturn.votes.eve-stone: is not a candidate in this contest.",
        ),
    ],
)
def test_a_problem_is_named_by_its_path(path, value, problem):
    assert any(each.startswith(problem) for each in problems(damage(path, value)))


def test_all_problems_are_told_at_once(document):
    document["contests"][0]["seats"] = "one"
    document["contests"][4]["candidacies"][0]["party"] = "xyz"
    assert len(problems(document)) == 2


def test_a_ballot_paper_belongs_to_one_contest(document):
    load_election(document)
    document["election"]["slug"] = "another"
    assert problems(document) == [
        "contests[0].ballot_paper_id: belongs to Northquay (Quayshire 2024) already."
    ]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["parties", "election", "contests", "slug", "name", "seats", "votes"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(json_values)
def test_no_document_is_refused_otherwise_than_by_its_problems(document):
    with pytest.raises(DocumentRefused) as refused:
        load_election(document)
    assert refused.value.problems


def test_the_outturn_is_exposed_and_not_stored(document):
    shown = outturns(document)
    assert [each.contest for each in shown][:2] == ["northquay", "southquay"]
    assert shown[0].votes["ada-quill"] == 2_800
    assert shown[0].declared_at == datetime(2024, 5, 3, 0, 10, tzinfo=UTC)
    assert (shown[1].ballots, shown[1].announced_at, shown[2].rejected) == (None, None, None)
    load_election(document)
    assert Contest.objects.get(slug="northquay").declaration is None


def test_the_command_sets_an_election_up(document, tmp_path, capsys):
    path = tmp_path / "night.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    call_command("load_election", path)
    assert capsys.readouterr().out == "Quayshire 2024: 5 contests set up.\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "is not JSON"), ('{"contests": 3}', "contests: should be a list"), ("\xff", "not JSON")],
)
def test_the_command_says_what_is_wrong_with_the_file(tmp_path, text, message):
    path = tmp_path / "night.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(CommandError, match=message):
        call_command("load_election", path)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_election", tmp_path / "nowhere.json")
