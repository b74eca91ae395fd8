"""`Se som ansvarlig`: a subtask as its assignee gets it, for who gives it, before and afterwards; nothing is saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.engine import Connection

from cases import loading
from cases.acts import assigning
from cases.context import Context
from cases.pages import history_pages, subtask_pages
from domain import arriving, permissions
from domain.access import Granted
from domain.errors import N_, InvalidInputError, NotAllowedError, Refused
from domain.permissions import Actor
from domain.values import Card, NewSubtask, Person, SubtaskFacts, SubtaskStatus, TaskPage
from store import cases as case_rows
from store import people as people_rows
from store.attachments import AttachmentRow
from store.cases import CaseRow

CHOOSE_FIRST = N_("Velg frist og ansvarlig først. Da kan du se deloppgaven slik den ansvarlige får den.")
NOBODY = N_("{name} kan ikke løse deloppgaven nå, og ser den derfor ikke.")


def of_subtask(context: Context, subtask_id: int, *, actor: str, now: datetime) -> tuple[Card, TaskPage]:
    """The card and the page of a subtask as its assignee has them. Raises unless the actor runs the case."""
    with context.database.read() as connection:
        row, relation = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        permissions.require_case(relation)
        assignee = _as(connection, row.assignee)
        seen_as = loading.relation_to(row, assignee) if row.assignee.active else None
        if seen_as is None or not seen_as.assignee:
            raise NotAllowedError(NOBODY, name=loading.called(row, row.assignee))
        card = subtask_pages.card_in(context, connection, row, seen_as, row.assignee, now)
        changed = history_pages.edited_since(connection, row.id, row.edited_at) if row.edited_at else ()
        page = subtask_pages.task_page(context, connection, row.id, assignee, now, changed=changed)
        return card, _opened(page if relation.is_party else _unread(page))


def _unread(page: TaskPage) -> TaskPage:
    """Without what the two have written: a distributor reads that where it is noted, on the page of the subtask."""
    return replace(page, messages=(), earlier_messages=page.earlier_messages + len(page.messages))


def of_new(context: Context, case_id: str, new: NewSubtask, *, actor: str) -> tuple[Card, TaskPage]:
    """What the assignee would get if this were created. Raises unless the actor may create there.

    Title, description and attachments may be missing still. Raises InvalidInputError without a deadline, or for
    somebody who can not be chosen.
    """
    with context.database.read() as connection:
        case, relation = loading.case_for(connection, case_id, loading.actor(connection, actor))
        permissions.require_may_create(relation, status=case.status, owner_id=case.owner_id)
        chosen = people_rows.by_id(connection, new.assignee_id or 0)
        if new.deadline_on is None or chosen is None:
            raise InvalidInputError([Refused(CHOOSE_FIRST)])
        assigning.require_assignable(connection, case, new.assignee_id)
        assignee = _as(connection, chosen.person)
        files = [one for one in case_rows.attachments_of(connection, case_id) if one.id in new.attachment_ids]
        attachments = tuple(_granted(context, one) for one in files)
        subtask = _unsaved(case, new, chosen.person)
        runs_case = loading.relation_to_case(case, assignee).runs_case
        card = Card(subtask, chosen.person, attachments)
        return card, _opened(
            TaskPage(subtask, chosen.person, attachments, (), 0, None, runs_case=runs_case, may_copy=runs_case)
        )


def _as(connection: Connection, person: Person) -> Actor:
    """Somebody with the roles they have, also one whom the chat does not know yet."""
    return loading.actor(connection, person.slack_id) if person.slack_id and person.active else Actor(person, ())


def _granted(context: Context, row: AttachmentRow) -> Granted:
    file = loading.attachment(row)
    known = (file.id, file.title, file.name, file.media_type, file.size, file.kept)
    return Granted(*known, waits=context.attachments_on_request)


def _unsaved(case: CaseRow, new: NewSubtask, assignee: Person) -> SubtaskFacts:
    """The subtask as creating it would make it; `new` has a deadline."""
    return SubtaskFacts(
        id=0,
        title=arriving.line(new.title),
        status=SubtaskStatus.NEW,
        deadline_on=new.deadline_on or date.max,
        description=arriving.tidy(new.description),
        case_id=case.id,
        case_title=case.title,
        owner=case.owner,
        assignee=assignee,
        owner_lost=not case.owner_answers,
    )


def _opened(page: TaskPage) -> TaskPage:
    """Opening the page turns Ny into Åpen, so the assignee never sees it with the former."""
    is_new = page.subtask.status is SubtaskStatus.NEW
    return replace(page, subtask=replace(page.subtask, status=SubtaskStatus.OPEN)) if is_new else page
