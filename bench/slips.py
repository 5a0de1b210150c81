"""Slips of the keyboard: votes as somebody might type them wrongly."""

import random


def slips_of(votes: list[int], chance: random.Random) -> dict[str, list[int]]:
    """One slip of each kind, at random; a kind that these votes do not allow is left out."""
    made = {
        "one digit": _one_digit(votes, chance),
        "two digits swapped": _two_digits(votes, chance),
        "two candidates swapped": _two_candidates(votes, chance),
        "first two swapped": _first_two(votes),
    }
    return {kind: typed for kind, typed in made.items() if typed is not None and typed != votes}


def winner(votes: list[int]) -> int:
    """The place of the most votes, of equals the first."""
    return max(range(len(votes)), key=lambda each: votes[each])


def _one_digit(votes: list[int], chance: random.Random) -> list[int] | None:
    at = chance.randrange(len(votes))
    digits = list(str(votes[at]))
    place = chance.randrange(len(digits))
    digits[place] = chance.choice([each for each in "0123456789" if each != digits[place]])
    return [*votes[:at], int("".join(digits)), *votes[at + 1 :]]


def _two_digits(votes: list[int], chance: random.Random) -> list[int] | None:
    places = [
        (at, place)
        for at, number in enumerate(votes)
        for place in range(len(str(number)) - 1)
        if str(number)[place] != str(number)[place + 1]
    ]
    if not places:
        return None
    at, place = chance.choice(places)
    digits = list(str(votes[at]))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return [*votes[:at], int("".join(digits)), *votes[at + 1 :]]


def _two_candidates(votes: list[int], chance: random.Random) -> list[int]:
    return _exchanged(votes, *chance.sample(range(len(votes)), 2))


def _first_two(votes: list[int]) -> list[int]:
    return _exchanged(votes, *sorted(range(len(votes)), key=lambda each: -votes[each])[:2])


def _exchanged(votes: list[int], one: int, other: int) -> list[int]:
    typed = list(votes)
    typed[one], typed[other] = typed[other], typed[one]
    return typed
