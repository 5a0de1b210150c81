"""What happened beside the entries of a night, to be told again: count moves, promised figures."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from liveblog import publishing
from liveblog.models import Awaited, Blog
from liveblog.publishing import Conflict, Refused
from results.models import Contest, CountMove
from results.stages import Stage


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    tell: Callable[[], object]


class Beside:
    """The happenings of `night` that `blog`, which follows copies of its contests, tells again."""

    def __init__(self, night: Blog, blog: Blog) -> None:
        self._blog = blog
        self._copies = {contest.slug: contest for contest in blog.contests.all()}
        self._awaited: dict[int, Awaited] = {}
        happened = [*self._moves(night), *self._promises(night)]
        self._left = sorted(happened, key=lambda each: each.at)

    def tell_before(self, at: datetime) -> None:
        """Tell what happened before `at` and has not been told."""
        while self._left and self._left[0].at < at:
            self._tell_next()

    def tell_until(self, at: datetime) -> None:
        """Likewise with what happened just then, which the entry of that instant may have made."""
        while self._left and self._left[0].at <= at:
            self._tell_next()

    def _tell_next(self) -> None:
        # Recorded in another order than it happened, it may fit no longer: then it is left out.
        with suppress(Refused, Conflict):
            self._left.pop(0).tell()

    def _moves(self, night: Blog) -> Iterator[Happening]:
        for contest in night.contests.prefetch_related("declarations", "turnout_reports", "moves"):
            if copy := self._copies.get(contest.slug):
                for move in _by_hand(contest):
                    told = {"stage": move.stage, "reason": move.reason, "source": move.source}
                    again = partial(
                        publishing.move_count, contest=copy, at=move.moved_at, by=None, **told
                    )
                    yield Happening(move.moved_at, again)

    def _promises(self, night: Blog) -> Iterator[Happening]:
        for promise in night.awaited.select_related("contest"):
            yield Happening(promise.opened_at, partial(self._wait, promise))
            if promise.closed_at:
                yield Happening(promise.closed_at, partial(self._close, promise))

    def _wait(self, promise: Awaited) -> None:
        # Without the time it was promised for: a desk would be told that it is years late.
        self._awaited[promise.pk] = publishing.await_figure(
            blog=self._blog,
            what=promise.what,
            kind=promise.kind,
            contest=self._copies.get(promise.contest.slug) if promise.contest else None,
            at=promise.opened_at,
        )

    def _close(self, promise: Awaited) -> None:
        """As it was by hand; the figure itself closes the others."""
        awaited = self._awaited.get(promise.pk)
        brought = promise.closed_with_entry
        if awaited is None or (brought and (brought.declaration_id or brought.turnout_id)):
            return
        if promise.is_dropped:
            publishing.drop_awaited(awaited=awaited, reason=promise.reason, at=promise.closed_at)
        else:
            publishing.settle_awaited(awaited=awaited, at=promise.closed_at)


def _by_hand(contest: Contest) -> Iterator[CountMove]:
    """The moves that no figures made: those will make their own again."""
    figures = {
        (each.declared_at, Stage.COUNTING if each.is_withdrawn else Stage.DECLARED)
        for each in contest.declarations.all()
    } | {
        (each.announced_at, Stage.VERIFYING if each.is_withdrawn else Stage.TURNOUT)
        for each in contest.turnout_reports.all()
    }
    return (each for each in contest.moves.all() if (each.moved_at, each.stage) not in figures)
