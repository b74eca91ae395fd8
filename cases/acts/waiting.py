"""The end of a subtask's wait for its case's owner: an answer in the thread, or a press of either party.

How a wait begins is needing_more.py.
"""

from __future__ import annotations

from datetime import datetime

from cases import effects, loading, transaction
from cases.context import Context
from cases.transaction import Transaction
from domain.asking_notices import Answered, NeedsNoMore
from domain.history import Act
from domain.permissions import Actor
from store import waits
from store.whole_subtask import SubtaskRow


def end(context: Context, subtask_id: int, *, actor: str, now: datetime) -> None:
    """Let a subtask wait no more: the assignee needs nothing, or was answered elsewhere; the other party is told.

    One that does not wait stays as it is.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        loading.require_unsolved(row)
        if loading.waits_since(row) is None:
            return
        waits.end(act.connection, row.id)
        is_answer = not relation.assignee or (relation.owner and who.person.id != row.assignee_id)
        act.did(Act.SUBTASK_ANSWERED if is_answer else Act.SUBTASK_NEEDS_NO_MORE, row)
        said = (Answered if is_answer else NeedsNoMore)(who.person.id)
        to = row.acting_assignee_id if is_answer else row.acting_owner_id
        act.show([effects.notice(said, to, subtask_id=row.id)] if to and to != who.person.id else [])


def answered_in(act: Transaction, row: SubtaskRow, who: Actor, sent_at: datetime) -> None:
    """Inside the transaction of an act: somebody has written in the thread. Whatever the owner writes is an answer.

    That of an owner who is away counts, too, while the assignee stands in for them and so asks nobody.
    """
    since_at = None if row.declined_at or row.solved_at else row.waits_for_owner_at
    is_owner = loading.relation_to(row, who).owner and who.person.id != row.assignee_id
    if since_at and sent_at >= since_at and is_owner:
        waits.end(act.connection, row.id)
        act.did(Act.SUBTASK_ANSWERED, row)
