"""What is done with a subtask: create it, open it, solve it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading
from cases.acts import access, assigning, conclusions
from cases.office import Office
from cases.pages import subtask_pages
from domain import arriving, permissions, validation
from domain.errors import N_, InvalidInputError, Refused
from domain.forms import SubtaskForm
from domain.notices import Solved
from domain.permissions import Actor
from domain.values import CaseStatus, Ending, NewSubtask, TaskPage
from store import cases as case_rows
from store import grants as grant_rows
from store import history, inbox, outbox
from store import subtasks as subtask_rows
from store.columns import AnyRow


def form(office: Office, case_id: str, *, actor: str, now: datetime) -> SubtaskForm:
    """What the dialog "Ny deloppgave" shows for this case. Raises unless the actor may create there (S7, S19)."""
    with office.database.read() as connection:
        who = loading.actor(connection, actor)
        case, relation = loading.case_for(connection, loading.case_id(connection, case_id), who)
        permissions.require_may_create(relation, status=CaseStatus(case.status), owner_id=case.owner_id)
        files = [loading.attachment(row) for row in case_rows.attachments_of(connection, case.id) if row.sha256]
    today = office.today(now)
    latest_on = validation.latest_deadline(today, case.deadline_on)
    return SubtaskForm(
        case_id=case.id,
        case_title=case.title,
        today=today,
        latest_on=latest_on,
        proposed_on=validation.proposed_deadline(today, latest_on, office.days),
        case_deadline_passed=case.deadline_on is not None and latest_on is None,
        attachments=tuple(files),
    )


def create(office: Office, case_id: str, new: NewSubtask, *, actor: str, key: str, now: datetime) -> None:
    """Create a subtask and let both parties hear of it (S1-S15).

    `key` names the dialog it comes from: the same submission again does nothing more. Raises
    InvalidInputError that names every wrong field, among them a second, different submission of a dialog.
    """
    new = NewSubtask(
        arriving.line(new.title),
        new.deadline_on,
        new.assignee_id,
        arriving.tidy(new.description),
        new.attachment_ids,
    )
    digest = hashlib.sha256(repr(new).encode()).hexdigest()
    with office.database.begin() as connection:
        if earlier := inbox.note(connection, key, digest=digest, at=now):
            _require_same(earlier, digest)
            return
        who = loading.actor(connection, actor)
        case, relation = loading.case_for(connection, case_id, who, lock="share")
        permissions.require_may_create(relation, status=CaseStatus(case.status), owner_id=case.owner_id)
        validation.require_new_subtask(new, today=office.today(now), case_deadline_on=case.deadline_on)
        assignee = assigning.require_assignable(connection, case, new.assignee_id)
        access.require_own(connection, case_id, sorted(set(new.attachment_ids)))
        _store(office, connection, case, new, who, now, assignee)


def _require_same(earlier: AnyRow, digest: str) -> None:
    if earlier.digest != digest:
        words = N_("Deloppgaven er allerede opprettet fra denne dialogen. Lukk dialogen og se den på sakssiden.")
        raise InvalidInputError([Refused(words, field="title")])


def _store(
    office: Office, connection: Connection, case: AnyRow, new: NewSubtask, who: Actor, now: datetime, assignee: str
) -> None:
    subtask_id = subtask_rows.add(
        connection,
        {
            "case_id": case.id,
            "title": new.title,
            "deadline_on": new.deadline_on,
            "assignee_id": new.assignee_id,
            "description": new.description,
            "created_by": who.person.id,
            "created_at": now,
            "look_at": now,
            "reminds_from_at": now,
        },
    )
    attachment_ids = sorted(set(new.attachment_ids))
    grant_rows.add(connection, subtask_id, attachment_ids, by=who.person.id, at=now)
    said = access.Said(case.id, subtask_id, who.person.id, new.assignee_id or 0, assignee, now)
    line = {"at": now, "case_id": case.id, "subtask_id": subtask_id, "actor_id": who.person.id}
    created = line | {"act": "subtask.created", "details": {"to": assignee, "people": {"to": new.assignee_id}}}
    granted = access.grant_lines(connection, said, "grant.given", attachment_ids)
    history.add_all(connection, [created, *granted])
    assignee_id = new.assignee_id or 0
    both = list(dict.fromkeys([assignee_id, case.owner_id]))
    mail = effects.mail(office, subtask_id, assignee_id, by=who.person.id)
    outbox.add(connection, [*effects.redraw(subtask_id, both), *mail], now)  # the card brings the attachments


def enter(office: Office, subtask_id: int, *, actor: str, now: datetime) -> TaskPage:
    """Open the task page. The assignee's first opening turns Ny into Åpen by itself."""
    with office.database.begin() as connection:
        who = loading.actor(connection, actor)
        row, relation = loading.subtask_for(connection, subtask_id, who)
        if relation.assignee:
            subtask_pages.open_subtask_in(connection, row, who, now)
        subtask_pages.note_read(connection, subtask_id, who, now)
        return subtask_pages.task_page_in(office, connection, subtask_id, who)


def solve(office: Office, subtask_id: int, *, actor: str, now: datetime, conclusion: str | None = None) -> TaskPage:
    """Turn the subtask into Løst, saving the text that stands in the field with it (S43, S20, A14).

    The other party is told (F17, A17). Raises TooLateError when it is solved already.
    """
    with office.database.begin() as connection:
        who = loading.actor(connection, actor)
        row, relation = loading.subtask_for(connection, subtask_id, who, for_update=True)
        loading.require_unsolved(row)
        if conclusion is not None:
            conclusions.save_in(connection, row, who, conclusion, now)
        ending = Ending.ASSIGNEE if relation.assignee else Ending.OWNER
        if not subtask_rows.mark_solved(connection, subtask_id, by=who.person.id, ending=ending, at=now):
            loading.require_unsolved(subtask_rows.get(connection, subtask_id) or row)
        history.add(
            connection,
            "subtask.solved",
            at=now,
            case_id=row.case_id,
            subtask_id=subtask_id,
            actor_id=who.person.id,
            details={"ending": ending},
        )
        told = [
            effects.notice(Solved(), person, subtask_id=subtask_id, dedupe_key=f"solved:{subtask_id}:{person}")
            for person in loading.parties(row)
            if person != who.person.id
        ]
        numbers = grant_rows.numbers_of(connection, subtask_id) if office.takes_back_when_solved else []
        files = effects.show_granted(numbers, row.assignee_id)
        outbox.add(connection, [*effects.redraw(subtask_id, loading.parties(row)), *told, *files], now)
        return subtask_pages.task_page_in(office, connection, subtask_id, who)
