"""Which candidate of one source is which of another, however each of them spells the names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from results.importing.names import person_key
from results.models import Party

Person = tuple[str, Party]
Rule = Callable[[Person, Person], bool]


def pair_up(rows: Sequence[Person], standing: Sequence[Person], *, seats: int) -> list[int | None]:
    """For each of `rows` the place in `standing` of the same candidate, None where there is none.

    Certain pairs first: name and party; then one name, where the parties may be two writings of
    one; then a party's only candidate for one seat, however spelt; then surname and a forename.
    A rule pairs nobody for whom it finds two.
    """
    pairs: list[int | None] = [None] * len(rows)
    rules: list[Rule] = [_name_and_party, _name]
    if seats == 1:
        rules.append(_only_one_of_the_party)
    rules.append(_surname_and_forename)
    for rule in rules:
        open_rows = [at for at, pair in enumerate(pairs) if pair is None]
        open_places = [at for at in range(len(standing)) if at not in pairs]
        for row in open_rows:
            places = [at for at in open_places if rule(rows[row], standing[at])]
            if (
                len(places) == 1
                and sum(rule(rows[other], standing[places[0]]) for other in open_rows) == 1
            ):
                pairs[row] = places[0]
    return pairs


def same_surname(one: str, other: str) -> bool:
    return _words(one)[-1:] == _words(other)[-1:]


def _name_and_party(one: Person, other: Person) -> bool:
    return one[1].slug == other[1].slug and _words(one[0]) == _words(other[0])


def _name(one: Person, other: Person) -> bool:
    return _words(one[0]) == _words(other[0]) and not _of_two_parties(one[1], other[1])


def _only_one_of_the_party(one: Person, other: Person) -> bool:
    return one[1].slug == other[1].slug and one[1].can_swing


def _surname_and_forename(one: Person, other: Person) -> bool:
    if _of_two_parties(one[1], other[1]) or not same_surname(one[0], other[0]):
        return False
    return bool(set(_words(one[0])[:-1]) & set(_words(other[0])[:-1]))


def _of_two_parties(one: Party, other: Party) -> bool:
    """For certain: a party without a registration may be another's name for the same one."""
    return one.slug != other.slug and bool(one.ec_id) and bool(other.ec_id)


def _words(name: str) -> list[str]:
    return person_key(name).split()
