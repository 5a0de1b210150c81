"""Taking bulletins one by one: each whole or not at all, once, and never an older over a newer.

What a machine cannot decide is set aside: kept with the reason, for the desk to read, and tried
again until it can be taken. What a desk declared itself is never replaced by a feed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from results.agencies import figures, nominations, tally
from results.agencies.bulletin import Bulletin
from results.agencies.documents import bulletins, read
from results.agencies.figures import Terms
from results.agencies.finding import SetAside, find_contest
from results.findings import FiguresRefused
from results.models import Contest, Dispatch, Election
from results.rehearsal import SUFFIX

Kind, State = Dispatch.Kind, Dispatch.State

# Entered with a contest before it is locked, left once it is declared: for a caller on whom more
# hangs than the figures. It may refuse with FiguresRefused.
Around = Callable[[Contest], AbstractContextManager[None]]


def alone(contest: Contest) -> AbstractContextManager[None]:
    """For callers on whom nothing more hangs."""
    return nullcontext()


def take_file(
    path: Path, *, election: Election, confirmed: bool = False, around: Around = alone
) -> Iterator[Dispatch]:
    """Take what the file holds, and yield each dispatch as it is kept; those known are left out.

    `confirmed` accepts the warnings of the checks, which are kept with the figures. Raises
    OSError and, before anything is kept, DispatchRefused.
    """
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    for each in bulletins(raw, file=path.name):
        known = Dispatch.objects.filter(
            election=election, digest=digest, kind=each.kind, subject=each.subject[:200]
        )
        if not known.exists():
            dispatch = Dispatch(election=election, digest=digest, file=path.name[-255:])
            yield _take(dispatch, each, Terms(confirmed), around)


def refuse_file(path: Path, why: str, *, election: Election) -> Dispatch:
    """Keep that a file could not be read."""
    dispatch, _ = Dispatch.objects.get_or_create(
        election=election,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        kind=Kind.UNREADABLE,
        subject="",
        defaults={"file": path.name[-255:], "state": State.REFUSED, "note": why},
    )
    return dispatch


def retry(election: Election, *, confirmed: bool = False, around: Around = alone) -> list[Dispatch]:
    """Try again, oldest first, what was set aside; those of which something has become."""
    waiting = Dispatch.objects.filter(election=election, state=State.SET_ASIDE)
    tried = [_again(each, Terms(confirmed), around) for each in waiting]
    return [each for each in tried if each.state != State.SET_ASIDE]


def confirm(dispatch: Dispatch, *, by: AbstractBaseUser, around: Around = alone) -> Dispatch:
    """Try one again that was set aside, for a person who has read its warnings."""
    return _again(dispatch, Terms(True, by), around)


@transaction.atomic
def _again(dispatch: Dispatch, terms: Terms, around: Around) -> Dispatch:
    # A follower and a person may both have it in hand.
    dispatch = Dispatch.objects.select_for_update(of=["self"]).get(pk=dispatch.pk)
    if dispatch.state != State.SET_ASIDE:
        return dispatch
    (bulletin,) = read(dispatch.body, file=dispatch.file)
    return _take(dispatch, bulletin, terms, around)


@transaction.atomic
def _take(dispatch: Dispatch, bulletin: Bulletin, terms: Terms, around: Around) -> Dispatch:
    dispatch.agency, dispatch.kind = bulletin.agency, bulletin.kind
    dispatch.subject, dispatch.revision = bulletin.subject[:200], bulletin.revision
    dispatch.body = bulletin.body
    try:
        # What is not taken leaves nothing behind.
        with transaction.atomic():
            dispatch.state, dispatch.note = _decide(dispatch, bulletin, terms, around)
    except SetAside as why:
        dispatch.state, dispatch.note = State.SET_ASIDE, str(why)
    dispatch.save()
    return dispatch


def _decide(
    dispatch: Dispatch, bulletin: Bulletin, terms: Terms, around: Around
) -> tuple[Dispatch.State, str]:
    """What becomes of it, and the line that says so. Raises SetAside."""
    election = dispatch.election
    is_rehearsal = election.slug.endswith(SUFFIX)
    if bulletin.is_test and not is_rehearsal:
        return State.REFUSED, f"A test, and {election} is no rehearsal."
    if bulletin.polling_day not in (None, election.polling_day) and not is_rehearsal:
        raise SetAside(f"It is of {bulletin.polling_day}; {election} is of {election.polling_day}.")
    if bulletin.kind == Kind.PARTIES:
        if found := tally.differences(bulletin, election=election):
            return State.NOTED, f"{bulletin.said} differs from our board. {' '.join(found)}"
        return State.NOTED, f"{bulletin.said} agrees with our board."
    contest = find_contest(election, bulletin.contest)
    if bulletin.kind == Kind.NOMINATIONS:
        if contest and _is_old(dispatch, contest, bulletin):
            return State.IGNORED, f"{contest}: nominations as new are here already."
        dispatch.contest, told = nominations.set_up(election, contest, bulletin)
        return State.TAKEN, f"{dispatch.contest}: {told}"
    if contest is None:
        raise SetAside(f"{bulletin.subject}: no such contest in {election}.")
    dispatch.contest = contest
    if bulletin.kind == Kind.RECOUNT:
        return State.NOTED, f"{contest}: a recount, says {bulletin.said}."
    if _is_old(dispatch, contest, bulletin):
        return State.IGNORED, f"{contest}: one as new as {bulletin.said} is here already."
    if bulletin.kind == Kind.RUSH:
        said = bulletin.verdict or "a winner"
        return State.NOTED, f"{contest}: {said}, says {bulletin.said}; no votes, so not declared."
    try:
        with around(contest):
            dispatch.declaration, told = figures.declare(contest, bulletin, terms=terms)
    except FiguresRefused as refused:
        raise SetAside(f"{contest}: {refused}") from refused
    return State.TAKEN, f"{contest}: {told}"


def _is_old(dispatch: Dispatch, contest: Contest, bulletin: Bulletin) -> bool:
    """Whether one as new is here; a result replaces a rush whatever the revisions of the two."""
    here = Dispatch.objects.filter(
        contest=contest, agency=bulletin.agency, state__in=[State.TAKEN, State.NOTED]
    ).exclude(pk=dispatch.pk)
    if bulletin.kind == Kind.RUSH and here.filter(kind=Kind.RESULT).exists():
        return True
    return here.filter(kind=bulletin.kind, revision__gte=bulletin.revision).exists()
