"""The processes that share one database: who lives, and which part of the people each of them serves.

Only PostgreSQL serves several. Each says from time to time that it lives; whoever has said nothing for a while is
gone, and the others take over its part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.claiming import Share
from store.sql import insert_into
from store.tables import marks, processes

SILENCE = timedelta(seconds=30)
_SEEN: Final = "seen:"


def join(
    connection: Connection, name: str, now: datetime, seen_at: Mapping[str, datetime]
) -> tuple[Share, dict[str, datetime]]:
    """Say that this process lives and whom it has seen; gives its part of the people, and whom the others have seen."""
    return say_alive(connection, name, now), tell_whom_it_saw(connection, name, seen_at)


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
    connection.execute(marks.delete().where(marks.c.name == _SEEN + name))


def tell_whom_it_saw(connection: Connection, name: str, seen_at: Mapping[str, datetime]) -> dict[str, datetime]:
    """Let the others know who has done something with this process lately, and give whom the others saw.

    What a process told that does not live any more is forgotten.
    """
    value = json.dumps({one: at.isoformat() for one, at in seen_at.items()})
    row = insert_into(connection, marks).values(name=_SEEN + name, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
    told = marks.c.name.startswith(_SEEN, autoescape=True)
    alive = select(_SEEN + processes.c.name)
    connection.execute(marks.delete().where(told, marks.c.name.not_in(alive)))
    found: dict[str, datetime] = {}
    for said in connection.execute(select(marks.c.value).where(told, marks.c.name != _SEEN + name)).scalars():
        for one, at in json.loads(said).items():
            seen = datetime.fromisoformat(at)
            found[one] = max(seen, found.get(one, seen))
    return found


def living(connection: Connection, now: datetime) -> list[str]:
    """The processes that have said a short while ago that they live."""
    found = select(processes.c.name).where(processes.c.seen_at >= now - SILENCE).order_by(processes.c.name)
    return list(connection.execute(found).scalars())
