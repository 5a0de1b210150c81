"""An election as its page shows it: who has won which contest, and which contests stand out."""

from liveblog.standings.cartogram import by_region, cartogram
from liveblog.standings.election import Standings, named_like, standing
from liveblog.standings.standing import Standing

__all__ = ["Standing", "Standings", "by_region", "cartogram", "named_like", "standing"]
