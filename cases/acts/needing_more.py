"""Trenger mer: the assignee says what is missing, and the subtask rests until the case's owner has answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import messages
from cases.context import Context
from domain import permissions
from domain.asking_notices import NeedsMore
from domain.errors import N_, TooLateError
from domain.history import Act
from domain.permissions import Actor
from domain.values import SubtaskFacts
from store import waits
from store.whole_subtask import SubtaskRow

EMPTY = N_("Skriv hva du trenger.")
WAITS_ALREADY = N_(
    "Deloppgaven venter allerede på svar fra sakseier. Skriv mer i tråden under meldingen om deloppgaven."
)


def form(context: Context, subtask_id: int, *, actor: str) -> SubtaskFacts:
    """The subtask, for its assignee; raises for others, once it is solved, and while it waits already."""
    with context.database.read() as connection:
        return loading.subtask(_askable(connection, subtask_id, loading.actor(connection, actor)))


def ask(context: Context, subtask_id: int, text: str, *, actor: str, key: str, now: datetime) -> None:
    """Say what is missing: it stands in the thread, the owner is told, and the clock reminds the owner from then on.

    Raises InvalidInputError without a text, TooLateError when the subtask is solved or waits already.
    """
    with transaction.once(context, key, digest=text, now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        row = _askable(act.connection, subtask_id, who, for_update=True)
        messages.write_in(act, row, who, text, empty=EMPTY)
        waits.begin(act.connection, row.id, now)
        act.did(Act.SUBTASK_NEEDS_MORE, row)
        if row.acting_owner_id:
            act.show([effects.notice(NeedsMore(who.person.id), row.acting_owner_id, subtask_id=row.id)])


def _askable(connection: Connection, subtask_id: int, who: Actor, *, for_update: bool = False) -> SubtaskRow:
    row, relation = loading.subtask_for(connection, subtask_id, who, for_update=for_update)
    permissions.require_may_need_more(relation)
    loading.require_unsolved(row)
    if loading.waits_since(row):
        raise TooLateError(WAITS_ALREADY)
    return row
