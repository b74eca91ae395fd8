"""Part of step 0003: nobody reads an English that she never chose.

What Slack's English locale once said of a person is forgotten.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

INSTANT = sa.DateTime(timezone=True)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # due at once, whatever clock the program goes by

people = sa.table("people", sa.column("id"), sa.column("language"), sa.column("slack_language"))
subtasks = sa.table("subtasks", sa.column("id"), sa.column("status"))
posts = sa.table("posts", sa.column("kind"), sa.column("subject_id"), sa.column("person_id"))
homes = sa.table("homes", sa.column("person_id"))
outbox = sa.table(
    "outbox",
    *(sa.column(name) for name in ("key", "kind", "subject_id", "person_id", "lane", "tried_at")),
    sa.column("details", sa.JSON()),
    sa.column("not_before_at", INSTANT),
    sa.column("created_at", INSTANT),
)


def forget_it() -> None:
    """Let them read the institution's language from the next start on, on what stands there already, too."""
    said_nothing = people.c.slack_language.not_in(("nb", "nn"))
    _draw_again(sa.select(people.c.id).where(said_nothing, people.c.language.is_(None)))
    op.execute(people.update().where(said_nothing).values(slack_language=None))


def _draw_again(readers: sa.Select[tuple[int]]) -> None:
    """Leave a redrawing of their cards of unsolved subtasks and of their main pages, where none waits already."""
    unsolved = sa.select(subtasks.c.id).where(subtasks.c.status != "solved")
    cards = sa.select(posts.c.kind, posts.c.subject_id, posts.c.person_id, sa.literal("dm").label("lane")).where(
        posts.c.kind == "card", posts.c.subject_id.in_(unsolved), posts.c.person_id.in_(readers)
    )
    pages = sa.select(
        sa.literal("home").label("kind"), homes.c.person_id.label("subject_id"), homes.c.person_id,
        sa.literal("home").label("lane"),
    ).where(homes.c.person_id.in_(readers))  # fmt: skip
    waiting = sa.select(outbox.c.kind, outbox.c.subject_id, outbox.c.person_id).where(outbox.c.tried_at.is_(None))
    connection, now = op.get_bind(), datetime.now(UTC)
    already = {tuple(row) for row in connection.execute(waiting)}
    for kind, subject_id, person_id, lane in [*connection.execute(cards), *connection.execute(pages)]:
        if (kind, subject_id, person_id) not in already:
            row = {"key": uuid.uuid4().hex, "kind": kind, "subject_id": subject_id, "person_id": person_id}
            row |= {"lane": f"{lane}:{person_id}", "details": {}, "not_before_at": LONG_AGO, "created_at": now}
            op.execute(outbox.insert().values(row))
