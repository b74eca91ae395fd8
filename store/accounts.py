"""People's accounts in the chat: what it says of them, and whether they reach anybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.engine import Connection

from store import rows
from store.tables import people, roles


class AccountRow(NamedTuple):
    """What is known of an account in Slack."""

    slack_id: str
    slack_language: str | None
    slack_zone: str | None
    account_closed: bool

    def is_other_than(self, *, language: str | None, zone: str | None, closed: bool) -> bool:
        """Whether Slack says something else than is known; None is what it does not say."""
        is_elsewhere = language not in (None, self.slack_language) or zone not in (None, self.slack_zone)
        return is_elsewhere or self.account_closed is not closed


_ACCOUNTS = rows.of(AccountRow, select(*rows.columns(AccountRow, people)).where(people.c.slack_id.is_not(None)))


def of(connection: Connection, slack_ids: Iterable[str]) -> list[AccountRow]:
    """What is known of the accounts with these Slack ids."""
    return rows.among(connection, _ACCOUNTS, people.c.slack_id, slack_ids)


def update_from_slack(
    connection: Connection, slack_id: str, *, language: str | None, zone: str | None, account_closed: bool
) -> bool:
    """Keep what Slack says of a person; True when that makes a difference to what they do here, and when."""
    values: dict[str, object] = {"slack_language": language, "slack_zone": zone, "account_closed": account_closed}
    known = {name: value for name, value in values.items() if value is not None}
    hers = people.c.slack_id == slack_id
    before = rows.one(connection, _ACCOUNTS.where(hers))
    if before is None:
        return False
    connection.execute(people.update().where(hers).values(known))
    return zone not in (None, before.slack_zone) or account_closed != before.account_closed


def close(connection: Connection, person_id: int) -> bool:
    """Note that nothing reaches a person in Slack; False when that was known."""
    hers = people.update().where(people.c.id == person_id, sa.not_(people.c.account_closed))
    return connection.execute(hers.values(account_closed=True)).rowcount == 1


def closed(connection: Connection) -> list[str]:
    """The addresses of those who have a role here, and whose account in Slack is closed."""
    works_here = select(roles.c.role).where(roles.c.person_id == people.c.id).exists()
    statement = select(people.c.email).where(people.c.active, people.c.account_closed, works_here)
    return list(connection.execute(statement.order_by(people.c.email)).scalars())


def some_open(connection: Connection, *, of_each: int) -> list[str]:
    """The Slack ids of some of those whose account is not known to be closed: who came first, and who came last.

    What befalls one of them befalls those beside them, such as the people with whom a program was tried elsewhere.
    """
    is_there = people.c.active & people.c.slack_id.is_not(None) & sa.not_(people.c.account_closed)
    asked = select(people.c.slack_id).where(is_there).limit(of_each)
    ends = (asked.order_by(people.c.id), asked.order_by(people.c.id.desc()))
    return list(dict.fromkeys(found for end in ends for found in connection.execute(end).scalars()))
