"""`manage.py import_blog`: a text blog of a made-up night, into the database."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from liveblog.management.commands import import_blog
from liveblog.models import Blog, Entry
from results.loading import load_election
from results.models import Candidacy, Contest, Election, Party, TurnoutReport
from tests.results.night import FIVE_SEATS

NIGHT = """\
ROSA REYES REPORTING LIVE: 2.00am
Everybody goes home.
1.10am - RESULT for Northquay, Ada Quill holds seat with 2,800 votes.
Her closest rival, Labour challenger Ben Marsh polled 2,600 votes.
12.40pm - The piles grow * and grow.
# hope
11.30pm - Turnout for Northquay is 60.4 per cent.
The total turnout for Northquay today was 6,040.
10.15pm - Tory candidate for Northquay Ada Quill is here.
Comments: Our rules
Be kind.
"""
WHOLE_RESULT = """\
1.10am - RESULT for Northquay: Ada Quill holds the seat.
Ada Quill (Harbour) 2,800
Ben Marsh (Orchard) 2,600
Cleo Finch (Lantern) 300
Dov Reed (Independent) 300
10.15pm - Boxes.
"""


@pytest.fixture
def night(tmp_path: Path) -> Path:
    path = tmp_path / "northquay-night.txt"
    path.write_text(NIGHT, encoding="utf-8")
    return path


def run(path: Path, *options: str, polling_day: str = "2024-05-02") -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    command = ["import_blog", str(path), "--polling-day", polling_day, *options]
    call_command(*command, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refusal(path: Path, *options: str, polling_day: str = "2024-05-02") -> str:
    with pytest.raises(CommandError) as refused:
        run(path, *options, polling_day=polling_day)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.django_db
def test_a_dry_run_prints_the_entries_as_json_and_writes_nothing(night):
    out, err = run(night, "--dry-run", "--format", "json")
    rows = json.loads(out)
    assert [row["stamp"] for row in rows] == ["2.00am", "1.10am", "12.40pm", "11.30pm", "10.15pm"]
    assert list(rows[0]) == [
        "stamp", "at", "kind", "body", "contests", "figures", "corrected_from",
    ]  # fmt: skip
    assert rows[2] == {
        "stamp": "12.40pm",
        "at": "2024-05-03T00:40:00+01:00",
        "kind": "update",
        "body": "The piles grow * and grow.\n\n# hope",
        "contests": [],
        "figures": {},
        "corrected_from": "12.40pm",
    }
    assert "12.40pm is printed, 12.40am Friday 3 May 2024 is meant" in err
    assert not Blog.objects.exists()
    assert not Election.objects.exists()


def test_a_dry_run_needs_no_database(night, monkeypatch):
    def no_such_table(*_: object) -> None:
        raise OperationalError("no such table: results_contest")

    monkeypatch.setattr(import_blog, "contests_of_day", no_such_table)
    out, _ = run(night, "--dry-run", "--format", "json")
    assert len(json.loads(out)) == 5


@pytest.mark.django_db
def test_the_report_names_slips_figures_and_furniture_with_their_lines(night):
    out, _ = run(night, "--dry-run")
    assert "5 entries, newest first" in out
    assert "by Rosa Reyes" in out
    assert "1 slips of am and pm\n  line 5: 12.40pm is printed" in out
    assert "line 3: result of Northquay: winner Ada Quill" in out
    assert "line 7: turnout of Northquay: percentage 60.4, ballots 6040" in out
    assert "left out as page furniture, lines 10 to 11: Comments: Our rules" in out


@pytest.mark.django_db
def test_the_blog_is_carried_whole_with_true_instants_and_printed_stamps(night):
    run(night, "--title", "Northquay through the night")
    blog = Blog.objects.get()
    assert (blog.slug, blog.title) == ("northquay-night", "Northquay through the night")
    assert (blog.byline, blog.status) == ("Rosa Reyes", Blog.Status.CLOSED)
    entries = list(blog.entries.oldest_first())
    assert [entry.stamp for entry in entries] == [
        "10.15pm",
        "11.30pm",
        "12.40pm",
        "1.10am",
        "2.00am",
    ]
    assert [f"{entry.at.astimezone(blog.zone):%d %H:%M}" for entry in entries] == [
        "02 22:15", "02 23:30", "03 00:40", "03 01:10", "03 02:00",
    ]  # fmt: skip
    assert entries[2].body_html == "<p>The piles grow * and grow.</p>\n<p># hope</p>"
    assert entries[0].authors == ["Rosa Reyes"]
    assert (blog.opened_at, blog.closed_at) == (entries[0].at, entries[-1].at)


@pytest.mark.django_db
def test_without_an_election_the_contests_and_candidates_of_the_text_are_made(night):
    _, err = run(night)
    contest = Contest.objects.get()
    assert contest.name == "Northquay"
    assert contest.election.polls_close_at.isoformat() == "2024-05-02T21:00:00+00:00"
    candidates = Candidacy.objects.values_list("name", "party__short_name")
    assert list(candidates) == [("Ada Quill", "Conservative"), ("Ben Marsh", "Labour")]
    assert contest.turnout.ballots == 6040
    assert contest.declaration is None, "two of the candidates are no declaration"
    result = Entry.objects.get(kind="result")
    assert result.figures["votes"] == {"Ada Quill": 2800, "Ben Marsh": 2600}
    assert list(result.contests.all()) == [contest]
    assert "made the contest Northquay" in err


@pytest.mark.django_db
def test_a_candidate_whose_party_is_not_told_is_not_made(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("1.10am - RESULT for Northquay, Ada Quill holds seat with 2,800 votes.\n")
    _, err = run(path)
    assert not Candidacy.objects.exists()
    assert not Party.objects.exists()
    assert "Ada Quill (Northquay): no party is told" in err


@pytest.mark.django_db
def test_figures_are_attached_to_the_election_of_that_day(night):
    election = load_election(FIVE_SEATS)
    run(night)
    assert list(Election.objects.all()) == [election]
    northquay = election.contests.get(slug="northquay")
    assert northquay.turnout.ballots == 6040
    assert list(Blog.objects.get().contests.all()) == [northquay]
    assert Entry.objects.get(kind="turnout").turnout == northquay.turnout
    assert Entry.objects.get(kind="result").declaration is None


@pytest.mark.django_db
def test_a_result_with_every_candidate_is_declared(tmp_path):
    election = load_election(FIVE_SEATS)
    path = tmp_path / "a.txt"
    path.write_text(WHOLE_RESULT)
    run(path)
    declaration = election.contests.get(slug="northquay").declaration
    assert {each.candidacy.slug: each.votes for each in declaration.votes.all()} == {
        "ada-quill": 2800, "ben-marsh": 2600, "cleo-finch": 300, "dov-reed": 300,
    }  # fmt: skip
    assert Entry.objects.get(kind="result").declaration == declaration


@pytest.mark.django_db
def test_doubtful_figures_were_in_print_and_are_recorded_and_reported(tmp_path):
    load_election(FIVE_SEATS)
    path = tmp_path / "a.txt"
    path.write_text("11.30pm - The total turnout for Northquay was 3,000.\n10.15pm - Boxes.")
    _, err = run(path)
    assert [each["code"] for each in TurnoutReport.objects.get().confirmed] == ["startling_change"]
    assert "line 1: 30.0 per cent is −30.4 points on 60.4 per cent last time: look again." in err


@pytest.mark.django_db
def test_figures_that_the_results_refuse_stay_with_the_entry_and_are_reported(tmp_path):
    load_election(FIVE_SEATS)
    path = tmp_path / "a.txt"
    path.write_text("11.30pm - The total turnout for Northquay was 60,400.\n10.15pm - Boxes.")
    _, err = run(path)
    assert not TurnoutReport.objects.exists()
    assert Entry.objects.get(kind="turnout").figures["ballots"] == 60_400
    assert "line 1: the figures stay with the entry: turnout.ballots: 60,400 ballot papers" in err


@pytest.mark.django_db
def test_the_second_turnout_of_an_entry_is_recorded_too(tmp_path):
    election = load_election(FIVE_SEATS)
    path = tmp_path / "a.txt"
    path.write_text(
        "11.30pm - Turnout in Northquay is 60.4 per cent. Turnout in Southquay is 51 per cent.\n"
        "10.15pm - Boxes."
    )
    run(path)
    reports = TurnoutReport.objects.values_list("contest__name", "percentage")
    assert [(name, float(share)) for name, share in reports.order_by("contest__order")] == [
        ("Northquay", 60.4), ("Southquay", 51.0),
    ]  # fmt: skip
    assert Blog.objects.get().contests.filter(election=election).count() == 2


@pytest.mark.django_db
def test_a_contest_of_no_known_election_keeps_its_figures_in_the_entry(tmp_path):
    load_election(FIVE_SEATS)
    path = tmp_path / "a.txt"
    path.write_text("11.30pm - Turnout for Eastfield is 60.4 per cent.\n10.15pm - Boxes.")
    _, err = run(path)
    assert not Contest.objects.filter(name="Eastfield").exists()
    assert Entry.objects.get(kind="turnout").figures["percentage"] == 60.4
    assert "Eastfield is no contest of an election of 2 May 2024" in err


@pytest.mark.django_db
def test_the_same_file_again_adds_nothing(night):
    run(night)
    head = Blog.objects.get().feed.head
    _, err = run(night)
    assert "0 entries imported into /northquay-night/, 5 were there already" in err
    assert Blog.objects.get().feed.head == head
    assert TurnoutReport.objects.count() == 1
    assert Candidacy.objects.count() == 2


@pytest.mark.django_db
def test_a_blog_of_another_night_is_not_added_to(night):
    run(night)
    message = refusal(night, polling_day="2024-05-09")
    assert "slug: the blog “northquay-night” exists and is of 2024-05-02" in message
    assert Election.objects.count() == 1, "a refused import leaves nothing behind"


@pytest.mark.django_db
def test_an_entry_that_cannot_be_published_undoes_the_import_and_names_its_line(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"11.30pm - {'long ' * 5000}\n10.15pm - Boxes.")
    message = refusal(path)
    assert message.startswith("nothing was imported: line 1, body: ")
    assert not Blog.objects.exists()


@pytest.mark.django_db
def test_an_introduction_becomes_the_standfirst_and_what_has_no_room_is_reported(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"A long night\nIt begins.\n{'So long. ' * 200}\n10.15pm - Boxes.")
    _, err = run(path)
    blog = Blog.objects.get()
    assert (blog.title, blog.standfirst) == ("A long night", "It begins.")
    assert "line 3: no room in the standfirst: So long." in err


@pytest.mark.django_db
def test_a_file_of_windows_is_read_in_its_own_letters(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("10.15pm \x96 It\x92s quiet.".encode("latin-1"))
    out, _ = run(path, "--dry-run", "--format", "json")
    assert json.loads(out)[0]["body"] == "It’s quiet."


@pytest.mark.django_db
def test_what_cannot_be_imported_is_refused_in_one_clear_line(tmp_path, night):
    empty, binary = tmp_path / "empty.txt", tmp_path / "binary.txt"
    empty.write_text("\n \n")
    binary.write_bytes(b"\x81\x8d\xff")
    assert "No such file" in refusal(tmp_path / "missing.txt")
    assert "Is a directory" in refusal(tmp_path)
    assert "the text is empty" in refusal(empty)
    assert "neither UTF-8 nor Windows-1252" in refusal(binary)
    assert "--polling-day: “6 May” is not a day" in refusal(night, polling_day="6 May")
    assert "--timezone: “Mars/Base” is no zone" in refusal(night, "--timezone", "Mars/Base")
    assert "--election: there is no election “x”" in refusal(night, "--election", "x")
    assert "slug: " in refusal(night, "--slug", "not a slug")
