"""What has done its work is forgotten after a time: what was sent, heard and said (not the record of the cases).

A reminder that stands by itself may name several cases, and is found by none of them later: it goes from Slack, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cases import effects, transaction
from cases.context import Context
from store import forgetting


def forget_some(context: Context, keep: timedelta, *, now: datetime) -> bool:
    """Take one small step in forgetting what was done with longer ago; False when nothing is left to forget."""
    with transaction.begin(context, now=now) as act:
        number, stood = forgetting.forget_some(act.connection, now - keep)
        act.show(effects.forgotten(stood))
        return number > 0
