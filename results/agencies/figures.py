"""From a bulletin's figures to a declaration, by the same deed and checks as any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from results import comparison, declarations
from results.agencies.bulletin import Bulletin
from results.agencies.finding import SetAside, check_everybody_known, gathered
from results.findings import FiguresRefused
from results.importing.declaring import counts_of, lot_winner_of
from results.importing.gathering import Gathered
from results.importing.parties import PartyBook
from results.models import Contest, Declaration, Dispatch, Election

Stage = Declaration.Stage


@dataclass(frozen=True)
class Terms:
    """Whether warnings are accepted, and by whom; nobody, where a feed is trusted as it is."""

    confirmed: bool = False
    by: AbstractBaseUser | None = None


Made = tuple[Declaration | None, str]


def declare(contest: Contest, bulletin: Bulletin, *, terms: Terms) -> Made:
    """The declaration that was made, None where one stands that says the same, and its outcome.

    Figures that a feed of this agency declared are corrected by its newer ones, with its revision
    as the reason; a desk's are not, and what a desk withdrew is for a person. Raises SetAside.
    """
    contest = Contest.objects.with_results().get(pk=contest.pk)
    found = gathered(bulletin, PartyBook(), gss_code=contest.gss_code)
    check_everybody_known(contest, found)
    newest = contest.newest_declaration
    if newest and newest.is_withdrawn and terms.by is None:
        raise SetAside(f"{contest}: withdrawn here, “{newest.reason}”")
    try:
        if bulletin.is_unopposed:
            return _unopposed(contest, bulletin, terms)
        return _counted(contest, bulletin, found, terms)
    except FiguresRefused as refused:
        raise SetAside(f"{contest}: {refused}") from refused


def _unopposed(contest: Contest, bulletin: Bulletin, terms: Terms) -> Made:
    if (standing := contest.declaration) and standing.unopposed:
        return None, _outcome(standing, bulletin)
    declaration = declarations.declare_unopposed(
        contest, declared_at=_time(bulletin), by=terms.by, source=bulletin.said
    )
    return declaration, _outcome(declaration, bulletin)


def _counted(contest: Contest, bulletin: Bulletin, found: Gathered, terms: Terms) -> Made:
    counts, standing = counts_of(contest, found), contest.declaration
    stage = Stage.DECLARED if bulletin.is_called else Stage.PROVISIONAL
    if standing and standing.is_final and not bulletin.is_called:
        if _made_by(bulletin.agency, standing):
            raise SetAside(
                f"{contest}: {bulletin.said} no longer calls it; withdraw it at the desk if so."
            )
        return None, f"declared at the desk, not called by {bulletin.said} yet."
    if standing and (standing.is_final or stage == standing.stage):
        if {each.candidacy_id: each.votes for each in standing.votes.all()} == counts:
            return None, f"{_outcome(standing, bulletin)}; declared with these votes already."
        if standing.is_final and not _made_by(bulletin.agency, standing):
            raise SetAside(
                f"{contest}: declared here with other figures than {bulletin.said} has; correct "
                "it at the desk if the feed is right."
            )
        stage = Stage.CORRECTED if standing.is_final else stage
    if bulletin.is_called:
        _check_elected(contest, bulletin, found)
    _complete_electorate(contest, bulletin)
    declaration = declarations.declare(
        contest,
        votes=counts,
        stage=stage,
        reason=bulletin.said if stage == Stage.CORRECTED else "",
        declared_at=_time(bulletin),
        source=bulletin.said,
        lot_winner=lot_winner_of(contest, found, counts),
        stated=_stated(contest, bulletin),
        confirmed=None if terms.confirmed else (),
        by=terms.by,
    )
    return declaration, _outcome(declaration, bulletin)


def _time(bulletin: Bulletin) -> datetime:
    return bulletin.at or timezone.now()


def _made_by(agency: str, standing: Declaration) -> bool:
    return standing.dispatches.filter(agency=agency, state=Dispatch.State.TAKEN).exists()


def _check_elected(contest: Contest, bulletin: Bulletin, found: Gathered) -> None:
    """Whoever is called elected must have votes enough for it (Nelson 2023 was transposed)."""
    called = [facts for facts, _ in found.candidates if facts.elected]
    lowest = min((each.votes or 0 for each in called), default=None)
    above = [
        facts.name
        for facts, _ in found.candidates
        if not facts.elected and lowest is not None and (facts.votes or 0) > lowest
    ]
    if above or len(called) > contest.seats:
        names = ", ".join(each.name for each in called)
        more = f"{', '.join(above)} had more votes" if above else f"it has {contest.seats} to fill"
        raise SetAside(f"{contest}: {bulletin.said} calls {names} elected, but {more}.")


def _complete_electorate(contest: Contest, bulletin: Bulletin) -> None:
    """Where it was not known; a feed does not overrule the returning officer's."""
    if contest.electorate is None and bulletin.contest.electorate:
        contest.electorate = bulletin.contest.electorate
        contest.save(update_fields=["electorate"])


def _stated(contest: Contest, bulletin: Bulletin) -> dict[str, object]:
    """What stands beside the votes. PA's hold and gain are on the sitting party, so they can only
    be held against ours where the election has that policy."""
    stated: dict[str, object] = {
        "valid_votes": bulletin.contest.valid_votes,
        "majority": bulletin.majority,
    }
    if contest.election.hold_policy == Election.HoldPolicy.SITTING:
        verdict = bulletin.verdict.casefold()
        stated["outcome"] = next((each for each in ("gain", "hold") if each in verdict), "")
    return stated


def _outcome(declaration: Declaration, bulletin: Bulletin) -> str:
    outcome = comparison.outcome(declaration)
    told = outcome.text if outcome else f"{declaration.get_stage_display()} figures"
    return f"{told} ({bulletin.said})"
