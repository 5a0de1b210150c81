"""What the desk's forms send, at 2.30am in the night of Quayshire."""

from datetime import datetime
from typing import Any
from uuid import uuid4

NOW = datetime.fromisoformat("2024-05-03T02:30:00+01:00")
DESK = "/newsroom/quay-night/"


def typed(kind: str = "update", **fields: Any) -> dict[str, Any]:
    """What the composer's form sends; `a__b` stands for the field `a.b`."""
    return {
        "client_id": str(uuid4()),
        "kind": kind,
        **{name.replace("__", "."): value for name, value in fields.items()},
    }


def northquay(**fields: Any) -> dict[str, Any]:
    """A whole RESULT of Northquay; fields given replace its own."""
    return {
        **typed("result"),
        "result.contest": "northquay",
        "result.shown": "northquay",
        "result.votes.ada-quill": "2,800",
        "result.votes.ben-marsh": "2600",
        "result.votes.cleo-finch": "300",
        "result.votes.dov-reed": "300",
        "result.rejected": "40",
        **fields,
    }
