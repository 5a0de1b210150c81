"""Elections and contests as JSON, and the way in for a results feed."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Status

from liveblog import publishing
from liveblog.api.access import NotAllowed, writes
from liveblog.api.entries import PROBLEMS
from liveblog.api.schemas import DeclarationIn, Problem, TurnoutReportIn
from liveblog.models import Membership
from liveblog.publishing import ResultFigures, TurnoutFigures
from results.board import board
from results.card import contest_card
from results.models import Contest, Election
from results.rehearsal import SUFFIX

router = Router(tags=["results"])


@router.get("", response=list[dict[str, Any]], auth=None, summary="Every election, newest first")
def list_elections(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "slug": each.slug,
            "name": each.name,
            "kind": each.kind,
            "polling_day": each.polling_day.isoformat(),
            "seats": each.seats,
        }
        for each in Election.objects.exclude(slug__endswith=SUFFIX)
    ]


@router.get(
    "/{slug:slug}/scoreboard",
    response={200: dict[str, Any], 404: Problem},
    auth=None,
    summary="Seats, votes, shares and swing so far",
)
def scoreboard(request: HttpRequest, slug: str) -> dict[str, Any]:
    election = _election(slug)
    return board(election.contests.with_results(), election=election)


@router.get(
    "/{slug:slug}/contests",
    response={200: list[dict[str, Any]], 404: Problem},
    auth=None,
    summary="Every contest with its figures",
)
def contests(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    return [contest_card(contest) for contest in _election(slug).contests.with_results()]


@router.get(
    "/{slug:slug}/contests/{slug:contest}",
    response={200: dict[str, Any], 404: Problem},
    auth=None,
    summary="One contest with its figures",
)
def contest(request: HttpRequest, slug: str, contest: str) -> dict[str, Any]:
    return contest_card(_contest(slug, contest))


@router.post(
    "/{slug:slug}/contests/{slug:contest}/declarations",
    response={201: dict[str, Any], **PROBLEMS},
    throttle=writes,
    summary="Declare a contest, as a results feed does",
)
def declare(request: HttpRequest, slug: str, contest: str, declaration: DeclarationIn) -> Status:
    found = _contest_to_declare(request, slug, contest)
    publishing.declare_result(
        contest=found,
        figures=ResultFigures(
            contest=found.slug,
            votes=declaration.votes,
            rejected=declaration.rejected,
            rejected_heads=declaration.rejected_heads,
            reason=declaration.reason,
            lot_winner=declaration.lot_winner,
            elected=declaration.elected,
            majority=declaration.majority,
            valid_votes=declaration.valid_votes,
            confirm=declaration.confirm,
            override_reason=declaration.override_reason,
        ),
        at=declaration.declared_at or timezone.now(),
        by=request.user,
    )
    return Status(201, contest_card(_contest(slug, contest)))


@router.post(
    "/{slug:slug}/contests/{slug:contest}/turnouts",
    response={201: dict[str, Any], **PROBLEMS},
    throttle=writes,
    summary="Report a contest's turnout, as a results feed does",
)
def report_turnout(
    request: HttpRequest, slug: str, contest: str, turnout: TurnoutReportIn
) -> Status:
    found = _contest_to_declare(request, slug, contest)
    typed = turnout.dict(exclude={"announced_at"})
    publishing.report_turnout(
        contest=found,
        figures=TurnoutFigures(contest=found.slug, **typed),
        at=turnout.announced_at or timezone.now(),
        by=request.user,
    )
    return Status(201, contest_card(_contest(slug, contest)))


def _contest_to_declare(request: HttpRequest, election: str, slug: str) -> Contest:
    """The contest, for an editor of a blog that follows it. Raises Http404 and NotAllowed."""
    found = _contest(election, slug)
    may = request.user.is_superuser or Membership.objects.filter(
        user=request.user, role=Membership.Role.EDITOR, blog__contests=found
    )
    if not may:
        raise NotAllowed("Only an editor of a blog that follows this contest declares it.")
    return found


def _election(slug: str) -> Election:
    election = Election.objects.filter(slug=slug).first()
    if election is None:
        raise Http404(f"There is no election “{slug}”.")
    return election


def _contest(election: str, slug: str) -> Contest:
    found = Contest.objects.with_results().filter(election__slug=election, slug=slug).first()
    if found is None:
        raise Http404(f"There is no contest “{slug}” in {election}.")
    return found
