"""The election of 2019 as an agency would send it; skipped without the published figures."""

import csv
import json
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from results import agencies
from results.importing import import_baselines, import_results
from results.models import Dispatch, Election

DATA = Path(__file__).resolve().parents[3] / ".." / "shared" / "data"
FILES = [DATA / "ge2019_constituencies.csv", DATA / "ge2019_candidates.csv"]
BEFORE = [DATA / "ge2017_constituencies.csv", DATA / "ge2017_candidates.csv"]
# Of two parties of one name in different nations, a state of the parties has the sum.
APART = {"Con", "Lab", "LD", "SNP", "PC", "DUP", "SF", "SDLP"}


@pytest.mark.django_db
@pytest.mark.skipif(not FILES[1].exists(), reason="the shared election data is not here")
def test_every_result_of_a_general_election_as_dispatches(nobody_follows, tmp_path):
    election = Election(slug="general-2019", name="General election 2019", seats=650)
    import_results(FILES, election=election)
    import_baselines(BEFORE, election=election, kind="actual", year=2017)
    taken = [dispatch for path in results(tmp_path) for dispatch in take(path, election)]
    assert [str(each) for each in taken if each.state != Dispatch.State.TAKEN] == []
    assert len(taken) == 650
    (told,) = take(state_of_the_parties(tmp_path), election)
    assert told.note == "PA state of the parties 650 agrees with our board."


def take(path, election):
    return list(agencies.take_file(path, election=election, confirmed=True))


def results(folder):
    seats = {}
    with FILES[1].open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            seats.setdefault(row["constituency"], []).append(row)
    for number, (name, rows) in enumerate(seats.items(), start=1):
        path = folder / f"General_Election_result_{number}_1.xml"
        path.write_text(result(number, name, rows), encoding="utf-8")
        yield path


def result(number, name, rows):
    votes = sorted((int(row["votes"]) for row in rows), reverse=True)
    candidates = "".join(
        f"<Candidate firstName={quoteattr(row['first_name'])} surname={quoteattr(row['surname'])}"
        f"{' elected=' + quoteattr('*') if int(row['votes']) == votes[0] else ''}>"
        f"<Party name={quoteattr(row['party_name'])} abbreviation={quoteattr(row['party_abbrev'])}"
        f' votes="{row["votes"]}"/></Candidate>'
        for row in rows
    )
    return (
        '<FirstPastThePostResult revision="1" declarationTime="2019-12-13T03:00:00">'
        f'<Election date="2019-12-12"><Constituency number="{number}" name={quoteattr(name)} '
        f'turnout="{sum(votes)}" majority="{votes[0] - votes[1]}">{candidates}'
        "</Constituency></Election></FirstPastThePostResult>"
    )


def state_of_the_parties(folder):
    golden = json.loads((DATA / "golden_ge2019.json").read_text(encoding="utf-8"))
    parties = "".join(
        f'<Party abbreviation="{each["party"]}" totalSeats="{each["seats"]}" '
        f'gains="{each["gains"]}" losses="{each["losses"]}" totalVotes="{each["votes"]}"/>'
        for each in golden["parties"]
        if each["party"] in APART
    )
    rest = "".join(
        f'<Party abbreviation="{each["party"]}"/>'
        for each in golden["parties"]
        if each["party"] not in APART
    )
    path = folder / "General_Election_All_SOP_650.xml"
    path.write_text(
        f'<FirstPastThePostStateOfParties numberOfResults="{golden["seats"]}" '
        f'totalVotes="{golden["valid_votes"]}"><Parties>{parties}{rest}</Parties>'
        "</FirstPastThePostStateOfParties>"
    )
    return path
