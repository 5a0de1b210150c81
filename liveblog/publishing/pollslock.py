"""The polls-close lock: what tells of a poll is not public while that poll is open.

The Representation of the People Act 1983, section 66A, makes it an offence to publish before the
close of poll how people have voted, or a forecast that is, or might reasonably be taken to be,
based on what voters said after they had voted. Judged by the server's clock, for the moment at
which the words would be public, and never by the time that somebody typed. A draft is free.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from liveblog import nightclock
from liveblog.models import Blog, Entry, Membership, Picture
from liveblog.publishing.figures import Figures, ForecastFigures, ResultFigures
from liveblog.publishing.refusals import Fault, Refused
from liveblog.publishing.wording import MAX_REASON, NOT_TEXT, is_text
from results.checks.telltales import Telltale, telltales
from results.models import Candidacy, Contest, Party

LAW = "Representation of the People Act 1983, section 66A"
CODE = "polls_open"
WAIT = "wait_for_close"
OVERRIDDEN = "Published before the close of poll: "

_WORDS = ("headline", "body", "speaker", "speaker_role")
_TELLS = {
    "result": "gives a result",
    "exit poll": "gives an exit poll",
    "forecast": "forecasts the result",
    "vote": "says how people voted",
}
_WHOLE_ROSTER = 40  # contests: of more, only the candidates of those that are named are known


def held(
    entry: Entry,
    about: Collection[Contest],
    *,
    given: Figures | None,
    now: datetime,
    accepted: "Accepted | None" = None,
    pictures: Iterable[Picture] = (),
) -> list[Fault]:
    """Why the entry may not be public at its time; empty for a draft and where no poll is open.

    `about` are the contests that it belongs to, `pictures` those that it carries. What was written
    from figures is theirs, and what was `accepted` is not asked about again. A forecast is refused
    by its own check, which nobody overrides; of it only this is said here, when it may be out.
    """
    if entry.status == Entry.Status.DRAFT:
        return []
    polls = _Polls.of(entry.blog, about, now=now, moment=_public_at(entry, now))
    if not polls.still_open:
        return []
    ours = (entry.card or {}).get("sentence", {}).values()
    words = {n: text for n in _WORDS if (text := getattr(entry, n)) and text not in ours}
    for number, picture in enumerate(pictures):
        words |= {f"pictures.{number}.{name}": text for name, text in _words_of(picture)}
    before = accepted.words if accepted else ()
    known = {found for text in before for _, found in polls.told(text)}
    faults = polls.faults(words, but=known)
    own = [each for each in polls.still_open if each in about]
    if isinstance(given, ResultFigures) and own:
        faults.append(Fault("at", f"A result {polls.sentence(own)}", CODE, overridable=True))
    if faults or isinstance(given, ForecastFigures):
        faults.append(polls.may_wait())
    return faults


def unless_overridden(
    found: list[Fault], entry: Entry, *, by: User | None, reason: str, but: Iterable[Fault] = ()
) -> list[Fault]:
    """What of it stands against publishing: nothing where an editor gives a reason.

    `but` are faults of the figures, which say of the same time the same.
    """
    said = {each.field for each in but if each.code == CODE}
    reason = reason.strip()
    if not reason or not any(each.severity == "error" for each in found):
        return [each for each in found if each.code != CODE or each.field not in said]
    person = by or entry.created_by
    if person is None or Membership.objects.role_of(person, entry.blog) != Membership.Role.EDITOR:
        message = "Only an editor of this blog publishes before the polls close."
        return [*found, Fault("override_reason", message)]
    if not is_text(reason):
        return [Fault("override_reason", NOT_TEXT)]
    if len(reason) > (limit := MAX_REASON - len(OVERRIDDEN)):
        return [Fault("override_reason", f"{len(reason):,} characters; the limit is {limit}.")]
    return []


def knowingly(found: list[Fault], reason: str) -> str:
    """What is kept with the version that an editor published all the same."""
    is_locked = any(each.severity == "error" for each in found)
    return f"{OVERRIDDEN}{reason.strip()}"[:MAX_REASON] if is_locked and reason.strip() else ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Words that were let out before, and the reason that an editor gave for a version to come."""

    words: tuple[str, ...] = ()
    reason: str = ""


def accepted(entry: Entry) -> Accepted:
    """What of the version that was kept last is public, or an editor let out with a reason."""
    newest = entry.revisions.last()
    if newest is None or newest.status == Entry.Status.DRAFT:
        return Accepted()
    said = [getattr(newest, name) for name in _WORDS]
    said += [text for each in newest.pictures for _, text in _words_in(each)]
    if newest.reason.startswith(OVERRIDDEN):
        is_to_come = newest.status == Entry.Status.SCHEDULED
        return Accepted(tuple(said), newest.reason if is_to_come else "")
    return Accepted(tuple(said) if newest.status == Entry.Status.PUBLISHED else ())


def check_words(
    blog: Blog, words: Mapping[str, str], *, contests: Iterable[Contest] | None = None
) -> list[Fault]:
    """What of the words of no entry may not be public now; `contests` are those of a new blog.

    Nobody overrides it: such words have no history in which a reason would be kept.
    """
    now = timezone.now()
    polls = _Polls.of(blog, [], now=now, moment=now, followed=contests)
    return polls.faults(words, overridable=False) if polls.still_open else []


def demand(blog: Blog, words: Mapping[str, str]) -> None:
    """Raise Refused where `check_words` finds anything."""
    if faults := check_words(blog, words):
        raise Refused(faults)


