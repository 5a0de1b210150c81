"""A contest's earlier results as tables and one line, wherever its page is: site or archive."""

from typing import Any

from django import template

from results.models import TurnoutReport

register = template.Library()

VALID, PAPERS = TurnoutReport.Definition.VALID_VOTES, TurnoutReport.Definition.BALLOTS_VERIFIED
# The drawing's own units; the page scales it. A line of fewer points tells nothing.
WIDTH, HEIGHT, MARGIN = 320, 84, 14
FEWEST_POINTS = 3

Row = dict[str, Any]


@register.inclusion_tag("liveblog/reader/contest_history.html")
def over_the_years(rows: list[Row], records: list[Row]) -> dict[str, Any]:
    """What `results.history` gives: majorities with bars, turnouts with a line, and the records."""
    turnouts = [
        {"row": row, "valid": valid, "papers": _percentage(row, PAPERS)}
        for row in rows
        if (valid := _percentage(row, VALID)) is not None
    ]
    majorities = [row for row in rows if row["majority"] is not None]
    return {
        "records": records,
        "majorities": majorities,
        "longest": max((row["majority"] for row in majorities), default=0),
        "turnouts": turnouts,
        "has_papers": any(each["papers"] is not None for each in turnouts),
        "line": _line([(each["row"], each["valid"]) for each in turnouts]),
        "other_areas": any(not row["same_area"] for row in rows),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _percentage(row: Row, definition: str) -> float | None:
    found = (each for each in row["turnout"] if each["definition"] == definition)
    return next((each["percentage"] for each in found), None)


def _line(turnouts: list[tuple[Row, float]]) -> dict[str, Any] | None:
    """Turnout by valid votes of these boundaries, the oldest at the left, years to scale."""
    actual = [(row, value) for row, value in turnouts if row["same_area"] and not row["notional"]]
    points = sorted((row["year"], value) for row, value in actual)
    if len(points) < FEWEST_POINTS:
        return None
    first, last = points[0][0], points[-1][0]
    low, high = min(value for _, value in points), max(value for _, value in points)
    places = [
        {
            "x": round(MARGIN + (WIDTH - 2 * MARGIN) * (year - first) / (last - first), 1),
            "y": round(MARGIN + (HEIGHT - 3 * MARGIN) * (high - value) / ((high - low) or 1), 1),
            "year": year,
        }
        for year, value in points
    ]
    return {
        "path": " ".join(f"{each['x']},{each['y']}" for each in places),
        "places": places,
        "foot": HEIGHT - 1,
    }
