"""Putting a subtask on hold (på vent) until a day, with a reason, and taking it up again: early, or by the clock."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import deadlines
from cases.context import Context
from cases.pages import subtask_pages
from cases.transaction import Transaction
from domain import permissions, validation
from domain.errors import N_, InvalidInputError, NotAllowedError, Refused
from domain.forms import Hold, HoldForm
from domain.history import Act
from domain.notices import Held, Notice, Resumed
from domain.permissions import Actor, Relation
from domain.values import TaskPage
from store import subtasks as subtask_rows
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow


class AskFirstError(Refused):
    """The hold reaches beyond the deadline, and nobody has said yet that it is meant to: nothing is done."""

    def __init__(self, form: HoldForm) -> None:
        """`form` asks for it; it is to be shown in place of the one that was sent in."""
        super().__init__("")
        self.form = form


def form(context: Context, subtask_id: int, *, actor: str, now: datetime) -> HoldForm:
    """What the dialog shows to one who may put the subtask on hold; raises for others and when nobody may."""
    with context.database.read() as connection:
        row, _ = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        _require_holdable(row)
        return HoldForm(loading.subtask(row), validation.last_day_of_hold(context.today(now)))


def hold(context: Context, subtask_id: int, wanted: Hold, *, actor: str, key: str, now: datetime) -> None:
    """Let a subtask rest until the morning of a day, or change day and reason; the other party is told.

    The day may lie after the subtask's deadline: what waits for somebody else is not late. But that is asked first:
    raises AskFirstError until it is accepted, or the deadline is moved with it. Raises InvalidInputError that names
    every wrong field.
    """
    with transaction.once(context, key, digest=repr(wanted), now=now) as act:
        if act is None:
            return
        who, today = act.actor(actor), context.today(now)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        _require_holdable(row)
        day, because = validation.require_hold(wanted.until_on, wanted.reason, today=today)
        if wanted.deadline_on not in (None, row.deadline_on):
            permissions.require_case(relation)
            _move_deadline(act, row, wanted.deadline_on, day, who, today)
        elif day > row.deadline_on and day != row.held_until_on and wanted.accepted_on != row.deadline_on:
            raise AskFirstError(_question(act.connection, row, relation, day, because, today))
        if (day, because) == (row.held_until_on, row.held_because):
            return
        subtask_rows.hold(act.connection, subtask_id, day, because)
        act.did(Act.SUBTASK_HELD, row, {"until": day.isoformat(), "reason": because})
        act.show(_told(row, who.person.id, Held(who.person.id, mark(day, because))))


def _question(
    connection: Connection, row: SubtaskRow, relation: Relation, day: date, because: str, today: date
) -> HoldForm:
    deadline = deadlines.form_in(connection, row, today) if relation.runs_case else None
    if deadline and deadline.latest_on and deadline.latest_on < day:
        deadline = None  # the case is due before: no other deadline would do
    return HoldForm(loading.subtask(row), validation.last_day_of_hold(today), (day, because), deadline)


def _move_deadline(act: Transaction, row: SubtaskRow, to_on: date | None, day: date, who: Actor, today: date) -> None:
    if to_on is not None and to_on < day:
        words = N_("Velg en frist som ikke er før {day}, eller la feltet stå tomt.")
        raise InvalidInputError([Refused(words, field="deadline", day=day)])
    deadlines.move_in(act, row, to_on, "", by=who.person, today=today)


def end(context: Context, subtask_id: int, *, actor: str, now: datetime) -> TaskPage:
    """Take a subtask up again before its day; the other party is told. One that is not on hold stays as it is."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, _ = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        loading.require_unsolved(row)
        if row.held_until_on is not None:
            subtask_rows.end_hold(act.connection, subtask_id)
            act.did(Act.SUBTASK_RESUMED, row)
            act.show(_told(row, who.person.id, Resumed(who.person.id, mark(None, ""))))
        return subtask_pages.task_page_in(context, act, subtask_id, who, now)


def end_in(act: Transaction, row: SubtaskRow) -> None:
    """Inside the clock's transaction: the day has come. Who is told of it is the clock's to say."""
    subtask_rows.end_hold(act.connection, row.id)
    act.did(Act.SUBTASK_HOLD_OVER, row)


def mark(until_on: date | None, because: str) -> str:
    """What tells one hold from another, so that nobody is told of one that is no more; empty for none."""
    return hashlib.sha256(f"{until_on} {because}".encode()).hexdigest() if until_on else ""


def _require_holdable(row: SubtaskRow) -> None:
    loading.require_unsolved(row)
    if not row.is_begun:
        raise NotAllowedError(permissions.NOT_BEGUN)
    if row.declined_at:
        words = N_("{name} har sendt tilbake deloppgaven. Bytt ansvarlig før du setter den på vent.")
        raise NotAllowedError(words, name=loading.called(row, row.assignee))
    if loading.has_left(row):
        words = N_("{name} kan ikke lenger løse deloppgaven. Bytt ansvarlig før du setter den på vent.")
        raise NotAllowedError(words, name=loading.called(row, row.assignee))


def _told(row: SubtaskRow, by: int, said: Notice) -> list[OutboxItem]:
    return [effects.notice(said, person, subtask_id=row.id) for person in loading.told(row) if person != by]
