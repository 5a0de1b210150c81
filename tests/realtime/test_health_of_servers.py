"""What a process tells a monitor when its real Redis or PostgreSQL goes, and when it is back."""

import httpx
import psycopg
import pytest

from tests.servers import Site, wait_until

pytestmark = pytest.mark.servers

TOKEN = "only-for-monitors"


def test_a_redis_that_is_gone_is_told_and_a_database_that_only_reads_is_a_fault(
    postgres_site: Site, postgres_url: str, redis_server
):
    daphne = postgres_site.daphne(METRICS_TOKEN=TOKEN)
    server, _, name = postgres_site.environment["DATABASE_URL"].rpartition("/")

    def health() -> tuple[int, dict]:
        answer = httpx.get(f"{daphne.url}/healthz", timeout=10)
        return answer.status_code, answer.json()

    def bell() -> str:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        told = httpx.get(f"{daphne.url}/metrics", headers=headers, timeout=10).text
        return next(
            line.split()[-1]
            for line in told.splitlines()
            if line.startswith('declared_doorbell_up{layer="redis"}')
        )

    assert (health(), bell()) == ((200, {"status": "ok"}), "1.0")

    redis_server.freeze()
    wait_until(lambda: bell() == "0.0", what="a frozen Redis was not missed", seconds=10)
    assert health() == (200, {"status": "ok"})
    redis_server.thaw()
    wait_until(lambda: bell() == "1.0", what="Redis was not heard again", seconds=20)
    redis_server.kill()
    wait_until(lambda: bell() == "0.0", what="Redis was not missed", seconds=10)
    assert health() == (200, {"status": "ok"})
    redis_server.start()
    wait_until(lambda: bell() == "1.0", what="Redis was not heard again", seconds=20)

    # As after a failover to a standby that follows.
    with psycopg.connect(f"{server}/postgres", autocommit=True) as database:
        database.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        lost = (503, {"status": "failing", "failed": {"log": "cannot be written"}})
        wait_until(lambda: health() == lost, what="it was not missed", seconds=10)
        database.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    wait_until(lambda: health()[0] == 200, what="it was not found", seconds=10)
