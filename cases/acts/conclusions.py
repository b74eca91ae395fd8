"""The assignee's assessment: saved as often as wanted until the subtask is solved (S41, S42, A13)."""

from __future__ import annotations

from datetime import datetime

from cases import loading, transaction
from cases.context import Context
from cases.pages import subtask_pages
from cases.transaction import Transaction
from domain import validation
from domain.errors import N_
from domain.history import Act
from domain.permissions import Actor
from domain.values import TaskPage
from store import conclusions as conclusion_rows
from store.whole_subtask import SubtaskRow

EMPTY = N_("Skriv en konklusjon før du lagrer.")


def save(context: Context, subtask_id: int, text: str, *, actor: str, now: datetime) -> TaskPage:
    """Save one more version of the conclusion; the same text again is not a new version.

    Raises InvalidInputError for an empty or too long text, TooLateError when the subtask is solved.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, _ = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        loading.require_unsolved(row)
        text = validation.require_text("conclusion", text, EMPTY)
        save_in(act, row, who, text)
        return subtask_pages.task_page_in(context, act.connection, subtask_id, who, now, just_saved=True)


def bring_back(act: Transaction, row: SubtaskRow, who: Actor) -> None:
    """Inside a transaction that takes back a solving: bring back the draft that was taken away with it."""
    last = conclusion_rows.last(act.connection, row.id)
    if last is None or last.text or last.saved_at != row.solved_at:
        return
    for before in conclusion_rows.earlier(act.connection, row.id, limit=1, offset=0):
        save_in(act, row, who, before.text)


def save_in(act: Transaction, row: SubtaskRow, who: Actor, text: str) -> None:
    """Save within the transaction of another act, unless the same text stands there."""
    text = validation.require_length("conclusion", text)
    last = conclusion_rows.last(act.connection, row.id)
    if text != (last.text if last else ""):
        number = last.number + 1 if last else 1
        conclusion_rows.add(act.connection, row.id, number, text, by=who.person.id, at=act.now)
        act.did(Act.CONCLUSION_SAVED, row, {"version": number})
