"""What files say of seats: who was elected unopposed, and how many a party won last time."""

import pytest

from results.models import Contest
from tests.results.importing import quayshire

pytestmark = pytest.mark.django_db
AT = ("--polling-day", "2024-05-02", "--declared-at", "2024-05-03T01:00+01:00", "--declare")
UNOPPOSED_LGA = (
    quayshire.LGA.replace("900,ELECTED,1310", ",ELECTED,")
    .replace("400,\\\nNOT ELECTED,1310", ",ELECTED,")
    .replace("400,NOT ELECTED,1310", ",ELECTED,")
)
CANCELLED = (
    quayshire.DEMOCRACY_CLUB_NEWER.replace(",False,2,900,True", ",True,2,,True")
    .replace(",False,2,880,True", ",True,2,,True")
    .replace("3,Cy Marsh", "9,Cy Marsh")
)


def without_the_third(text):
    return "".join(line for line in text.splitlines(keepends=True) if "Cy Marsh" not in line)


def harbour():
    return Contest.objects.with_results().get(slug="harbour")


@pytest.mark.parametrize("text", [UNOPPOSED_LGA, without_the_third(CANCELLED)])
def test_a_poll_that_nobody_contested_is_declared_without_votes(written, run, text):
    said = run([written("a.csv", text)], *AT)
    assert "declaration: 1 new" in said.out
    assert (harbour().declaration.unopposed, harbour().seats) == (True, 2)
    assert len(harbour().declaration.elected()) == 2
    assert "declaration: 0 new, 0 changed, 1 unchanged" in run([written("a.csv", text)], *AT).out


def test_a_cancelled_poll_with_somebody_not_elected_is_not_unopposed(written, run):
    """A poll is cancelled also when a candidate has died."""
    cancelled = CANCELLED.replace(",False,2,400,False", ",True,2,,False")
    said = run([written("a.csv", cancelled)], *AT)
    assert "was cancelled" in said.err


def test_our_own_export_of_it_is_read_back(written, run, capsys):
    from django.core.management import call_command

    run([written("a.csv", without_the_third(CANCELLED))], *AT)
    call_command("export_results", "--election", "quay-2024")
    exported = capsys.readouterr().out
    run([written("b.csv", exported)], "--declare", election="again")
    again = Contest.objects.with_results().get(election__slug="again")
    assert again.declaration.unopposed


def test_a_baseline_of_wards_knows_who_won_each_seat(written, run):
    run([written("a.csv", quayshire.DEMOCRACY_CLUB_NEWER)], "--polling-day", "2024-05-02")
    run(
        [written("b.csv", quayshire.DEMOCRACY_CLUB_NEWER)],
        *("--as-baseline", "actual", "--year", "2020", "--polling-day", "2024-05-02"),
    )
    seats = {each.label: each.seats for each in harbour().baseline.votes.all()}
    assert seats == {"Ada Quill": 1, "Bo Quill": 1, "Cy Marsh": 0}


def test_where_a_file_does_not_say_who_was_elected_seats_are_not_known(library, run):
    run(library, "--polling-day", "2024-05-02")
    run(library, "--as-baseline", "actual", "--year", "2019")
    baseline = Contest.objects.get(slug="northquay").baseline
    assert {each.seats for each in baseline.votes.all()} == {None}


def test_a_joint_candidacy_shows_its_description(written, run):
    joint = quayshire.DEMOCRACY_CLUB_NEWER.replace(
        "Labour Party,PP53", "Labour and Co-operative Party,joint-party:53-119"
    )
    run([written("a.csv", joint)], "--polling-day", "2024-05-02")
    quill = harbour().candidacies.get(slug="ada-quill")
    assert (quill.party.slug, quill.description) == ("lab", "Labour and Co-operative")


def test_the_commissions_sheets_give_pas_numbers(written, run):
    run([written("a.csv", quayshire.COMMISSION_RESULTS)], "--polling-day", "2024-05-02")
    assert Contest.objects.get(slug="northquay").pa_number == 1
