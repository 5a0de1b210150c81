"""Whether a request comes from the chat tool that a hook belongs to.

Slack's own `slack_sdk` has a verifier for this. It is a client for the whole of Slack's API, of
which these few lines of `hmac` are all that we need; and whatever is sent in the headers, be it no
number or no ASCII, has to end as a refusal and never as an exception.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare

FRESH = timedelta(minutes=5)  # as Slack has it: an older one is a replay
VERSION = "v0"
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_BEARER = "token "


def slack_signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `v0:timestamp:body`, as Slack sends it in X-Slack-Signature."""
    signed = b":".join([VERSION.encode(), timestamp.encode(), body])
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def is_from_slack(secret: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> bool:
    """Whether the body was signed with the secret in the last five minutes."""
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    if not _TIMESTAMP.fullmatch(timestamp):
        return False
    if abs(now.timestamp() - int(timestamp)) > FRESH.total_seconds():
        return False
    expected = slack_signature(secret, timestamp, body)
    return constant_time_compare(headers.get("X-Slack-Signature", ""), expected)


def is_from_mattermost(secret: str, headers: Mapping[str, str], form: Mapping[str, str]) -> bool:
    """Whether the command's token is there, as `Authorization: Token …` or in the form."""
    given = headers.get("Authorization", "")
    if given.lower().startswith(_BEARER):
        return constant_time_compare(given[len(_BEARER) :].strip(), secret)
    return constant_time_compare(form.get("token", ""), secret)
