"""Moving deadlines: that of one subtask, and of those that are due after their case when its deadline has moved.

A subtask may not be due after its case (S11), but nothing moves by itself: the case's owner is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.engine import Connection

from cases import errands, fields, reading, rights
from cases.errors import N_, InvalidInputError, Refused, TooLateError
from cases.office import Office
from cases.screens import DeadlineForm, LateSubtasks
from cases.values import CaseStatus, Person
from store import cases as case_rows
from store import history, inbox, outbox, watch
from store import subtasks as subtask_rows
from store.columns import AnyRow
from store.outbox import Errand

NONE_LATE = N_("Ingen deloppgaver i saken har senere frist enn saken. Det er ingenting å flytte.")


def form(office: Office, subtask_id: int, *, actor: str, now: datetime) -> DeadlineForm:
    """What the dialog "Flytt frist" shows. Raises unless the actor runs the case, and once the subtask is solved."""
    with office.database.read() as connection:
        row, relation = reading.subtask_for(connection, subtask_id, reading.actor(connection, actor))
        rights.require_case(relation)
        reading.require_unsolved(row)
        case_deadline_on = _case_deadline(connection, row)
    today = office.today(now)
    latest_on = fields.latest_deadline(today, case_deadline_on)
    passed = case_deadline_on is not None and latest_on is None
    return DeadlineForm(reading.subtask(row), today, latest_on, case_deadline_passed=passed)


def move(
    office: Office, subtask_id: int, deadline_on: date | None, reason: str, *, actor: str, key: str, now: datetime
) -> None:
    """Give a subtask another deadline, by the rules for a new one (S11); its assignee is told.

    Raises InvalidInputError for a date that can not be, or that it has already.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest=f"{deadline_on} {reason}", at=now):
            return
        who = reading.actor(connection, actor)
        row, relation = reading.subtask_for(connection, subtask_id, who, for_update=True)
        rights.require_case(relation)
        reading.require_unsolved(row)
        to_on = _require_other(connection, row, deadline_on, office.today(now))
        reason = fields.require_length("reason", reason)
        _move(connection, [row], to_on, by=who.person, reason=reason, now=now)


def _require_other(connection: Connection, row: AnyRow, deadline_on: date | None, today: date) -> date:
    if deadline_on == row.deadline_on:
        words = N_("Fristen er {deadline} allerede. Velg en annen dato.")
        raise InvalidInputError([Refused(words, field="deadline", deadline=row.deadline_on)])
    return fields.require_deadline(deadline_on, today=today, case_deadline_on=_case_deadline(connection, row))


def _case_deadline(connection: Connection, row: AnyRow) -> date | None:
    case = case_rows.get(connection, row.case_id)
    return case.deadline_on if case else None


def proposals(connection: Connection, case_ids: Sequence[str], today: date) -> list[Errand]:
    """After cases have got another deadline or owner: the question to each owner whose subtasks are due too late."""
    return [
        Errand(
            "notice",
            0,
            row.owner_id,
            {"say": "deadlines_outside", "case": row.id, "deadline": row.deadline_on.isoformat()},
        )
        for row in case_rows.with_later_subtasks(connection, case_ids, today)
    ]


def proposal(office: Office, case_id: str, deadline: str, *, reader: str, now: datetime) -> LateSubtasks | None:
    """What the question to the owner lists now; None when there is nothing to ask her any more.

    `deadline` is the one that the question is about: for another one there is another question.
    """
    with office.database.read() as connection:
        case = case_rows.get(connection, case_id)
        if case is None or case.owner_slack_id != reader or case.status not in (CaseStatus.NEW, CaseStatus.OPEN):
            return None
        found = _late(connection, case, office.today(now))
        return _shown(case, found) if found and case.deadline_on.isoformat() == deadline else None


