"""Nothing is kept for ever that has done its work: what was sent, heard and said, and what people have looked for.

In small steps, each a transaction of its own, so that nobody waits for it.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from domain.values import SubtaskStatus
from store import posts as post_rows
from store.posts import PostRow
from store.tables import (
    WORKING,
    answered,
    can_act,
    cases,
    homes,
    inbox,
    outbox,
    people,
    posts,
    reminders,
    saved_searches,
    subtasks,
)  # fmt: skip

PIECE = 500

_SENT = select(outbox.c.id).where(outbox.c.done_at < sa.bindparam("before_at")).order_by(outbox.c.done_at)
_HEARD = select(inbox.c.key).where(inbox.c.done_at < sa.bindparam("before_at"))


def _has_ended(said: sa.FromClause) -> sa.ColumnElement[bool]:
    return or_(
        sa.and_(said.c.subtask_id.is_(None), said.c.case_id.is_(None)),
        sa.exists().where(subtasks.c.id == said.c.subtask_id, subtasks.c.status == SubtaskStatus.SOLVED),
        sa.exists().where(cases.c.id == said.c.case_id, sa.text(f"NOT cases.{WORKING}")),
    )


# While a subtask or a case is open, what was said of it is what keeps it from being said again. What one message says
# is kept together: by what is left of a case, its erasure finds the message.
_beside = reminders.alias()
_is_whole = or_(
    reminders.c.bundle_id == 0,  # of what was never told nothing stands anywhere
    ~sa.exists().where(_beside.c.bundle_id == reminders.c.bundle_id, sa.not_(_has_ended(_beside))),
)
_SAID = select(reminders.c.id).where(
    reminders.c.due_at < sa.bindparam("before_at"), reminders.c.bundle_id.is_not(None), _has_ended(reminders), _is_whole
)  # fmt: skip
# What somebody looks for is theirs: as long as they work here, and a while after, since people come back.
_not_seen = homes.c.seen_at < sa.bindparam("before_at")
_LEFT = select(homes.c.person_id).join(people).where(_not_seen, sa.not_(can_act()))
_NAMED = select(saved_searches.c.id).where(saved_searches.c.person_id.in_(_LEFT))
_TURNED = select(homes.c.person_id).where(_not_seen, homes.c.page.is_not(None))


def _step(key: sa.Column[int] | sa.Column[str], old: sa.Select[int] | sa.Select[str]) -> sa.Delete:
    return key.table.delete().where(key.in_(old.limit(PIECE).scalar_subquery()))


_STEPS = (
    _step(outbox.c.id, _SENT),
    _step(inbox.c.key, _HEARD),
    _step(saved_searches.c.id, _NAMED),
    homes.update()
    .where(homes.c.person_id.in_(_TURNED.limit(PIECE).scalar_subquery()))
    .values(page=None, page_state=None),
    # Nobody asks again after so long; there are few enough to go at once.
    answered.delete().where(answered.c.at < sa.bindparam("before_at")),
)
_SAID_GOES = _step(reminders.c.id, _SAID).returning(reminders.c.bundle_id)
_by_itself = (posts.c.kind == OutboxKind.REMINDER, posts.c.thread_ts.is_(None))
_says_nothing_more = ~sa.exists().where(reminders.c.bundle_id == posts.c.subject_id)


def forget_some(connection: Connection, before_at: datetime) -> tuple[int, list[PostRow]]:
    """Remove some of what was done with before an instant; gives how much, and 0 when there is nothing more.

    Gives also where reminders stand by themselves, outside threads, of which nothing is known any more.
    """
    number = sum(connection.execute(step, {"before_at": before_at}).rowcount for step in _STEPS)
    said = list(connection.execute(_SAID_GOES, {"before_at": before_at}).scalars())
    here = sa.and_(*_by_itself, posts.c.subject_id.in_({*said}), _says_nothing_more)
    return number + len(said), post_rows.take(connection, here) if said else []
