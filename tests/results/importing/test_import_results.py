"""The command: what it writes, what it leaves, what it says and how it ends."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from results.board import board
from results.importing import import_results, polls_close
from results.management.commands.import_results import Command
from results.models import Candidacy, Contest, Declaration, Election, Party
from results.signals import declared
from tests.results.importing import quayshire

pytestmark = pytest.mark.django_db
DAY = ("--polling-day", "2024-05-02")


def votes_in(contest):
    return {str(each.candidacy): each.votes for each in contest.declaration.votes.all()}


def test_without_declare_contests_and_candidates_are_set_up_and_nothing_is_declared(library, run):
    run(library, *DAY, "--name", "Quay", "--seats", "2")
    election = Election.objects.get()
    assert (election.name, election.seats) == ("Quay", 2)
    assert election.polls_close_at.isoformat() == "2024-05-02T21:00:00+00:00"
    northquay = election.contests.get(slug="northquay")
    assert (northquay.electorate, northquay.region, northquay.gss_code) == (
        10_000,
        "London",
        "E19000001",
    )
    assert [str(each) for each in northquay.candidacies.all()] == [
        "Cléo Finch (Liberal Democrat)",
        "Ben Marsh (Conservative)",
        "Ada Quill (Labour)",
        "Dov Reed (Independent)",
    ]
    quill = northquay.candidacies.get(slug="ada-quill")
    assert (quill.sitting, quill.description) == (True, "Labour and Co-operative")
    assert not Declaration.objects.exists()


def test_declare_records_the_results_with_their_source_and_times(library, run):
    said = run(library, *DAY, "--declare")
    northquay = Contest.objects.get(slug="northquay")
    assert votes_in(northquay) == {
        "Ada Quill (Labour)": 2800,
        "Ben Marsh (Conservative)": 2600,
        "Cléo Finch (Liberal Democrat)": 300,
        "Dov Reed (Independent)": 300,
    }
    declaration = northquay.declaration
    assert (declaration.rejected, declaration.version, declaration.stage) == (40, 1, "declared")
    assert declaration.declared_at.isoformat() == "2024-05-03T00:10:00+00:00"
    assert declaration.source == (
        "House of Commons Library, constituencies (one.csv); "
        "House of Commons Library, candidates (two.csv)"
    )
    assert "declaration: 2 new, 0 changed, 0 unchanged" in said.out
    assert said.err == ""


def test_a_second_run_changes_nothing(library, run):
    run(library, *DAY, "--declare")
    said = run(list(reversed(library)), "--declare")
    assert said.out.splitlines() == [
        "candidacy: 0 new, 0 changed, 7 unchanged",
        "contest: 0 new, 0 changed, 2 unchanged",
        "declaration: 0 new, 0 changed, 2 unchanged",
    ]
    assert (Declaration.objects.count(), Candidacy.objects.count()) == (2, 7)


def test_independents_are_kept_apart_and_one_of_them_can_win(library, quay_2024):
    import_results(library, election=quay_2024, declare=True)
    shown = board(quay_2024.contests.all(), election=quay_2024)
    independents = [each for each in shown["parties"] if each["party"]["slug"] == "ind"]
    assert [(each["candidate"], each["seats"]) for each in independents] == [
        ("Hana Wells", 1),
        ("Jon Tarn", 0),
        ("Dov Reed", 0),
    ]


def test_one_signal_is_sent_for_each_contest_that_is_declared(library, quay_2024):
    heard = []

    def listen(contest, **kwargs):
        heard.append((contest.slug, contest.declaration.total_votes))

    declared.connect(listen)
    try:
        for _ in range(2):
            import_results(library, election=quay_2024, declare=True)
    finally:
        declared.disconnect(listen)
    assert heard == [("northquay", 6000), ("millbrook", 5000)]


def test_other_figures_than_those_declared_are_left_to_the_desk(library, written, run):
    run(library, *DAY, "--declare")
    other = quayshire.LIBRARY_CANDIDATES.replace('"2,800"', "2801")
    said = run([written("later.csv", other)], "--declare")
    assert "later.csv, line 2: Northquay: declared already with other figures" in said.err
    assert Contest.objects.get(slug="northquay").declaration.total_votes == 6000


def test_nobody_joins_candidates_whose_votes_are_declared(library, written, run):
    run(library, *DAY, "--declare")
    late = "E19000001,,Northquay,,,,,Green Party,Green,Zoe,Late,,No,No,5,,\n"
    said = run([written("more.csv", quayshire.LIBRARY_CANDIDATES + late)])
    assert "Northquay: Zoe Late cannot join candidates whose votes are declared." in said.err
    assert Candidacy.objects.count() == 7


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"2,800"', "[x]", "not every candidate's votes are known: not declared."),
        ('"2,800"', "7500", "more than the electorate of 10,000: 740 too many."),
        ("2600,43.3", "2800,43.3", "who won the lot?"),
    ],
)
def test_figures_that_do_not_hold_are_reported_and_the_rest_declared(
    library, written, run, old, new, why
):
    changed = written("two.csv", quayshire.LIBRARY_CANDIDATES.replace(old, new))
    said = run([library[0], changed], *DAY, "--declare")
    assert "Northquay: " in said.err
    assert why in said.err
    assert [each.contest.slug for each in Declaration.objects.all()] == ["millbrook"]


def test_what_the_file_says_beside_the_votes_is_held_against_them(library, written, run):
    doubtful = quayshire.LIBRARY_CANDIDATES.replace("2600,43.3", "2610,43.3").replace(
        "2000,0.4", "2000,0.7"
    )
    said = run([library[0], written("two.csv", doubtful)], *DAY, "--declare")
    assert "Northquay: the candidates' votes make 6,010, the file says 6,000." in said.err
    assert "Millbrook: Ida Storr's share is written 0.7; the votes make 0.4000." in said.err
    assert Declaration.objects.count() == 2


def test_a_result_without_a_time_needs_to_be_given_one(written, run):
    files = [written("x.csv", quayshire.COMMISSION_RESULTS)]
    assert "no time of declaration: give --declared-at" in run(files, *DAY, "--declare").err
    run(files, *DAY, "--declare", "--declared-at", "03/05/2024 01:10")
    assert Declaration.objects.get().declared_at.isoformat() == "2024-05-03T00:10:00+00:00"


def test_a_second_publisher_adds_nobody_twice(library, written, run):
    run(library, *DAY)
    sheets = [
        written("results.csv", quayshire.COMMISSION_RESULTS),
        written("admin.csv", quayshire.COMMISSION_ADMINISTRATION),
    ]
    said = run(sheets)
    assert "candidacy: 0 new, 1 changed, 3 unchanged" in said.out
    assert "Northquay: Cleo Finch-O'Day is taken to be Cléo Finch (Liberal Democrat)." in said.err
    finch = Candidacy.objects.get(slug="cleo-finch")
    assert (finch.name, finch.description) == ("Cléo Finch", "Quayshire Liberal Democrats")


def test_two_publishers_files_in_one_run_make_one_roster(library, written, run):
    run([*library, written("results.csv", quayshire.COMMISSION_RESULTS)], *DAY, "--declare")
    assert (Candidacy.objects.count(), Declaration.objects.count()) == (7, 2)


def test_a_candidate_who_is_twice_in_a_file_is_taken_once(library, written, run):
    line = quayshire.LIBRARY_CANDIDATES.splitlines(keepends=True)[2]
    twice = written("two.csv", quayshire.LIBRARY_CANDIDATES + line)
    said = run([library[0], twice], *DAY, "--declare")
    assert "two.csv, line 9: Ben Marsh (Con) is there twice." in said.err
    assert Declaration.objects.count() == 2


def test_a_tie_goes_to_the_one_whom_the_file_calls_elected(written, run):
    run([written("x.csv", quayshire.TIDY)], "--declare")
    declaration = Declaration.objects.get()
    assert (declaration.majority, str(declaration.lot_winner)) == (0, "Ann Bell (Labour)")


def test_only_the_lines_of_the_polling_day_are_taken(written, run):
    path = written("x.csv", quayshire.LGA)
    said = run([path], *DAY, "--kind", "local", "--declare", "--declared-at", "2024-05-03 02:00")
    assert "Left out, of another polling day, 2022-05-05: 1." in said.out
    ward = Contest.objects.get()
    assert (ward.seats, ward.electorate, ward.declaration.rejected) == (1, 4_000, 10)


def test_several_polling_days_without_a_word_which_are_refused(written, run):
    with pytest.raises(CommandError, match="polling days 2024-05-02 and 2022-05-05"):
        run([written("x.csv", quayshire.LGA)])
    assert not Election.objects.exists()


def test_a_new_election_needs_its_polling_day(library, run):
    with pytest.raises(CommandError, match="give --polling-day"):
        run(library)


def test_wards_of_two_seats_and_json_are_imported(written, run):
    run([written("x.csv", quayshire.DEMOCRACY_CLUB_NEWER)], "--kind", "local")
    assert Contest.objects.get().seats == 2
    path = written("x.json", json.dumps(quayshire.result_sets(papers=1310)))
    run([path], "--declare", "--declared-at", "2024-05-03 02:00", election="json-2024")
    assert Contest.objects.get(election__slug="json-2024").declaration.total_votes == 1300


def test_a_paper_of_another_election_is_left_blank(written, run):
    path = written("x.csv", quayshire.DEMOCRACY_CLUB_NEWER)
    run([path])
    said = run([path], election="again")
    assert "local.quay.harbour.2024-05-02 is the paper of another election; left blank." in said.err
    assert Contest.objects.get(election__slug="again").ballot_paper_id is None


def test_what_export_results_writes_is_read_again_to_the_same(library, written, run, capsys):
    run(library, *DAY, "--declare")
    tidy = exported(capsys, "quay-2024")
    path = written("tidy.csv", tidy)
    assert "declaration: 0 new, 0 changed, 2 unchanged" in run([path], "--declare").out
    run([path], "--declare", election="copy")
    assert exported(capsys, "copy").replace("copy,", "quay-2024,") == tidy


def test_a_provisional_result_is_not_imported_as_declared(written, run):
    provisional = quayshire.TIDY.replace("seats,", "stage,").replace(",1,2000", ",provisional,2000")
    run([written("x.csv", provisional)], "--declare")
    assert (Contest.objects.count(), Declaration.objects.count()) == (1, 0)


def test_a_smaller_electorate_than_papers_on_record_is_not_taken(library, written, run):
    run(library, *DAY, "--declare")
    small = quayshire.LIBRARY_CONSTITUENCIES.replace('"10,000"', "60")
    said = run([written("one.csv", small)])
    assert "electorate not taken" in said.err
    assert Contest.objects.get(slug="northquay").electorate == 10_000


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--as-baseline", "actual"), "needs the --year"),
        (("--as-baseline", "actual", "--year", "2019"), "No election “quay-2024” to compare"),
        (("--as-baseline", "actual", "--declare"), "does not go with"),
        (("--declared-at", "breakfast"), "“breakfast” is not a day and a time"),
    ],
)
def test_arguments_that_make_no_sense_are_named(library, run, arguments, why):
    with pytest.raises(CommandError, match=why):
        run(library, *arguments)


def test_files_of_which_nothing_can_be_used_end_in_an_error(written, run):
    header = quayshire.LIBRARY_CANDIDATES.partition("\n")[0]
    path = written("x.csv", f"{header}\n,,Total,,,,,,,,,,,,5100,,\n")
    with pytest.raises(CommandError, match="Nothing in these files could be used"):
        run([path], *DAY)


def test_an_unknown_format_ends_in_an_error_and_writes_nothing(library, written, run):
    with pytest.raises(CommandError, match="Its headers: colour"):
        run([*library, written("x.csv", "colour\nred\n")], *DAY)
    assert not Party.objects.exists()


def test_lines_are_counted_on_a_terminal_only():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    shown, silent = Terminal(), io.StringIO()
    for stream in (shown, silent):
        Command(stderr=stream, no_color=True)._progress(1500)
    assert (shown.getvalue(), silent.getvalue()) == ("\r1,500 lines read", "")


def test_help_says_what_it_is_for(capsys):
    with pytest.raises(SystemExit):
        call_command("import_results", "--help")
    assert "--as-baseline" in capsys.readouterr().out


def test_polls_close_at_ten_in_london():
    assert polls_close(date(2019, 12, 12)).isoformat() == "2019-12-12T22:00:00+00:00"


def exported(capsys, slug):
    capsys.readouterr()
    call_command("export_results", "--election", slug)
    return capsys.readouterr().out
