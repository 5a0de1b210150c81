"""An electorate beside last time's, asked about with the first figure that is counted in it."""

from collections.abc import Iterable
from fractions import Fraction

from results.arithmetic import points, thousands
from results.findings import Finding, warning
from results.models import Baseline, Contest

STARTLING_ELECTORATE = Fraction(8, 100)


def check_electorate(contest: Contest) -> Iterable[Finding]:
    """More or fewer electors by more than 8 per cent, on boundaries that have not changed."""
    baseline = contest.baseline
    if baseline is None or baseline.kind != Baseline.Kind.ACTUAL:
        return
    if not baseline.electorate or not contest.electorate:
        return
    change = Fraction(contest.electorate - baseline.electorate, baseline.electorate)
    if abs(change) > STARTLING_ELECTORATE:
        message = (
            f"The electorate of {thousands(contest.electorate)} was "
            f"{thousands(baseline.electorate)} in {baseline.year}, {points(change)} per cent."
        )
        yield warning("contest", message, "startling_electorate")
