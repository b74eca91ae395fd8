"""PostgreSQL's lines: they notice when nobody answers any more, and leave nothing behind on a server that is shared.

An act has to be answered within Slack's three seconds, whatever becomes of the server. So a statement, and the wait
for somebody else's row, are ended by the server; and where no answer comes at all, as after a failover behind a
proxy, by us. Keepalives find the dead among the lines that wait for long.
https://www.postgresql.org/docs/current/libpq-connect.html
"""

from __future__ import annotations

import select
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Dialect, Engine, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    from store.postgres_line import Line

KNOWS_ITS_COLLATION: Final = 15_00_00
LOCK_SECONDS = 1.0
STATEMENT_SECONDS = 2.0
SILENT_SECONDS = 2.25  # a little more, so that the server speaks first where it still does
FROZEN_SECONDS = 10.0  # what a process that has stopped in the middle of an act may keep others from
PATIENT_LOCK_SECONDS = 30.0  # an upgrade that waits for a backup must not keep everybody waiting behind it
PATIENT_FROZEN_SECONDS = 600.0

LINE = {
    "client_encoding": "utf8",  # a database in another encoding can then at least be asked for it
    "connect_timeout": 2,  # seconds; the least there is
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}
DATES = "datestyle = 'ISO'"  # psycopg reads no moment in another one, which a server, database or role may have
_POOLED = "pooled"


def engine(url: URL, *, pool: int, wait: float) -> Engine:
    """An engine with up to `pool` lines, for which one waits up to `wait` seconds; the address's own options hold."""
    found = sa.create_engine(
        url,
        pool_size=pool,
        pool_use_lifo=True,  # the line that was used last has its statements planned
        max_overflow=0,
        pool_timeout=wait,
        connect_args={name: value for name, value in LINE.items() if name not in url.query},
        hide_parameters=True,
    )
    sa.event.listen(found, "do_connect", _connect)
    sa.event.listen(found, "connect", _greet)
    sa.event.listen(found, "checkout", _look)
    sa.event.listen(found, "handle_error", _note_standby)
    return found


def set_limits(connection: Connection, *, patient: bool) -> None:
    """Limit how long this transaction may take; `patient` is for what nobody in Slack waits for.

    A line straight to the server has its limits already; a pooler gives each transaction another one.
    """
    line = cast("Line", connection.connection.driver_connection)
    line.patience = None if patient else SILENT_SECONDS
    if patient:
        connection.exec_driver_sql(_limits("SET LOCAL", PATIENT_LOCK_SECONDS, 0, PATIENT_FROZEN_SECONDS))
    elif connection.info.get(_POOLED):
        connection.exec_driver_sql(_limits("SET LOCAL", LOCK_SECONDS, STATEMENT_SECONDS, FROZEN_SECONDS))


def wait_for_lock(connection: Connection, number: int) -> None:
    """In a patient transaction, wait for a lock by number for as long as another one has it: nobody waits behind it."""
    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(PATIENT_LOCK_SECONDS * 1000)}")


def vacuum(connection: Connection, tables: Collection[str]) -> None:
    """Give the room of deleted rows free, to be overwritten; it takes as long as it takes, and nobody waits for it."""
    alone = connection.execution_options(isolation_level="AUTOCOMMIT")
    line = cast("Line", alone.connection.driver_connection)
    line.patience = None
    is_limited = not alone.info.get(_POOLED)
    if is_limited:
        alone.exec_driver_sql(_limits("SET", PATIENT_LOCK_SECONDS, 0, PATIENT_FROZEN_SECONDS))
    try:
        for table in tables:
            alone.exec_driver_sql(f"VACUUM {table}")
    finally:
        if is_limited:
            alone.exec_driver_sql(_limits("SET", LOCK_SECONDS, STATEMENT_SECONDS, FROZEN_SECONDS))
        line.patience = SILENT_SECONDS


def reads_only(connection: Connection) -> bool:
    """Whether this server, database or user takes no writes: a standby, or `default_transaction_read_only`."""
    return bool(connection.exec_driver_sql("SELECT current_setting('transaction_read_only')").scalar_one() == "on")


def collation_changed(connection: Connection) -> bool:
    """Whether the system sorts text in another way than when this database was made, so that its indexes lie.

    https://wiki.postgresql.org/wiki/Locale_data_changes ; PostgreSQL before 15 does not know.
    """
    if cast("Line", connection.connection.driver_connection).info.server_version < KNOWS_ITS_COLLATION:
        return False
    asked = (
        "SELECT datcollversion <> pg_database_collation_actual_version(oid) FROM pg_database "
        "WHERE datname = current_database()"
    )
    return bool(connection.exec_driver_sql(asked).scalar_one())


def see_nothing_new(connection: Connection) -> None:
    """Let a transaction, which has asked nothing yet, see all the time what it sees at first."""
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _limits(set_: str, lock: float, statement: float, frozen: float) -> str:
    """How long things may take on a line, and what else must be the same whatever the server's own settings are."""
    names = {"lock_timeout": lock, "statement_timeout": statement, "idle_in_transaction_session_timeout": frozen}
    return "; ".join(
        (f"{set_} {DATES}", *(f"{set_} {name} = {round(seconds * 1000)}" for name, seconds in names.items()))
    )


def _connect(_dialect: Dialect, _entry: ConnectionPoolEntry, args: list[Any], options: dict[str, Any]) -> Line:
    from store.postgres_line import Line  # noqa: PLC0415 - psycopg takes 45 ms to load, and SQLite has no use for it

    line = Line.connect(*args, **options)
    line.patience = SILENT_SECONDS
    return line


def _greet(line: Line, entry: ConnectionPoolEntry) -> None:
    """Find out whether a pooler such as PgBouncer stands between: then the greeting was not the server's own.

    What is set or prepared on such a line may be somebody else's the next time. Preparing saves a quarter of what
    an act costs, so lines straight to the server keep it.
    """
    (server,) = line.execute("SELECT pg_backend_pid()").fetchone() or (None,)
    if server == line.info.backend_pid:
        line.execute(_limits("SET", LOCK_SECONDS, STATEMENT_SECONDS, FROZEN_SECONDS))
    else:
        line.prepare_threshold = None
        entry.info[_POOLED] = True
    line.commit()


def _look(line: Line, _entry: ConnectionPoolEntry, _proxy: object) -> None:
    """Take another line when the server has closed this one: then it is readable although nothing was asked.

    A ping would cost each act another round trip; this costs two microseconds.
    """
    poll = select.poll()
    poll.register(line.fileno(), select.POLLIN)
    if poll.poll(0):
        raise sa.exc.DisconnectionError


def _note_standby(context: ExceptionContext) -> None:
    """Let go of lines to a server that only reads, as one does that a failover has left behind or not yet raised."""
    from psycopg.errors import ReadOnlySqlTransaction  # noqa: PLC0415 - see above

    if isinstance(context.original_exception, ReadOnlySqlTransaction):
        context.is_disconnect = True
