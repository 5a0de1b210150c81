"""What is found wrong or doubtful in figures before they are recorded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """An error blocks, a warning asks for a second press, an info only tells.

    `code` is for programs, and what a confirmation names. An error that is `overridable` is about a
    sum that an editor may know better than; any other cannot be recorded at all.
    """

    severity: Severity
    field: str
    message: str
    code: str
    overridable: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity == "error"

    @property
    def asks(self) -> bool:
        return self.severity == "warning"

    def as_json(self) -> dict[str, str]:
        return {
            "severity": self.severity,
            "field": self.field,
            "message": self.message,
            "code": self.code,
        }


class FiguresRefused(Exception):
    """Figures were not recorded; `findings` says why, with warnings and infos beside the errors."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(each.message for each in self._reasons()))

    def _reasons(self) -> Iterable[Finding]:
        return (each for each in self.findings if each.blocks)


class FiguresDoubted(FiguresRefused):
    """Nothing is wrong for certain, but the warnings among `findings` were not confirmed."""

    def _reasons(self) -> Iterable[Finding]:
        return (each for each in self.findings if each.asks)


def error(field: str, message: str, code: str) -> Finding:
    """What cannot be recorded: it is unreadable, incomplete or against the law."""
    return Finding("error", field, message, code)


def misfit(field: str, message: str, code: str) -> Finding:
    """An error of sums, which an editor may override with a reason."""
    return Finding("error", field, message, code, overridable=True)


def warning(field: str, message: str, code: str) -> Finding:
    return Finding("warning", field, message, code)


def info(field: str, message: str, code: str) -> Finding:
    return Finding("info", field, message, code)


def accept(
    findings: Iterable[Finding],
    *,
    confirmed: Collection[str] | None = None,
    overridden: bool = False,
) -> list[Finding]:
    """What was accepted knowingly: the warnings, and where `overridden` the misfits of sums.

    `confirmed` holds the codes of the warnings that were seen; None asks nobody, as for figures
    that are already of record. Raises FiguresRefused or FiguresDoubted.
    """
    found = list(findings)
    if any(each.blocks and not (overridden and each.overridable) for each in found):
        raise FiguresRefused(found)
    asked = [each for each in found if each.asks]
    if confirmed is not None and any(each.code not in confirmed for each in asked):
        raise FiguresDoubted(found)
    return [each for each in found if each.asks or each.blocks]


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise FiguresRefused if any of them blocks."""
    accept(findings)
