"""The night's clock: house-style times, the calendar of a night, and slips of am and pm."""

from .clock import CLOCK, Clock, clock_from, read_clock
from .night import Reading, candidates, house_date, house_time, night_of
from .slips import Order, Resolved, Slip, order_of, propose, resolve, strain
from .spans import span_in_words

__all__ = [
    "CLOCK",
    "Clock",
    "Order",
    "Reading",
    "Resolved",
    "Slip",
    "candidates",
    "clock_from",
    "house_date",
    "house_time",
    "night_of",
    "order_of",
    "propose",
    "read_clock",
    "resolve",
    "span_in_words",
    "strain",
]
