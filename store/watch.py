"""What the clock looks at, and when: every change that can make something fall due says here "look again".

`look_at` is when the clock looks next; the look itself finds out what is due. `reminds_from_at` is since when
a thing is as it is: what would have fallen due before is not said.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from store.tables import cases, people, subtasks

_unsolved = sa.text("status <> 'solved'")
_open = sa.text("status IN ('new', 'open')")


def changed_subtask(connection: Connection, subtask_id: int, at: datetime) -> None:
    """After a subtask has got another deadline or assignee, or a hold of it began or ended."""
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(look_at=at, reminds_from_at=at))


def changed_cases(connection: Connection, case_ids: Collection[str], at: datetime) -> None:
    """After cases have got another deadline or owner; what is unsolved in them is looked at again, too."""
    wanted = list(case_ids)
    connection.execute(cases.update().where(cases.c.id.in_(wanted)).values(look_at=at, reminds_from_at=at))
    connection.execute(subtasks.update().where(subtasks.c.case_id.in_(wanted), _unsolved).values(look_at=at))


def changed_people(connection: Connection, person_ids: Collection[int], at: datetime) -> None:
    """After people have got other working hours: everything they may be reminded of is looked at again."""
    wanted = list(person_ids)
    theirs = select(cases.c.id).where(cases.c.owner_id.in_(wanted), _open)
    connection.execute(people.update().where(people.c.id.in_(wanted)).values(look_at=at))
    connection.execute(cases.update().where(cases.c.owner_id.in_(wanted), _open).values(look_at=at))
    involved = or_(subtasks.c.assignee_id.in_(wanted), subtasks.c.case_id.in_(theirs))
    connection.execute(subtasks.update().where(involved, _unsolved).values(look_at=at))


def everything(connection: Connection, at: datetime) -> None:
    """After the calendar itself has become another one."""
    connection.execute(cases.update().where(_open).values(look_at=at))
    connection.execute(subtasks.update().where(_unsolved).values(look_at=at))
