"""Who stands where, and what they got last time: all that a device needs to fill in a result.

`static/liveblog/desk/` reads it, also where there is no network, and so does the parser of typed
lines. The shape is told in docs/composer.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from liveblog.desk.forms.figures import contest_keys
from liveblog.models import Blog
from results.models import Baseline, Candidacy, Contest, Party
from results.progress import Progress, progress
from results.stages import RANK, Stage

# What a roster reads of contests; each is fetched once for all of them.
_LOOKUPS = (
    *("candidacies", "baselines__votes", "declarations", "turnout_reports"),
    *("moves", "expectations"),
)
_LAST = datetime.max.replace(tzinfo=UTC)


def likely_next(contests: Iterable[Contest]) -> list[Contest]:
    """The contests, the next that is likely to be declared first.

    The further a count has come the sooner (a recount is its last stage), then the earlier the
    declaration is expected, then as they were given. What is postponed comes after all that are
    awaited, and what is declared last.
    """
    return sorted(contests, key=lambda each: _waits(progress(each)))


def roster(blog: Blog) -> dict[str, Any]:
    """The blog's contests, the next likely one first, with candidates in ballot order.

    In a number of queries that does not grow with the contests. Nothing in it changes by the mere
    passing of time.
    """
    followed = blog.contests.order_by("blogcontest__order", "blogcontest__pk")
    listed = followed.select_related("election", "sitting_party").prefetch_related(*_LOOKUPS)
    contests = likely_next(listed)
    parties: dict[str, Party] = {}
    return {
        "blog": blog.slug,
        "zone": blog.time_zone,
        "polling_day": blog.polling_day.isoformat(),
        "contests": [
            _contest(key, contest, parties) for key, contest in contest_keys(contests).items()
        ],
        "parties": {slug: _party(each, fully=True) for slug, each in sorted(parties.items())},
    }


def _waits(known: Progress) -> tuple[int, int, datetime]:
    if known.is_declared:
        return 2, 0, _LAST
    if known.stage is Stage.POSTPONED:
        return 1, 0, known.expected_at or _LAST
    return 0, -RANK[known.stage], known.expected_at or _LAST


def _contest(key: str, contest: Contest, parties: dict[str, Party]) -> dict[str, Any]:
    election, known, baseline = contest.election, progress(contest), contest.baseline
    candidacies, defending = list(contest.candidacies.all()), contest.defending
    standing = [each.party for each in candidacies]
    before = [each.party for each in baseline.votes.all() if each.party] if baseline else []
    for party in (*standing, *before, defending, baseline.winner_party if baseline else None):
        if party is not None:
            parties[party.slug] = party
    return {
        "key": key,
        "name": contest.name,
        "election": election.name,
        "kind": election.kind,
        "seats": contest.seats,
        "electorate": contest.electorate,
        "polls_close_at": election.polls_close_at.isoformat(),
        "stage": known.stage.value,
        "stage_text": known.text,
        "expected_at": known.expected_at.isoformat() if known.expected_at else None,
        "is_declared": known.is_declared,
        # Also a provisional count that stands: what is recorded next needs to know of it.
        "has_figures": contest.declaration is not None,
        "baseline": _baseline(baseline) if baseline else None,
        "policy": election.hold_policy,
        "defending": defending.slug if defending else None,
        "last_order": _last_order(candidacies, baseline),
        "candidates": [_candidate(each) for each in candidacies],
    }


def _baseline(baseline: Baseline) -> dict[str, Any]:
    votes: dict[str, int] = {}
    for each in baseline.votes.all():
        if each.party and each.votes:
            votes[each.party.slug] = votes.get(each.party.slug, 0) + each.votes
    total, electorate = baseline.total_votes, baseline.electorate
    papers = baseline.ballots or total
    return {
        "label": baseline.label,
        "kind": baseline.kind,
        "year": baseline.year,
        "winner": baseline.winner_party.slug if baseline.winner_party else None,
        # As a fraction of the electorate, of ballot papers where their number is known.
        "turnout": papers / electorate if papers and electorate else None,
        "valid_votes": total,
        "votes": votes,
    }


def _last_order(candidacies: list[Candidacy], baseline: Baseline | None) -> list[str]:
    """The candidates by what their parties got last time, those without a past in ballot order."""
    if baseline is None:
        return [each.slug for each in candidacies]
    got = {each.slug: baseline.votes_for(each.party_id) or 0 for each in candidacies}
    known = [each for each in candidacies if not each.party.is_independent or each.sitting]
    ranked = sorted(known, key=lambda each: -got[each.slug])
    return [each.slug for each in (*ranked, *(e for e in candidacies if e not in known))]


def _candidate(candidacy: Candidacy) -> dict[str, Any]:
    return {
        "slug": candidacy.slug,
        "name": candidacy.name,
        "sitting": candidacy.sitting,
        "party": _party(candidacy.party),
    }


def _party(party: Party, *, fully: bool = False) -> dict[str, Any]:
    card = {
        "slug": party.slug,
        "name": party.name,
        "short_name": party.short_name,
        "abbreviation": party.abbreviation,
        "colour": party.colour,
    }
    if not fully:
        return card
    return {
        **card,
        "colour_dark": party.colour_dark or party.colour,
        "in_prose": party.in_prose,
        "is_independent": party.is_independent,
        "can_swing": party.can_swing,
    }
