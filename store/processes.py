"""The processes that share one database: who lives, and which part of the people each of them serves.

Only PostgreSQL serves several. Each says from time to time that it lives; whoever has said nothing for a while is
gone, and the others take over its part.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.claiming import Share
from store.sql import insert_into
from store.tables import processes

SILENCE = timedelta(seconds=30)


def say_alive(connection: Connection, name: str, now: datetime) -> Share:
    """Note that this process lives, forget those that do not, and give its part of the people."""
    row = insert_into(connection, processes).values(name=name, seen_at=now)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"seen_at": now}))
    connection.execute(processes.delete().where(processes.c.seen_at < now - SILENCE))
    names = list(connection.execute(select(processes.c.name).order_by(processes.c.name)).scalars())
    return Share(names.index(name), len(names))


def say_goodbye(connection: Connection, name: str) -> None:
    """Note that this process ends: the others take over at once."""
    connection.execute(processes.delete().where(processes.c.name == name))
