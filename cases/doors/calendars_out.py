"""Somebody's deadlines, out by the door to their own calendar: what they see on their Home at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cases import loading
from cases.acts.calendars import digest
from cases.context import Context
from cases.pages import needs
from domain.calendars import Calendar, Entry
from domain.errors import N_, NotAllowedError, NotFoundError
from domain.identity_numbers import masked
from store import calendars as rows
from store import history
from store import needs as need_rows
from store import subtasks as subtask_rows
from store.whole_subtask import SubtaskRow

MOST = 500
NO_CALENDAR = N_("Lenken gjelder ikke lenger. Lag en ny i Saksbot, fra fanen Home.")


def calendar(context: Context, secret: str, *, now: datetime) -> Calendar:
    """What they are to solve, also in somebody's place, and what they have given to others.

    Raises NotFoundError for a link that was never made, is ended, or is of one who has left.
    """
    with context.database.read() as connection:
        slack_id = rows.whose(connection, digest(secret)) if context.calendars_at else None
        try:
            me = loading.actor(connection, slack_id or "").person
        except NotAllowedError:
            raise NotFoundError(NO_CALENDAR) from None
        own = subtask_rows.unsolved_of(connection, me.id, limit=MOST, offset=0)
        given = need_rows.given_by(connection, me.id, needs.measure(context, now), limit=MOST, offset=0)
        changed_at = history.changed_at(connection, {*(one.subtask.id for one in given), *(one.id for one in own)})
    found = {one.subtask.id: _entry(context, one.subtask, changed_at, is_given=True) for one in given}
    found |= {one.id: _entry(context, one, changed_at, is_given=False) for one in own}
    ordered = sorted(found.values(), key=lambda one: (one.deadline_on, one.subtask_id))
    return Calendar(me.id, me.language, tuple(ordered), context.discreet)


def _entry(context: Context, row: SubtaskRow, changed_at: Mapping[int, datetime], *, is_given: bool) -> Entry:
    said = ("", "") if context.discreet else (masked(row.title), row.case_id)
    return Entry(row.id, row.deadline_on, *said, is_given, changed_at.get(row.id))
