"""Debian's nginx with our `deploy/nginx.conf`, on ports and in a folder of its own."""

import os
import re
import signal
import ssl
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.servers import ROOT, Running, free_port, need, wait_until

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")  # where Debian's are is root's


@dataclass
class Nginx:
    """It stands before the processes at two ports. `front` is an address that ends TLS before it;
    with `tls` it does so itself.
    """

    folder: Path
    processes: Sequence[int]
    static: Path = Path("/nowhere")
    front: str = ""
    tls: bool = False
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    running: Running | None = None

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.tls_port}" if self.tls else f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return self.url.replace("http", "ws", 1)

    @property
    def certificate(self) -> Path:
        return self.folder / "fullchain.pem"

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    @property
    def log(self) -> list[str]:
        return (self.folder / "access.log").read_text().splitlines()

    def reached_a_process(self, path: str) -> int:
        """How many of the requests for this address went on to a process."""
        return sum(f'"GET {path} ' in line and not line.endswith("/-") for line in self.log)

    def start(self) -> "Nginx":
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.tls:
            self._certify()
        path = self.folder / "nginx.conf"
        path.write_text(self.configuration)
        command = [need("nginx", folders="/usr/sbin"), "-c", str(path), "-g", "daemon off;"]
        subprocess.run([*command, "-t"], check=True, capture_output=True, timeout=20)
        log = self.folder / "nginx.log"
        with log.open("ab") as written:
            process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT)
        self.running = Running(process, log)
        self.running.wait_until(self.answers, what="nginx did not answer")
        return self

    def answers(self) -> bool:
        try:
            address = f"http://127.0.0.1:{self.port}/healthz"
            return httpx.get(address, trust_env=False).status_code < 400
        except httpx.TransportError:
            return False

    def reload(self) -> None:
        """New workers, as after a change of the configuration."""
        before = self.workers
        self.running.process.send_signal(signal.SIGHUP)
        wait_until(lambda: set(self.workers) - set(before), what="nginx has no new workers")

    @property
    def workers(self) -> list[int]:
        pid = self.running.pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def stop(self) -> None:
        if self.running is not None:
            self.running.stop()

    @property
    def configuration(self) -> str:
        """The file of ours with other ports, names and folders, and nothing else changed."""
        text = CONFIGURATION.read_text()
        if self.front:
            text = text.replace("#front ", "").replace("203.0.113.0/24", self.front)
        if self.tls:
            text = text.replace("#tls ", "")
        text = re.sub(r".*listen \[::].*\n", "", text)  # there may be no IPv6
        folders = "".join(f"    {name}_temp_path {self.folder}/{name};\n" for name in TEMPORARY)
        for ours, its in {
            # Who may not become another user stays who they are; root's folders are root's to read.
            "user www-data;": "user root;" if os.geteuid() == 0 else "",
            "/run/nginx.pid": f"{self.folder}/nginx.pid",
            "/var/log/nginx": str(self.folder),
            "/run/nginx-declared": f"{self.folder}/cache",
            "http {\n": f"http {{\n{folders}",
            "listen 80 ": f"listen 127.0.0.1:{self.port} ",
            "listen 443 ": f"listen 127.0.0.1:{self.tls_port} ",
            "/etc/ssl/declared": str(self.folder),
            "server_name live.example.org": "server_name localhost 127.0.0.1",
            "127.0.0.1:8001": f"127.0.0.1:{self.processes[0]}",
            "127.0.0.1:8002": f"127.0.0.1:{self.processes[1]}",
            "/srv/declared/var/static/": f"{self.static}/",
        }.items():
            assert ours in text, ours
            text = text.replace(ours, its)
        return text

    def _certify(self) -> None:
        keys = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        files = ("-keyout", str(self.folder / "privkey.pem"), "-out", str(self.certificate))
        name = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost")
        subprocess.run(
            [need("openssl"), "req", "-x509", *keys, "-days", "2", *name, *files],
            check=True,
            capture_output=True,
            timeout=30,
        )
