"""A whole board before it is printed: seats, holds, gains and losses must add up."""

from collections.abc import Iterable, Mapping
from typing import Any

from results.findings import Finding, error


def check_board(board: Mapping[str, Any]) -> Iterable[Finding]:
    """The sums of a board as `results.board.board` makes it, or as another source prints it.

    Seats declared cannot exceed all seats; the parties' seats are the seats declared; what one
    party gains another loses, so that the net changes of seats that existed last time come to 0.
    """
    parties = board["parties"]
    declared, seats = board["declared"], board["seats"]
    if declared > seats:
        message = f"{declared} seats declared of {seats}: {declared - seats} too many."
        yield error("declared", message, "more_than_all_seats")
    won = sum(each["seats"] for each in parties)
    if won != declared:
        gap = f"{abs(won - declared)} too {'many' if won > declared else 'few'}"
        message = f"The parties have {won} seats together, but {declared} are declared: {gap}."
        yield error("parties", message, "seats_do_not_add_up")
    for each in parties:
        name, verdicts = each["party"]["short_name"], each["holds"] + each["gains"]
        if verdicts > each["seats"]:
            message = (
                f"{name}: {each['holds']} holds and {each['gains']} gains make {verdicts}, "
                f"more than {each['seats']} seats."
            )
            yield error("parties", message, "more_verdicts_than_seats")
        if each["net"] != each["gains"] - each["losses"]:
            message = (
                f"{name}: {each['gains']} gains less {each['losses']} losses is "
                f"{each['gains'] - each['losses']}, not {each['net']}."
            )
            yield error("parties", message, "net_does_not_add_up")
    if net := sum(each["net"] for each in parties):
        message = f"The net changes of all parties come to {net:+d} and should come to 0."
        yield error("parties", message, "net_is_not_nought")
