"""Each publisher's headers: told from the others, and read into contests and candidates."""

import json
from datetime import UTC, date, datetime

import pytest

from results.importing.detect import format_of, recognise
from results.importing.reading import heading
from results.importing.rows import ImportRefused, PartyLabel, Report
from tests.results.importing import quayshire

NAMES = {
    "LIBRARY_CANDIDATES": "House of Commons Library, candidates",
    "LIBRARY_CONSTITUENCIES": "House of Commons Library, constituencies",
    "NOTIONAL": "notional results",
    "COMMISSION_RESULTS": "Electoral Commission, results",
    "COMMISSION_ADMINISTRATION": "Electoral Commission, administrative data",
    "DEMOCRACY_CLUB_2019": "Democracy Club, candidates",
    "DEMOCRACY_CLUB_NEWER": "Democracy Club, candidates",
    "LGA": "Local Government Association, election results",
    "TIDY": "tidy results",
}
LIBRARY_2024 = (
    "ONS ID,ONS region ID,Constituency name,County name,Region name,Country name,"
    "Constituency type,Declaration time,Member first name,Member surname,Member gender,Result,"
    "First party,Second party,Electorate,Valid votes,Invalid votes,Majority,Con,Lab,LD,RUK,Green,"
    "SNP,PC,DUP,SF,SDLP,UUP,APNI,All other candidates,Of which other winner"
)


@pytest.fixture
def lines(written):
    """The lines of a file of the made-up county, and the report that came of reading it."""

    def read(which, **changes):
        text = getattr(quayshire, which)
        for old, new in changes.items():
            text = text.replace(old, new)
        report = Report()
        return [line for _, line in recognise(written("x.csv", text)).lines(report)], report

    return read


@pytest.mark.parametrize(("which", "name"), NAMES.items())
def test_a_format_is_told_by_its_header_and_not_by_its_name(written, which, name):
    text = getattr(quayshire, which)
    assert recognise(written("misleading.txt", text, "utf-8-sig")).format_name == name
    crlf = text.replace("\n", "\r\n")
    assert recognise(written("other", crlf)).format_name == name


def test_the_librarys_headers_of_2024_are_known():
    headers = [heading(each) for each in LIBRARY_2024.split(",")]
    assert format_of(headers).name == "House of Commons Library, constituencies"


def test_an_unknown_header_is_refused_with_what_was_seen(written):
    with pytest.raises(ImportRefused, match=r"Its headers: colour, size\. Known formats: House of"):
        recognise(written("x.csv", "Colour,Size\nred,4\n"))


@pytest.mark.parametrize("text", ["", "\n\n", "[]", "{", '{"a": 1}', "[3]"])
def test_a_file_with_nothing_to_go_by_is_refused(written, text):
    with pytest.raises(ImportRefused, match=r"x\.csv"):
        recognise(written("x.csv", text))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="cannot be read: No such file"):
        recognise(tmp_path / "none.csv")


def test_library_constituencies(lines):
    (first, second), report = lines("LIBRARY_CONSTITUENCIES")
    assert (first.contest.electorate, first.contest.rejected, first.contest.seats) == (
        10_000,
        40,
        1,
    )
    assert first.contest.declared_at == datetime(2024, 5, 3, 0, 10, tzinfo=UTC)
    assert second.contest.declared_at == datetime(2024, 5, 3, 1, 30, tzinfo=UTC)
    assert report.problems == []


def test_nought_in_a_partys_column_means_that_it_did_not_stand(lines):
    (first, second), _ = lines("LIBRARY_CONSTITUENCIES")
    assert [(label.abbreviation or label.name, votes) for label, votes in first.party_votes] == [
        ("Con", 2600),
        ("Lab", 2800),
        ("LD", 300),
        ("Others", 300),
    ]
    # The winner from outside the columns has votes of their own.
    assert second.party_votes[-2:] == [(PartyLabel("", "Ind"), 2500), (PartyLabel("Others"), 500)]


