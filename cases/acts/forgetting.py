"""What has done its work is forgotten after a time: what was sent, heard and said (not the record of the cases).

A reminder that stands by itself may name several cases, and is found by none of them later: it goes from Slack, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cases import effects
from cases.context import Context
from store import forgetting, outbox


def forget_some(context: Context, keep: timedelta, *, now: datetime) -> bool:
    """Take one small step in forgetting what was done with longer ago; False when nothing is left to forget."""
    with context.database.begin() as connection:
        number, stood = forgetting.forget_some(connection, now - keep)
        outbox.add(connection, effects.forgotten(stood), now)
        return number > 0