def waits_until(entry: Entry) -> datetime | None:
    """When a draft may be published, where it tells of a poll that is open now."""
    if entry.status != Entry.Status.DRAFT:
        return None
    now = timezone.now()
    polls = _Polls.of(entry.blog, list(entry.contests.all()), now=now, moment=now)
    if not polls.still_open:
        return None
    words = {name: text for name in _WORDS if (text := getattr(entry, name))}
    for picture in entry.pictures.all():
        words |= {f"{picture.pk}.{name}": text for name, text in _words_of(picture)}
    tells = {"result", "forecast"} & set(entry.figures) or polls.faults(words)
    return polls.close if tells else None


def closing(blog: Blog) -> datetime | None:
    """When the last of the blog's polls closes; None once all have."""
    still_open = blog.contests.filter(election__polls_close_at__gt=timezone.now())
    return max(still_open.values_list("election__polls_close_at", flat=True), default=None)


@dataclass(frozen=True, slots=True)
class _Polls:
    """The polls that matter to some words: at `moment`, when they would be public."""

    blog: Blog
    about: Collection[Contest]
    concerned: list[Contest]
    still_open: list[Contest]
    now: datetime
    moment: datetime

    @classmethod
    def of(
        cls,
        blog: Blog,
        about: Collection[Contest],
        *,
        now: datetime,
        moment: datetime,
        followed: Iterable[Contest] | None = None,
    ) -> "_Polls":
        mine = Q(pk__in=[each.pk for each in (*about, *(followed or ()))])
        if followed is None:
            mine |= Q(pk__in=blog.contests.values("pk"))
        open_polls = Q(election__polls_close_at__gt=moment)
        if not Contest.objects.filter(mine & open_polls).exists():
            return cls(blog, about, [], [], now, moment)
        all_of_them = list(Contest.objects.filter(mine).select_related("election"))
        still_open = [each for each in all_of_them if each.election.polls_close_at > moment]
        return cls(blog, about, all_of_them, still_open, now, moment)

    def faults(
        self,
        words: Mapping[str, str],
        *,
        but: Collection[Telltale] = (),
        overridable: bool = True,
    ) -> list[Fault]:
        return [
            Fault(
                field,
                f"“{found.phrase}” {_TELLS[found.what]} {self.sentence(contests)}",
                CODE,
                overridable=overridable,
            )
            for field, text in words.items()
            for contests, found in self.told(text)
            if found not in but
        ]

    def told(self, text: str) -> list[tuple[list[Contest], Telltale]]:
        """What the text tells, and of which open polls it would."""
        said = text.casefold()
        named = [each for each in self.concerned if _is_named(each.name.casefold(), said)]
        meant = [*named, *self.about] or self.concerned
        contests = [each for each in self.still_open if each in meant]
        if not contests:
            return []
        rostered = contests if len(contests) <= _WHOLE_ROSTER else named
        found = telltales(
            text,
            year=contests[0].election.polling_day.year,
            names=_roster(rostered, {each.election_id for each in contests}),
            contests=[each.name for each in self.concerned],
        )
        return [(contests, each) for each in found]

    def sentence(self, contests: list[Contest]) -> str:
        """“… while the poll in Northquay is open. Polls close at 10.00pm: 2 h from now. …”"""
        close = max(each.election.polls_close_at for each in contests)
        others = len(contests) - 1
        seats = f"{contests[0]} and {others} more" if others else f"{contests[0]}"
        then = f" at {self._spoken(self.moment)}" if self.moment > self.now else ""
        polls = f"the poll{'s' * bool(others)} in {seats} {'are' if others else 'is'} open"
        span = nightclock.span_in_words(close - self.now)
        return (
            f"while {polls}{then}. Polls close at {self._spoken(close)}: {span} from now."
            f" Before that it may not be published ({LAW})."
        )

    @property
    def close(self) -> datetime:
        """When the last of them closes."""
        return max(each.election.polls_close_at for each in self.still_open)

    def may_wait(self) -> Fault:
        close = self.close
        message = f"It may be published when the polls close, at {self._spoken(close)}."
        return Fault(
            "publish_at",
            message,
            WAIT,
            "info",
            proposals=(close.astimezone(self.blog.zone).isoformat(),),
        )

    def _spoken(self, instant: datetime) -> str:
        zone = self.blog.zone
        clock = nightclock.house_time(instant, zone)
        if instant.astimezone(zone).date() == self.now.astimezone(zone).date():
            return clock
        return f"{clock} on {nightclock.house_date(instant, zone)}"


def _words_of(picture: Picture) -> list[tuple[str, str]]:
    return _words_in(vars(picture))


def _words_in(picture: Mapping[str, Any]) -> list[tuple[str, str]]:
    named = ((name, picture.get(name)) for name in ("alt", "credit", "caption"))
    return [(name, text) for name, text in named if text]


def _is_named(name: str, said: str) -> bool:
    return name in said and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _public_at(entry: Entry, now: datetime) -> datetime:
    due = entry.publish_at if entry.status == Entry.Status.SCHEDULED else None
    return due if due is not None and timezone.is_aware(due) and due > now else now


def _roster(contests: Iterable[Contest], elections: Collection[int]) -> set[str]:
    people = Candidacy.objects.filter(contest__in=list(contests)).values_list("name", flat=True)
    standing = Party.objects.filter(candidacies__contest__election__in=elections).distinct()
    parties = standing.values_list("name", "short_name", "abbreviation")
    return {*people, *(name for party in parties for name in party if name)}
