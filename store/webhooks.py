"""Where systems are told of what happens, and in which order the events of a case became true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from store import rows
from store.sql import insert_into
from store.tables import outbox, told_cases, webhooks


class WebhookRow(NamedTuple):
    """Where a system is told of which events, and with which secrets that is signed; `ended_at` for no more."""

    person_id: int
    url: str
    events: list[str]
    secret: str
    former_secret: str | None
    former_until_at: datetime | None
    set_at: datetime
    ended_at: datetime | None


_WEBHOOKS = rows.of(WebhookRow, select(*rows.columns(WebhookRow, webhooks)))
_GOES_ON = webhooks.c.ended_at.is_(None)
_LISTENING = _WEBHOOKS.where(_GOES_ON).order_by(webhooks.c.person_id)
_ONE = _WEBHOOKS.where(webhooks.c.person_id == bindparam("system_id"))

is_anybody_listening = sa.exists().select_from(webhooks).where(_GOES_ON)
"""Whether any system is told of anything; asked together with another statement."""


def listening(connection: Connection) -> list[WebhookRow]:
    """All webhooks that have not ended."""
    return rows.many(connection, _LISTENING)


def all_of_them(connection: Connection) -> list[WebhookRow]:
    """All webhooks, also those that have ended."""
    return rows.many(connection, _WEBHOOKS)


def of_system(connection: Connection, system_id: int) -> WebhookRow | None:
    """The webhook of a system, whether or not it has ended."""
    return rows.one(connection, _ONE, {"system_id": system_id})


def add(connection: Connection, system_id: int, values: Mapping[str, object]) -> None:
    """Let a system that has no webhook have this one."""
    connection.execute(webhooks.insert(), {"person_id": system_id, **values})


def change(connection: Connection, system_id: int, **values: object) -> None:
    """Change something of a system's webhook."""
    connection.execute(webhooks.update().where(webhooks.c.person_id == system_id).values(values))


def end(connection: Connection, system_id: int, url: str, at: datetime) -> bool:
    """Let nothing more be told at this address; False when the system has another one by now, or it has ended."""
    this = (webhooks.c.person_id == system_id, webhooks.c.url == url, _GOES_ON)
    return connection.execute(webhooks.update().where(*this).values(ended_at=at)).rowcount == 1


def remove(connection: Connection, system_id: int) -> bool:
    """Forget a system's webhook; False when it has none."""
    return connection.execute(webhooks.delete().where(webhooks.c.person_id == system_id)).rowcount == 1


def count_on(connection: Connection, events: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """So many events more for each of these cases: the number under which it is told, and that of its last event.

    Nobody else counts on for them until this is committed. They are taken in one order everywhere, so that two who
    count for the same cases do not wait for each other for ever.
    """
    new = insert_into(connection, told_cases)
    counted = new.on_conflict_do_update(
        index_elements=["case_id"], set_={"last": told_cases.c.last + new.excluded.last}
    ).returning(told_cases.c.case_id, told_cases.c.id, told_cases.c.last)
    values = [{"case_id": case_id, "last": events[case_id]} for case_id in sorted(events)]
    return {row.case_id: (row.id, row.last) for row in connection.execute(counted, values)}


def hasten(connection: Connection, system_id: int, at: datetime) -> None:
    """Let everything that waits for another try at a system's receiver be tried now."""
    waits = (sa.text("state IN ('ready', 'unknown')"), outbox.c.kind == OutboxKind.WEBHOOK)
    statement = outbox.update().where(*waits, outbox.c.person_id == system_id, outbox.c.not_before_at > at)
    connection.execute(statement.values(not_before_at=at))


def case_of(connection: Connection, number: int) -> str | None:
    """The case that is told under this number."""
    found: str | None = connection.execute(select(told_cases.c.case_id).where(told_cases.c.id == number)).scalar()
    return found
