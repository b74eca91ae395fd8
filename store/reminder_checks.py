"""What the clock looks at, and when: every change that can make something fall due says here "look again".

`look_at` is when the clock looks next; the look itself finds out what is due. `reminds_from_at` is since when
a thing is as it is: what would have fallen due before is not said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import select, union
from sqlalchemy.engine import Connection

from domain.reminders import ReminderKind
from store.sql import is_one_of, pieces
from store.tables import UNSOLVED, WORKING, cases, people, reminders, subtasks

_unsolved = sa.text(UNSOLVED)
_open = sa.text(WORKING)
_HAPPEN = [kind for kind in ReminderKind if kind.reminded.has_happened]
_FORGET = reminders.delete().where(reminders.c.bundle_id.is_(None), ~is_one_of(reminders.c.kind, _HAPPEN))


def changed_subtasks(connection: Connection, subtask_ids: Sequence[int], at: datetime) -> None:
    """After subtasks have got another deadline or assignee, or a hold of them began or ended."""
    for piece in pieces(subtask_ids):
        connection.execute(subtasks.update().where(subtasks.c.id.in_(piece)).values(look_at=at, reminds_from_at=at))


def look_again(connection: Connection, subtask_ids: Sequence[int], at: datetime) -> None:
    """After subtasks have become again what they were: nothing that would have been said of them is passed over."""
    for piece in pieces(subtask_ids):
        connection.execute(subtasks.update().where(subtasks.c.id.in_(piece)).values(look_at=at))


def changed_cases(connection: Connection, case_ids: Collection[str], at: datetime) -> None:
    """After cases have got another deadline; what is unsolved in them is looked at again, too."""
    _turn(connection, case_ids, at, {"look_at": at, "reminds_from_at": at})


def new_owner(connection: Connection, case_ids: Collection[str], at: datetime) -> None:
    """After cases were given to somebody: as after another deadline, and they are not told what came before."""
    _turn(connection, case_ids, at, {"look_at": at, "reminds_from_at": at, "owned_from_at": at})


def _turn(connection: Connection, case_ids: Collection[str], at: datetime, values: dict[str, datetime]) -> None:
    for piece in pieces(case_ids):
        connection.execute(cases.update().where(cases.c.id.in_(piece)).values(values))
    moved_cases(connection, case_ids, at)


def moved_cases(connection: Connection, case_ids: Collection[str], at: datetime) -> None:
    """After cases have come to another place, where others may solve what is unsolved in them."""
    for piece in pieces(case_ids):
        connection.execute(subtasks.update().where(subtasks.c.case_id.in_(piece), _unsolved).values(look_at=at))


def look_again_at_cases(connection: Connection, case_ids: Collection[str], at: datetime) -> None:
    """After somebody stands in for the owner of cases, or does not any more; with what is unsolved in them."""
    _turn(connection, case_ids, at, {"look_at": at})


def say_anew(connection: Connection, subtask_ids: Collection[int], case_ids: Collection[str]) -> None:
    """After another one is told of these: forget what waits to be said, so that nobody misses it, whoever is told then.

    What has happened once is not worked out again, and so not forgotten.
    """
    for piece in pieces(sorted(subtask_ids)):
        connection.execute(_FORGET.where(reminders.c.subtask_id.in_(piece)))
    for some in pieces(sorted(case_ids)):
        inside = select(subtasks.c.id).where(subtasks.c.case_id.in_(some))
        for theirs in (reminders.c.case_id.in_(some), reminders.c.subtask_id.in_(inside)):
            connection.execute(_FORGET.where(theirs))


def changed_people(connection: Connection, person_ids: Collection[int], at: datetime) -> None:
    """After people have got other working hours, left, or lost or got a role: all that is theirs is looked at again.

    Locked in the order in which the acts take a case and its subtasks, so that nobody waits in a circle.
    """
    for piece in pieces(person_ids):
        owned = (select(cases.c.id).where(one.in_(piece), _open) for one in (cases.c.owner_id, cases.c.stand_in_id))
        theirs = select(cases.c.id).where(cases.c.id.in_(union(*owned)))
        # Several selects, since the databases answer one with OR by reading every subtask there is.
        columns = (subtasks.c.assignee_id, subtasks.c.stand_in_id)
        assigned = [select(subtasks.c.id).where(one.in_(piece), _unsolved) for one in columns]
        given = select(subtasks.c.id).where(subtasks.c.case_id.in_(theirs), _unsolved)
        involved = select(subtasks.c.id).where(subtasks.c.id.in_(union(*assigned, given)))
        known = (people.c.id.in_(piece), people.c.look_at.is_not(None))  # the others are looked at as new ones
        connection.execute(people.update().where(*known).values(look_at=at))
        for table, ids in ((cases, theirs), (subtasks, involved)):
            connection.execute(ids.order_by(table.c.id).with_for_update(key_share=True))
            connection.execute(table.update().where(table.c.id.in_(ids)).values(look_at=at))


def everything(connection: Connection, at: datetime) -> None:
    """After the calendar itself has become another one."""
    connection.execute(people.update().where(people.c.look_at.is_not(None)).values(look_at=at))
    connection.execute(cases.update().where(_open).values(look_at=at))
    connection.execute(subtasks.update().where(_unsolved).values(look_at=at))
