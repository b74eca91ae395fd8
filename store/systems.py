"""The systems that come in by the door: which there are, what they may, and by which keys they are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection

from domain.history import Act
from domain.values import Person, Role
from store import rows
from store.columns import Instant, inserted_number
from store.tables import history, keys, people, places, systems


class SystemRow(NamedTuple):
    """A system, with the place below which it may do something, and which role it has there."""

    id: int
    name: str
    role: Role
    place_id: int
    place_code: str
    place_path: str
    person: Person


class KeyRow(NamedTuple):
    """A key: whose it is, how it is found and known, and when it ends."""

    id: int
    person_id: int
    prefix: str
    digest: str
    made_at: datetime
    ends_at: datetime | None


_SYSTEMS = rows.of(
    SystemRow,
    select(
        systems.c.person_id.label("id"),
        systems.c.name,
        systems.c.role,
        systems.c.place_id,
        places.c.code.label("place_code"),
        places.c.path.label("place_path"),
        people.c.id.label("person_id"),
        people.c.name.label("person_name"),
        people.c.email.label("person_email"),
    ).select_from(
        systems.join(places, places.c.id == systems.c.place_id).join(people, people.c.id == systems.c.person_id)
    ),
)
_is_good = or_(keys.c.ends_at.is_(None), keys.c.ends_at > bindparam("now", type_=Instant()))
_KEYS = rows.of(KeyRow, select(*rows.columns(KeyRow, keys)))
_BY_PREFIX = _KEYS.where(keys.c.prefix == bindparam("prefix"), _is_good)
_OF_KEY = _SYSTEMS.where(
    systems.c.person_id
    == select(keys.c.person_id).where(keys.c.id == bindparam("key_id"), _is_good).scalar_subquery()
)  # fmt: skip


def is_system(person: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether the person of this number is none, but a system: whatever lists people leaves it out."""
    return person.in_(select(systems.c.person_id))


def key_with(connection: Connection, prefix: str, now: datetime) -> KeyRow | None:
    """The key that begins like this, as long as it is good."""
    return rows.one(connection, _BY_PREFIX, {"prefix": prefix, "now": now})


def of_key(connection: Connection, key_id: int, now: datetime) -> SystemRow | None:
    """Whose key this is, as long as it is good."""
    return rows.one(connection, _OF_KEY, {"key_id": key_id, "now": now})


def with_good_key(connection: Connection, system_id: int, now: datetime) -> SystemRow | None:
    """The system of this number, as long as it has a key that is good."""
    has_key = select(keys.c.id).where(keys.c.person_id == systems.c.person_id, _is_good).exists()
    return rows.one(connection, _SYSTEMS.where(systems.c.person_id == system_id, has_key), {"now": now})


def named(connection: Connection, name: str) -> SystemRow | None:
    """The system of this name."""
    return rows.one(connection, _SYSTEMS.where(systems.c.name == name))


def all_of_them(connection: Connection) -> list[SystemRow]:
    """Every system, by name."""
    return rows.many(connection, _SYSTEMS.order_by(systems.c.name))


def all_keys(connection: Connection) -> list[KeyRow]:
    """Every key, the oldest first."""
    return rows.many(connection, _KEYS.order_by(keys.c.id))


def add(connection: Connection, values: Mapping[str, object], *, called: str, known_as: str) -> int:
    """Store a system, and the row by which the history names it; gives its number."""
    person = {"name": called, "email": known_as, "searched": ""}
    number = inserted_number(connection.execute(people.insert(), person))
    connection.execute(systems.insert(), {"person_id": number, **values})
    return number


def change(connection: Connection, person_id: int, **values: object) -> None:
    """Give a system another place or role."""
    connection.execute(systems.update().where(systems.c.person_id == person_id).values(values))


def add_key(connection: Connection, values: Mapping[str, object]) -> None:
    """Store a key."""
    connection.execute(keys.insert(), dict(values))


def end_keys(connection: Connection, person_id: int, at: datetime) -> int:
    """Let a system's keys be good no longer than until this instant; gives for how many that makes a difference."""
    later = or_(keys.c.ends_at.is_(None), keys.c.ends_at > at)
    return connection.execute(keys.update().where(keys.c.person_id == person_id, later).values(ends_at=at)).rowcount


def brought_in(connection: Connection, person_id: int, case_ids: Collection[str]) -> set[str]:
    """Which of these cases a system has brought in itself."""
    came = (history.c.act == Act.CASE_IMPORTED, history.c.actor_id == person_id)
    return set(rows.values(connection, select(history.c.case_id).where(*came), history.c.case_id, case_ids))