def ask(office: Office, case_id: str, *, actor: str, now: datetime) -> LateSubtasks:
    """What the dialog "Flytt fristene" shows. Raises unless the actor runs the case and there is something to move."""
    with office.database.read() as connection:
        case, _ = reading.case_for(connection, case_id, reading.actor(connection, actor))
        rights.require_open_case(CaseStatus(case.status))
        return _shown(case, _require_late(connection, case, office.today(now)))


def move_all(
    office: Office,
    case_id: str,
    subtask_ids: Collection[int] | None,
    *,
    actor: str,
    key: str,
    now: datetime,
    shown_on: str | None = None,
) -> None:
    """Move those of these subtasks (None: of all) that are due after their case to the case's deadline.

    Each has its line in the history, and each assignee is told. `shown_on` is the date that the person was shown:
    to another one nothing is moved. Raises TooLateError when there is nothing to move any more.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest=str(subtask_ids and sorted(subtask_ids)), at=now):
            return
        who = reading.actor(connection, actor)
        case, _ = reading.case_for(connection, case_id, who, lock="share")
        rights.require_open_case(CaseStatus(case.status))
        subtask_rows.lock_in(connection, case_id)
        late = _require_late(connection, case, office.today(now))
        if shown_on not in (None, case.deadline_on.isoformat()):
            words = N_("Saken har fått frist {deadline} i mellomtiden. Lukk dialogen og åpne den på nytt.")
            raise TooLateError(words, field="subtasks", deadline=case.deadline_on)
        chosen = [row for row in late if subtask_ids is None or row.id in subtask_ids]
        if not chosen:
            words = N_("Velg minst én deloppgave som har senere frist enn saken.")
            raise InvalidInputError([Refused(words, field="subtasks")])
        _move(connection, chosen, case.deadline_on, by=who.person, reason="", now=now)


def _late(connection: Connection, case: AnyRow, today: date) -> list[AnyRow]:
    """The unsolved subtasks outside what is allowed (A1, A2): after the case's deadline, unless that has passed."""
    latest_on = fields.latest_deadline(today, case.deadline_on)
    if latest_on is None:
        return []
    found = [row for row in subtask_rows.unsolved_in(connection, case.id) if row.deadline_on > latest_on]
    return sorted(found, key=lambda row: (row.deadline_on, row.id))


def _require_late(connection: Connection, case: AnyRow, today: date) -> list[AnyRow]:
    found = _late(connection, case, today)
    if not found:
        raise TooLateError(NONE_LATE)
    return found


def _shown(case: AnyRow, found: Sequence[AnyRow]) -> LateSubtasks:
    return LateSubtasks(reading.case_facts(case), case.deadline_on, tuple(reading.subtask(row) for row in found))


def _move(
    connection: Connection, rows: Sequence[AnyRow], to_on: date, *, by: Person, reason: str, now: datetime
) -> None:
    """Move these subtasks, which are locked: the dates, their lines in the history, and who is shown and told what."""
    numbers = [row.id for row in rows]
    subtask_rows.move_deadlines(connection, numbers, to_on)
    watch.changed_subtasks(connection, numbers, now)
    history.add_all(
        connection,
        [
            {
                "at": now,
                "case_id": row.case_id,
                "subtask_id": row.id,
                "actor_id": by.id,
                "act": "subtask.deadline_moved",
                "details": {"from": row.deadline_on.isoformat(), "to": to_on.isoformat()}
                | ({"reason": reason} if reason else {}),
            }
            for row in rows
        ],
    )
    told = [errand for row in rows for errand in _told(row, to_on, by)]
    outbox.add(connection, [*told, Errand("home", by.id, by.id)], now)


def _told(row: AnyRow, to_on: date, by: Person) -> list[Errand]:
    notice: dict[str, object] = {"say": "deadline_moved", "deadline": to_on.isoformat(), "by": by.name}
    hers = row.assignee_id != by.id and not row.declined_at
    told = [Errand("notice", row.id, row.assignee_id, notice)] if hers else []
    return [*errands.redraw(row.id, reading.parties(row)), *told]
