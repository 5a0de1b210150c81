"""Declared: live blogs for election nights."""

__version__ = "0.1.0"
