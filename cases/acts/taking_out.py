"""Taking an attachment out of a case, for one who runs it: another student's, say. Nobody sees it or its name then.

Its grants are withdrawn, the copies go, and so do the bytes that nothing else refers to. Who had been granted it hears
that something was withdrawn; the history says who did it and why, and not what it was.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import effects, loading, transaction
from cases.acts import case_files
from cases.context import Context
from cases.transaction import Transaction
from domain import validation
from domain.errors import N_, InvalidInputError, Refused, TooLateError
from domain.history import Act
from domain.notices import AttachmentTakenOut
from domain.outbox_kinds import OutboxKind
from domain.values import WORKED_ON, Attachment
from store import attachments as attachment_rows
from store import case_copies
from store import cases as case_rows
from store import grants as grant_rows
from store import people as people_rows
from store import posts as post_rows
from store import subtasks as subtask_rows
from store.cases import CaseRow


@dataclass(frozen=True, slots=True)
class TakingOut:
    """What the dialog "Fjern vedlegg" shows: a case's attachments."""

    case_id: str
    case_title: str
    attachments: tuple[Attachment, ...]


def form(context: Context, case_id: str, *, actor: str) -> TakingOut:
    """What can be taken out of a case, also of one that has ended. Raises unless the actor runs it."""
    with context.database.read() as connection:
        case, _ = loading.case_for(connection, case_id, loading.actor(connection, actor))
        files = tuple(loading.attachment(one) for one in case_rows.attachments_of(connection, case_id))
        return TakingOut(case_id, str(case.title), files)


def take_out(
    context: Context, case_id: str, wanted: Sequence[int], reason: str, *, actor: str, key: str, now: datetime
) -> None:
    """Take these attachments out of a case.

    Raises InvalidInputError, and TooLateError when somebody has done so already.
    """
    with transaction.once(context, key, digest=str(sorted(wanted)), now=now) as act:
        if act is None:
            return
        case, _ = loading.case_for(act.connection, case_id, act.actor(actor), lock="update")
        if not wanted:
            raise InvalidInputError([Refused(N_("Velg minst ett vedlegg."), field="attachments")])
        reason = validation.require_text("reason", reason, N_("Skriv en begrunnelse."))
        standing = {one.id for one in case_rows.attachments_of(act.connection, case_id)} & set(wanted)
        if not standing:
            raise TooLateError(N_("Vedlegget er allerede fjernet fra saken."), field="attachments")
        take_out_in(act, case, standing, reason=reason)


def take_out_in(act: Transaction, case: CaseRow, numbers: Collection[int], *, reason: str) -> None:
    """Inside a transaction: take attachments that stand out of a case."""
    connection = act.connection
    files = [(one.id, one.sha256) for one in case_rows.attachments_of(connection, case.id) if one.id in numbers]
    granted = grant_rows.on(connection, numbers)
    attachment_rows.take_out(connection, numbers, act.now)
    grant_rows.withdraw_all(connection, [one.id for one in granted if one.standing], by=act.by, at=act.now)
    for number, _ in sorted(files):
        details = {"attachment_id": number} | ({"reason": reason} if reason else {})
        act.did_in_case(Act.ATTACHMENT_TAKEN_OUT, case.id, details, homes=case.owners)
    for subtask_id in sorted({one.subtask_id for one in granted if one.standing}):
        _withdraw(act, subtask_id)
    copies = post_rows.readers_of(connection, OutboxKind.GRANT, [one.id for one in granted])
    act.show(item for one in copies for item in effects.show_granted([one.subject_id], [one.person_id]))
    fetched = [row for row in case_copies.of_case(connection, case.id) if row.subject_id in numbers]
    act.show(case_files.items_for([row for row in fetched if row.kind == OutboxKind.CASE_COPY]))
    act.show(case_files.packages_anew(connection, case.id))
    act.show(effects.let_bytes_go(files, act.by or people_rows.anybody(connection)))


def _withdraw(act: Transaction, subtask_id: int) -> None:
    row = subtask_rows.get(act.connection, subtask_id)
    if row is None:
        return
    act.did(Act.GRANT_WITHDRAWN, row, {"to": row.assignee.name, "people": {"to": row.assignee_id}})
    to = row.acting_assignee_id
    if to in {*loading.parties(row)} - {act.by} and row.case_status in WORKED_ON:
        act.show([effects.notice(AttachmentTakenOut(), to, subtask_id=subtask_id)])
