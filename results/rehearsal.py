"""A copy of an election to rehearse on: the same contests and candidates, no count begun."""

from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from results import sheets
from results.models import (
    Baseline,
    BaselineVotes,
    Candidacy,
    Declaration,
    Election,
    Forecast,
    Hex,
    TurnoutReport,
)

SUFFIX = "-rehearsal"

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def rehearsal_of(election: Election, *, slug: str) -> Election:
    """A fresh copy of `election` under `slug`; an older rehearsal of that name is thrown away.

    Ballot paper ids name real ballots, so the copy has none. Raises ValueError where `slug` does
    not end in `-rehearsal`: a real election is never thrown away by a slip.
    """
    if not slug.endswith(SUFFIX):
        raise ValueError(f"A rehearsal's slug ends in {SUFFIX}; “{slug}” does not.")
    _throw_away(slug)
    contests = list(
        election.contests.prefetch_related(
            "candidacies", "baselines__votes", "expectations"
        ).order_by("pk")
    )
    copy = _copied(election, slug=slug)
    for contest in contests:
        new = _copied(contest, election=copy, ballot_paper_id=None)
        Candidacy.objects.bulk_create(
            _copied(each, save=False, contest=new) for each in contest.candidacies.all()
        )
        if place := Hex.objects.filter(contest=contest).first():
            _copied(place, contest=new)
        for expectation in contest.expectations.all():
            _copied(expectation, contest=new)
        for baseline in contest.baselines.all():
            new_baseline: Baseline = _copied(baseline, contest=new)
            BaselineVotes.objects.bulk_create(
                _copied(each, save=False, baseline=new_baseline) for each in baseline.votes.all()
            )
    sheets.rebuild(copy)
    return copy


def _throw_away(slug: str) -> None:
    # What was declared protects its contest, so it goes first.
    TurnoutReport.objects.filter(contest__election__slug=slug).delete()
    Declaration.objects.filter(contest__election__slug=slug).delete()
    Forecast.objects.filter(election__slug=slug).delete()
    Election.objects.filter(slug=slug).delete()


def _copied(row: Row, *, save: bool = True, **changes: object) -> Row:
    copy = type(row)(
        **{
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
    )
    for name, value in changes.items():
        setattr(copy, name, value)
    if save:
        copy.save()
    return copy
