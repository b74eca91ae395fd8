"""Giving an unsolved subtask other words; an assignee who has read the former ones is told, and sees what changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.context import Context
from cases.pages import history_pages
from domain import permissions, validation
from domain.endings import Edit, mark_of_words
from domain.errors import N_, InvalidInputError, Refused
from domain.history import Act
from domain.notices import Edited
from domain.values import SubtaskFacts
from store import mending
from store.whole_subtask import SubtaskRow

CHANGED_MEANWHILE = N_("Noen andre har endret deloppgaven i mellomtiden. Lukk dialogen og åpne den på nytt.")


def form(context: Context, subtask_id: int, *, actor: str) -> SubtaskFacts:
    """The subtask, for one who may edit it or say that it is not needed; raises for others and once it is solved."""
    with context.database.read() as connection:
        row, relation = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        permissions.require_case(relation)
        loading.require_unsolved(row)
        return loading.subtask(row)


def edit(context: Context, subtask_id: int, wanted: Edit, *, actor: str, key: str, now: datetime) -> None:
    """Give a subtask these words; the former ones stay in its history. The same words change nothing.

    Raises InvalidInputError that names every wrong field, or says that somebody else was first.
    """
    with transaction.once(context, key, digest=repr(wanted), now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_case(relation)
        loading.require_unsolved(row)
        title, description = validation.require_edit(wanted.title, wanted.description)
        if wanted.instead_of not in (None, mark_of_words(row.title, row.description)):
            raise InvalidInputError([Refused(CHANGED_MEANWHILE, field="title")])
        words = {"title": [row.title, title], "description": [row.description, description]}
        changed = {name: pair for name, pair in words.items() if pair[0] != pair[1]}
        if not changed:
            return
        has_read = row.opened_at is not None and who.person.id not in loading.holders(row) and row.declined_at is None
        unread_from_at = (row.edited_at or now) if has_read else row.edited_at
        mending.edit(act.connection, subtask_id, title, description, unread_from_at=unread_from_at)
        act.did(Act.SUBTASK_EDITED, row, {"changes": changed})
        if has_read:
            said = Edited(who.person.id, "title" in changed, "description" in changed)
            act.show([effects.notice(said, row.acting_assignee_id, subtask_id=subtask_id)])


def note_read_in(connection: Connection, row: SubtaskRow) -> tuple[str, ...]:
    """Inside a transaction: its assignee has the page open. Which of its words they see for the first time."""
    if row.edited_at is None:
        return ()
    mending.note_edit_read(connection, row.id)
    return history_pages.edited_since(connection, row.id, row.edited_at)
