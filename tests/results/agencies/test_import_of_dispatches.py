"""`import_results` with the dispatches of an agency among its files."""

import pytest
from django.core.management import CommandError, call_command

from results.models import Dispatch
from tests.results.agencies.wires import pa_nominations, pa_result


@pytest.fixture
def files(tmp_path):
    made = []
    for number, text in enumerate([pa_nominations(), pa_result()]):
        made.append(tmp_path / f"{number}.xml")
        made[-1].write_text(text)
    return [str(each) for each in made]


def test_dispatches_are_recognised_and_each_is_told(files, borough_night, capsys):
    call_command("import_results", *files, "--election", borough_night.slug, "--declare")
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "taken: 0.xml: Northquay: 4 candidates.",
        "taken: 1.xml: Northquay: Harbour hold (PA revision 1)",
    ]
    call_command("import_results", *files, "--election", borough_night.slug, "--declare")
    assert capsys.readouterr().out == ""
    assert Dispatch.objects.count() == 2


def test_results_are_not_declared_by_a_slip(files, borough_night):
    with pytest.raises(CommandError, match="give --declare"):
        call_command("import_results", *files, "--election", borough_night.slug)


def test_an_election_must_be_there(files, db):
    with pytest.raises(CommandError, match="set it up first"):
        call_command("import_results", *files, "--election", "none", "--declare")


def test_a_hostile_file_ends_in_an_error(tmp_path, borough_night, capsys):
    path = tmp_path / "bomb.xml"
    path.write_text("<!DOCTYPE x><x/>")
    with pytest.raises(CommandError, match="Nothing in these files"):
        call_command("import_results", str(path), "--election", borough_night.slug, "--declare")
    assert "document type" in capsys.readouterr().err
