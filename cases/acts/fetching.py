"""`Hent`: where attachments are fetched on request, the assignee gets a copy of what is open only by asking.

Who asked, and when, is noted: of a copy that is put there unasked nobody knows whether it was ever opened.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import access
from cases.context import Context
from cases.pages import granted, subtask_pages
from domain import permissions
from domain.errors import N_, NotAllowedError, NotFoundError, TooLateError
from domain.history import Act
from domain.values import TaskPage
from store import grants as grant_rows
from store import subtasks as subtask_rows
from store.grants import GrantRow

NOT_OPEN = N_("Du har ikke lenger tilgang til vedlegget.")


def fetch(context: Context, grant_id: int, *, actor: str, now: datetime) -> TaskPage:
    """Put a copy of a granted attachment into the actor's thread, and note it, once for each person.

    One that the chat has deleted since comes again.

    Raises NotAllowedError for one who is not the assignee, TooLateError when it is not open any more.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        known = grant_rows.get(act.connection, grant_id)
        if known is None:
            raise NotFoundError(NOT_OPEN)
        row, relation = loading.subtask_for(act.connection, known.subtask_id, who, for_update=True)
        permissions.require_may_fetch(relation)
        loading.require_unsolved(row)
        grant = _require_standing(act.connection, grant_id, context.today(now))
        subtask_pages.open_subtask_in(act, row, who)
        me, file = who.person, grant.attachment
        is_new = granted.without_copy(act.connection, [grant_id], me.id)
        if is_new:
            if grant_rows.note_fetched(act.connection, grant_id, by=me.id, at=now):
                act.did(Act.GRANT_FETCHED, row, access.granted(file.id, file.title, me.id, me.name))
            act.show_now(effects.show_granted([grant_id], [me.id]))
            act.show([effects.card(row.id, me.id)])
        return subtask_pages.task_page_in(context, act, row.id, who, now)


def _require_standing(connection: Connection, grant_id: int, today: date) -> GrantRow:
    grant = grant_rows.get(connection, grant_id)
    if grant is None or not grant.standing or (grant.ends_on and grant.ends_on < today):
        raise TooLateError(NOT_OPEN)
    return grant


def waiting(context: Context, subtask_id: int, attachment_ids: Collection[int], *, reader: str) -> list[str]:
    """What those of these attachments are called that the reader, who is the assignee, has still to fetch."""
    with context.database.read() as connection:
        row = subtask_rows.get(connection, subtask_id)
        try:
            who = loading.actor(connection, reader)
        except NotAllowedError:
            return []
        if row is None:
            return []
        shown = granted.seen_by(context, connection, row, loading.relation_to(row, who), who.person)
        return [one.title for one in shown if one.waits and one.id in attachment_ids]
