"""The link by which somebody's own calendar fetches their deadlines: made, made anew and ended by themselves alone.

It is 256 random bits, of which only the digest is kept, as with the keys of systems (docs/decisions/0026).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from cases import loading, transaction
from cases.context import Context
from domain.administration import LogLine, Measure
from domain.errors import N_, NotAllowedError
from store import calendars as rows

NOT_HERE = N_("Kalender er ikke satt opp i Saksbot. Spør {contact}.")


def made_at(context: Context, *, actor: str) -> datetime | None:
    """Since when the actor has a link; None when they have none."""
    with context.database.read() as connection:
        return rows.made_at(connection, loading.actor(connection, actor).person.id)


def make(context: Context, *, actor: str, key: str, now: datetime) -> str | None:
    """Give the actor a link, in place of the one that they had; None when this was done before: it is shown once.

    Raises NotAllowedError where calendars cannot fetch anything.
    """
    if not context.calendars_at:
        raise NotAllowedError(NOT_HERE)
    with transaction.once(context, key, digest="calendar", now=now) as act:
        if act is None:
            return None
        me = act.actor(actor).person.id
        secret = secrets.token_urlsafe(32)
        rows.keep(act.connection, me, digest(secret), now)
        act.log(LogLine(Measure.CALENDAR_MADE, actor_id=me))
        return f"{context.calendars_at}/v1/calendars/{secret}.ics"


def end(context: Context, *, actor: str, now: datetime) -> None:
    """Let the actor's link show nothing from now on."""
    with transaction.begin(context, now=now) as act:
        me = act.actor(actor).person.id
        if rows.end(act.connection, me):
            act.log(LogLine(Measure.CALENDAR_ENDED, actor_id=me))


def digest(secret: str) -> str:
    """By what a link is known."""
    return hashlib.sha256(secret.encode()).hexdigest()
