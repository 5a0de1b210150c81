"""Elections and contests as JSON, and the way in for a results feed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from liveblog import publishing
from liveblog.api.access import NotAllowed, writes
from liveblog.api.entries import PROBLEMS
from liveblog.api.events import events_answer
from liveblog.api.schemas import (
    CountIn,
    DeclarationIn,
    EventPage,
    Problem,
    TurnoutReportIn,
    WithdrawalIn,
)
from liveblog.models import ElectionFeed, Membership
from liveblog.publishing import Fault, Refused, ResultFigures, TurnoutFigures
from liveblog.realtime.polling import events_page
from results import sheets
from results.board import live_board
from results.card import contest_card
from results.forecast_card import forecast_beside
from results.models import Contest, Election
from results.rehearsal import SUFFIX
from results.repeating import Question, needs, projection_card

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
    figures = live_board(election)
    return {**figures, "forecast": forecast_beside(figures, election)}


@router.get(
    "/{slug:slug}/events",
    response={200: EventPage, 404: Problem},
    auth=None,
    url_name="election_events",
    summary="What moved above an offset: the stream, for those whom no WebSocket reaches",
)
async def events(
    request: HttpRequest,
    slug: str,
    after: int = Query(0, ge=0, description="The last offset that you have."),
    epoch: str = Query("", description="The epoch of that offset."),
) -> HttpResponse:
    page = await events_page(ElectionFeed.name_for(slug), epoch=epoch, after=after)
    if page is None:
        raise Http404(f"There is no election “{slug}”.")
    return events_answer(request, page, epoch=epoch)


@router.get(
    "/{slug:slug}/contests",
    response={200: list[dict[str, Any]], 404: Problem},
    auth=None,
    summary="Every contest with its figures",
)
def contests(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    return [sheet.card for sheet in sheets.sheets(_election(slug))]


@router.get(
    "/{slug:slug}/contests/{slug:contest}",
    response={200: dict[str, Any], 404: Problem},
    auth=None,
    summary="One contest with its figures",
)
def contest(request: HttpRequest, slug: str, contest: str) -> dict[str, Any]:
    return contest_card(_contest(slug, contest))


@router.get(
    "/{slug:slug}/contests/{slug:contest}/projection",
    response={200: dict[str, Any], 404: Problem, 422: Problem},
    auth=None,
    summary="If a swing were repeated here: the majority, with its sum",
)
def projection(
    request: HttpRequest,
    slug: str,
    contest: str,
    swing: str = Query("", description="Points, such as 5.5; it counts twice in a majority."),
    losing: str = Query("", alias="from", description="Slug of the party that loses it."),
    gaining: str = Query("", alias="to", description="Slug of the party that gains it."),
    turnout: str = Query("", description="Per cent of the electorate; as last time if left out."),
) -> dict[str, Any]:
    found = _contest(slug, contest)
    question, findings = Question.read(
        found, swing=swing, losing=losing, gaining=gaining, turnout=turnout
    )
    if question is None:
        raise Refused(Fault(each.field, each.message, each.code) for each in findings)
    return {**projection_card(question), "needs": needs(found)}


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
            provisional=declaration.provisional,
            confirm=declaration.confirm,
            override_reason=declaration.override_reason,
        ),
        at=declaration.declared_at or timezone.now(),
        by=request.user,
    )
    return Status(201, contest_card(_contest(slug, contest)))


@router.post(
    "/{slug:slug}/contests/{slug:contest}/withdrawal",
    response={201: dict[str, Any], **PROBLEMS},
    throttle=writes,
    summary="Withdraw what stands declared in a contest",
)
def withdraw(request: HttpRequest, slug: str, contest: str, why: WithdrawalIn) -> Status:
    found = _contest_to_declare(request, slug, contest)
    publishing.withdraw_result(
        contest=found, reason=why.reason, at=why.withdrawn_at or timezone.now(), by=request.user
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


@router.post(
    "/{slug:slug}/contests/{slug:contest}/count",
    response={200: dict[str, Any], **PROBLEMS},
    throttle=writes,
    summary="Move a contest to a stage of its count",
)
def move_count(request: HttpRequest, slug: str, contest: str, move: CountIn) -> dict[str, Any]:
    publishing.move_count(
        contest=_contest_to_count(request, slug, contest), by=request.user, **move.dict()
    )
    return contest_card(_contest(slug, contest))


def _contest_to_count(request: HttpRequest, election: str, slug: str) -> Contest:
    """The contest, for whoever writes in a blog that follows it. Raises Http404 and NotAllowed."""
    found = _contest(election, slug)
    theirs = Membership.objects.filter(user=request.user, blog__contests=found)
    reports_of_it = theirs.exclude(role=Membership.Role.CONTRIBUTOR)
    if not (request.user.is_superuser or reports_of_it):
        raise NotAllowed("Only who reports for a blog that follows this contest moves its count.")
    return found


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
