"""A count beside the ballot papers that were verified before it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from results.arithmetic import percent, thousands
from results.checks.wording import papers_in_words
from results.findings import Finding, info, misfit, warning
from results.models import Candidacy, Contest, TurnoutReport

# Papers are counted by hand: the desk asks from one paper on and stops from 0.5 per cent.
TOLERANCE = Fraction(1, 200)
# Fewer votes than nine papers in ten: somebody's votes have been left out.
LEAST_COUNTED = Fraction(9, 10)
# Of 2,600 real counts 99 in 100 rejected fewer papers than this.
MOST_REJECTED = Fraction(2, 100)


def against_ballots(
    contest: Contest,
    candidacies: Iterable[Candidacy],
    votes: Mapping[int, int],
    rejected: int | None,
) -> Iterable[Finding]:
    """Votes and rejected papers of one seat against the papers announced; only where they were."""
    report, total = contest.turnout, sum(votes.values())
    if (
        report is None
        or not report.ballots
        or report.definition != TurnoutReport.Definition.BALLOTS_VERIFIED
    ):
        return
    papers, verified = total + (rejected or 0), report.ballots
    gap, surplus = abs(papers - verified), papers - verified
    if not gap or (surplus < 0 and rejected is None and gap <= verified * MOST_REJECTED):
        return
    said = f"{papers_in_words(total, rejected)}; {thousands(verified)} papers were verified"
    if papers < verified * LEAST_COUNTED:
        text = f"{said}, {thousands(gap)} more: has anybody been left out?"
        yield misfit("votes", text, "far_below_ballots")
    elif surplus > verified * TOLERANCE:
        yield misfit("votes", f"{said}, {thousands(gap)} fewer.", "above_ballots")
    elif rejected is None and surplus < 0:
        share = percent(Fraction(gap, verified))
        text = f"{said}, {thousands(gap)} more: were {share} per cent of them rejected?"
        yield warning("votes", text, "differs_from_ballots")
    elif gap > verified * TOLERANCE:
        yield misfit("votes", f"{said}, {thousands(gap)} more.", "below_ballots")
    else:
        text = f"{said}, a difference of {thousands(gap)}."
        yield warning("votes", text, "differs_from_ballots")
    if report.provisional and gap <= verified * TOLERANCE:
        text = "The number of papers verified was provisional: readers are shown both."
        yield info("votes", text, "provisional_differs")
    yield from _slip_of_a_key(gap, surplus, candidacies, votes)


def _slip_of_a_key(
    gap: int, surplus: int, candidacies: Iterable[Candidacy], votes: Mapping[int, int]
) -> Iterable[Finding]:
    """Two neighbouring digits swapped differ by a multiple of nine; a slip may be a round 1,000."""
    if gap % 1000 == 0:
        message = f"The difference is a round {thousands(gap)}: is somebody a thousand out?"
        yield info("votes", message, "thousand_out")
    if gap % 9 == 0:
        names = [
            f"{each.name} ({thousands(votes[each.pk])} for {thousands(votes[each.pk] - surplus)})"
            for each in candidacies
            if votes[each.pk] - surplus in _swaps(votes[each.pk])
        ]
        of_whom = f" It would close with {' or '.join(names)}." if names else ""
        by_nine = f", 9 × {thousands(gap // 9)}" if gap > 9 else ""
        message = (
            f"The difference of {thousands(gap)} divides by nine{by_nine}: two digits swapped?"
        )
        yield info("votes", message + of_whom, "digits_swapped")


def _swaps(number: int) -> set[int]:
    digits = str(number)
    return {
        int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        for at in range(len(digits) - 1)
    } - {number}
