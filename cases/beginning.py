"""A subtask that waits for another one is nobody's work before that one is solved; then it begins, as a new one does.

Written at the end of every act that has solved something, whichever way it did. What ends while it waits never begins,
and is nobody's to see but who runs the case. What has begun stays so, also when the other one is taken up again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from domain.history import Act
from domain.values import SubtaskStatus
from store import mending, together
from store import subtasks as subtask_rows
from store.whole_subtask import SubtaskRow

if TYPE_CHECKING:
    from cases.transaction import Transaction


def begin_after(act: Transaction, solved: Collection[int]) -> None:
    """Inside the transaction of an act that has solved these: let what waits for them begin."""
    begun = []
    for number in subtask_rows.waiting_for(act.connection, solved):
        row = subtask_rows.get(act.connection, number, for_update=True)
        if row is not None and begin(act, row, by_hand=False):
            begun.append(number)
    together.mark(act.connection, begun)


def begin_if_free(act: Transaction, row: SubtaskRow) -> None:
    """Inside the transaction of an act that took back an ending: what it waited for may have been solved meanwhile."""
    first = subtask_rows.get(act.connection, row.after_id, for_update=True) if row.after_id else None
    if first is not None and first.status is SubtaskStatus.SOLVED:
        begin(act, row, by_hand=False)


def begin(act: Transaction, row: SubtaskRow, *, by_hand: bool) -> bool:
    """Inside the transaction of an act: let a subtask begin, which is locked and unsolved; False when it has begun."""
    if not mending.begin(act.connection, row.id, act.now):
        return False
    began = row._replace(after_id=None)
    act.did(Act.SUBTASK_BEGUN, began, {"by_hand": by_hand})
    if began.declined_at is None:
        act.show_mail(row.id, row.assignee_id)
    return True
