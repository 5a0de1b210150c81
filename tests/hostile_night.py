"""A night in which every text that somebody types or a file brings is hostile.

`ENTRY`, `DEEDS` and `NAMES` are the matrix: a new place where people type is one more line in one
of them, and is then looked at on every page. Also run in a site's own environment, for a browser:
`python -m tests.hostile_night first`, `second` or `archive`.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import django
from django.apps import apps

if __name__ == "__main__" and not apps.ready:
    django.setup()

from django.contrib.auth.models import User
from django.utils import timezone

from liveblog import publishing
from liveblog.glance import article
from liveblog.models import Blog, Entry, Membership
from liveblog.publishing import Refused, ResultFigures, SectionWords
from results.loading import load_election
from results.models import Contest, Election
from tests.hostile import INNOCENT, PAYLOADS, is_kept, listed
from tests.pictures.shots import added, words
from tests.results.night import FIVE_SEATS

SLUG = "hostile"
NIGHT = datetime(2024, 5, 2, 22, 0, tzinfo=UTC)
CANDIDATES = 24  # of a contest, besides the innocent one
FOLLOWED = 32  # contests of the blog; the election's page has all of them
FIRST, SECOND = "innocent", "other"  # the candidates of the contest whose result is corrected


@dataclass
class Night:
    """What the deeds work on."""

    blog: Blog
    rosa: User
    edith: User
    election: Election
    minutes: Iterator[int] = field(default_factory=lambda: count(1))

    def publish(self, **words: Any) -> Entry:
        at = NIGHT + timedelta(seconds=next(self.minutes))
        return publishing.publish_entry(blog=self.blog, by=self.rosa, at=at, confirm=_ANY, **words)[
            0
        ]

    def contest(self, slug: str) -> Contest:
        return self.election.contests.get(slug=slug)


class _Any(frozenset):
    """Confirms whatever is asked."""

    def __contains__(self, _code: object) -> bool:
        return True


_ANY: Any = _Any()

# The fields of an entry, and how much they hold: one entry has the same text in all of them.
ENTRY = {"headline": 200, "body": 20_000, "speaker": 120, "speaker_role": 160, "stamp": 24}

HEAD = ("title", "standfirst", "byline", "place")

# Places that only a deed fills, and how much they hold: what is short enough comes several at once.
DEEDS: dict[str, tuple[int, Callable[[Night, str], object]]] = {
    "head": (120, lambda night, text: publishing.edit_blog(blog=night.blog, **_all_of(HEAD, text))),
    "promised": (120, lambda night, text: publishing.await_figure(blog=night.blog, what=text)),
    "retracted": (300, lambda night, text: _retract(night, text)),
    "corrected": (300, lambda night, text: _correct(night, text)),
    "revised": (300, lambda night, text: _revise(night, text)),
    "recounted": (300, lambda night, text: _recount(night, text)),
    "picture": (120, lambda night, text: _picture(night, text)),
    "hall": (120, lambda night, text: _stand_in(night, text)),
    "proposed": (2_000, lambda night, text: _propose(night, text)),
    "article": (15_000, lambda night, text: _write_article(night, text)),
}

# Names that an election's document brings, by where it has them.
NAMES = {
    "election": 200, "contest": 200, "region": 80, "candidate": 200, "description": 200,
    "party": 200, "short_name": 80, "people": 80, "abbreviation": 12, "previous_label": 80,
}  # fmt: skip


def plant() -> Night:
    """The night with each text in each place; those of a list in every field of an entry."""
    texts = [INNOCENT, *filter(is_kept, PAYLOADS)]
    night = _blog(texts)
    plant_entries(night, [*texts, *filter(is_kept, listed())])
    for place in DEEDS:
        plant_by_deed(night, place, texts)
    return night


def plant_entries(night: Night, texts: Iterable[str]) -> None:
    """A quotation and a correction of it for each text, with the text in every field."""
    for text in texts:
        words = {name: text[:most] for name, most in ENTRY.items()}
        night.publish(**words, kind="quote", authors=[text[:120], "Rosa"])


def plant_by_deed(night: Night, place: str, texts: Iterable[str]) -> None:
    most, deed = DEEDS[place]
    for together in _filled(texts, most):
        deed(night, together)


def refused(night: Night, text: str) -> list[str]:
    """The fields of an entry that do not take the text."""
    try:
        night.publish(**{name: text[:most] for name, most in ENTRY.items()}, kind="quote")
    except Refused as refusal:
        return sorted(fault.field for fault in refusal.faults)
    return []


def _filled(texts: Iterable[str], most: int) -> Iterator[str]:
    """The texts, joined while there is room, and cut where one is too long for the place."""
    joined = ""
    for text in texts:
        text = text[:most]
        if joined and len(joined) + 2 + len(text) > most:
            yield joined
            joined = ""
        joined = f"{joined}\n\n{text}" if joined else text
    yield joined


def _blog(texts: list[str]) -> Night:
    election = load_election(_document(texts))
    rosa, edith = (
        User.objects.get_or_create(username=name, defaults={"first_name": name.title()})[0]
        for name in ("rosa", "edith")
    )
    blog = publishing.create_blog(
        slug=SLUG,
        title=INNOCENT,
        polling_day=date(2024, 5, 2),
        status=Blog.Status.LIVE,
        contests=list(election.contests.all()[:FOLLOWED]),
        by=edith,
    )
    Membership.objects.create(blog=blog, user=rosa, role=Membership.Role.REPORTER)
    night = Night(blog, rosa, edith, election)
    for contest in blog.contests.filter(candidacies__slug="candidate-0").distinct():
        votes = {each.slug: 100 + number for number, each in enumerate(contest.candidacies.all())}
        night.publish(result=ResultFigures(contest.slug, votes, confirm=_ANY))
    _correct(night, INNOCENT)
    return night


def _document(texts: list[str]) -> dict[str, Any]:
    """A contest, a candidate and a party for each text; those with candidates are declared."""
    cut = {name: [text[:most] for text in texts] for name, most in NAMES.items()}
    contests: list[dict[str, Any]] = []
    for number in range(len(texts)):
        contests.append(
            {
                "slug": f"contest-{number}",
                "name": cut["contest"][number],
                "region": cut["region"][number],
                "candidacies": [
                    {"name": "Ada Quill", "slug": FIRST, "party": "party-0"},
                    {"name": "Ben Marsh", "slug": SECOND, "party": "party-0"},
                ],
            }
        )
    for begin in range(0, len(texts), CANDIDATES):
        contest, some = contests[1 + begin // CANDIDATES], range(len(texts))[begin:][:CANDIDATES]
        contest["candidacies"] = [
            {
                "name": cut["candidate"][number],
                "slug": f"candidate-{place}",
                "party": f"party-{number}",
                "description": cut["description"][number],
            }
            for place, number in enumerate(some)
        ]
    parties = [
        {
            "slug": f"party-{number}",
            "name": cut["party"][number],
            "short_name": cut["short_name"][number],
            "people": cut["people"][number],
            "abbreviation": cut["abbreviation"][number],
            "colour": "#00506b",
        }
        for number in range(len(texts))
    ]
    worst = len(texts) // 2
    head = {
        **FIVE_SEATS["election"],
        "slug": SLUG,
        "name": cut["election"][worst],
        "seats": len(texts),
        "previous_label": cut["previous_label"][worst],
    }
    return {"parties": parties, "election": head, "contests": contests}


def _all_of(names: Iterable[str], text: str) -> dict[str, str]:
    return dict.fromkeys(names, text)


def _correct(night: Night, text: str) -> None:
    contest = night.contest("contest-0")
    votes = {FIRST: 200 + contest.declarations.count(), SECOND: 150}
    publishing.declare_result(
        contest=contest,
        figures=ResultFigures(contest.slug, votes, reason=text, confirm=_ANY),
        at=timezone.now(),
        by=night.edith,
    )


def _retract(night: Night, text: str) -> None:
    publishing.retract_entry(entry=night.publish(body=INNOCENT), reason=text, by=night.edith)


def _revise(night: Night, text: str) -> None:
    entry = night.publish(body=INNOCENT)
    publishing.revise_entry(
        entry=entry, version=entry.version, body=f"{INNOCENT}.", reason=text, by=night.edith
    )


def _recount(night: Night, text: str) -> None:
    contest = night.blog.contests.order_by("order").last()
    stage = ("counting", "verifying")[contest.moves.count() % 2]  # to and fro
    publishing.move_count(
        contest=contest, stage=stage, reason=text, by=night.edith, source=text[:120]
    )


def _picture(night: Night, text: str) -> None:
    """In all words of one picture; what its file was called is asked for and kept nowhere."""
    picture = night.blog.pictures.first() or added(night.blog, by=night.rosa)
    told = words(picture, text, credit=text[:120], caption=text)
    if (entry := picture.entry) is None:
        night.publish(body=INNOCENT, pictures=[told])
        return
    publishing.revise_entry(entry=entry, version=entry.version, pictures=[told], by=night.rosa)


def _stand_in(night: Night, text: str) -> None:
    publishing.begin_shift(blog=night.blog, user=night.rosa, place=text)


def _propose(night: Night, text: str) -> None:
    """A result that waits for a second look, with words of its own."""
    blog = publishing.edit_blog(blog=night.blog, needs_second_look=True)
    entry, _ = publishing.publish_entry(
        blog=blog,
        by=night.rosa,
        headline=text[-200:],
        body=text,
        result=ResultFigures("contest-0", {FIRST: 1, SECOND: 2}, reason=text[:300], confirm=_ANY),
    )
    publishing.send_back_proposal(
        proposal=entry.proposals.get(), by=night.edith, reason=text[-300:]
    )
    publishing.edit_blog(blog=blog, needs_second_look=False)


def _write_article(night: Night, text: str) -> None:
    standing = article(night.blog)
    words = {
        each.key: SectionWords(text, each.written.text, each.written.figures)
        for each in standing.sections[:1]
    }
    publishing.save_glance(
        blog=night.blog,
        version=standing.version,
        headline=text[:150],
        sections=words,
        by=night.edith,
    )
    publishing.publish_glance(blog=night.blog, by=night.edith)


def main(what: str) -> None:
    kept = list(filter(is_kept, PAYLOADS))
    if what == "first":
        plant()
        return
    blog = Blog.objects.get(slug=SLUG)
    election = Election.objects.get(slug=SLUG)
    people = [User.objects.get(username=name) for name in ("rosa", "edith")]
    night = Night(blog, *people, election, minutes=count(20_000))
    if what == "second":
        plant_by_deed(night, "retracted", kept)
        plant_by_deed(night, "head", kept)
        plant_entries(night, kept)  # the newest, which the desk lists
    else:
        publishing.close_blog(blog=blog)


if __name__ == "__main__":
    main(sys.argv[1])
