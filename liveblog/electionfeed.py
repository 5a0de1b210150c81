"""The other half of the bridge: a feed for each election, and in it what a declaration changes.

A frame carries the contest that moved and those regions of the page that are no longer as the
frame before left them, so that it stays small however many contests there are.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from liveblog import frames, presentation
from liveblog.models import ElectionFeed
from liveblog.realtime import log
from liveblog.standings import Standings, standing
from results.models import Contest, Election
from results.signals import loaded

OPEN = "open"


def listen() -> None:
    """Connect to elections as they come and go; called once, when the app is ready."""
    post_save.connect(_on_saved, sender=Election, dispatch_uid="liveblog.electionfeed.saved")
    post_delete.connect(_on_gone, sender=ElectionFeed, dispatch_uid="liveblog.electionfeed.gone")
    loaded.connect(_on_loaded, dispatch_uid="liveblog.electionfeed.loaded")


def feeds_of(elections: Iterable[int]) -> list[int]:
    """The ids of the feeds of these elections, by their ids."""
    found = ElectionFeed.objects.filter(election__in=set(elections))
    return list(found.values_list("feed_id", flat=True))


def announce(standings: Standings, contest: Contest | None = None) -> None:
    """Append what the contest changed, inside the transaction of the deed that changed it.

    Without one it was something of the whole election, such as its forecast.
    """
    election = standings.election
    followed = ElectionFeed.objects.get(election=election)
    moved = standing(contest) if contest else None
    # A list that is long, or seldom another one, is not even rendered while its mark is the same.
    marks = {region: _digest(repr(mark)) for region, mark in standings.marks().items()}
    doubtful = [each for each in presentation.STANDINGS if _is_new(followed, each, marks.get(each))]
    regions = presentation.standings_html(standings, doubtful)
    digests = marks | {
        region: _digest(html) for region, html in regions.items() if region not in marks
    }
    changed = {
        region: html
        for region, html in regions.items()
        if followed.shown.get(region) != digests[region]
    }
    html = {**(presentation.contest_html(moved) if moved else {}), **changed}
    card = moved.card if moved else None
    log.append(followed.feed_id, frames.standings(election.slug, card, standings.score, html))
    followed.shown = digests
    followed.save(update_fields=["shown"])


def _on_saved(instance: Election, created: bool, **_kwargs: Any) -> None:
    if created:
        with transaction.atomic():
            feed = log.create_feed(ElectionFeed.name_for(instance.slug), status=OPEN)
            ElectionFeed.objects.create(election=instance, feed=feed)


def _on_gone(instance: ElectionFeed, **_kwargs: Any) -> None:
    log.remove(instance.feed_id)


def _on_loaded(election: Election, **_kwargs: Any) -> None:
    """So much is new at once that every open page is to load itself afresh."""
    followed = ElectionFeed.objects.get(election=election)
    log.restart(followed.feed_id, status=OPEN)
    followed.shown = {}
    followed.save(update_fields=["shown"])


def _is_new(followed: ElectionFeed, region: str, mark: str | None) -> bool:
    return mark is None or followed.shown.get(region) != mark


def _digest(html: str) -> str:
    return blake2b(html.encode(), digest_size=8).hexdigest()
