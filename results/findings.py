"""What is found wrong or doubtful in figures before they are recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """An error blocks; a warning asks the desk to look again. `code` is for programs."""

    severity: Literal["error", "warning"]
    field: str
    message: str
    code: str

    @property
    def blocks(self) -> bool:
        return self.severity == "error"


class FiguresRefused(Exception):
    """Figures were not recorded; `findings` says why, with the warnings beside the errors."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(each.message for each in self.findings if each.blocks))


def error(field: str, message: str, code: str) -> Finding:
    return Finding("error", field, message, code)


def warning(field: str, message: str, code: str) -> Finding:
    return Finding("warning", field, message, code)


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise FiguresRefused if any of them blocks."""
    found = list(findings)
    if any(each.blocks for each in found):
        raise FiguresRefused(found)
