"""An election with its results on record, to be replayed."""

import pytest

from results.loading import load_election
from results.models import Election
from tests.results.night import FIVE_SEATS, declare_everything


@pytest.fixture
def election(db: None) -> Election:
    """The five seats as they came out."""
    election = load_election(FIVE_SEATS)
    declare_everything(election)
    return election
