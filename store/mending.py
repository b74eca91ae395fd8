"""What is changed of a subtask after it was given or solved: its words, and that it is solved at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.values import SubtaskStatus
from store.tables import subtasks

_NOT_SOLVED: Mapping[str, object] = {
    "status": sa.case((subtasks.c.opened_at.is_(None), SubtaskStatus.NEW), else_=SubtaskStatus.OPEN),
    "solved_at": None,
    "solved_by": None,
    "ending": None,
    "ending_text": None,
}

_RESTS_NO_MORE: Mapping[str, None] = {"held_until_on": None, "held_because": None, "waits_for_owner_at": None}


def take_back_solving(connection: Connection, subtask_id: int) -> None:
    """Make a subtask what it was before it was solved: Ny or Åpen, and on hold if it was."""
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(_NOT_SOLVED))


def reopen(connection: Connection, subtask_id: int, deadline_on: date, at: datetime) -> None:
    """Make a solved subtask Ny or Åpen again, due on this day and by itself; a rest that it had is over."""
    values = {**_NOT_SOLVED, "deadline_on": deadline_on, "given_at": at, "together_id": None, **_RESTS_NO_MORE}
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(values))


def begin(connection: Connection, subtask_id: int, at: datetime) -> bool:
    """Let an unsolved subtask wait for no other one: its assignee has it from now on. False when it did not wait."""
    waits = (subtasks.c.after_id.is_not(None), subtasks.c.status != SubtaskStatus.SOLVED)
    statement = subtasks.update().where(subtasks.c.id == subtask_id, *waits).values(after_id=None, given_at=at)
    return connection.execute(statement).rowcount == 1


def edit(
    connection: Connection, subtask_id: int, title: str, description: str, *, unread_from_at: datetime | None
) -> None:
    """Give a subtask other words; `unread_from_at` is since when its assignee has not read them, None where it has."""
    values = {"title": title, "description": description, "edited_at": unread_from_at}
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(values))


def note_edit_read(connection: Connection, subtask_id: int) -> None:
    """Note that the assignee has the words before them as they are now."""
    connection.execute(subtasks.update().where(subtasks.c.id == subtask_id).values(edited_at=None))
