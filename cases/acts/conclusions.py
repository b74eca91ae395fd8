"""The assignee's assessment with the answers to the form: saved as often as wanted until solved (S41, S42, A13)."""

from __future__ import annotations

from datetime import datetime

from cases import loading, transaction
from cases.context import Context
from cases.pages import subtask_pages
from cases.transaction import Transaction
from domain import answer_forms, arriving, permissions, validation
from domain.answer_forms import Answers
from domain.errors import N_, InvalidInputError, Refused
from domain.history import Act
from domain.permissions import Actor
from domain.values import SubtaskFacts, TaskPage
from store import conclusions as conclusion_rows
from store.whole_subtask import SubtaskRow

EMPTY = N_("Skriv en konklusjon før du lagrer.")


class AnswersLackingError(Refused):
    """The subtask cannot be solved before its questions are answered; they stand on its page."""

    def __init__(self) -> None:
        """The words are the same for every subtask."""
        super().__init__(N_("Svar på spørsmålene i deloppgaven før du løser den."))


def save(
    context: Context, subtask_id: int, text: str, answers: Answers | None = None, *, actor: str, now: datetime
) -> TaskPage:
    """Save one more version of the conclusion, with the answers; the same again is not a new version.

    Answers may be saved without a conclusion, and not all at once. Raises InvalidInputError that names every wrong
    field, TooLateError when the subtask is solved.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        loading.require_unsolved(row)
        permissions.require_begun(relation)
        form = answer_forms.from_json(row.answer_form)
        faults = answer_forms.faults(form, answers or {}, demanded=False)
        is_empty = not arriving.tidy(text) and (row.conclusion or not any((answers or {}).values()))
        fault = validation.long_text_fault("conclusion", text, EMPTY if is_empty else "")
        if found := [*faults, *([fault] if fault else [])]:
            raise InvalidInputError(found)
        save_in(act, row, who, text, answer_forms.require(form, answers or {}, demanded=False))
        return subtask_pages.task_page_in(context, act, subtask_id, who, now, just_saved=True)


def save_answers(context: Context, subtask_id: int, answers: Answers, *, actor: str, now: datetime) -> SubtaskFacts:
    """Save what was answered before something else is asked of who wants to solve the subtask; gives it as it was.

    Raises InvalidInputError that names every field that is wrong, or that its assignee has to fill in first.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        loading.require_unsolved(row)
        permissions.require_begun(relation)
        answers_in(act, row, who, answers, demanded=relation.assignee)
        return loading.subtask(row)


def answers_in(
    act: Transaction, row: SubtaskRow, who: Actor, answers: Answers | None, *, demanded: bool, text: str | None = None
) -> None:
    """Inside the transaction of an act that solves: save what stands in the fields, and see that all is answered.

    Without fields (None) what was saved before has to do.
    """
    form = answer_forms.from_json(row.answer_form)
    kept = row.answers or {}
    if answers is not None:
        kept = answer_forms.require(form, answers, demanded=demanded)
    elif demanded and answer_forms.lacks(form, kept):
        raise AnswersLackingError
    save_in(act, row, who, (row.conclusion or "") if text is None else text, kept)


def bring_back(act: Transaction, row: SubtaskRow, who: Actor) -> None:
    """Inside a transaction that takes back a solving: bring back the draft that was taken away with it."""
    last = conclusion_rows.last(act.connection, row.id)
    if last is None or last.text or last.saved_at != row.solved_at:
        return
    for before in conclusion_rows.earlier(act.connection, row.id, limit=1, offset=0):
        save_in(act, row, who, before.text, last.answers)


def save_in(act: Transaction, row: SubtaskRow, who: Actor, text: str, answers: Answers | None) -> None:
    """Save within the transaction of another act, unless the same stands there."""
    text = validation.require_length("conclusion", text)
    last = conclusion_rows.last(act.connection, row.id)
    before = (last.text, last.answers or {}) if last else ("", {})
    if (text, answers or {}) != before:
        number = last.number + 1 if last else 1
        conclusion_rows.add(act.connection, row.id, number, text, by=who.person.id, at=act.now, answers=answers)
        what = {"answers": 1} if (answers or {}) != before[1] else {}
        act.did(Act.CONCLUSION_SAVED, row, {"version": number, **what})
