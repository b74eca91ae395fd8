"""A case's attachments in the conversation of one who runs the case: fetched there, gone when it is theirs no more.

An assignee gets what they are granted in the subtask's thread instead (cases/acts/access.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.context import Context
from domain import permissions
from domain.errors import NotAllowedError, NotFoundError, TooLateError
from domain.history import Act
from domain.notices import UnfetchedAttachment
from domain.outbox_kinds import OutboxKind
from domain.values import CaseFacts
from store import attachments as attachment_rows
from store import case_copies
from store import cases as case_rows
from store import packages as package_rows
from store import posts as post_rows
from store.attachments import AttachmentRow
from store.case_copies import CopyRow
from store.cases import CaseRow
from store.outbox import OutboxItem


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An attachment that somebody who runs its case may have now; `root_id` is what its thread is known by."""

    root_id: int
    title: str
    name: str
    sha256: str


def fetch(context: Context, case_id: str, *, actor: str, now: datetime) -> int:
    """Put copies of a case's attachments into the actor's own conversation; tells how many are new there.

    What stands there already, or is on its way, is not put there twice; what the chat has deleted comes again. Raises
    NotFoundError for one who does not run the case, TooLateError once it has ended.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        case, _ = loading.case_for(act.connection, case_id, who, lock="update")
        permissions.require_open_case(case.status)
        me = who.person.id
        kept = _kept(act.connection, case_id)
        copies = case_copies.of_case(act.connection, case_id)
        there = {(one.subject_id, one.digest) for one in copies if one.person_id == me}
        new = [one for one in kept if not there & {(one.id, one.sha256), (one.id, None)}]
        if new:
            details = {"files": [one.title.strip() or one.name for one in new]}
            act.did_in_case(Act.ATTACHMENT_FETCHED, case_id, details, homes=())
        if kept:  # what they hang under is looked for, too: it may be gone by a rule of the chat's
            act.show(effects.bring_case_files([one.id for one in new], me, root_id=_root(copies, me, kept)))
        return len(new)


def looked_at_again(connection: Connection, case_id: str) -> list[OutboxItem]:
    """After a case has ended or got another owner: whoever has copies of its files, or its package, may lose them."""
    return items_for(case_copies.of_case(connection, case_id))


def packages_anew(connection: Connection, case_id: str) -> list[OutboxItem]:
    """After something has gone out of a case: packages without it for all who have one, or for whom one is made now."""
    line = package_rows.first_line(connection, case_id)
    return [effects.package(line, person) for person in sorted(package_rows.readers(connection, line))]


def below(connection: Connection, case_id: str, person_id: int) -> list[OutboxItem]:
    """The copies that a person has of a case's attachments, after what they hang under was posted anew.

    Those that are on their way come by themselves.
    """
    found = case_copies.of_case(connection, case_id)
    standing = [row for row in found if row.digest is not None]
    return items_for([row for row in standing if row.person_id == person_id and row.kind == OutboxKind.CASE_COPY])


def items_for(found: Sequence[CopyRow]) -> list[OutboxItem]:
    """The outbox rows that bring these copies, and what they hang under, to what is true by then."""
    return [effects.look_again(*one) for one in sorted({(row.kind, row.subject_id, row.person_id) for row in found})]


def file_for(context: Context, attachment_id: int, reader: str) -> CaseFile | None:
    """The attachment, while the reader runs its case, the case is open, and the bytes are kept."""
    with context.database.read() as connection:
        row = attachment_rows.get(connection, attachment_id)
        if row is None or row.sha256 is None or _run_by(connection, row.case_id, reader) is None:
            return None
        kept, copies = _kept(connection, row.case_id), case_copies.of_case(connection, row.case_id)
        root_id = _root(copies, loading.actor(connection, reader).person.id, kept)
        return CaseFile(root_id, row.title.strip() or row.name, row.name, row.sha256)


def bring_root(context: Context, root_id: int, person_id: int, *, now: datetime) -> None:
    """Let what copies hang under be posted, where it neither stands nor is on its way."""
    with transaction.begin(context, now=now) as act:
        act.show(effects.bring_case_files([], person_id, root_id=root_id))


def case_for(context: Context, attachment_id: int, reader: str) -> CaseFacts | None:
    """The case that an attachment belongs to, while the reader runs it and it is open."""
    with context.database.read() as connection:
        row = attachment_rows.get(connection, attachment_id)
        case = _run_by(connection, row.case_id, reader) if row is not None else None
        return loading.case_facts(case) if case is not None else None


def tell_unfetched(context: Context, attachment_id: int, person_id: int, *, key: str, now: datetime) -> None:
    """Tell whoever fetched a case's attachments, once for the outbox row `key`, that one could not be put there."""
    with transaction.begin(context, now=now) as act:
        row = attachment_rows.get(act.connection, attachment_id)
        post = post_rows.get(act.connection, OutboxKind.CASE_COPY, attachment_id, person_id)
        if row is not None and (post is None or post.ts is None):
            said = UnfetchedAttachment(attachment_id)
            act.show([effects.notice(said, person_id, dedupe_key=f"unfetched:{key}")])


def _root(copies: Sequence[CopyRow], person_id: int, kept: Sequence[AttachmentRow]) -> int:
    """The number of what somebody's copies hang under: of what stands, also after that attachment was taken out."""
    roots = [one for one in copies if one.kind == OutboxKind.CASE_FILES and one.person_id == person_id]
    return min(roots, key=lambda one: (not one.digest, one.subject_id)).subject_id if roots else kept[0].id


def _kept(connection: Connection, case_id: str) -> list[AttachmentRow]:
    return [one for one in case_rows.attachments_of(connection, case_id) if one.sha256]


def _run_by(connection: Connection, case_id: str, reader: str) -> CaseRow | None:
    try:
        case, _ = loading.case_for(connection, case_id, loading.actor(connection, reader))
        permissions.require_open_case(case.status)
    except (NotAllowedError, NotFoundError, TooLateError):
        return None
    return case
