"""Giving a subtask to somebody else, and saying no to one, each with a reason (A20)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading
from cases.acts import assigning
from cases.office import Office
from domain import permissions, validation
from domain.errors import N_, InvalidInputError, Refused
from domain.forms import Reason
from domain.notices import Assigned, Declined, TakenOver
from domain.outbox_kinds import OutboxKind
from domain.values import SubtaskFacts
from store import cases as case_rows
from store import history, inbox, outbox, posts, reminder_checks
from store import people as people_rows
from store import subtasks as subtask_rows
from store.columns import AnyRow
from store.outbox import OutboxItem

REASON_MISSING = N_("Skriv en begrunnelse.")


def form(office: Office, subtask_id: int, *, actor: str) -> SubtaskFacts:
    """The subtask, for one who may give it to somebody else; raises for others and once it is solved."""
    with office.database.read() as connection:
        row, relation = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        permissions.require_case(relation)
        loading.require_unsolved(row)
        return loading.subtask(row)


def reassign(
    office: Office, subtask_id: int, assignee_id: int | None, reason: str, *, actor: str, key: str, now: datetime
) -> None:
    """Give a subtask to somebody else: card, thread and grants move, the former assignee's card closes.

    Raises InvalidInputError for a person who can not be chosen or has it already, or a missing reason.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest=f"{assignee_id} {reason}", at=now):
            return
        who = loading.actor(connection, actor)
        row, relation = loading.subtask_for(connection, subtask_id, who, for_update=True)
        permissions.require_case(relation)
        loading.require_unsolved(row)
        _require_other(connection, row, assignee_id)
        reason = validation.require_text("reason", reason, REASON_MISSING)
        subtask_rows.give_to(connection, subtask_id, assignee_id or 0)
        reminder_checks.changed_subtask(connection, subtask_id, now)
        _note_reassigning(connection, row, who.person.id, assignee_id or 0, reason, now)
        told = _moved(connection, row, assignee_id or 0, by=who.person.id)
        outbox.add(connection, told + effects.mail(office, subtask_id, assignee_id or 0, by=who.person.id), now)


def _require_other(connection: Connection, row: AnyRow, assignee_id: int | None) -> None:
    if assignee_id is None:
        raise InvalidInputError([Refused(N_("Velg hvem som skal være ansvarlig."), field="assignee")])
    if assignee_id == row.assignee_id and not row.declined_at:
        words = N_("{name} er allerede ansvarlig. Velg en annen.")
        raise InvalidInputError([Refused(words, field="assignee", name=loading.called(row, "assignee_"))])
    case = case_rows.get(connection, row.case_id)
    if case is not None:
        assigning.require_assignable(connection, case, assignee_id)


def _note_reassigning(connection: Connection, row: AnyRow, by: int, to: int, reason: str, now: datetime) -> None:
    details = {
        "from": row.assignee_name,
        "to": people_rows.name(connection, to),
        "reason": reason,
        "people": {"from": row.assignee_id, "to": to},
    }
    history.add(
        connection,
        "subtask.reassigned",
        at=now,
        case_id=row.case_id,
        subtask_id=row.id,
        actor_id=by,
        details=details,
    )


def _moved(connection: Connection, before: AnyRow, to: int, *, by: int) -> list[OutboxItem]:
    """Show it to everybody; one who has a card already, and so gets no new one, is told in words."""
    former = before.assignee_id
    parties = [to, *([before.owner_id] if before.owner_id else [])]
    told = []
    if former not in parties and former != by and not before.declined_at:
        told.append(effects.notice(TakenOver(), former, subtask_id=before.id))
    if to != by and posts.get(connection, OutboxKind.CARD, before.id, to):
        told.append(effects.notice(Assigned(), to, subtask_id=before.id))
    return [*effects.redraw(before.id, dict.fromkeys([*parties, former])), *told]


def decline_form(office: Office, subtask_id: int, *, actor: str) -> SubtaskFacts:
    """The subtask, for the one who may decline it; raises for others and once it is solved."""
    with office.database.read() as connection:
        row, relation = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        permissions.require_may_decline(relation)
        loading.require_unsolved(row)
        return loading.subtask(row)


def decline(
    office: Office, subtask_id: int, reason: Reason | None, text: str, *, actor: str, key: str, now: datetime
) -> None:
    """Say no to a subtask; its owner is told why and can choose anew.

    The grants, and with them every sight of the subtask, are taken away at once; that is what a conflict
    of interest (inhabil) demands, and no other reason needs less. Raises InvalidInputError without a reason.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest=f"{reason} {text}", at=now):
            return
        who = loading.actor(connection, actor)
        row, relation = loading.subtask_for(connection, subtask_id, who, for_update=True)
        permissions.require_may_decline(relation)
        loading.require_unsolved(row)
        if reason is None:
            raise InvalidInputError([Refused(N_("Velg en årsak."), field="reason")])
        text = validation.require_length("text", text)
        if reason is Reason.OTHER and not text:
            raise InvalidInputError([Refused(REASON_MISSING, field="text")])
        subtask_rows.mark_declined(connection, subtask_id, reason, text, now)
        history.add(
            connection,
            "subtask.declined",
            at=now,
            case_id=row.case_id,
            subtask_id=subtask_id,
            actor_id=who.person.id,
            details={"reason": reason, "text": text},
        )
        outbox.add(connection, _told_of_decline(row, who.person.id), now)


def _told_of_decline(row: AnyRow, by: int) -> list[OutboxItem]:
    parties = [by, *([row.owner_id] if row.owner_id else [])]
    notices = [effects.notice(Declined(), owner, subtask_id=row.id) for owner in parties[1:]]
    return [*effects.redraw(row.id, parties), *notices]
