"""A new workspace for an old database: the demo's, which forgets everything when it ends.

What stood in Slack stands there no more, so that all that is still to be done is shown again: each card, once it is
posted, brings along what belongs below it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from domain.values import SubtaskStatus
from store import outbox, rows
from store.outbox import OutboxItem
from store.subtasks import PARTIES
from store.tables import history, inbox, message_versions, messages, people, posts, subtasks
from store.tables import outbox as outbox_rows

NEWEST = 5


def latest(connection: Connection) -> datetime | None:
    """The last instant of which anything is kept; to be asked before starting afresh, which forgets some of it."""
    kept = union_all(*(select(at) for at in (history.c.at, message_versions.c.at, outbox_rows.c.created_at)))
    return connection.execute(select(func.max(kept.subquery().c.at))).scalar()


def start_afresh(connection: Connection, now: datetime) -> None:
    """Forget where everything was and what was on its way, and show each party their newest unsolved subtasks again.

    The others have a card again when something happens to them: a conversation takes about one message a second.
    """
    for table in (posts, outbox_rows, inbox):
        connection.execute(table.delete())
    connection.execute(people.update().values(dm_channel=None))
    connection.execute(messages.update().values(channel=None, ts=None))
    unsolved = PARTIES.where(subtasks.c.status != SubtaskStatus.SOLVED).order_by(subtasks.c.id.desc())
    shown: Counter[int] = Counter()
    cards = []
    for row in rows.many(connection, unsolved):
        shown.update(row.people)
        cards += [OutboxItem(OutboxKind.CARD, row.id, person) for person in row.people if shown[person] <= NEWEST]
    outbox.add(connection, cards, now)
