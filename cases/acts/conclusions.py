"""The assignee's assessment: saved as often as wanted until the subtask is solved (S41, S42, A13)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading
from cases.office import Office
from cases.pages import subtask_pages
from domain import validation
from domain.errors import N_
from domain.permissions import Actor
from domain.values import TaskPage
from store import history, outbox
from store import subtasks as subtask_rows
from store.columns import AnyRow

EMPTY = N_("Skriv en konklusjon før du lagrer.")


def save(office: Office, subtask_id: int, text: str, *, actor: str, now: datetime) -> TaskPage:
    """Save one more version of the conclusion; the same text again is not a new version.

    Raises InvalidInputError for an empty or too long text, TooLateError when the subtask is solved.
    """
    with office.database.begin() as connection:
        who = loading.actor(connection, actor)
        row, _ = loading.subtask_for(connection, subtask_id, who, for_update=True)
        loading.require_unsolved(row)
        text = validation.require_text("conclusion", text, EMPTY)
        if save_in(connection, row, who, text, now):
            outbox.add(connection, effects.redraw(subtask_id, loading.parties(row)), now)
        return subtask_pages.task_page_in(office, connection, subtask_id, who, just_saved=True)


def save_in(connection: Connection, row: AnyRow, who: Actor, text: str, now: datetime) -> bool:
    """Save within the transaction of another act; False when nothing had to be saved."""
    text = validation.require_length("conclusion", text)
    last = subtask_rows.last_conclusion(connection, row.id)
    if text == (last.text if last else ""):
        return False
    number = last.number + 1 if last else 1
    subtask_rows.add_conclusion(connection, row.id, number, text, by=who.person.id, at=now)
    history.add(
        connection,
        "conclusion.saved",
        at=now,
        case_id=row.case_id,
        subtask_id=row.id,
        actor_id=who.person.id,
        details={"version": number},
    )
    return True
