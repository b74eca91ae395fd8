"""Everything that is measured, started and standing still: the floor, a Slack, and a bot for each database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from store.database import Database
from tests import postgres
from tests.bench import institution
from tests.bench.claims import WAITING, leave_sent
from tests.bench.overviews import leave_ended
from tests.bench.processes import Server, keep_to_core, launch, wait_until_listening
from tests.bench.slack_requests import SECRET
from tests.databases import new_sqlite

SERVERS_CORE, CLIENTS_CORE = 0, 1
SMALL = 1_000


@dataclass(frozen=True)
class Scene:
    """The programs that are measured, and the databases that the bots work on."""

    folder: Path
    slack: Server
    floor: Server
    bots: dict[str, Server]
    databases: dict[str, str]
    claims: dict[str, str]
    """The databases in which rows wait beside many that were sent, and beside none."""
    overviews: dict[str, str]
    """The databases in which a distributor looks beside many subtasks that were solved, and beside none."""
    sharing: dict[str, list[Server]]
    """Bots on PostgreSQL: one, three that share a database, and three apart, each with one of its own."""

    def environment(self, bot: str) -> dict[str, str]:
        """The settings of a bot."""
        return settings(self.slack.port, self.databases[bot], self.folder)


def settings(slack_port: int, database: str, folder: Path) -> dict[str, str]:
    """Everything that `python -m bot run` needs."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_APP_TOKEN": "",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "DATABASE_URL": database,
        "FILES_DIR": str(folder / "files"),
    }


@contextmanager
def scene(folder: Path, large: int, homes: Sequence[str], sent: int, waits: int, ended: int) -> Iterator[Scene]:
    """Set everything up; App Home is measured with SMALL and with `large` subtasks in each kind of database.

    A claim is measured beside `sent` rows that were sent and among `waits` that wait, the overview beside `ended`
    subtasks that were solved.
    """
    durable_postgres()
    databases = {
        "start": sqlite(folder / "start.db", SMALL),
        "outbox": sqlite(folder / "outbox.db", SMALL),
        "create sqlite": sqlite(folder / "create.db", SMALL),
        "create postgres": on_postgres(SMALL),
        "bare sqlite": sqlite(folder / "bare.db", SMALL),  # no bot that stands still holds a lock there
        "bare postgres": on_postgres(SMALL),
    }
    claims = {
        f"claim {kind} {size}": sqlite(folder / f"claims-{size}.db", 1) if kind == "sqlite" else on_postgres(1)
        for kind in homes
        for size in ("none", "many", "waiting")
    }
    for name, address in claims.items():
        leave_sent(address, sent if name.endswith("many") else 0, waits if name.endswith("waiting") else WAITING)
    overviews = {
        f"overview {kind} {size}": sqlite(folder / f"overview-{size}.db", SMALL)
        if kind == "sqlite"
        else on_postgres(SMALL)
        for kind in homes
        for size in ("small", "large")
    }
    for name, address in overviews.items():
        leave_ended(address, ended if name.endswith("large") else 0)
    for size, subtasks in (("small", SMALL), ("large", large)):
        for kind in homes:
            file = folder / f"{size}.db"
            databases[f"home {kind} {size}"] = sqlite(file, subtasks) if kind == "sqlite" else on_postgres(subtasks)
    with ExitStack() as stack:

        def started(name: str, module: str, *words: str, environment: dict[str, str]) -> Server:
            server = launch(name, module, *words, environment=environment)
            stack.callback(server.end)
            return server

        slack = started("slack", "tests.bench.slack", environment={})
        floor = started("floor", "tests.bench.floor", environment={"SLACK_SIGNING_SECRET": SECRET})
        bots = {
            name: started(name, "tests.bench.paced", "unpaced", environment=settings(slack.port, database, folder))
            for name, database in databases.items()
            if not name.startswith(("start", "bare"))
        }
        sharing: dict[str, list[Server]] = {}
        for name, number in (("one", 1), ("three", 3), ("apart", 3)):
            addresses = (
                [on_postgres(SMALL) for _ in range(number)] if name == "apart" else [on_postgres(SMALL)] * number
            )
            sharing[name] = [
                started(name, "tests.bench.paced", "silent", environment=settings(slack.port, address, folder))
                for address in addresses
            ]
        shared = [server for some in sharing.values() for server in some]
        for server in (slack, floor, *bots.values(), *shared):
            wait_until_listening(server)
        keep_to_core(CLIENTS_CORE, slack.process.pid)
        for server in (floor, *bots.values(), *shared):
            keep_to_core(SERVERS_CORE, server.process.pid)
            server.pause()
        yield Scene(folder, slack, floor, bots, databases, claims, overviews, sharing)


def durable_postgres() -> None:
    """Let the tests' PostgreSQL write through to the disk, as one in service does."""
    engine = sa.create_engine(postgres.start_postgres(), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM RESET fsync")
        connection.exec_driver_sql("SELECT pg_reload_conf()")


def sqlite(file: Path, subtasks: int) -> str:
    """Make an SQLite database with the institution in it."""
    address = new_sqlite(file)
    database = Database(address)
    institution.fill(database, subtasks)
    database.dispose()
    return address


def on_postgres(subtasks: int) -> str:
    """Make a PostgreSQL database with the institution in it."""
    address = postgres.new_database()
    database = Database(address)
    institution.fill(database, subtasks)
    database.dispose()
    return address
