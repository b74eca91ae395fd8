"""How one subtask ends, and not with its case: what every such ending does; not needed; taken back at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import beginning, effects, loading, rounds, transaction
from cases.acts import conclusions
from cases.context import Context
from cases.pages import subtask_pages
from cases.transaction import Transaction
from domain import permissions, validation
from domain.endings import UNDO_FOR, may_undo
from domain.errors import N_, NotAllowedError, TooLateError
from domain.history import Act
from domain.notices import SolvingUndone
from domain.permissions import Actor
from domain.values import Ending, SubtaskFacts, TaskPage
from store import grants as grant_rows
from store import mending
from store import subtasks as subtask_rows
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow

WHY_NOT_NEEDED = N_("Skriv hvorfor deloppgaven ikke er nødvendig.")
NOT_YOURS = N_("Bare den som løste deloppgaven, kan angre.")
TOO_LATE = N_("Det er mer enn fem minutter siden deloppgaven ble løst. Be sakseier om å gjenåpne den.")


def not_needed(context: Context, subtask_id: int, why: str, *, actor: str, key: str, now: datetime) -> None:
    """End a subtask that nobody has to solve, and say why; its assignee is told.

    Raises InvalidInputError without a sentence, TooLateError when it is solved already.
    """
    with transaction.once(context, key, digest=why, now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_case(relation)
        loading.require_unsolved(row)
        why = validation.require_sentence("reason", why, WHY_NOT_NEEDED)
        end_in(act, context, row, who, Ending.NOT_NEEDED, why)


def end_in(act: Transaction, context: Context, row: SubtaskRow, who: Actor, ending: Ending, text: str = "") -> None:
    """Inside the transaction of an act: end a subtask, which is locked; the other party is told, if there is one."""
    by = who.person.id
    if not subtask_rows.mark_solved(act.connection, row.id, by=by, ending=ending, at=act.now, text=text):
        loading.require_unsolved(subtask_rows.get(act.connection, row.id) or row)
    act.did(Act.SUBTASK_SOLVED, row, {"ending": ending} | ({"why": text} if text else {}))
    parties = loading.parties(row)
    act.show(effects.solved(row.id, person, act.now) for person in _told(row, ending) if person != by)
    act.show(_files(act.connection, context, row))
    if by in parties:
        act.show([effects.undo_over(row.id, by, act.now + UNDO_FOR)])


def _told(row: SubtaskRow, ending: Ending | None) -> list[int]:
    """Who is told of an ending; while a round runs, its owner is told of all answers together when it is over."""
    waits = ending is Ending.ASSIGNEE and rounds.running(row)
    return [row.acting_assignee_id] if waits else loading.told(row)


def _files(connection: Connection, context: Context, row: SubtaskRow) -> list[OutboxItem]:
    """The assignee's copies, where they come and go with the solving."""
    numbers = grant_rows.numbers_of(connection, row.id) if context.takes_back_when_solved else []
    return effects.show_granted(numbers, loading.holders(row))


def undo(context: Context, subtask_id: int, *, actor: str, now: datetime) -> TaskPage:
    """Take back, within five minutes, that one has ended a subtask: everything is as it was before.

    Who had been told of it is told of this. One that is not solved any more stays as it is. Raises NotAllowedError
    for anybody else, TooLateError afterwards, and once the case has ended.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, _ = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_open_case(row.case_status)
        if row.solved_at is not None:
            _require_undoable(loading.subtask(row), who, now)
            mending.take_back_solving(act.connection, subtask_id)
            act.did(Act.SUBTASK_SOLVING_UNDONE, row)
            conclusions.bring_back(act, row, who)
            beginning.begin_if_free(act, row)
            _tell_who_was_told(act, row, row.solved_at, who.person.id)
            act.show(_files(act.connection, context, row))
        return subtask_pages.task_page_in(context, act, subtask_id, who, now)


def _require_undoable(subtask: SubtaskFacts, who: Actor, now: datetime) -> None:
    if subtask.solved_by is None or subtask.solved_by.id != who.person.id:
        raise NotAllowedError(NOT_YOURS)
    if not may_undo(subtask, who.person.id, now):
        raise TooLateError(TOO_LATE)


def _tell_who_was_told(act: Transaction, row: SubtaskRow, solved_at: datetime, by: int) -> None:
    for person in _told(row, row.ending):
        if person != by and not act.recall(effects.solved_once(row.id, person, solved_at)):
            act.show([effects.notice(SolvingUndone(by), person, subtask_id=row.id)])
