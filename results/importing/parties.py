"""From a party as a file names it to the party of record, through aliases and registrations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from results.importing.names import party_key, person_key
from results.importing.rows import PartyLabel
from results.models import Party

TABLE = Path(__file__).with_name("parties.json")
INDEPENDENT = "independent"
_OTHERS = {"other", "others", "oth", "all other candidates"}


@dataclass(frozen=True)
class Joint:
    """How a candidate of this party and of an adjunct one is described on the ballot paper."""

    label: str
    adjunct: str
    names: tuple[str, ...]
    keys: frozenset[str]


@dataclass(frozen=True)
class KnownParty:
    """A row of the table; `nation` (E, N, S, W) is that of one registration among namesakes."""

    fields: dict[str, Any]
    ec_ids: tuple[str, ...]
    keys: frozenset[str]
    nation: str
    joint: Joint | None = None

    @property
    def slug(self) -> str:
        return str(self.fields["slug"])


@cache
def known_parties() -> tuple[KnownParty, ...]:
    """The table that the project ships: facts of some thirty parties, and colours of our own."""
    rows = json.loads(TABLE.read_text(encoding="utf-8"))["parties"]
    return tuple(_known(dict(row)) for row in rows)


def is_others(label: PartyLabel) -> bool:
    """Whether this is no party but all the rest together, “Others (not itemised)”."""
    return party_key(label.name or label.abbreviation) in _OTHERS


def joint_label(label: str, ec_id: str = "") -> str:
    """“Lab Co-op” to “Labour and Co-operative”: one candidacy of two parties; else blank.

    It counts for the first of them everywhere; the second is told by its description alone.
    """
    for known in known_parties():
        joint = known.joint
        if joint and (_joint_key(label) in joint.keys or _is_joint_id(joint, ec_id)):
            return joint.label
    return ""


class PartyBook:
    """The parties on record and in the table; what neither knows is made from the file's label.

    Parties that are new are in `new` until `save` writes them, then in `saved`.
    """

    def __init__(self) -> None:
        self.new: dict[str, Party] = {}
        self.saved: list[Party] = []
        self._by_slug: dict[str, Party] = {}
        self._by_ec_id: dict[str, Party] = {}
        self._by_key: dict[str, Party] = {}
        self._independent: Party | None = None
        self._speaker: Party | None = None
        self._seen: dict[tuple[PartyLabel, str], Party] = {}
        for party in Party.objects.order_by("pk"):
            self._remember(party)

    def find(self, label: PartyLabel, *, gss_code: str = "") -> Party:
        """The party; of three that are called “Green”, the one that stands in that nation."""
        nation = gss_code[:1]
        if (label, nation) not in self._seen:
            self._seen[label, nation] = self._find(label, nation)
        return self._seen[label, nation]

    def save(self, slugs: Iterable[str]) -> None:
        """Write those of the new parties that are named; the rest stay unsaved."""
        saved = [self.new.pop(each) for each in dict.fromkeys(slugs) if each in self.new]
        Party.objects.bulk_create(saved)
        self.saved += saved

    def _find(self, label: PartyLabel, nation: str) -> Party:
        ec_id = _ec_id(label.ec_id)
        # Who names no party stands for none.
        key = party_key(label.name or label.abbreviation or ec_id) or INDEPENDENT
        if known := _in_table(ec_id, key, nation):
            return self._on_record(known) or self._add(Party(**known.fields))
        if found := self._by_ec_id.get(ec_id) or self._by_key.get(key):
            return found
        return self._add(_from_label(label, ec_id, taken=self._by_slug))

    def _on_record(self, known: KnownParty) -> Party | None:
        if known.fields.get("is_independent") and self._independent:
            return self._independent
        if known.fields.get("is_speaker") and self._speaker:
            return self._speaker
        if found := self._by_slug.get(known.slug):
            return found
        return next((self._by_ec_id[each] for each in known.ec_ids if each in self._by_ec_id), None)

    def _add(self, party: Party) -> Party:
        self.new[party.slug] = party
        self._remember(party)
        return party

    def _remember(self, party: Party) -> None:
        self._by_slug[party.slug] = party
        self._by_key.setdefault(party_key(party.name), party)
        if party.ec_id:
            self._by_ec_id.setdefault(party.ec_id, party)
        if party.is_independent:
            self._independent = self._independent or party
        if party.is_speaker:
            self._speaker = self._speaker or party


def _known(row: dict[str, Any]) -> KnownParty:
    ec_ids, aliases = row.pop("ec_ids", []), row.pop("aliases", [])
    nation, joint = row.pop("nation", ""), _joint(row.pop("joint", None))
    together = joint.names if joint else ()
    names = [row["name"], row["short_name"], row["abbreviation"], *aliases, *together]
    row["ec_id"] = ec_ids[0] if ec_ids else ""
    keys = frozenset(party_key(each) for each in names)
    return KnownParty(row, tuple(ec_ids), keys, nation, joint)


def _joint(row: dict[str, Any] | None) -> Joint | None:
    if row is None:
        return None
    names = tuple(row["aliases"])
    return Joint(row["label"], row["adjunct"], names, frozenset(map(_joint_key, names)))


def _joint_key(label: str) -> str:
    """Also what stands in brackets, where joint labels have the second party: “Labour (Co-op)”."""
    words = person_key(label).split()
    return " ".join(each for each in words if each not in {"and", "the", "party", "candidate"})


def _is_joint_id(joint: Joint, ec_id: str) -> bool:
    return ec_id.startswith("joint-party:") and f"PP{ec_id.rpartition('-')[2]}" == joint.adjunct


def _in_table(ec_id: str, key: str, nation: str) -> KnownParty | None:
    table = known_parties()
    if ec_id:
        for each in table:
            if ec_id in each.ec_ids:
                return each
    named = [each for each in table if key in each.keys]
    if ec_id:
        # A registration that the table has not is another party, whatever it is called.
        named = [each for each in named if not each.ec_ids]
    return max(
        named, key=lambda each: 2 * (each.nation == nation) + (not each.nation), default=None
    )


def _ec_id(written: str) -> str:
    """“PP53”, “party:53” and the joint “joint-party:53-119” are PP53; pseudo-parties have none."""
    found = re.fullmatch(r"(?:PP|(?:joint-)?party:)(\d+)(?:-\d+)?", written.strip())
    return f"PP{found[1]}" if found else ""


def _from_label(label: PartyLabel, ec_id: str, *, taken: dict[str, Party]) -> Party:
    name = label.name or label.abbreviation or ec_id
    base = slugify(label.abbreviation or name)[:40].strip("-") or "party"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return Party(
        slug=slug,
        name=name[:200],
        short_name=name[:80],
        abbreviation=(label.abbreviation or name)[:12].strip(),
        ec_id=ec_id,
    )
