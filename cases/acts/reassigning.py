"""Giving a subtask to somebody else, and saying no to one, each with a reason (A20)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import assigning, disqualification, handing_over
from cases.context import Context
from cases.transaction import Transaction
from domain import permissions, validation
from domain.errors import N_, InvalidInputError, Refused
from domain.forms import DeclineForm, Reason, ReassignForm
from domain.history import Act
from domain.notices import Assigned, Declined, TakenOver
from domain.outbox_kinds import OutboxKind
from domain.permissions import Actor
from store import cases as case_rows
from store import posts
from store import subtasks as subtask_rows
from store.cases import CaseRow
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow

REASON_MISSING = N_("Skriv en begrunnelse.")
STANDS_IN = N_("Som stedfortreder kan du bare sende tilbake når du er inhabil. Skriv til sakseieren i tråden i stedet.")


def form(context: Context, subtask_id: int, *, actor: str) -> ReassignForm:
    """What the dialog shows to one who may give a subtask to somebody else; raises for others and once it is solved."""
    with context.database.read() as connection:
        row, relation = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        permissions.require_case(relation)
        loading.require_unsolved(row)
        case = case_rows.get(connection, row.case_id)
        return ReassignForm(loading.subtask(row), assigning.disqualified(connection, case) if case else ())


def reassign(
    context: Context, subtask_id: int, assignee_id: int | None, reason: str, *, actor: str, key: str, now: datetime
) -> None:
    """Give a subtask to somebody else: card, thread and grants move, the former assignee's card closes.

    Raises InvalidInputError for a person who cannot be chosen or has it already, or a missing reason.
    """
    with transaction.once(context, key, digest=f"{assignee_id} {reason}", now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_case(relation)
        loading.require_unsolved(row)
        to = _require_other(act.connection, row, assignee_id)
        reason = validation.require_text("reason", reason, REASON_MISSING)
        handing_over.subtasks_to(act, [row], to, {"reason": reason})
        if row.is_begun:
            act.show(told_of(act.connection, row, to, by=who.person.id))
            act.show_mail(subtask_id, to)


def _require_other(connection: Connection, row: SubtaskRow, assignee_id: int | None) -> int:
    if assignee_id is None:
        raise InvalidInputError([Refused(N_("Velg hvem som skal være ansvarlig."), field="assignee")])
    if assignee_id == row.assignee_id and not row.declined_at:
        words = N_("{name} er allerede ansvarlig. Velg en annen.")
        raise InvalidInputError([Refused(words, field="assignee", name=loading.called(row, row.assignee))])
    case = case_rows.get(connection, row.case_id)
    if case is not None:
        assigning.require_assignable(connection, case, assignee_id)
    return assignee_id


def told_of(connection: Connection, before: SubtaskRow, to: int, *, by: int) -> list[OutboxItem]:
    """One who has a card already, and so gets no new one, is told in words."""
    former = before.acting_assignee_id
    told = []
    if former not in (to, before.owner_id, before.acting_owner_id, by) and not before.declined_at:
        told.append(effects.notice(TakenOver(), former, subtask_id=before.id))
    card = posts.get(connection, OutboxKind.CARD, before.id, to)
    if to != by and card is not None and card.ts is not None:
        told.append(effects.notice(Assigned(), to, subtask_id=before.id))
    return told


def decline_form(context: Context, subtask_id: int, *, actor: str) -> DeclineForm:
    """What the dialog shows to the one who may decline the subtask; raises for others and once it is solved."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        row, relation = loading.subtask_for(connection, subtask_id, who)
        permissions.require_may_decline(relation)
        loading.require_unsolved(row)
        return DeclineForm(loading.subtask(row), stands_in=who.person.id != row.assignee_id)


def decline(
    context: Context, subtask_id: int, reason: Reason | None, text: str, *, actor: str, key: str, now: datetime
) -> None:
    """Say no to a subtask; its owner is told why and can choose anew.

    The grants, and with them every sight of the subtask, are taken away at once; that is what a conflict
    of interest (inhabil) demands, and no other reason needs less. With that one the assignee is out of the whole
    case. Who only stands in can say nothing else, and leaves it to the assignee.
    Raises InvalidInputError without a reason.
    """
    with transaction.once(context, key, digest=f"{reason} {text}", now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        case = disqualification.lock_case_of(act.connection, subtask_id) if reason is Reason.CONFLICT else None
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_may_decline(relation)
        loading.require_unsolved(row)
        if reason is None:
            raise InvalidInputError([Refused(N_("Velg en årsak."), field="reason")])
        text = validation.require_length("text", text)
        if reason is Reason.OTHER and not text:
            raise InvalidInputError([Refused(REASON_MISSING, field="text")])
        if who.person.id != row.assignee_id:
            _leave_to_assignee(act, case, who)
            return
        subtask_rows.mark_declined(act.connection, subtask_id, reason, text, now)
        act.did(Act.SUBTASK_DECLINED, row, {"reason": reason, "text": text})
        if row.acting_owner_id:
            act.show([effects.notice(Declined(), row.acting_owner_id, subtask_id=subtask_id)])
        if case is not None:
            disqualification.declare_in(act, case, who)


def _leave_to_assignee(act: Transaction, case: CaseRow | None, who: Actor) -> None:
    """Take one who only stands in, and is disqualified from this case, out of it."""
    if case is None:
        raise InvalidInputError([Refused(STANDS_IN, field="reason")])
    disqualification.declare_in(act, case, who)
