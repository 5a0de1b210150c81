"""What is worked out already: written with every figure, and read by whatever shows many contests.

A deed costs one contest's arithmetic, however many have declared: its old sums are taken from its
region's tally and the new ones added. Set-up, which moves many contests at once, ends in `rebuild`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from results import signals
from results.card import contest_card
from results.models import Contest, Election, Party, Sheet, Tally
from results.sums import Sums

CHUNK = 200


@transaction.atomic
def refresh(contest: Contest) -> Sheet:
    """Work out again what this contest shows and adds, in the transaction that changed it.

    The contest is as it stands now, and locked.
    """
    election = contest.election
    if not is_complete(election):
        rebuild(election)
        return Sheet.objects.get(pk=contest.pk)
    before = Sheet.objects.get(pk=contest.pk)
    sheet = _made(contest)
    _tally(election, before.region, Sums.from_json(before.sums), times=-1)
    _tally(election, sheet.region, Sums.from_json(sheet.sums))
    sheet.save(force_update=True)
    return sheet


def rebuild_where(parties: Collection[Party]) -> None:
    """Work out again every election in which one of these parties, which have changed, stands."""
    standing = Q(contests__candidacies__party__in=parties)
    before = Q(contests__baselines__votes__party__in=parties)
    for election in Election.objects.filter(standing | before).distinct():
        rebuild(election)


@transaction.atomic
def rebuild(election: Election) -> None:
    """Work out every contest of the election again, after its set-up has changed, and say so."""
    made = [_made(each) for each in election.contests.with_results()]
    Sheet.objects.filter(election=election).delete()
    Sheet.objects.bulk_create(made, CHUNK)
    regions: dict[str, Sums] = {}
    for sheet in made:
        regions.setdefault(sheet.region, Sums()).add(Sums.from_json(sheet.sums))
    Tally.objects.filter(election=election).delete()
    Tally.objects.bulk_create(
        Tally(election=election, region=region, sums=sums.as_json())
        for region, sums in regions.items()
    )
    signals.loaded.send(sender=Election, election=election)


def is_complete(election: Election) -> bool:
    """Whether every contest has been worked out; one that was made by hand may not have been."""
    return election.sheets.count() == election.contests.count()


def sheets(election: Election) -> list[Sheet]:
    """Every contest's, in the order of the election."""
    if is_complete(election):
        return list(election.sheets.order_by("contest__order", "contest__name"))
    return [_made(each) for each in election.contests.with_results()]


def sheets_of(contests: Sequence[int]) -> list[Sheet]:
    """Of these contests by their ids, in this order."""
    found = Sheet.objects.in_bulk(contests)
    found |= _missing(contests, found)
    return [found[pk] for pk in contests]


def sums_of(contests: Sequence[int]) -> Sums:
    """What these contests, by their ids, add up to."""
    found = dict(Sheet.objects.filter(pk__in=contests).values_list("pk", "sums"))
    found |= {pk: sheet.sums for pk, sheet in _missing(contests, found).items()}
    return Sums.of_all(Sums.from_json(each) for each in found.values())


def regions(election: Election) -> dict[str, Sums]:
    """The sums of each region, by its name."""
    if is_complete(election):
        tallies = Tally.objects.filter(election=election)
        return {each.region: Sums.from_json(each.sums) for each in tallies}
    sums: dict[str, Sums] = {}
    for each in sheets(election):
        sums.setdefault(each.region, Sums()).add(Sums.from_json(each.sums))
    return sums


def newest(
    election: Election, *, most: int, contests: Collection[int] | None = None
) -> list[Sheet]:
    """The sheets of the last to declare, newest first; of all contests or of these by their ids."""
    declared = election.sheets.filter(state="declared")
    if contests is not None:
        declared = declared.filter(contest__in=contests)
    return list(declared.order_by("-declared_at", "-contest_id")[:most])


def _missing(contests: Sequence[int], found: Collection[int]) -> dict[int, Sheet]:
    lacking = [pk for pk in contests if pk not in found]
    made = Contest.objects.with_results().in_bulk(lacking) if lacking else {}
    return {pk: _made(contest) for pk, contest in made.items()}


def _made(contest: Contest) -> Sheet:
    card = contest_card(contest)
    outcome, turnout = card["outcome"], card["turnout"] or {}
    is_declared = card["state"] == "declared"
    return Sheet(
        contest=contest,
        election_id=contest.election_id,
        region=contest.region,
        state=card["state"],
        declared_at=_instant(card["declared_at"]),
        is_gain=bool(outcome and (outcome["kind"] == "gain" or outcome["changes"])),
        majority=card["majority"] if is_declared and contest.seats == 1 else None,
        turnout=turnout.get("percentage"),
        turnout_definition=turnout.get("definition", ""),
        card=card,
        digest=blake2b(json.dumps(card).encode(), digest_size=8).hexdigest(),
        sums=Sums.of(contest).as_json(),
    )


def _tally(election: Election, region: str, sums: Sums, *, times: int = 1) -> None:
    tally, _ = Tally.objects.get_or_create(election=election, region=region)
    total = Sums.from_json(tally.sums)
    total.add(sums, times=times)
    tally.sums = total.as_json()
    tally.save(update_fields=["sums"])


def _instant(text: str | None) -> Any:
    return parse_datetime(text) if text else None
