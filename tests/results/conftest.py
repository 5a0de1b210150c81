"""The elections that these tests are held in."""

import pytest

from results import signals
from results.loading import load_election
from results.models import Contest, Election
from tests.results.ilford import ILFORD_2010
from tests.results.night import FIVE_SEATS


@pytest.fixture
def nobody_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The results by themselves: what pages make of each declaration is tested with the pages."""
    monkeypatch.setattr(signals.declared, "receivers", [])


@pytest.fixture
def borough_night(db: None) -> Election:
    """Five seats, nothing declared."""
    return load_election(FIVE_SEATS)


@pytest.fixture
def northquay(borough_night: Election) -> Contest:
    """10,000 electors; Quill (sitting, Harbour), Marsh (Orchard), Finch (Lantern), Reed (Ind)."""
    return borough_night.contests.get(slug="northquay")


@pytest.fixture
def ilford_north(db: None) -> Contest:
    return load_election(ILFORD_2010).contests.get(slug="ilford-north")
