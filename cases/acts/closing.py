"""The end of a case: closing it past the question about its open subtasks, or its withdrawal (S21, S22, A21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import case_files
from cases.office import Office
from cases.transaction import Transaction
from domain import permissions
from domain.errors import Refused
from domain.forms import ClosingQuestion
from domain.history import Act
from domain.notices import CaseClosed, CaseWithdrawn, Solved
from domain.values import CaseStatus, Ending
from store import cases as case_rows
from store import grants as grant_rows
from store import subtasks as subtask_rows
from store.cases import CaseRow
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow

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
        permissions.require_open_case(case.status)
        permissions.require_distributed(case.owner_id)
        return _question(case, subtask_rows.unsolved_in(connection, case_id))


def close(office: Office, case_id: str, *, seen: int, actor: str, key: str, now: datetime) -> None:
    """Close a case and solve its open subtasks with it (S21); their people are told.

    `seen` is the newest subtask that the person was asked about. Raises AskAgainError when there is an open
    one that is newer, TooLateError when the case has ended already.
    """
    with transaction.once(office, key, digest="", now=now) as act:
        if act is None:
            return
        who, connection = act.actor(actor), act.connection
        case, _ = loading.case_for(connection, case_id, who, lock="update")
        permissions.require_open_case(case.status)
        owner_id = permissions.require_distributed(case.owner_id)
        subtask_rows.lock_in(connection, case_id)
        unsolved = subtask_rows.unsolved_in(connection, case_id)
        if any(row.id > seen for row in unsolved):
            raise AskAgainError(_question(case, unsolved, shown_again=True))
        case_rows.mark_ended(connection, case_id, CaseStatus.CLOSED, by=who.person.id, at=now)
        _end(act, Act.CASE_CLOSED, case, unsolved, Ending.CASE_CLOSED)
        if owner_id != who.person.id:
            act.show([effects.notice(CaseClosed(case_id), owner_id)])


def withdraw_in(act: Transaction, case_id: str) -> None:
    """Inside an import: the applicant has withdrawn, which ends the case's subtasks as closing does (A21)."""
    case = case_rows.get(act.connection, case_id, lock="update")
    if case is None:
        return
    subtask_rows.lock_in(act.connection, case_id)
    unsolved = subtask_rows.unsolved_in(act.connection, case_id)
    case_rows.mark_ended(act.connection, case_id, CaseStatus.WITHDRAWN, by=None, at=act.now)
    _end(act, Act.CASE_WITHDRAWN, case, unsolved, Ending.CASE_WITHDRAWN)
    if case.owner_id:
        act.show([effects.notice(CaseWithdrawn(case_id), case.owner_id)])


def _end(act: Transaction, what: Act, case: CaseRow, unsolved: Sequence[SubtaskRow], ending: Ending) -> None:
    act.did_in_case(what, case.id, {"subtasks": len(unsolved)}, homes=[case.owner_id])
    end_subtasks(act, unsolved, ending)
    act.show(_files_of_solved(act.connection, case.id, unsolved), case_files.looked_at_again(act.connection, case.id))


def end_subtasks(act: Transaction, unsolved: Sequence[SubtaskRow], ending: Ending) -> None:
    """Solve these subtasks because their case has ended; their assignees are told, and lose what they were granted."""
    numbers = [row.id for row in unsolved]
    subtask_rows.mark_all_solved(act.connection, numbers, by=act.by, ending=ending, at=act.now)
    for row in unsolved:
        act.did(Act.SUBTASK_SOLVED, row, {"ending": ending})
        to = row.assignee_id  # the owner hears of the case, not of each of its subtasks
        if to in {*loading.parties(row)} - {act.by}:
            act.show([effects.notice(Solved(), to, subtask_id=row.id, dedupe_key=f"solved:{row.id}:{to}")])
        act.show(effects.show_granted(grant_rows.numbers_of(act.connection, row.id), to))


def _files_of_solved(connection: Connection, case_id: str, ended_now: Sequence[SubtaskRow]) -> list[OutboxItem]:
    """A closed case takes back the copies that solved subtasks had been allowed to keep."""
    now = {row.id for row in ended_now}
    grants = [row for row in grant_rows.standing_in(connection, case_id) if row.subtask_id not in now]
    return [item for row in grants for item in effects.show_granted([row.id], row.assignee_id)]


def _question(case: CaseRow, unsolved: Sequence[SubtaskRow], *, shown_again: bool = False) -> ClosingQuestion:
    named = sorted(unsolved, key=lambda row: (row.deadline_on, row.id))[:NAMED]
    return ClosingQuestion(
        case=loading.case_facts(case),
        open_subtasks=tuple(loading.subtask(row) for row in named),
        count=len(unsolved),
        seen=max((row.id for row in unsolved), default=0),
        shown_again=shown_again,
    )
