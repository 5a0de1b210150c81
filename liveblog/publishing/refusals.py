"""Why a deed was not done, in words that stand beside the field that caused it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field. `field` is a path such as `result.votes.lee-scott`."""

    field: str
    message: str


class Refused(Exception):
    """The deed was refused and nothing was written. `faults` says why, field by field."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in self.faults))

    @classmethod
    def one(cls, field: str, message: str) -> "Refused":
        return cls([Fault(field, message)])

    def by_field(self) -> Mapping[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for fault in self.faults:
            grouped.setdefault(fault.field, []).append(fault.message)
        return grouped


class Conflict(Exception):
    """The deed fits no longer: the blog is closed, or somebody else changed the entry first."""


class StaleVersion(Conflict):
    """The entry was changed since it was read. `current` is the version that stands now."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(
            f"This entry was changed while you were writing: it is now at version {current}."
        )
