"""Reminding an assignee because a colleague waits for them: the one place where that is done."""

from __future__ import annotations

from cases import effects
from cases.transaction import Transaction
from domain.history import Act
from domain.notices import AskedAgain
from domain.permissions import Actor
from store.whole_subtask import SubtaskRow


def remind_in(act: Transaction, row: SubtaskRow, who: Actor) -> None:
    """Inside the transaction of an act: remind the assignee of a subtask, which is locked, before its case ends."""
    act.did(Act.SUBTASK_ASKED_AGAIN, row)
    act.show([effects.notice(AskedAgain(who.person.id), row.assignee_id, subtask_id=row.id)])
