"""What has done its work is forgotten after a time: what was sent, heard and said (not the record of the cases)."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.context import Context
from store import forgetting


def forget_some(context: Context, keep: timedelta, *, now: datetime) -> bool:
    """Take one small step in forgetting what was done with longer ago; False when nothing is left to forget."""
    with context.database.begin() as connection:
        return forgetting.forget_some(connection, now - keep) > 0
