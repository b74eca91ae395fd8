"""The end of a case: closing it past the question about its open subtasks, or its withdrawal (S21, S22, A21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading
from cases.acts import case_files
from cases.office import Office
from domain import permissions
from domain.errors import Refused
from domain.forms import ClosingQuestion
from domain.notices import CaseClosed, CaseWithdrawn, Solved
from domain.values import CaseStatus, Ending
from store import cases as case_rows
from store import grants as grant_rows
from store import history, inbox, outbox
from store import subtasks as subtask_rows
from store.columns import AnyRow
from store.outbox import OutboxItem

NAMED = 20


class AskAgainError(Refused):
    """A subtask was created after the question was drawn: it must be shown before anything is closed (A23)."""

    def __init__(self, question: ClosingQuestion) -> None:
        """`question` is to be shown in place of the old one."""
        super().__init__("")
        self.question = question


def ask(office: Office, case_id: str, *, actor: str) -> ClosingQuestion:
    """What must be asked before a case is closed. Raises unless the actor may close it."""
    with office.database.read() as connection:
        who = loading.actor(connection, actor)
        case, _ = loading.case_for(connection, case_id, who)
        permissions.require_open_case(CaseStatus(case.status))
        permissions.require_distributed(case.owner_id)
        return _question(case, subtask_rows.unsolved_in(connection, case_id))


def close(office: Office, case_id: str, *, seen: int, actor: str, key: str, now: datetime) -> None:
    """Close a case and solve its open subtasks with it (S21); their people are told.

    `seen` is the newest subtask that the person was asked about. Raises AskAgainError when there is an open
    one that is newer, TooLateError when the case has ended already.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest="", at=now):
            return
        who = loading.actor(connection, actor)
        case, _ = loading.case_for(connection, case_id, who, lock="update")
        permissions.require_open_case(CaseStatus(case.status))
        permissions.require_distributed(case.owner_id)
        subtask_rows.lock_in(connection, case_id)
        unsolved = subtask_rows.unsolved_in(connection, case_id)
        if any(row.id > seen for row in unsolved):
            raise AskAgainError(_question(case, unsolved, shown_again=True))
        case_rows.mark_ended(connection, case_id, CaseStatus.CLOSED, by=who.person.id, at=now)
        details = {"subtasks": len(unsolved)}
        history.add(connection, "case.closed", at=now, case_id=case_id, actor_id=who.person.id, details=details)
        told = end_subtasks(connection, unsolved, Ending.CASE_CLOSED, by=who.person.id, now=now)
        told += _files_of_solved(connection, case_id, unsolved)
        told += case_files.looked_at_again(connection, case_id)
        told += effects.homes(case.owner_id, who.person.id)
        if case.owner_id != who.person.id:
            told.append(effects.notice(CaseClosed(case_id), case.owner_id))
        outbox.add(connection, told, now)


def withdraw_in(connection: Connection, case_id: str, now: datetime) -> list[OutboxItem]:
    """Inside an import: the applicant has withdrawn, which ends the case's subtasks as closing does (A21)."""
    case = case_rows.get(connection, case_id, lock="update")
    if case is None:
        return []
    subtask_rows.lock_in(connection, case_id)
    unsolved = subtask_rows.unsolved_in(connection, case_id)
    case_rows.mark_ended(connection, case_id, CaseStatus.WITHDRAWN, by=None, at=now)
    history.add(connection, "case.withdrawn", at=now, case_id=case_id, details={"subtasks": len(unsolved)})
    told = end_subtasks(connection, unsolved, Ending.CASE_WITHDRAWN, by=None, now=now)
    told += _files_of_solved(connection, case_id, unsolved)
    told += case_files.looked_at_again(connection, case_id)
    if case.owner_id:
        told += [effects.notice(CaseWithdrawn(case_id), case.owner_id), effects.home(case.owner_id)]
    return told


def end_subtasks(
    connection: Connection, unsolved: Sequence[AnyRow], ending: Ending, *, by: int | None, now: datetime
) -> list[OutboxItem]:
    """Solve these subtasks because their case has ended, and return who must be shown and told what."""
    subtask_rows.mark_all_solved(connection, [row.id for row in unsolved], by=by, ending=ending, at=now)
    history.add_all(
        connection,
        [
            {
                "at": now,
                "case_id": row.case_id,
                "subtask_id": row.id,
                "actor_id": by,
                "act": "subtask.solved",
                "details": {"ending": ending},
            }
            for row in unsolved
        ],
    )
    return [item for row in unsolved for item in _shown(connection, row, by)]


def _shown(connection: Connection, row: AnyRow, by: int | None) -> list[OutboxItem]:
    parties = loading.parties(row)
    to = row.assignee_id  # the owner hears of the case, not of each of its subtasks
    told = (
        [effects.notice(Solved(), to, subtask_id=row.id, dedupe_key=f"solved:{row.id}:{to}")]
        if to in {*parties} - {by}
        else []
    )
    files = effects.show_granted(grant_rows.numbers_of(connection, row.id), row.assignee_id)
    return [*effects.redraw(row.id, parties), *told, *files]


def _files_of_solved(connection: Connection, case_id: str, ended_now: Sequence[AnyRow]) -> list[OutboxItem]:
    """A closed case takes back the copies that solved subtasks had been allowed to keep."""
    now = {row.id for row in ended_now}
    grants = [row for row in grant_rows.standing_in(connection, case_id) if row.subtask_id not in now]
    return [item for row in grants for item in effects.show_granted([row.id], row.assignee_id)]


def _question(case: AnyRow, unsolved: Sequence[AnyRow], *, shown_again: bool = False) -> ClosingQuestion:
    named = sorted(unsolved, key=lambda row: (row.deadline_on, row.id))[:NAMED]
    return ClosingQuestion(
        case=loading.case_facts(case),
        open_subtasks=tuple(loading.subtask(row) for row in named),
        count=len(unsolved),
        seen=max((row.id for row in unsolved), default=0),
        shown_again=shown_again,
    )
