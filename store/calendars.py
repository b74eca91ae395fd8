"""The links by which people's calendars fetch their deadlines: one each at most, found by its digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.tables import calendars, people


def made_at(connection: Connection, person_id: int) -> datetime | None:
    """Since when somebody has a link; None when they have none."""
    found: datetime | None = connection.execute(
        select(calendars.c.made_at).where(calendars.c.person_id == person_id)
    ).scalar()
    return found


def keep(connection: Connection, person_id: int, digest: str, at: datetime) -> None:
    """Let this be somebody's link, in place of the one that they had."""
    end(connection, person_id)
    connection.execute(calendars.insert().values(person_id=person_id, digest=digest, made_at=at))


def end(connection: Connection, person_id: int) -> bool:
    """Let somebody have no link; False when they had none."""
    return connection.execute(calendars.delete().where(calendars.c.person_id == person_id)).rowcount == 1


def whose(connection: Connection, digest: str) -> str | None:
    """The account in Slack of the one whose link has this digest."""
    found = select(people.c.slack_id).join(calendars, calendars.c.person_id == people.c.id)
    slack_id: str | None = connection.execute(found.where(calendars.c.digest == digest)).scalar()
    return slack_id
