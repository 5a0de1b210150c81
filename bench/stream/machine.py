"""What the load test asks of the machine: cores, open files, compilers, and what a process used."""

import contextlib
import os
import platform
import re
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "bench"
BUILT = ROOT / "var" / "bench"
SPARE_FILES = 200  # beside the readers' sockets

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = CORES[0], CORES[-1]


@contextlib.contextmanager
def on_core(core: int) -> Iterator[None]:
    """Whatever is started here runs on this core, with every thread it will ever have."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def allow_files() -> int:
    """Raise the limit of open files as far as it goes; how many readers that is enough for."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard - SPARE_FILES if hard != resource.RLIM_INFINITY else 100_000


def compiled(name: str, *sources: Path) -> Path:
    """A C program of ours, compiled anew where its sources are newer."""
    BUILT.mkdir(parents=True, exist_ok=True)
    program = BUILT / name
    newest = max(path.stat().st_mtime for path in (*sources, *sources[0].parent.glob("*.h")))
    if not program.exists() or program.stat().st_mtime < newest:
        command = ["gcc", "-O2", "-Wall", "-Wextra", "-o", str(program), *map(str, sources), "-lm"]
        subprocess.run(command, check=True)
    return program


def cpu_seconds(pid: int) -> float:
    """The processor time that a process has used, in user and system mode, to 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children_seconds() -> float:
    """The processor time that the processes used which we started and saw end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def resident_bytes(pid: int) -> int:
    """The memory that a process has in use."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def forget_peak(pid: int) -> None:
    """Let `peak_bytes` begin again (proc(5), clear_refs)."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak_bytes(pid: int) -> int:
    """The most memory that a process has had in use."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None, "Linux tells the peak of a process."
    return 1024 * int(found[1])


def only_child(pid: int) -> int:
    """The one process that a process has started."""
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


def first_line(*command: str) -> str:
    """What a program says of its version, wherever it says it; empty where it is missing."""
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    return next(iter((done.stdout + done.stderr).splitlines()), "").strip()


def described() -> str:
    """Processor, kernel and cores, for the head of a report."""
    cpus = Path("/proc/cpuinfo").read_text()
    model = re.search(r"^model name\s*:\s*(.+)$", cpus, re.MULTILINE)
    pinned = "the server on one, the crowd on another" if len(CORES) > 1 else "for everything"
    name = model[1] if model else platform.machine()
    kernel = platform.release().partition("-")[0]
    return f"{name}, Linux {kernel}, {len(CORES)} cores ({pinned})"
