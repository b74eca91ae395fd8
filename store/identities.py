"""Who in Slack the people are: asked by their addresses, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.engine import Connection

from store import rows
from store.systems import is_system
from store.tables import people


class UnidentifiedRow(NamedTuple):
    """A person of whom Slack has not said who, or where, they are."""

    id: int
    email: str
    slack_id: str | None
    account_closed: bool


_UNKNOWN_TO_SLACK = rows.of(
    UnidentifiedRow,
    select(*rows.columns(UnidentifiedRow, people))
    .where(
        or_(people.c.slack_id.is_(None), people.c.slack_zone.is_(None), people.c.account_closed),
        people.c.active,
        ~is_system(people.c.id),
    )
    .order_by(people.c.id),
)


def unknown_to_slack(connection: Connection) -> list[UnidentifiedRow]:
    """Active people of whom Slack has not said who or where they are, and those whose account is closed."""
    return rows.many(connection, _UNKNOWN_TO_SLACK)


def take_identities(connection: Connection, found: Sequence[tuple[int, str, str | None, str | None]]) -> None:
    """Keep who people are in Slack: number, id there, language and zone; None leaves what is known as it is."""
    statement = people.update().where(people.c.id == bindparam("number"))
    statement = statement.values(
        slack_id=bindparam("slack"),
        slack_language=func.coalesce(bindparam("spoken"), people.c.slack_language),
        slack_zone=func.coalesce(bindparam("zone"), people.c.slack_zone),
    )
    values = [{"number": one[0], "slack": one[1], "spoken": one[2], "zone": one[3]} for one in found]
    if values:
        connection.execute(statement, values)
