"""The end of a case: closing it past the question about its open subtasks, or its withdrawal (S21, S22, A21)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, threads, transaction
from cases.acts import case_files, closing_answers, endings, nudging
from cases.context import Context
from cases.pages import round_pages
from cases.transaction import Transaction
from domain import permissions
from domain.endings import Choice, Closed, Closing, ClosingAnswer, ClosingQuestion, OpenSubtask
from domain.errors import Refused
from domain.history import Act
from domain.notices import CaseClosed, CaseWithdrawn
from domain.permissions import Actor
from domain.values import CaseFacts, CaseStatus, Ending
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


def ask(context: Context, case_id: str, *, actor: str, now: datetime) -> ClosingQuestion:
    """What must be asked before a case is closed. Raises unless the actor may close it."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        case, _ = loading.case_for(connection, case_id, who)
        permissions.require_open_case(case.status)
        permissions.require_distributed(case.owner_id)
        return _question(context, connection, case, subtask_rows.unsolved_in(connection, case_id), who, now)


def close(context: Context, case_id: str, wanted: Closing, *, actor: str, key: str, now: datetime) -> Closed | None:
    """Close a case past its open subtasks: each ends as was chosen for it, or else with the case (S21).

    Where somebody is to be reminded of one, or one is to be kept, the case stays open: what was chosen for the others
    is done all the same, and those for which nothing was stay as they are. All of it is done, or nothing. None when
    that was done before. Raises AskAgainError when an open subtask was not asked about, or needs an answer that it has
    not got; InvalidInputError that names every wrong field; TooLateError when the case has ended already.
    """
    digest = hashlib.sha256(repr(wanted).encode()).hexdigest()
    with transaction.once(context, key, digest=digest, now=now) as act:
        if act is None:
            return None
        who, connection = act.actor(actor), act.connection
        case, _ = loading.case_for(connection, case_id, who, lock="update")
        permissions.require_open_case(case.status)
        permissions.require_distributed(case.owner_id)
        subtask_rows.lock_in(connection, case_id)
        unsolved = subtask_rows.unsolved_in(connection, case_id)
        answers = {row.id: wanted.answer(row.id) for row in unsolved}
        _require_asked(context, act, case, unsolved, who, wanted)
        refusals = nudging.refusals(context, connection, unsolved, who, now)
        closing_answers.require(unsolved, answers, wanted, refusals)
        reminded = [row for row in unsolved if answers[row.id].choice is Choice.REMIND and row.id not in refusals]
        _answer(act, context, unsolved, answers, who)
        for row in reminded:
            nudging.nudge_in(act, context, row, who)
        if not any(answer.choice.keeps_open for answer in answers.values()):
            _close(act, case, [row for row in unsolved if answers[row.id].choice is Choice.WITH_CASE], who)
        return _what_became(loading.case_facts(case), answers, reminded=len(reminded))


def _require_asked(
    context: Context, act: Transaction, case: CaseRow, unsolved: Sequence[SubtaskRow], who: Actor, wanted: Closing
) -> None:
    """Ask again for what the person has not seen, or where the place wants an answer that there is not."""
    is_new = any(not wanted.has_asked_about(row.id) for row in unsolved)
    lacks = context.must_answer_before_closing and any(not wanted.answer(row.id).choice.answers for row in unsolved)
    if is_new or lacks:
        question = _question(context, act.connection, case, unsolved, who, act.now, wanted)
        raise AskAgainError(replace(question, shown_again=is_new))


def _answer(
    act: Transaction, context: Context, unsolved: Sequence[SubtaskRow], answers: Mapping[int, ClosingAnswer], who: Actor
) -> None:
    """Do what was chosen for single subtasks: an ending, in a sentence."""
    for row in unsolved:
        answer = answers[row.id]
        if answer.choice.answers:
            ending = closing_answers.ending(row, answer, who)
            endings.end_in(act, context, row, who, ending, closing_answers.sentence(answer))


def _close(act: Transaction, case: CaseRow, left: Sequence[SubtaskRow], who: Actor) -> None:
    """Close the case, and solve with it those that are left."""
    case_rows.mark_ended(act.connection, case.id, CaseStatus.CLOSED, by=who.person.id, at=act.now)
    _end(act, Act.CASE_CLOSED, case, left, Ending.CASE_CLOSED)
    if case.acting_owner_id and case.acting_owner_id != who.person.id:
        act.show([effects.notice(CaseClosed(case.id), case.acting_owner_id)])


