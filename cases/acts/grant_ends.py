"""When the last day of a grant is over, by the institution's own date: the clock withdraws it as a person would."""

from __future__ import annotations

from datetime import date, datetime

from cases import loading, transaction
from cases.acts import access
from cases.context import Context
from cases.transaction import Transaction
from domain.history import Act
from store import attachments as attachment_rows
from store import grants as grant_rows
from store import subtasks as subtask_rows


def end_some(context: Context, *, now: datetime) -> bool:
    """Withdraw what is over in one subtask, whether it is solved or not; False when there was nothing any more."""
    today = context.today(now)
    with context.database.read() as connection:
        subtask_id = grant_rows.ended(connection, today)
    if subtask_id is None:
        return False
    with transaction.begin(context, now=now) as act:
        _end_in(act, subtask_id, today)
    return True


def _end_in(act: Transaction, subtask_id: int, today: date) -> None:
    row = subtask_rows.get(act.connection, subtask_id, for_update=True)
    if row is None:
        return
    over = grant_rows.withdraw_ended(act.connection, subtask_id, today, act.now)
    for _, number in over:
        file = attachment_rows.get(act.connection, number)
        title = file.title if file else ""
        act.did(Act.GRANT_ENDED, row, access.granted(number, title, row.assignee_id, row.assignee.name))
    act.show(access.copies_of(act.connection, [number for number, _ in over], loading.holders(row)))
