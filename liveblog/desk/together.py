"""Who else is at the desk just now, and who is editing the entry that is open here."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from liveblog.desk.access import Desk
from liveblog.models import Entry, Presence


@dataclass(slots=True)
class Person:
    """Somebody else who has the desk open, on however many pages."""

    name: str
    place: str
    is_writing: bool
    editing: list[Entry]


@dataclass(frozen=True, slots=True)
class Lock:
    """What is to be known of an entry that several people have open.

    `state`: “theirs”, somebody else was first; “taken”, somebody else took it over from here;
    “ours”, somebody else has it open as well.
    """

    state: str
    name: str
    since: datetime
    is_open: bool = True


def people(desk: Desk, now: datetime) -> list[Person]:
    """Everybody else, by name. It is the desk's own business: a contributor is told of nobody."""
    if desk.is_contributor:
        return []
    found: dict[int, Person] = {}
    others = desk.blog.presences.alive(now).exclude(user=desk.user)
    for each in others.select_related("user", "entry").order_by("user__first_name", "user_id"):
        person = found.setdefault(each.user_id, Person(name_of(each.user), "", False, []))
        person.place = person.place or each.place
        person.is_writing = person.is_writing or each.is_writing
        if each.entry is not None and each.entry not in person.editing:
            person.editing.append(each.entry)
    return list(found.values())


def lock(desk: Desk, entry: Entry, now: datetime, tab: uuid.UUID | None = None) -> Lock | None:
    """Whose the entry is, as the page in `tab` should see it; None: nobody else has it open."""
    pages = list(Presence.objects.alive(now).editing(entry).select_related("user", "taken_by"))
    mine = next((each for each in pages if each.user == desk.user and each.tab == tab), None)
    others = [each for each in pages if each.user != desk.user]
    if mine is not None and mine.taken_by is not None and mine.taken_at is not None:
        is_open = any(each.user == mine.taken_by for each in others)
        return Lock("taken", name_of(mine.taken_by), mine.taken_at, is_open)
    holders = [each for each in others if each.taken_at is None]
    first = holders[0] if holders else None
    if first is not None and (mine is None or (first.since, first.pk) < (mine.since, mine.pk)):
        return Lock("theirs", name_of(first.user), first.since)
    if others and mine is not None:
        return Lock("ours", name_of(others[0].user), others[0].since)
    return None


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()
