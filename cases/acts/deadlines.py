"""Moving deadlines: that of one subtask, and of several when that of their case has moved.

A subtask may not be due after its case (S11), and one that had all the case's time could have more when the case gets
more. But nothing moves by itself: the case's owner is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, rounds, standing_in, transaction
from cases.context import Context
from cases.transaction import Transaction
from domain import permissions, validation
from domain.errors import N_, InvalidInputError, Refused, TooLateError
from domain.forms import DeadlineForm, LateSubtasks
from domain.history import Act
from domain.notices import CaseDeadline, DeadlineMoved, DeadlinesMoved, DeadlinesOutside, MoreTime
from domain.validation import is_due_with_case
from domain.values import WORKED_ON, CaseFacts, Person, SubtaskFacts
from store import cases as case_rows
from store import people as people_rows
from store import rounds as round_rows
from store import subtasks as subtask_rows
from store.cases import CaseRow
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow

NONE_LATE = N_("Ingen deloppgaver i saken har senere frist enn saken. Det er ingenting å flytte.")
NONE_TIED = N_("Ingen uløste deloppgaver har lenger den gamle fristen for saken. Det er ingenting å flytte.")


def form(context: Context, subtask_id: int, *, actor: str, now: datetime) -> DeadlineForm:
    """What the dialog "Flytt frist" shows. Raises unless the actor runs the case, and once the subtask is solved."""
    with context.database.read() as connection:
        row, relation = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        permissions.require_case(relation)
        loading.require_unsolved(row)
        return form_in(connection, row, context.today(now))


def form_in(connection: Connection, row: SubtaskRow, today: date) -> DeadlineForm:
    """Inside the transaction of an act: which deadline this subtask may have."""
    case_deadline_on = _case_deadline(connection, row)
    latest_on = validation.latest_deadline(today, case_deadline_on)
    passed = case_deadline_on is not None and latest_on is None
    return DeadlineForm(loading.subtask(row), today, latest_on, case_deadline_passed=passed)


def move(
    context: Context, subtask_id: int, deadline_on: date | None, reason: str, *, actor: str, key: str, now: datetime
) -> None:
    """Give a subtask another deadline, by the rules for a new one (S11); its assignee is told.

    Raises InvalidInputError for a date that cannot be, or that it has already.
    """
    with transaction.once(context, key, digest=f"{deadline_on} {reason}", now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who)
        permissions.require_case(relation)
        rows = _asked_with(act.connection, row)
        loading.require_unsolved(next((one for one in rows if one.id == row.id), row))
        deadline_on = _require_other(act.connection, row, deadline_on, context.today(now))
        unsolved = [one for one in rows if one.solved_at is None]
        _move(act, unsolved, deadline_on, by=who.person, reason=validation.require_length("reason", reason))


def _asked_with(connection: Connection, row: SubtaskRow) -> list[SubtaskRow]:
    """The subtask, locked, and all others of its round: while that runs they have one deadline."""
    if row.round and rounds.running(row):
        round_rows.lock_members(connection, row.round.id)
        return round_rows.members(connection, row.round.id)
    return [subtask_rows.get(connection, row.id, for_update=True) or row]


def move_in(act: Transaction, row: SubtaskRow, to_on: date | None, reason: str, *, by: Person, today: date) -> None:
    """Inside the transaction of an act: give a subtask, which is locked and unsolved, another deadline (S11)."""
    deadline_on = _require_other(act.connection, row, to_on, today)
    _move(act, [row], deadline_on, by=by, reason=validation.require_length("reason", reason))


def _require_other(connection: Connection, row: SubtaskRow, deadline_on: date | None, today: date) -> date:
    if deadline_on == row.deadline_on:
        words = N_("Fristen er allerede {deadline}. Velg en annen dato.")
        raise InvalidInputError([Refused(words, field="deadline", deadline=row.deadline_on)])
    return validation.require_deadline(deadline_on, today=today, case_deadline_on=_case_deadline(connection, row))


def _case_deadline(connection: Connection, row: SubtaskRow) -> date | None:
    case = case_rows.get(connection, row.case_id)
    return case.deadline_on if case else None


def news(
    context: Context, act: Transaction, turned: Mapping[str, date | None], *, moved: Collection[str]
) -> list[OutboxItem]:
    """After cases have got another deadline or owner now: what their owners are asked, or else told.

    `turned` says which deadline each of them had. One whose subtasks are due too late, or could have more time, is
    asked about them, and sees the deadline there. Of a deadline alone hear the owners of the cases in `moved`: it is
    another one, not by their own act, and they had the case before.
    """
    connection, now = act.connection, act.now
    today = context.today(now)
    rows = case_rows.open_and_owned(connection, list(turned), today)
    answers = standing_in.who_answers(act, [row.id for row in rows])
    extended = {row.id: was for row in rows if (was := turned[row.id]) and row.deadline_on and was < row.deadline_on}
    due = subtask_rows.deadlines_in(connection, extended)
    tied = {one.case_id for one in due if is_due_with_case(one.deadline_on, extended[one.case_id], context.days)}
    told: list[OutboxItem] = []
    for row in rows:
        to = answers[row.id]
        if row.has_later:
            told.append(effects.notice(DeadlinesOutside(row.id, row.deadline_on, now), to))
        elif row.id in tied and row.deadline_on and row.deadline_on >= today:
            was = extended[row.id]
            once = f"more_time:{row.id}:{to}:{was}:{today}"
            told.append(effects.notice(MoreTime(row.id, was), to, dedupe_key=once))
        elif row.id in moved:
            told.append(effects.notice(CaseDeadline(row.id, row.deadline_on, now), to))
    return told


def _of_notice(connection: Connection, told: CaseDeadline | DeadlinesOutside | MoreTime, reader: str) -> CaseRow | None:
    """The case that a notice is about, while it is open, the reader's, and as it was when the notice was left.

    That it could have more time is as true when its deadline has moved once more since.
    """
    case = case_rows.get(connection, told.case)
    answers = (case.stand_in or case.owner) if case else None
    if case is None or answers is None or answers.slack_id != reader or case.status not in WORKED_ON:
        return None
    if isinstance(told, MoreTime):
        return case
    return case if (case.deadline_on, case.reminds_from_at) == (told.deadline, told.since) else None


def new_deadline(context: Context, told: CaseDeadline, *, reader: str) -> CaseFacts | None:
    """The case whose owner is told of its deadline; None once it is another one, or the case is not theirs or open."""
    with context.database.read() as connection:
        case = _of_notice(connection, told, reader)
        return loading.case_facts(case) if case else None


def proposal(context: Context, told: DeadlinesOutside | MoreTime, *, reader: str, now: datetime) -> LateSubtasks | None:
    """What the question to the owner lists now; None when there is nothing to ask her any more."""
    with context.database.read() as connection:
        case = _of_notice(connection, told, reader)
        was_on = told.was if isinstance(told, MoreTime) else None
        found = _found(context, connection, case, now, was_on) if case else []
        return _shown(case, found, context.today(now), was_on) if case and found else None


def ask(context: Context, case_id: str, *, actor: str, now: datetime, was_on: date | None = None) -> LateSubtasks:
    """What the dialog "Flytt fristene" shows. Raises unless the actor runs the case and there is something to move."""
    with context.database.read() as connection:
        case, _ = loading.case_for(connection, case_id, loading.actor(connection, actor))
        permissions.require_open_case(case.status)
        return _shown(case, _require_found(context, connection, case, now, was_on), context.today(now), was_on)


def move_all(
    context: Context,
    case_id: str,
    subtask_ids: Collection[int] | None,
    *,
    actor: str,
    key: str,
    now: datetime,
    shown_on: str | None = None,
    was_on: date | None = None,
) -> None:
    """Move those of these subtasks (None: of all) that are due after their case to the case's deadline.

    With `was_on` those that were due with it when its deadline was that day, and could have more time now.

    Each has its line in the history, and each assignee is told, of several in one message. `shown_on` is the date
    that the person was shown: to another one nothing is moved. Raises TooLateError when there is nothing to move
    any more.
    """
    with transaction.once(context, key, digest=str(subtask_ids and sorted(subtask_ids)), now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        case, _ = loading.case_for(act.connection, case_id, who, lock="share")
        permissions.require_open_case(case.status)
        subtask_rows.lock_in(act.connection, case_id)
        late = _require_found(context, act.connection, case, now, was_on)
        deadline_on = _deadline(case)
        if shown_on not in (None, deadline_on.isoformat()):
            words = N_("Saken har fått frist {deadline} i mellomtiden. Lukk dialogen og åpne den på nytt.")
            raise TooLateError(words, field="subtasks", deadline=deadline_on)
        chosen = [row for row in late if subtask_ids is None or row.id in subtask_ids]
        if not chosen:
            words = N_("Velg minst én deloppgave.")
            raise InvalidInputError([Refused(words, field="subtasks")])
        _move(act, chosen, deadline_on, by=who.person, reason="")


def _found(
    context: Context, connection: Connection, case: CaseRow, now: datetime, was_on: date | None
) -> list[SubtaskRow]:
    """The unsolved subtasks outside what is allowed (A1, A2): after the case's deadline, unless that has passed.

    With `was_on` those that were due with the case when its deadline was that day.
    """
    latest_on = validation.latest_deadline(context.today(now), case.deadline_on)
    if latest_on is None:
        return []
    found = subtask_rows.unsolved_in(connection, case.id)
    if was_on is None:
        found = [row for row in found if row.deadline_on > latest_on]
    else:
        is_tied = [is_due_with_case(row.deadline_on, was_on, context.days) for row in found]
        found = [row for row, tied in zip(found, is_tied, strict=True) if tied and row.deadline_on < latest_on]
    return sorted(found, key=lambda row: (row.deadline_on, row.id))


def _require_found(
    context: Context, connection: Connection, case: CaseRow, now: datetime, was_on: date | None
) -> list[SubtaskRow]:
    found = _found(context, connection, case, now, was_on)
    if not found:
        raise TooLateError(NONE_LATE if was_on is None else NONE_TIED)
    return found


def _deadline(case: CaseRow) -> date:
    if case.deadline_on is None:
        raise TooLateError(NONE_LATE)
    return case.deadline_on


def _shown(case: CaseRow, found: Sequence[SubtaskRow], today: date, was_on: date | None) -> LateSubtasks:
    subtasks = tuple(loading.subtask(row) for row in found)
    return LateSubtasks(loading.case_facts(case), _deadline(case), today, subtasks, was_on)


def _move(act: Transaction, rows: Sequence[SubtaskRow], to_on: date, *, by: Person, reason: str) -> None:
    """Move these subtasks, which are locked, and tell their assignees."""
    subtask_rows.move_deadlines(act.connection, [row.id for row in rows], to_on)
    for row in rows:
        details = {"from": row.deadline_on.isoformat(), "to": to_on.isoformat()}
        act.did(Act.SUBTASK_DEADLINE_MOVED, row, details | ({"reason": reason} if reason else {}))
    act.show(_told(rows, to_on, by))


def _told(rows: Sequence[SubtaskRow], to_on: date, by: Person) -> list[OutboxItem]:
    """Each assignee but the one who acts is told: of one subtask in its thread, of several in one message."""
    hers: dict[int, list[SubtaskRow]] = defaultdict(list)
    for row in rows:
        if row.is_begun and row.acting_assignee_id != by.id and not row.declined_at:
            hers[row.acting_assignee_id].append(row)
    case_id = rows[0].case_id
    return [
        effects.notice(DeadlineMoved(to_on, by.id, case_id), person, subtask_id=found[0].id)
        if len(found) == 1
        else effects.notice(DeadlinesMoved(case_id, to_on, by.id, tuple(row.id for row in found)), person)
        for person, found in hers.items()
    ]


def moved(context: Context, told: DeadlinesMoved, *, reader: str) -> tuple[list[SubtaskFacts], Person | None] | None:
    """Those of several moved subtasks that are still the reader's to solve, and due on the day that the notice names.

    With them who moved them; None when none is left.
    """
    with context.database.read() as connection:
        by = people_rows.by_id(connection, told.by) if isinstance(told.by, int) else None
        unsolved = [loading.subtask(row) for row in subtask_rows.unsolved_in(connection, told.case)]
    hers = [one for one in unsolved if (one.stand_in or one.assignee).slack_id == reader and not one.is_nobodys]
    still = [one for one in hers if one.id in told.subtasks and one.deadline_on == told.deadline]
    return (still, by.person if by else None) if still else None
