"""`manage.py serve`: the site on Daphne with the fast stream path."""

import logging
import select
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = (
        "Serve the site on Daphne: pages, API and the readers' stream. SIGUSR2 starts the next "
        "process, which takes over listening socket and readers from this one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on.")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen on.")
        parser.add_argument(
            "--proxy-headers",
            action="store_true",
            help="Believe X-Forwarded-For and X-Forwarded-Proto (behind nginx, and only there).",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Take over from the process that serves this address; its readers do not notice.",
        )
        parser.add_argument(
            "--plain",
            action="store_true",
            help="Let Daphne serve every connection itself, as it must where there is no epoll.",
        )

    def handle(
        self,
        *args: Any,
        host: str,
        port: int,
        proxy_headers: bool,
        replace: bool,
        plain: bool,
        **options: Any,
    ) -> None:
        # Importing it chooses Twisted's reactor, which only a server should do.
        from liveblog.management import serving  # noqa: PLC0415

        if replace and plain:
            raise CommandError("--plain serves without what --replace takes over.")
        self._demand_migrations()
        logging.getLogger("daphne").setLevel(logging.WARNING)
        serving.allow_files()
        plain = plain or not hasattr(select, "epoll")
        how = serving.How(host, port, proxy_headers=proxy_headers, plain=plain, replace=replace)
        try:
            server = serving.Serving(how, say=self._say)
        except OSError as error:
            reason = error.strerror or error
            raise CommandError(f"Could not listen on {host}:{port}: {reason}.") from error
        if trouble := server.run():
            raise CommandError(trouble)

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _demand_migrations(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date: run `manage.py migrate` first.")
