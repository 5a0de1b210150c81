"""Figures looked at before they are recorded: errors block, warnings ask; each shows its sum."""

from results.checks.counts import check_declaration
from results.checks.projections import check_projections
from results.checks.prose import check_prose
from results.checks.rosters import check_roster, is_line_of_totals
from results.checks.stages import check_stage, check_unopposed, check_withdrawal
from results.checks.stated import check_rejected_heads
from results.checks.tally import check_board
from results.checks.turnouts import check_same_percentage, check_turnout

__all__ = [
    "check_board",
    "check_declaration",
    "check_projections",
    "check_prose",
    "check_rejected_heads",
    "check_roster",
    "check_same_percentage",
    "check_stage",
    "check_turnout",
    "check_unopposed",
    "check_withdrawal",
    "is_line_of_totals",
]
