"""The sum that a message shows, so that the desk can see where it went wrong."""

from collections.abc import Iterable

from results.arithmetic import thousands


def papers_in_words(total: int, rejected: int | None) -> str:
    """“47,018 votes and 197 rejected make 47,215”."""
    if rejected is None:
        return f"{thousands(total)} votes"
    papers = thousands(total + rejected)
    return f"{thousands(total)} votes and {thousands(rejected)} rejected make {papers}"


def sum_in_words(numbers: Iterable[int]) -> str:
    """“2,800 + 2,600 + 300 make 5,700”."""
    listed = list(numbers)
    return f"{' + '.join(map(thousands, listed))} make {thousands(sum(listed))}"
