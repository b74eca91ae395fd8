"""What an import writes, and whom it tells: many rows at a time, however many entries its files have.

Rows are handed in as dictionaries with the columns' names; ids travel in pieces that every database takes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Table, bindparam, literal, select
from sqlalchemy.engine import Connection

from domain.values import WORKED_ON, Role
from store import rows
from store.disqualifications import is_out
from store.grants import STANDING, StandingGrantRow
from store.sql import is_one_of, pieces
from store.subtasks import PARTIES, PARTS, PartiesRow
from store.tables import (
    cases,
    grants,
    homes,
    outbox,
    people,
    places,
    posts,
    reminders,
    roles,
    subtasks,
)

Rows: TypeAlias = Sequence[Mapping[str, object]]


class OwnedRow(NamedTuple):
    """A case and who owns it."""

    id: str
    owner_id: int


class ReachRow(NamedTuple):
    """A distributor with the way to the place below which they distribute."""

    person_id: int
    path: str


def one_at_a_time(connection: Connection, case_ids: Collection[str]) -> None:
    """Until the commit, let no other import begin and nobody change these cases or rely on them.

    Whoever only refers to one, in a line of history, need not wait: they may hold a subtask that we wait for.
    """
    if connection.dialect.name != "sqlite":  # where every writer is alone anyway
        connection.execute(sa.text("LOCK TABLE places IN SHARE ROW EXCLUSIVE MODE"))
    locked = select(cases.c.id).order_by(cases.c.id).with_for_update(key_share=True)
    rows.values(connection, locked, cases.c.id, sorted(case_ids))


def insert(connection: Connection, table: Table, written: Rows) -> None:
    """Store these rows."""
    if written:
        connection.execute(table.insert(), [dict(row) for row in written])


def update(connection: Connection, table: Table, written: Rows) -> None:
    """Write the other columns of these rows, found by `id`; all rows name the same columns."""
    if not written:
        return
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in written[0] if name != "id"}
    statement = table.update().where(table.c.id == bindparam("new_id")).values(columns)
    connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in written])


def free_slack_ids(connection: Connection, person_ids: Collection[int]) -> None:
    """Take away these people's Slack ids, so that they can be given out anew in any order."""
    values = {"slack_id": None, "dm_channel": None, "account_closed": False}
    for piece in pieces(person_ids):
        connection.execute(people.update().where(people.c.id.in_(piece)).values(values))


def free_emails(connection: Connection, person_ids: Collection[int]) -> None:
    """Take away these people's addresses, so that they can be given out anew in any order; no address begins so."""
    for piece in pieces(person_ids):
        waits = literal("<") + sa.cast(people.c.id, sa.Text)
        connection.execute(people.update().where(people.c.id.in_(piece)).values(email=waits))


def absorb(connection: Connection, absorbed: Mapping[int, int]) -> None:
    """Let people who have never had an account give way to those who they are, by number: their cases are theirs."""
    for number, into in absorbed.items():
        free = sa.case((is_out(sa.literal(into, sa.BigInteger()), cases.c.id), None), else_=into)
        connection.execute(cases.update().where(cases.c.owner_id == number).values(owner_id=free))
        for table in (roles, outbox, homes, reminders):
            connection.execute(table.delete().where(table.c.person_id == number))
        connection.execute(people.delete().where(people.c.id == number))


def forget_posts(connection: Connection, person_ids: Collection[int]) -> None:
    """Forget what stands in these people's conversations: they have new ones."""
    for piece in pieces(person_ids):
        connection.execute(posts.delete().where(posts.c.person_id.in_(piece)))


def remove_roles(connection: Connection, written: Rows) -> None:
    """Take away these roles."""
    if written:
        columns = (roles.c.person_id, roles.c.place_id, roles.c.role)
        statement = roles.delete().where(*(column == bindparam(f"old_{column.name}") for column in columns))
        connection.execute(statement, [{f"old_{name}": value for name, value in row.items()} for row in written])


_OWNED = rows.of(
    OwnedRow,
    select(cases.c.id, cases.c.owner_id).where(cases.c.owner_id.is_not(None), is_one_of(cases.c.status, WORKED_ON)),
)
_DISTRIBUTORS = rows.of(
    ReachRow,
    select(roles.c.person_id, places.c.path)
    .join(places, places.c.id == roles.c.place_id)
    .where(roles.c.role == Role.DISTRIBUTOR),
)


def subtasks_of_cases(connection: Connection, case_ids: Collection[str]) -> list[PartiesRow]:
    """The subtasks of these cases."""
    return rows.among(connection, PARTIES, subtasks.c.case_id, case_ids)


def subtasks_of_people(connection: Connection, person_ids: Collection[int]) -> list[PartiesRow]:
    """The subtasks to which these people are assignee or case owner, or stand in for one."""
    found: dict[int, PartiesRow] = {}
    for part in PARTS:
        found |= {row.id: row for row in rows.among(connection, PARTIES, part, person_ids)}
    return list(found.values())


def subtasks_with_ids(connection: Connection, subtask_ids: Collection[int]) -> list[PartiesRow]:
    """These subtasks."""
    return rows.among(connection, PARTIES, subtasks.c.id, subtask_ids)


def owners_of_open_cases(connection: Connection, person_ids: Collection[int]) -> dict[str, int]:
    """For each case of these people that has not ended: who owns it."""
    return {row.id: row.owner_id for row in rows.among(connection, _OWNED, cases.c.owner_id, person_ids)}


def grants_on(connection: Connection, attachment_ids: Collection[int]) -> list[StandingGrantRow]:
    """The standing grants on these attachments."""
    return rows.among(connection, STANDING, grants.c.attachment_id, attachment_ids)


def distributors(connection: Connection) -> list[ReachRow]:
    """Every distributor with the way to the place below which they distribute."""
    return rows.many(connection, _DISTRIBUTORS)


def paths_of_cases(connection: Connection, case_ids: Collection[str]) -> set[str]:
    """The ways to the places of these cases."""
    statement = select(places.c.path).join(cases, cases.c.place_id == places.c.id).distinct()
    return set(rows.values(connection, statement, cases.c.id, case_ids))


def homes_on_cases(connection: Connection, case_ids: Collection[str]) -> list[int]:
    """Who has the page of one of these cases in front of them on App Home."""
    return rows.values(connection, select(homes.c.person_id), homes.c.case_id, case_ids)


def homes_on_places(connection: Connection, place_ids: Collection[int]) -> list[int]:
    """Who has a case of one of these places in front of them on App Home."""
    statement = select(homes.c.person_id).join(cases, cases.c.id == homes.c.case_id)
    return rows.values(connection, statement, cases.c.place_id, place_ids)
