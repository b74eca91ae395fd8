"""A new workspace for an old database: the demo's, which forgets everything when it ends.

What stood in Slack stands there no more, so that all that is still to be done is shown again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.engine import Connection

from store import outbox
from store.outbox import Errand
from store.tables import (
    cases,
    grants,
    history,
    inbox,
    message_files,
    message_versions,
    messages,
    people,
    posts,
    subtasks,
)
from store.tables import outbox as outbox_rows


def latest(connection: Connection) -> datetime | None:
    """The last instant of which anything is kept; to be asked before starting afresh, which forgets some of it."""
    kept = union_all(*(select(at) for at in (history.c.at, message_versions.c.at, outbox_rows.c.created_at)))
    return connection.execute(select(func.max(kept.subquery().c.at))).scalar()


def start_afresh(connection: Connection, now: datetime) -> None:
    """Forget where everything was and what was on its way, and show each party her unsolved subtasks again."""
    for table in (posts, outbox_rows, inbox):
        connection.execute(table.delete())
    connection.execute(people.update().values(dm_channel=None))
    connection.execute(messages.update().values(channel=None, ts=None))
    unsolved = select(subtasks.c.id, subtasks.c.assignee_id, cases.c.owner_id).join(
        cases, cases.c.id == subtasks.c.case_id
    )
    for row in connection.execute(unsolved.where(subtasks.c.status != "solved").order_by(subtasks.c.id)).all():
        parties = list(dict.fromkeys(person for person in (row.assignee_id, row.owner_id) if person))
        outbox.add(connection, _subtask(connection, row.id, row.assignee_id, parties), now)


def _subtask(connection: Connection, subtask_id: int, assignee_id: int, parties: list[int]) -> list[Errand]:
    said = select(messages.c.id).where(messages.c.subtask_id == subtask_id, messages.c.deleted_at.is_(None))
    said = said.order_by(messages.c.id)
    sent = select(message_files.c.id).where(message_files.c.message_id.in_(said), message_files.c.sha256.is_not(None))
    granted = select(grants.c.id).where(grants.c.subtask_id == subtask_id, grants.c.withdrawn_at.is_(None))
    shown = [("card", [subtask_id], parties)]
    shown += [("grant", list(connection.execute(granted).scalars()), [assignee_id])]
    shown += [("message", list(connection.execute(said).scalars()), parties)]
    shown += [("copy", list(connection.execute(sent).scalars()), parties)]
    return [
        Errand(kind, subject, person) for kind, subjects, readers in shown for subject in subjects for person in readers
    ]
