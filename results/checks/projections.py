"""A projection beside an earlier one of the same contest at the same turnout."""

from collections.abc import Iterable
from fractions import Fraction

from results.arithmetic import percent, thousands
from results.findings import Finding, warning


def check_projections(
    *, swing: Fraction, majority: int, earlier_swing: Fraction, earlier_majority: int
) -> Iterable[Finding]:
    """A larger swing to the same side makes a larger majority of that side.

    Swings are fractions of one, majorities votes, negative where that side loses.
    """
    if (swing - earlier_swing) * (majority - earlier_majority) < 0:
        message = (
            f"A swing of {percent(swing)} gives {thousands(majority)} and one of "
            f"{percent(earlier_swing)} gave {thousands(earlier_majority)}: the larger swing must "
            "make the larger majority."
        )
        yield warning("projection", message, "projection_against_swing")
