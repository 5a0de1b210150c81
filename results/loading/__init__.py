"""Setting an election up from the project's own JSON document.

    {
      "about": "free text: where the figures come from, under which licence",
      "parties": [
        {"slug": "con", "name": "Conservative and Unionist Party", "short_name": "Conservative",
         "people": "the Conservatives", "abbreviation": "Con", "colour": "#0063ba",
         "colour_dark": "", "ec_id": "PP52", "is_independent": false, "is_speaker": false}
      ],
      "election": {
        "slug": "2010", "name": "General election 2010", "kind": "general | local | by-election",
        "polling_day": "2010-05-06", "polls_close_at": "2010-05-06T22:00:00+01:00", "seats": 650,
        "council_seats": null, "hold_policy": "last_general | sitting", "previous_label": "2005"
      },
      "contests": [
        {"slug": "ilford-north", "name": "Ilford North", "seats": 1, "electorate": 72372,
         "ballot_paper_id": "parl.ilford-north.2010-05-06", "gss_code": "E14000759",
         "pa_number": 328, "region": "London", "sitting_party": null,
         "expected_at": "2010-05-07T03:30:00+01:00", "expected_source": "the council",
         "candidacies": [
           {"name": "Lee Scott", "slug": "lee-scott", "party": "con", "description": "",
            "sitting": true}
         ],
         "baselines": [
           {"kind": "actual | notional", "label": "2005 (notional)", "year": 2005,
            "electorate": 68570, "valid_votes": 41917, "ballots": null, "winner": "con",
            "default": true, "source": "", "votes": [{"party": "con", "votes": 18349,
                                                      "seats": null},
                                                     {"label": "Others", "votes": 293}]}
         ],
         "outturn": {"votes": {"lee-scott": 21506}, "rejected": 197,
                     "declared_at": "2010-05-07T05:30:00+01:00", "ballots": 47210,
                     "announced_at": "2010-05-07T03:13:00+01:00"}}
      ]
    }

Names, slugs, `polling_day`, `polls_close_at` and a baseline's `kind`, `label` and `year` must be
there; the rest may be left out. Contests and candidates stand in the
order of the document. Loading again replaces what the document names, by slug: a party may also be
one that is known already, contests that are not named stay, candidates that are not named in their
contest's list go, unless votes have been declared for them. `expected_at` is when the declaration
is expected; another time than before is a new version of it. `outturn` is for rehearsals:
`outturns` reads it, nothing stores it.
"""

from typing import Any

from django.db import transaction

from results import sheets
from results.loading.reading import Outturn, Reading
from results.loading.section import DocumentRefused
from results.loading.standing import problems_beside_what_stands
from results.models import (
    Baseline,
    BaselineVotes,
    Candidacy,
    Contest,
    Election,
    Expectation,
    Party,
)

__all__ = ["DocumentRefused", "Outturn", "load_election", "outturns"]


@transaction.atomic
def load_election(document: object) -> Election:
    """Set an election up, all of it or nothing. Raises DocumentRefused with every problem found."""
    reading = Reading(document)
    reading.problems += problems_beside_what_stands(reading)
    if reading.problems:
        raise DocumentRefused(reading.problems)
    changed = _changed_parties(reading.parties)
    _write(reading)
    sheets.rebuild(reading.election)
    sheets.rebuild_where(changed)
    return reading.election


def outturns(document: object) -> list[Outturn]:
    """The outturn of every contest that has one. Raises DocumentRefused."""
    reading = Reading(document)
    if reading.problems:
        raise DocumentRefused(reading.problems)
    return [each.outturn for each in reading.contests if each.outturn]


def _changed_parties(parties: list[Party]) -> list[Party]:
    """Those that are known already, in other words or colours."""
    known = Party.objects.in_bulk([each.slug for each in parties], field_name="slug")
    shown = ("name", "short_name", "people", "abbreviation", "colour", "colour_dark")
    return [
        known[each.slug]
        for each in parties
        if each.slug in known
        and any(getattr(known[each.slug], name) != getattr(each, name) for name in shown)
    ]


def _write(reading: Reading) -> None:
    _upsert(Party, reading.parties, unique=["slug"])
    _save(reading.election)
    _upsert(Contest, [each.contest for each in reading.contests], unique=["election", "slug"])
    for each in reading.contests:
        if each.candidacies is not None:
            named = [candidacy.slug for candidacy in each.candidacies]
            each.contest.candidacies.exclude(slug__in=named).delete()
    candidacies = [one for each in reading.contests for one in each.candidacies or []]
    _upsert(Candidacy, candidacies, unique=["contest", "slug"])
    renewed = [each for each in reading.contests if each.baselines is not None]
    Baseline.objects.filter(contest__in=[each.contest for each in renewed]).delete()
    Baseline.objects.bulk_create(one for each in renewed for one in each.baselines or [])
    BaselineVotes.objects.bulk_create(one for each in renewed for one in each.baseline_votes)
    _expect([each.expectation for each in reading.contests if each.expectation])


def _expect(expected: list[Expectation]) -> None:
    """Times of declaration that differ from what is said now: every version is kept."""
    said = {
        each.contest_id: (each.at, each.source)
        for each in Expectation.objects.filter(contest__in=[one.contest for one in expected])
    }
    Expectation.objects.bulk_create(
        each for each in expected if said.get(each.contest.pk) != (each.at, each.source)
    )


def _save(election: Election) -> None:
    """By itself and not in bulk, so that whoever waits for a new election is told of it."""
    standing = Election.objects.filter(slug=election.slug).values_list("pk", flat=True)
    election.pk = standing.first()
    election.save()


def _upsert(model: Any, instances: list[Any], *, unique: list[str]) -> None:
    """Write each, or write over the row that has the same key; either way it knows its id."""
    columns = [
        each.name
        for each in model._meta.concrete_fields
        if not each.primary_key and each.name not in unique
    ]
    model.objects.bulk_create(
        instances, update_conflicts=True, unique_fields=unique, update_fields=columns
    )