def test_commission_results_keep_the_description_and_lower_their_voices(lines):
    found, _ = lines("COMMISSION_RESULTS")
    assert [each.candidate.name for each in found] == [
        "Ada Maria Quill",
        "Benjamin Marsh",
        "Cleo Finch-O'Day",
        "Dov Reed",
    ]
    assert found[1].candidate.description == "The Conservative Party Candidate"
    assert found[1].candidate.party.name == "Conservative"


def test_a_fractional_electorate_is_not_known_and_reported(lines):
    (_, second), report = lines("COMMISSION_ADMINISTRATION")
    assert (second.contest.electorate, second.contest.ballots) == (None, 5025)
    assert [str(each) for each in report.problems] == [
        "x.csv, line 3: electorate: “9000.5” is not a whole number of nought or more."
    ]


def test_democracy_clubs_older_export_has_codes_and_cancelled_polls(lines):
    found, report = lines("DEMOCRACY_CLUB_2019")
    assert found[0].contest.gss_code == "E19000001"
    assert found[0].polling_day == date(2024, 5, 2)
    assert found[0].candidate.votes is None
    assert [each.why for each in report.problems] == ["the poll in Voidham was cancelled."]


def test_democracy_clubs_newer_export_has_ballots_and_votes(lines):
    found, _ = lines("DEMOCRACY_CLUB_NEWER")
    assert found[0].contest.ballot_paper_id == "local.quay.harbour.2024-05-02"
    assert [each.contest.seats for each in found] == [2, 2, 2]
    assert [each.candidate.votes for each in found] == [900, 880, 400]


def test_democracy_clubs_results_hold_percentages_among_the_papers(written):
    report = Report()
    path = written("x.json", json.dumps(quayshire.result_sets(papers=32)))
    found = [line for _, line in recognise(path).lines(report)]
    assert (found[0].contest.ballots, found[0].contest.seats) == (None, 1)
    assert [each.why for each in report.doubts] == [
        "Harbour: 32 papers is a percentage, so the papers are not known."
    ]
    path = written("y.json", json.dumps({"results": quayshire.result_sets(papers=1310)}))
    assert next(line for _, line in recognise(path).lines(report)).contest.ballots == 1310


def test_a_ballot_that_is_not_as_expected_is_reported_and_the_rest_read(written):
    broken = {"ballot_paper_id": "local.quay.shore.2024-05-02", "candidate_results": []}
    report = Report()
    path = written("x.json", json.dumps([*quayshire.result_sets(), broken]))
    assert len(list(recognise(path).lines(report))) == 2
    assert [each.line for each in report.problems] == [2]


def test_lga_rejected_papers_are_a_sum_only_if_every_head_is_known(lines):
    found, _ = lines("LGA")
    assert [each.contest.rejected for each in found] == [10, 10, None]
    assert found[0].contest.gss_code == "E05900001"
    assert (found[0].candidate.party.ec_id, found[0].candidate.elected) == ("PP53", True)
    assert found[1].candidate.elected is False


def test_sums_in_the_place_of_a_party_are_not_one(lines):
    found, report = lines("NOTIONAL")
    assert sum(votes for line in found[:5] for _, votes in line.party_votes if votes) >= 5900
    assert [each.why for each in report.problems] == ["TOTOTHV is a sum of parties, not a party."]


@pytest.mark.parametrize(
    ("footer", "why"),
    [
        (",,Total,,,,,,,,,,,,5100,,", "“Total” is a total, not a contest."),
        (",,United Kingdom,,,,,,,,,,,,9,,", "“United Kingdom” is a total, not a contest."),
        ("Source: House of Commons Library", "names no constituency or ward (“Source: House of"),
        ("a" + ",b" * 17, "18 cells under 17 headers."),
        ("E19000003,,Shore,,,,,Labour,Lab,,,,,,5,,", "names no candidate."),
    ],
)
def test_footers_and_totals_are_reported_and_not_imported(lines, footer, why):
    end = "Jon,Tarn,,No,No,500,0.1,\n"
    found, report = lines("LIBRARY_CANDIDATES", **{end: f"{end}{footer}\n"})
    assert len(found) == 7
    assert [each.line for each in report.problems] == [9]
    assert report.problems[0].why.startswith(why)
