"""Figures looked at before they are recorded: errors block, warnings ask; each shows its sum."""

from results.checks.counts import check_declaration
from results.checks.stages import check_stage, check_withdrawal
from results.checks.turnouts import check_turnout

__all__ = ["check_declaration", "check_stage", "check_turnout", "check_withdrawal"]
