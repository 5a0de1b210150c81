"""The feeds of news agencies: PA- and AP-shaped dispatches, each taken once and in order.

A file is read (`documents`, `pa`, `ap`) into bulletins of one shape (`bulletin`), each of which is
taken under the rules of its agency (`taking`) and kept with what became of it. `folder` watches
where a feed puts its files.
"""

from results.agencies.bulletin import DispatchRefused
from results.agencies.documents import bulletins, is_dispatch
from results.agencies.folder import Folder
from results.agencies.taking import confirm, refuse_file, retry, take_file

__all__ = [
    "DispatchRefused",
    "Folder",
    "bulletins",
    "confirm",
    "is_dispatch",
    "refuse_file",
    "retry",
    "take_file",
]
