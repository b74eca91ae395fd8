"""What an import reads and writes: many rows at a time, however many entries its files have.

Rows are handed in as dictionaries with the columns' names; ids travel in pieces that every database takes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Select, Table, and_, bindparam, literal, or_, select
from sqlalchemy.engine import Connection

from domain.history import Act
from domain.outbox_kinds import OutboxKind
from store.columns import AnyRow
from store.sql import pieces
from store.tables import (
    attachments,
    cases,
    grants,
    history,
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

_parent = places.alias("parent")


def one_at_a_time(connection: Connection, case_ids: Collection[str]) -> None:
    """Until the commit, let no other import begin and nobody change these cases or rely on them.

    Whoever only refers to one, in a line of history, need not wait: she may hold a subtask that we wait for.
    """
    if connection.dialect.name != "sqlite":  # where every writer is alone anyway
        connection.execute(sa.text("LOCK TABLE places IN SHARE ROW EXCLUSIVE MODE"))
    locked = select(cases.c.id).order_by(cases.c.id).with_for_update(key_share=True)
    _each(connection, locked, cases.c.id, sorted(case_ids))


def all_places(connection: Connection) -> list[AnyRow]:
    """Every place with the code of the one above it (`under`)."""
    statement = select(places, _parent.c.code.label("under"))
    return list(connection.execute(statement.outerjoin(_parent, _parent.c.id == places.c.parent_id)))


def all_people(connection: Connection) -> list[AnyRow]:
    """Every person."""
    columns = (people.c.id, people.c.email, people.c.former_emails, people.c.name, people.c.slack_id, people.c.active)
    return list(connection.execute(select(*columns)))


def all_roles(connection: Connection) -> list[AnyRow]:
    """Every role with the code of its place."""
    statement = select(roles.c.person_id, roles.c.place_id, roles.c.role, places.c.code)
    return list(connection.execute(statement.join(places, places.c.id == roles.c.place_id)))


def cases_of(connection: Connection, case_ids: Collection[str]) -> list[AnyRow]:
    """Those of these cases that are known."""
    return _each(connection, select(cases), cases.c.id, case_ids)


_IMPORTED = (Act.CASE_IMPORTED, Act.CASE_CHANGED)
_NO_WORK_YET = (*_IMPORTED, Act.CASE_REMOVED, Act.CASE_OPENED, Act.ATTACHMENT_FETCHED)


def worked_on(connection: Connection, case_ids: Collection[str]) -> set[str]:
    """In which of these cases somebody has done more than to look at it and its attachments."""
    began = or_(history.c.act.not_in(_NO_WORK_YET), history.c.subtask_id.is_not(None))
    done = and_(began, or_(history.c.actor_id.is_not(None), history.c.act != Act.ATTACHMENT_TAKEN_OUT))
    return {
        row.case_id for row in _each(connection, select(history.c.case_id).where(done), history.c.case_id, case_ids)
    }


def attachments_of(connection: Connection, case_ids: Collection[str]) -> list[AnyRow]:
    """The attachments of these cases."""
    return _each(connection, select(attachments), attachments.c.case_id, case_ids)


def import_lines(connection: Connection, case_ids: Collection[str]) -> list[AnyRow]:
    """What earlier imports wrote into the history of these cases, oldest first."""
    statement = select(history.c.case_id, history.c.details).where(history.c.act.in_(_IMPORTED))
    return _each(connection, statement.order_by(history.c.id), history.c.case_id, case_ids)


def insert(connection: Connection, table: Table, rows: Rows) -> None:
    """Store these rows."""
    if rows:
        connection.execute(table.insert(), [dict(row) for row in rows])


def update(connection: Connection, table: Table, rows: Rows) -> None:
    """Write the other columns of these rows, found by `id`; all rows name the same columns."""
    if not rows:
        return
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
    statement = table.update().where(table.c.id == bindparam("new_id")).values(columns)
    connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


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
    """Let people who have never had an account give way to those who they are, by number: their cases are hers."""
    for number, into in absorbed.items():
        connection.execute(cases.update().where(cases.c.owner_id == number).values(owner_id=into))
        for table in (roles, outbox, homes, reminders):
            connection.execute(table.delete().where(table.c.person_id == number))
        connection.execute(people.delete().where(people.c.id == number))


def forget_posts(connection: Connection, person_ids: Collection[int]) -> None:
    """Forget what stands in these people's conversations: they have new ones."""
    for piece in pieces(person_ids):
        connection.execute(posts.delete().where(posts.c.person_id.in_(piece)))


