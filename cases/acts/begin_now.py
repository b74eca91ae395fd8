"""`Begynn nå`: a subtask that waits for another one waits no more."""

from __future__ import annotations

from datetime import datetime

from cases import beginning, loading, transaction
from cases.context import Context
from domain import permissions


def begin_now(context: Context, subtask_id: int, *, actor: str, now: datetime) -> None:
    """Let a subtask begin before the one that it waits for is solved. One that has begun stays as it is.

    Raises for everybody who does not run the case, and once it is solved.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_case(relation)
        loading.require_unsolved(row)
        if not row.is_begun:
            beginning.begin(act, row, by_hand=True)