def _what_became(case: CaseFacts, answers: Mapping[int, ClosingAnswer], *, reminded: int) -> Closed:
    choices = [answer.choice for answer in answers.values()]
    return Closed(
        case,
        is_closed=not any(choice.keeps_open for choice in choices),
        ended=sum(choice.answers for choice in choices),
        reminded=reminded,
        left=sum(not choice.answers for choice in choices),
    )


def withdraw_in(act: Transaction, case_id: str) -> None:
    """Inside an import: the applicant has withdrawn, which ends the case's subtasks as closing does (A21)."""
    case = case_rows.get(act.connection, case_id, lock="update")
    if case is None:
        return
    subtask_rows.lock_in(act.connection, case_id)
    unsolved = subtask_rows.unsolved_in(act.connection, case_id)
    case_rows.mark_ended(act.connection, case_id, CaseStatus.WITHDRAWN, by=None, at=act.now)
    _end(act, Act.CASE_WITHDRAWN, case, unsolved, Ending.CASE_WITHDRAWN)
    if case.acting_owner_id:
        act.show([effects.notice(CaseWithdrawn(case_id), case.acting_owner_id)])


def _end(act: Transaction, what: Act, case: CaseRow, unsolved: Sequence[SubtaskRow], ending: Ending) -> None:
    act.did_in_case(what, case.id, {"subtasks": len(unsolved)}, homes=case.owners)
    end_subtasks(act, unsolved, ending)
    act.show(_files_of_solved(act.connection, case.id, unsolved), case_files.looked_at_again(act.connection, case.id))
    # What was solved before can be undone no more, and opens nothing.
    act.show(effects.cards_again(act.connection, subtask_rows.numbers_in(act.connection, [case.id])))


def end_subtasks(act: Transaction, unsolved: Sequence[SubtaskRow], ending: Ending) -> None:
    """Solve these subtasks because their case has ended; their assignees are told, and lose what they were granted."""
    numbers = [row.id for row in unsolved]
    subtask_rows.mark_all_solved(act.connection, numbers, by=act.by, ending=ending, at=act.now)
    for row in unsolved:
        act.did(Act.SUBTASK_SOLVED, row, {"ending": ending})
        to = row.acting_assignee_id  # the owner hears of the case, not of each of its subtasks
        if to in {*loading.parties(row)} - {act.by}:
            act.show([effects.solved(row.id, to, act.now)])
        act.show(effects.show_granted(grant_rows.numbers_of(act.connection, row.id), loading.holders(row)))


def _files_of_solved(connection: Connection, case_id: str, ended_now: Sequence[SubtaskRow]) -> list[OutboxItem]:
    """A closed case takes back the copies that solved subtasks had been allowed to keep."""
    now = {row.id for row in ended_now}
    grants = [row for row in grant_rows.standing_in(connection, case_id) if row.subtask_id not in now]
    return [item for row in grants for item in effects.show_granted([row.id], row.holders)]


def _question(
    context: Context,
    connection: Connection,
    case: CaseRow,
    unsolved: Sequence[SubtaskRow],
    who: Actor,
    now: datetime,
    filled: Closing | None = None,
) -> ClosingQuestion:
    """Put what is answered first, then what has not been seen yet, so that neither falls out of the list."""
    answered = filled.answers if filled else {}
    unseen = {row.id for row in unsolved if filled and not filled.has_asked_about(row.id)}
    order = sorted(unsolved, key=lambda row: (row.id not in answered, row.id not in unseen, row.deadline_on, row.id))
    named = order[:NAMED]
    refusals = nudging.refusals(context, connection, named, who, now)
    last = threads.last_said(connection, named, who)
    return ClosingQuestion(
        case=loading.case_facts(case),
        today=context.today(now),
        open_subtasks=tuple(
            OpenSubtask(loading.subtask(row), last.get(row.id), may_remind=row.id not in refusals) for row in named
        ),
        count=len(unsolved),
        seen=max((row.id for row in unsolved), default=0),
        shown=tuple(row.id for row in unsolved),
        must_answer=context.must_answer_before_closing,
        filled=filled,
        summaries=round_pages.summaries(connection, case.id),
    )
