import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from results.exporting import HEADER
from tests.results.night import declare_outturn


def exported(capsys, *arguments):
    call_command("export_results", "--election", "quayshire-2024", *arguments)
    return capsys.readouterr().out


def test_csv_has_a_row_for_every_candidacy(borough_night, capsys):
    declare_outturn(borough_night, "northquay")
    rows = list(csv.DictReader(io.StringIO(exported(capsys))))
    assert len(rows) == 14
    assert tuple(rows[0]) == HEADER
    assert rows[0] == {
        "election": "quayshire-2024",
        "contest": "Northquay",
        "ballot_paper_id": "parl.northquay.2024-05-02",
        "candidate": "Ada Quill",
        "party": "The Harbour Party",
        "votes": "2800",
        "share": "46.7",
        "change": "-3.3",
        "elected": "true",
        "majority": "200",
        "electorate": "10000",
        "ballots": "6040",
        "rejected": "40",
        "stage": "declared",
        "version": "1",
        "declared_at": "2024-05-03T00:10:00+00:00",
        "polling_day": "2024-05-02",
        "gss_code": "",
        "region": "",
        "seats": "1",
        "party_abbreviation": "Har",
        "party_ec_id": "",
        "description": "",
        "sitting": "true",
        "rejected_official_mark": "",
        "rejected_too_many_votes": "",
        "rejected_voter_identified": "",
        "rejected_unmarked": "",
        "rejected_uncertain": "",
        "rejected_in_part": "",
    }
    assert [each["elected"] for each in rows[1:4]] == ["false"] * 3


def test_what_is_not_known_is_blank_and_not_nought(borough_night, capsys):
    declare_outturn(borough_night, "millbrook")
    rows = list(csv.DictReader(io.StringIO(exported(capsys))))
    wells = next(each for each in rows if each["candidate"] == "Hana Wells")
    assert (wells["rejected"], wells["ballots"], wells["change"]) == ("", "", "")
    quill = next(each for each in rows if each["candidate"] == "Ada Quill")
    assert (quill["votes"], quill["elected"], quill["version"]) == ("", "", "")


def test_json_is_the_board(borough_night, capsys):
    declare_outturn(borough_night, "northquay")
    shown = json.loads(exported(capsys, "--format", "json"))
    assert (shown["declared"], len(shown["contests"])) == (1, 5)


def test_an_unknown_election_is_named_beside_those_there_are(borough_night):
    with pytest.raises(CommandError, match=r"No election “1906”; there are: quayshire-2024\."):
        call_command("export_results", "--election", "1906")
