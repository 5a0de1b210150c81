"""The nouns of an election, each with its facts; the deeds are in `results.declarations`."""

from results.models.baseline import Baseline, BaselineVotes
from results.models.candidacy import Candidacy
from results.models.contest import Contest
from results.models.count import CountMove, Expectation
from results.models.declaration import Declaration, DeclaredVotes, RejectedHead
from results.models.dispatch import Dispatch
from results.models.election import Election
from results.models.forecast import Forecast, ForecastSeats
from results.models.hex import Hex
from results.models.party import Party
from results.models.sheet import Sheet, Tally
from results.models.turnout import TurnoutReport

__all__ = [
    "Baseline",
    "BaselineVotes",
    "Candidacy",
    "Contest",
    "CountMove",
    "Declaration",
    "DeclaredVotes",
    "Dispatch",
    "Election",
    "Expectation",
    "Forecast",
    "ForecastSeats",
    "Hex",
    "Party",
    "RejectedHead",
    "Sheet",
    "Tally",
    "TurnoutReport",
]
