"""What is done with a subtask: create it, open it, solve it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import access, assigning, conclusions, editing, endings
from cases.context import Context
from cases.pages import subtask_pages
from cases.transaction import Transaction
from domain import answer_forms, arriving, permissions, validation
from domain.answer_forms import Answers
from domain.errors import N_, InvalidInputError, Refused
from domain.forms import SubtaskForm
from domain.history import Act
from domain.permissions import Actor
from domain.values import Ending, NewSubtask, TaskPage
from store import cases as case_rows
from store import grants as grant_rows
from store import subtasks as subtask_rows
from store.cases import CaseRow


def form(context: Context, case_id: str, *, actor: str, now: datetime) -> SubtaskForm:
    """What the dialog "Ny deloppgave" shows for this case. Raises unless the actor may create there (S7, S19)."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        return form_in(context, connection, loading.case_id(connection, case_id), who, now)


def like(context: Context, subtask_id: int, *, actor: str, now: datetime) -> tuple[SubtaskForm, NewSubtask]:
    """What the dialog "Ny deloppgave" shows for one like another, and what it is filled with: nothing is kept of it.

    Its words and, of its attachments, those that can still be opened to somebody; a deadline as for any new one, and
    no assignee, who is to be chosen anew. Raises unless the actor may create there.
    """
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        row, _ = loading.subtask_for(connection, subtask_id, who)
        form = form_in(context, connection, row.case_id, who, now)
        granted = {one.id for one in grant_rows.standing(connection, subtask_id)}
    ticked = tuple(one.id for one in form.attachments if one.id in granted)
    questions = answer_forms.from_json(row.answer_form)
    return form, NewSubtask(row.title, form.proposed_on, None, row.description, ticked, questions, subtask_id)


def form_in(context: Context, connection: Connection, case_id: str, who: Actor, now: datetime) -> SubtaskForm:
    """What a dialog for new subtasks needs to know of a case. Raises unless the actor may create there."""
    case, relation = loading.case_for(connection, case_id, who)
    permissions.require_may_create(relation, status=case.status, owner_id=case.owner_id)
    disqualified = assigning.disqualified(connection, case)
    files = [loading.attachment(row) for row in case_rows.attachments_of(connection, case.id) if row.sha256]
    today = context.today(now)
    latest_on = validation.latest_deadline(today, case.deadline_on)
    return SubtaskForm(
        case_id=case.id,
        case_title=case.title,
        today=today,
        latest_on=latest_on,
        proposed_on=validation.proposed_deadline(today, latest_on, context.days),
        case_deadline_passed=case.deadline_on is not None and latest_on is None,
        attachments=tuple(files),
        disqualified=disqualified,
    )


def create(context: Context, case_id: str, new: NewSubtask, *, actor: str, key: str, now: datetime) -> None:
    """Create a subtask and let both parties hear of it (S1-S15).

    `key` names the dialog it comes from: the same submission again does nothing more. Raises
    InvalidInputError that names every wrong field, among them a second, different submission of a dialog.
    """
    new = tidied(new)
    digest = hashlib.sha256(repr(new).encode()).hexdigest()
    with transaction.once(context, key, digest=digest, now=now, if_other=_already_created) as act:
        if act is None:
            return
        who = act.actor(actor)
        case, relation = loading.case_for(act.connection, case_id, who, lock="share")
        permissions.require_may_create(relation, status=case.status, owner_id=case.owner_id)
        validation.require_new_subtask(new, today=context.today(now), case_deadline_on=case.deadline_on)
        assignee = assigning.require_assignable(act.connection, case, new.assignee_id)
        titles = access.require_own(act.connection, case_id, new.attachment_ids)
        if new.like_id:
            like, _ = loading.subtask_for(act.connection, new.like_id, who)
            new = replace(new, answer_form=answer_forms.from_json(like.answer_form))
        store(act, case, new, who, assignee, titles, {})


def tidied(new: NewSubtask) -> NewSubtask:
    """The same with title and description in the one form of all text."""
    return replace(new, title=arriving.line(new.title), description=arriving.tidy(new.description))


def _already_created() -> InvalidInputError:
    words = N_("Deloppgaven er allerede opprettet fra denne dialogen. Lukk dialogen og se den på sakssiden.")
    return InvalidInputError([Refused(words, field="title")])


def store(
    act: Transaction,
    case: CaseRow,
    new: NewSubtask,
    who: Actor,
    assignee: str,
    titles: Mapping[int, str],
    more: Mapping[str, object],
) -> int:
    """Inside the transaction of an act: keep a new subtask that was checked, and let both parties hear of it.

    `more` is what else is known of it; what waits for another one, which is `after_id`, is heard of by nobody yet.
    """
    assignee_id, by = new.assignee_id or 0, who.person.id
    subtask_id = subtask_rows.add(
        act.connection,
        {
            "case_id": case.id,
            "title": new.title,
            "deadline_on": new.deadline_on,
            "assignee_id": assignee_id,
            "description": new.description,
            "answer_form": answer_forms.to_json(new.answer_form),
            "created_by": by,
            "created_at": act.now,
            "look_at": act.now,
            "reminds_from_at": act.now,
            **more,
        },
    )
    waits = more.get("after_id") is not None
    grant_rows.add(act.connection, subtask_id, sorted(titles), by=by, at=act.now)
    both = [] if waits else list(dict.fromkeys([assignee_id, *([case.owner_id] if case.owner_id else [])]))
    created = {"to": assignee, "people": {"to": assignee_id}, **({"waits": True} if waits else {})}
    act.did_between(Act.SUBTASK_CREATED, case.id, subtask_id, both, created)  # the card brings the attachments
    for number, title in sorted(titles.items()):
        given = access.granted(number, title, assignee_id, assignee)
        act.did_between(Act.GRANT_GIVEN, case.id, subtask_id, both, given)
    if waits:
        act.show(effects.homes(*case.owners))
    else:
        act.show_mail(subtask_id, assignee_id)
    return subtask_id


def enter(context: Context, subtask_id: int, *, actor: str, now: datetime) -> TaskPage:
    """Open the task page. The assignee's first opening turns Ny into Åpen by itself."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who)
        if relation.assignee:
            subtask_pages.open_subtask_in(act, row, who)
        changed = editing.note_read_in(act.connection, row) if relation.assignee else ()
        subtask_pages.note_read(act, subtask_id, who)
        return subtask_pages.task_page_in(context, act, subtask_id, who, now, changed=changed)


def solve(
    context: Context,
    subtask_id: int,
    *,
    actor: str,
    now: datetime,
    conclusion: str | None = None,
    answers: Answers | None = None,
) -> TaskPage:
    """Turn the subtask into Løst, saving what stands in the fields with it (S43, S20, A14).

    The other party is told (F17, A17). Raises TooLateError when it is solved already; for its assignee, who has to
    answer its questions first, InvalidInputError that names them, or AnswersLackingError where there were no fields.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        loading.require_unsolved(row)
        permissions.require_begun(relation)
        conclusions.answers_in(act, row, who, answers, demanded=relation.assignee, text=conclusion)
        ending = Ending.ASSIGNEE if relation.assignee else Ending.OWNER
        endings.end_in(act, context, row, who, ending)
        return subtask_pages.task_page_in(context, act, subtask_id, who, now)