def remove_roles(connection: Connection, rows: Rows) -> None:
    """Take away these roles."""
    if rows:
        columns = (roles.c.person_id, roles.c.place_id, roles.c.role)
        statement = roles.delete().where(*(column == bindparam(f"old_{column.name}") for column in columns))
        connection.execute(statement, [{f"old_{name}": value for name, value in row.items()} for row in rows])


_PARTIES = select(subtasks.c.id, subtasks.c.status, subtasks.c.assignee_id, cases.c.owner_id).join(
    cases, cases.c.id == subtasks.c.case_id
)
_STANDING = select(grants.c.id, grants.c.subtask_id, subtasks.c.assignee_id).join(
    subtasks, subtasks.c.id == grants.c.subtask_id
).where(grants.c.withdrawn_at.is_(None)).order_by(grants.c.id)  # fmt: skip


def subtasks_of_cases(connection: Connection, case_ids: Collection[str]) -> list[AnyRow]:
    """The subtasks of these cases: id, status, assignee_id, owner_id."""
    return _each(connection, _PARTIES, subtasks.c.case_id, case_ids)


def subtasks_of_people(connection: Connection, person_ids: Collection[int]) -> list[AnyRow]:
    """The subtasks to which these people are assignee or case owner: id, status, assignee_id, owner_id."""
    found: dict[int, AnyRow] = {}
    for part in (subtasks.c.assignee_id, cases.c.owner_id):  # one OR over two tables would read every subtask
        found |= {row.id: row for row in _each(connection, _PARTIES, part, person_ids)}
    return list(found.values())


def subtasks_with_ids(connection: Connection, subtask_ids: Collection[int]) -> list[AnyRow]:
    """These subtasks: id, status, assignee_id, owner_id."""
    return _each(connection, _PARTIES, subtasks.c.id, subtask_ids)


def cards_of(connection: Connection, subtask_ids: Collection[int]) -> list[AnyRow]:
    """Whose conversations hold a card of these subtasks: subject_id, person_id."""
    statement = select(posts.c.subject_id, posts.c.person_id).where(posts.c.kind == OutboxKind.CARD)
    return _each(connection, statement, posts.c.subject_id, subtask_ids)


def owners_of_open_cases(connection: Connection, person_ids: Collection[int]) -> dict[str, int]:
    """For each case of these people that has not ended: who owns it."""
    statement = select(cases.c.id, cases.c.owner_id).where(cases.c.status.in_(("new", "open")))
    return {row.id: row.owner_id for row in _each(connection, statement, cases.c.owner_id, person_ids)}


def grants_on(connection: Connection, attachment_ids: Collection[int]) -> list[AnyRow]:
    """The standing grants on these attachments: id, subtask_id, assignee_id."""
    return _each(connection, _STANDING, grants.c.attachment_id, attachment_ids)


def distributors(connection: Connection) -> list[AnyRow]:
    """Every distributor with the way to the place below which she distributes: person_id, path."""
    statement = select(roles.c.person_id, places.c.path).join(places, places.c.id == roles.c.place_id)
    return list(connection.execute(statement.where(roles.c.role == "fordeler")))


def paths_of_cases(connection: Connection, case_ids: Collection[str]) -> set[str]:
    """The ways to the places of these cases."""
    statement = select(places.c.path).join(cases, cases.c.place_id == places.c.id).distinct()
    return {row.path for row in _each(connection, statement, cases.c.id, case_ids)}


def homes_on_cases(connection: Connection, case_ids: Collection[str]) -> list[int]:
    """Who has the page of one of these cases in front of her on App Home."""
    return [row.person_id for row in _each(connection, select(homes.c.person_id), homes.c.case_id, case_ids)]


def homes_on_places(connection: Connection, place_ids: Collection[int]) -> list[int]:
    """Who has a case of one of these places in front of her on App Home."""
    statement = select(homes.c.person_id).join(cases, cases.c.id == homes.c.case_id)
    return [row.person_id for row in _each(connection, statement, cases.c.place_id, place_ids)]


def _each(
    connection: Connection, statement: Select[Any], column: sa.ColumnElement[Any], wanted: Collection[object]
) -> list[AnyRow]:
    rows: list[AnyRow] = []
    for piece in pieces(wanted):
        rows += connection.execute(statement.where(column.in_(piece)))
    return rows
