"""The servers that ours is compared with: what they are posted is sent as it stands."""

import os
import pwd
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from bench.stream.machine import BUILT, SPARE_FILES, allow_files, compiled, first_line, only_child
from bench.stream.peers import PROGRAMS, Missing, Program

NCHAN = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
WS = BUILT / "node" / "node_modules" / "ws"


class Loop(Program):
    name = "loop"
    title = "C loop of send()"

    @property
    def version(self) -> str:
        return first_line("gcc", "--version")

    def command(self, folder: Path) -> list[str]:
        return [str(compiled("loop", PROGRAMS / "loop.c")), str(self.port)]


class CoalescingLoop(Loop):
    name = "cursors"
    title = "C loop with cursors"

    def command(self, folder: Path) -> list[str]:
        return [*super().command(folder), "coalesce"]


class Channels(Program):
    name = "channels"
    title = "Channels group_send"
    most = 2000  # each of whom looks through everybody's channel after what it received

    @property
    def version(self) -> str:
        return ", ".join(f"{each} {version(each)}" for each in ("channels", "daphne", "Twisted"))

    def command(self, folder: Path) -> list[str]:
        port = ["--port", str(self.port), "--bind", "127.0.0.1"]
        # Pings would be counted as work that events make.
        quiet = ["--ping-interval", "3600", "--verbosity", "0", "--no-server-name"]
        return [sys.executable, "-m", "daphne", *port, *quiet, "blog:application"]

    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(PROGRAMS)}


class Ws(Program):
    name = "ws"
    title = "Node ws"

    @property
    def version(self) -> str:
        if not shutil.which("node") or not WS.is_dir():
            raise Missing("node, and the package ws in var/bench/node")
        manifest = first_line("node", "-p", f"require('{WS}/package.json').version")
        return f"Node {first_line('node', '--version')}, ws {manifest}"

    def command(self, folder: Path) -> list[str]:
        return ["node", "fan.js", str(self.port)]

    def environment(self) -> dict[str, str]:
        return {"NODE_PATH": str(WS.parent)}


class Nchan(Program):
    name = "nchan"
    title = "nginx + nchan"
    path = "/read"
    trigger_path = "/tell"

    @property
    def version(self) -> str:
        if not shutil.which("nginx") or not NCHAN.exists():
            raise Missing("nginx and libnginx-mod-nchan")
        package = first_line("dpkg-query", "--show", "-f", "${Version}", "libnginx-mod-nchan")
        return f"{first_line('nginx', '-v').rpartition(' ')[2]}, nchan {package}"

    def command(self, folder: Path) -> list[str]:
        files = allow_files() + SPARE_FILES
        text = (PROGRAMS / "nchan.conf").read_text()
        for name, value in {
            # Or the worker would be somebody who may not write here.
            "@USER@": f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else "",
            "@MODULE@": NCHAN,
            "@FILES@": files,
            "@CONNECTIONS@": 2 * files,  # nginx sends people away when a sixteenth is left
            "@FOLDER@": folder,
            "@PORT@": self.port,
        }.items():
            text = text.replace(name, str(value))
        (folder / "nginx.conf").write_text(text)
        return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]

    def serving(self, pid: int) -> int:
        return only_child(pid)
