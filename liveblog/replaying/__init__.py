"""Nights played again, live, through the same deeds and so through the front door.

A blog's finished night is told again entry by entry (`night`), an election's declarations are made
again in their order (`country`); both on copies of the contests (`stage`).
"""

from liveblog.replaying.night import play, prepare

__all__ = ["play", "prepare"]
