"""The pages of elections: the list, one election's night, and each contest's own page."""

import csv
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from liveblog.models import Blog, ElectionFeed
from liveblog.realtime import log
from liveblog.standings import Standing, Standings, by_region, cartogram, named_like
from results.card import contest_card
from results.exporting import results_rows
from results.history import claims, history
from results.models import Contest, Election
from results.rehearsal import SUFFIX

# Browsers always ask; a shared cache may answer for a second, as on the live page.
_SHARED_SECONDS = 1


@require_safe
def elections(request: HttpRequest) -> HttpResponse:
    """Every election, the newest first; copies for rehearsals are not listed."""
    listed = Election.objects.exclude(slug__endswith=SUFFIX).annotate(
        contest_count=Count("contests", distinct=True)
    )
    return _cacheable(render(request, "liveblog/reader/elections.html", {"elections": listed}))


@require_safe
def election(request: HttpRequest, slug: str) -> HttpResponse:
    """An election's scoreboard, map and lists; with `?q=`, the contests of that name."""
    found = get_object_or_404(Election, slug=slug)
    if words := " ".join(request.GET.get("q", "").split()):
        context = _context(request, found) | {"words": words, "matches": named_like(found, words)}
        return _cacheable(render(request, "liveblog/reader/election_search.html", context))
    # As on the live page, the position is read before the figures.
    position = _position(found)
    return _cacheable(HttpResponse(_election_html(request, found, position)))


@require_safe
def results_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Every candidacy's figures so far, for spreadsheets; `results.importing` reads it back."""
    found = get_object_or_404(Election, slug=slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    csv.writer(response, lineterminator="\n").writerows(results_rows(found.contests.with_results()))
    return _cacheable(response)


@require_safe
def contest(request: HttpRequest, slug: str, contest: str) -> HttpResponse:
    """One contest: its figures beside last time's, and every version that was declared."""
    position = log.position(ElectionFeed.name_for(slug))
    found = Contest.objects.with_results().filter(election__slug=slug, slug=contest).first()
    if found is None or position is None:
        raise Http404(f"There is no contest “{contest}” in {slug}.")
    shown = Standing(contest_card(found), found.region)
    changes = [(each, abs(each["change"] or 0)) for each in shown.card["candidacies"]]
    majorities = [shown.card["majority"] or 0, shown.card["majority_before"] or 0]
    context = _context(request, found.election) | {
        "position": position,
        "contest": found,
        "card": shown.card,
        "standing": shown,
        "changes": changes,
        "largest_change": max((size for _, size in changes), default=0),
        "longest": max(majorities),
        "turnout_rows": _turnout_rows(shown.card),
        "baseline": found.baseline,
        "history": history(found),
        "records": claims(found),
        "versions": sorted(found.declarations.all(), key=lambda each: -each.version),
        "turnouts": sorted(found.turnout_reports.all(), key=lambda each: -each.version),
        "blogs": found.blogs.select_related("glance").order_by("title"),
    }
    return _cacheable(render(request, "liveblog/reader/contest.html", context))


def _position(election: Election) -> log.Position:
    position = log.position(ElectionFeed.name_for(election.slug))
    if position is None:
        raise Http404(f"{election} has just been taken away.")
    return position


def _election_html(request: HttpRequest, election: Election, position: log.Position) -> str:
    shown = Standings(election)
    context = _context(request, election) | {
        "position": position,
        "shown": shown,
        "map": cartogram(shown.contests),
        "tiles": by_region(shown.contests),
        "blogs": _blogs_of(election),
        "description": f"{shown.score['declared']} of {shown.score['seats']} seats declared.",
    }
    return render_to_string("liveblog/reader/election.html", context, request)


def _blogs_of(election: Election) -> list[Blog]:
    """The blogs that follow contests of the election, with their articles, the live ones first."""
    blogs = Blog.objects.filter(contests__election=election).select_related("glance").distinct()
    return sorted(blogs, key=lambda blog: (not blog.is_live, blog.title))


def _context(request: HttpRequest, election: Election) -> dict[str, Any]:
    return {
        "election": election,
        "zone": timezone.get_default_timezone(),
        "is_rehearsal": election.slug.endswith(SUFFIX),
        "canonical": request.build_absolute_uri(request.path),
    }


def _turnout_rows(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Turnout as announced, as the declaration has it, and last time, each by its definition."""
    turnout = card["turnout"]
    if turnout is None:
        return []
    rows = [("Announced" if turnout["announced"] else "At the declaration", turnout)]
    for other in (turnout["counted"], turnout["valid"]):
        if other and not any(_same(other, figure) for _, figure in rows):
            rows.append(("At the declaration", other))
    if turnout["before"]:
        rows.append((turnout["before"]["label"], turnout["before"]))
    return [{"when": when, "figure": figure} for when, figure in rows]


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (one["definition"], one["ballots"]) == (other["definition"], other["ballots"])


def _cacheable(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=0, s_maxage=_SHARED_SECONDS)
    return response
