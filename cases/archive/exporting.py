"""Which cases have ended and have no package of how they are now; and that only one process makes them at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cases.context import Context
from store import packages as package_rows

SETTLED: Final = timedelta(
    minutes=10
)  # after the last line: what closing a case takes away in Slack has its line by then
LATE: Final = timedelta(hours=1)  # by which a line can come after a younger one, since its transaction took long


def take(context: Context, until: datetime, *, now: datetime) -> bool:
    """Be the process that makes packages until then; False while another one is."""
    with context.database.begin(patient=True) as connection:
        return package_rows.take(connection, now, until)


def renew(context: Context, until: datetime) -> None:
    """Go on being that until then."""
    with context.database.begin(patient=True) as connection:
        package_rows.renew(connection, until)


def begin(context: Context, *, now: datetime) -> int:
    """Begin to look; gives the line of the history up to which everything has its package when all that is due has.

    Who looks for the first time begins with what ends from now on.
    """
    with context.database.begin(patient=True) as connection:
        if package_rows.looked_up_to(connection) is None:
            package_rows.note_looked(connection, package_rows.last_before(connection, now - SETTLED))
        return package_rows.last_before(connection, now - SETTLED - LATE)


def due(context: Context, *, after: str, now: datetime) -> str | None:
    """The next case that has ended, has been left alone for a while, and has no package of how it is now."""
    with context.database.read(patient=True) as connection:
        looked = package_rows.looked_up_to(connection) or 0
        return package_rows.due(connection, from_id=looked, settled_at=now - SETTLED, after=after)


def end(context: Context, upto_id: int | None) -> None:
    """Let another process look from now on; up to this line, where all that was due could be made, nothing is left."""
    with context.database.begin(patient=True) as connection:
        if upto_id is not None and upto_id > (package_rows.looked_up_to(connection) or 0):
            package_rows.note_looked(connection, upto_id)
        package_rows.let_go(connection)
