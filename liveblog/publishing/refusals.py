"""Why a deed was not done, in words that stand beside the field that caused it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from results.findings import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field. `field` is a path such as `result.votes.lee-scott`.

    A fault of severity “warning” only asks: confirming its `code` lets the deed be done. One of
    “info” is told beside the others. An error that is `overridable` an editor may publish against.
    `proposals` are values that the field could have instead, the likeliest first.
    """

    field: str
    message: str
    code: str = ""
    severity: Severity = "error"
    overridable: bool = False
    proposals: tuple[str, ...] = ()


class Refused(Exception):
    """The deed was refused and nothing was written. `faults` says why, field by field."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in self.faults))

    @classmethod
    def one(cls, field: str, message: str) -> "Refused":
        return cls([Fault(field, message)])

    @property
    def errors(self) -> list[Fault]:
        """What must be changed, or overridden."""
        return [fault for fault in self.faults if fault.severity == "error"]

    @property
    def remarks(self) -> list[Fault]:
        """The warnings and infos found with it."""
        return [fault for fault in self.faults if fault.severity != "error"]

    def by_field(self) -> Mapping[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for fault in self.faults:
            grouped.setdefault(fault.field, []).append(fault.message)
        return grouped


class Doubtful(Refused):
    """Nothing is wrong for certain: the same deed is done once its warnings are confirmed."""

    @property
    def codes(self) -> list[str]:
        """What there is to confirm."""
        warnings = (fault for fault in self.faults if fault.severity == "warning")
        return list(dict.fromkeys(fault.code for fault in warnings))


def refusal(faults: Iterable[Fault]) -> Refused:
    """Refused, or Doubtful where nothing among the faults is an error."""
    found = list(faults)
    blocks = any(fault.severity == "error" for fault in found)
    return Refused(found) if blocks else Doubtful(found)


class Conflict(Exception):
    """The deed fits no longer: the blog is closed, or somebody else changed the entry first."""


class NotEntitled(Conflict):
    """It is somebody else's to decide."""


class SamePerson(NotEntitled):
    """A second look is another person's, and what one proposed one takes back oneself."""


class StaleVersion(Conflict):
    """The entry was changed since it was read. `current` is the version that stands now."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(
            f"This entry was changed while you were writing: it is now at version {current}."
        )
