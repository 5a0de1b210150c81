"""One tap that puts a value into a field: “12.52am”, “When the polls close”.

A button named `put` only puts it in, one named `go` sends the form with it; each has the value
`field=value`. With JavaScript the page does the same without asking the server.
"""

from django.http import QueryDict

PUT, GO = "put", "go"
TAPPED = {"at", "publish_at", "when"}


def is_put(sent: QueryDict) -> bool:
    """Whether the form is to be shown again, with the value in its field."""
    return PUT in sent


def with_tap(sent: QueryDict) -> QueryDict:
    """What was sent, with what was tapped in its field."""
    field, found, value = (sent.get(GO) or sent.get(PUT) or "").partition("=")
    if not found or field not in TAPPED:
        return sent
    put = sent.copy()
    put[field] = value
    if field == "publish_at":
        put["when"] = "at"
    return put
