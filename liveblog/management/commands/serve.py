"""`manage.py serve`: the site on Daphne with the fast stream path."""

import asyncio
import logging
from argparse import ArgumentParser
from typing import Any

from channels.db import database_sync_to_async
from channels.routing import get_default_application
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from liveblog import publishing
from liveblog.realtime.hub import say_farewell

logger = logging.getLogger(__name__)

RETURN_SECONDS = 5.0  # over which the readers of a stopping process are asked to come back


class Command(BaseCommand):
    help = "Serve the site on Daphne: pages, API and the readers' stream."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on.")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen on.")
        parser.add_argument(
            "--proxy-headers",
            action="store_true",
            help="Believe X-Forwarded-For and X-Forwarded-Proto (behind nginx, and only there).",
        )

    def handle(self, *args: Any, host: str, port: int, proxy_headers: bool, **options: Any) -> None:
        from daphne.endpoints import build_endpoint_description_strings  # noqa: PLC0415
        from twisted.internet import reactor  # noqa: PLC0415 - importing it chooses the reactor

        from liveblog.realtime.daphne_fanout import FanoutServer  # noqa: PLC0415

        self._demand_migrations()
        logging.getLogger("daphne").setLevel(logging.WARNING)
        server = FanoutServer(
            application=get_default_application(),
            endpoints=build_endpoint_description_strings(host=host, port=port),
            server_name="declared",
            ping_interval=10,
            ping_timeout=10,
            websocket_connect_timeout=20,
            websocket_handshake_timeout=20,
            websocket_max_message_size=4096,  # readers never speak
            websocket_max_frame_size=4096,
            proxy_forwarded_address_header="X-Forwarded-For" if proxy_headers else None,
            proxy_forwarded_proto_header="X-Forwarded-Proto" if proxy_headers else None,
            ready_callable=lambda: self._ready(host, port),
            verbosity=1,
        )
        reactor.addSystemEventTrigger("before", "shutdown", lambda: say_farewell(RETURN_SECONDS))
        reactor.callWhenRunning(self._start_clock)
        server.run()
        if not server.listening_addresses:
            raise CommandError(f"Could not listen on {host}:{port}: is something else there?")

    def _ready(self, host: str, port: int) -> None:
        self.stdout.write(f"Serving on http://{host}:{port}/ (Ctrl+C stops)")

    def _start_clock(self) -> None:
        # Held on self: a task that nobody references may be collected in mid-flight.
        self._clock = asyncio.get_running_loop().create_task(publish_on_time())

    def _demand_migrations(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date: run `manage.py migrate` first.")


async def publish_on_time() -> None:
    """Publish scheduled entries within a second of their time, whether or not a page is open."""
    publish_due = database_sync_to_async(publishing.publish_due)
    while True:
        try:
            await publish_due()
        except Exception:
            logger.exception("Scheduled entries could not be published; trying again.")
        await asyncio.sleep(0.5)
