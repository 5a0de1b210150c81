"""What a chat tool is answered: what was posted, or what is wrong and what to type instead."""

import hashlib
from collections.abc import Iterable
from typing import Any

from liveblog import oneline
from liveblog.models import Entry
from liveblog.publishing import Doubtful, Fault

HELP = """\
What you can type after {command}:
• `{command} The first boxes are in.` – an update
• `{command} result CONTEST NAME VOTES, NAME VOTES, rejected PAPERS` – a result; or the votes alone, in the order of the ballot paper
• `{command} turnout CONTEST 59.7 51505` – a turnout in per cent, in ballot papers, or both
• `{command} quote NAME: what they said`
• `{command} correction: what was wrong`
Begin with a time to say when it happened: `{command} 5.07am turnout …`."""  # noqa: E501 - as it is shown
EXAMPLES = {
    "result": "result CONTEST NAME 21506, NAME 16102, rejected 120",
    "turnout": "turnout CONTEST 59.7 51505",
    "quote": "quote NAME: what they said",
}
_SHOWN = ("result.", "turnout.", "speaker")


def help_text(command: str) -> str:
    return HELP.format(command=command)


def posted(entry: Entry, address: str, reading: oneline.Line | None = None) -> str:
    """What became of the line, with what was understood of it."""
    if entry.status == Entry.Status.PUBLISHED:
        told = f"Posted: {address}"
    else:
        told = "Checked, and kept until somebody else at the desk has looked at it."
    if reading is None:
        return told
    chips = [each for each in reading["chips"] if each.get("field", "").startswith(_SHOWN)]
    lines = [f"• {each['label']}: {each['value']}{_doubt(each)}" for each in chips]
    if reading["aside"]:
        lines.append(f"• Not used: {', '.join(reading['aside'])}")
    return "\n".join([told, *lines])


def refused(faults: Iterable[Fault], *, command: str, kind: str | None) -> str:
    """What is wrong, and the form of such a line."""
    told = ["Nothing was posted.", *(f"• {fault.message}" for fault in faults)]
    if kind in EXAMPLES:
        told.append(f"Type it as `{command} {EXAMPLES[kind]}`.")
    return "\n".join(told)


def doubted(doubtful: Doubtful, line: str, *, command: str) -> str:
    """The warnings with their sums, and how to publish all the same."""
    told = ["Nothing was posted yet: look again.", *(f"• {f.message}" for f in doubtful.faults)]
    told.append(f"To post it all the same: `{command} {anyway(doubtful, line)} {line}`")
    return "\n".join(told)


def anyway(doubtful: Doubtful, line: str) -> str:
    """What confirms these warnings about this line, and no others: “anyway-3f9c21”."""
    seen = "\n".join([line, *doubtful.codes, *(fault.message for fault in doubtful.faults)])
    return f"anyway-{hashlib.sha256(seen.encode()).hexdigest()[:6]}"


def ephemeral(text: str) -> dict[str, Any]:
    """As Slack and Mattermost show it to whoever typed, and to nobody else.

    Their three control characters are escaped, so that nothing typed calls or links anybody.
    """
    for sign, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, escaped)
    return {"response_type": "ephemeral", "text": text}


def _doubt(chip: dict[str, Any]) -> str:
    return "" if chip["sure"] else " (taken for the name on the ballot paper)"
