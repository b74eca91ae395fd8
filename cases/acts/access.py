"""Which attachments a case has, and which an assignee may see: uploads, grants given and withdrawn (S14, A24)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import taken_back
from cases.context import Context
from cases.transaction import Transaction
from domain import permissions, validation
from domain.access import Access, AccessForm
from domain.errors import N_, InvalidInputError, Refused, TooLateError
from domain.heard import SentFile
from domain.history import Act
from domain.notices import MoreAttachments, UploadLost
from domain.outbox_kinds import OutboxKind
from store import attachments as attachment_rows
from store import cases as case_rows
from store import grants as grant_rows
from store import people as people_rows
from store import posts as post_rows
from store.cases import CaseRow
from store.grants import OpenRow
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow


def form(context: Context, subtask_id: int, *, actor: str) -> AccessForm:
    """What the dialog for a subtask's attachments shows. Raises unless the actor may change the grants."""
    with context.database.read() as connection:
        row, relation = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        permissions.require_case(relation)
        loading.require_unsolved(row)
        found = grant_rows.open_to(connection, subtask_id)
        granted = {one.attachment.id: loading.granted(one) for one in found}
        ends = {one.ends_on for one in found}
        files = [one for one in case_rows.attachments_of(connection, row.case_id) if one.sha256]
        return AccessForm(
            loading.subtask(row),
            tuple(granted.get(one.id) or loading.attachment(one) for one in files),
            frozenset(granted),
            ends_on=found[0].ends_on if len(ends) == 1 else None,
            ends_differ=len(ends) > 1,
        )


def change(context: Context, subtask_id: int, wanted: Access, *, actor: str, key: str, now: datetime) -> None:
    """Let the assignee see exactly these attachments: what is new is granted, what is missing withdrawn.

    What the dialog did not show is not withdrawn. A last day that is another one than it showed is that of all, one
    that is not only that of the new ones. Copies follow: new ones are put into the thread, withdrawn ones are taken
    away. Each change is a line of the history. Raises InvalidInputError for an attachment of another case or a day that
    can not be, TooLateError when it is solved or somebody else's by now.
    """
    with transaction.once(context, key, digest=repr(wanted), now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_case(relation)
        loading.require_unsolved(row)
        _require_same_assignee(row, wanted.assignee_id)
        titles = require_own(act.connection, row.case_id, wanted.attachment_ids)
        had = {one.attachment.id: one for one in grant_rows.open_to(act.connection, subtask_id)}
        given = sorted(set(titles) - set(had))
        taken = sorted((set(had) if wanted.shown is None else set(had) & set(wanted.shown)) - set(titles))
        moved = _moved(wanted, had)
        if wanted.ends_on and (given or moved):
            validation.require_last_day(wanted.ends_on, today=context.today(now))
        by, until = who.person.id, wanted.ends_on
        changed = grant_rows.withdraw(act.connection, subtask_id, taken, by=by, at=now)
        changed += grant_rows.add(act.connection, subtask_id, given, by=by, at=now, ends_on=until)
        grant_rows.move_end(act.connection, [had[one].id for one in moved], until)
        names = titles | {number: one.attachment.title for number, one in had.items()}
        for what, numbers in ((Act.GRANT_GIVEN, given), (Act.GRANT_END_MOVED, moved), (Act.GRANT_WITHDRAWN, taken)):
            more = {"until": until.isoformat()} if until and what is not Act.GRANT_WITHDRAWN else {}
            for number in numbers:
                act.did(what, row, granted(number, names[number], row.assignee_id, row.assignee.name) | more)
        act.show(copies_of(act.connection, changed, loading.holders(row)))
        to = row.acting_assignee_id
        if context.attachments_on_request and given and to in set(loading.parties(row)) - {who.person.id}:
            act.show([effects.notice(MoreAttachments(tuple(given)), to, subtask_id=subtask_id)])


def _moved(wanted: Access, had: Mapping[int, OpenRow]) -> list[int]:
    """Those that stay open, but until another day: none unless somebody has chosen another one than stood there."""
    if wanted.ends_on == wanted.shown_ends_on:
        return []
    stay = sorted(set(wanted.attachment_ids) & set(had))
    return [number for number in stay if had[number].ends_on != wanted.ends_on]


def copies_of(connection: Connection, grant_ids: Collection[int], holders: Collection[int]) -> list[OutboxItem]:
    """After grants were given or ended: the copies of those who solve the subtask, and of whoever else has one."""
    standing = post_rows.readers_of(connection, OutboxKind.GRANT, grant_ids) if grant_ids else []
    copies = {(one.subject_id, one.person_id) for one in standing} | {
        (one, who) for one in grant_ids for who in holders
    }
    return [item for number, person in sorted(copies) for item in effects.show_granted([number], [person])]


def _require_same_assignee(row: SubtaskRow, assignee_id: int | None) -> None:
    if assignee_id not in (None, row.assignee_id):
        words = N_("Deloppgaven har fått en annen ansvarlig. Lukk dialogen og åpne den på nytt.")
        raise TooLateError(words, field="attachments")


def require_own(connection: Connection, case_id: str, wanted: Collection[int]) -> dict[int, str]:
    """What these attachments are called. Refuses, at the field, ones that do not belong to the case."""
    titles = case_rows.attachment_titles(connection, case_id, sorted(set(wanted))) if wanted else {}
    if set(titles) != set(wanted):
        words = N_("Et av vedleggene hører ikke til saken. Lukk dialogen og åpne den på nytt.")
        raise InvalidInputError([Refused(words, field="attachments")])
    return titles


def granted(number: int, title: str, to_id: int, to: str) -> dict[str, object]:
    """What the history keeps of an attachment that is opened or closed to an assignee."""
    return {"attachment": title, "attachment_id": number, "to": to, "people": {"to": to_id}}


def note_copy(connection: Connection, grant_id: int, person_id: int, *, delivered: bool, now: datetime) -> None:
    """Write down, where it is remembered, that a copy was put into somebody's thread, or taken out of it."""
    grant = grant_rows.get(connection, grant_id)
    if grant:
        file = grant.attachment
        name = {} if file.withdrawn_at else {"attachment": file.title}  # what was taken out of the case has none
        to = {"to": people_rows.name(connection, person_id), "people": {"to": person_id}}
        what = Act.COPY_DELIVERED if delivered else Act.COPY_REMOVED
        with transaction.within(connection, now=now) as act:
            act.did_between(what, file.case_id, grant.subtask_id, (), {**name, "attachment_id": file.id, **to})


def may_upload(context: Context, case_id: str, *, actor: str) -> str:
    """The case's title, for one who may add attachments to it. Raises for others and once the case has ended."""
    with context.database.read() as connection:
        case, _ = loading.case_for(connection, case_id, loading.actor(connection, actor))
        permissions.require_open_case(case.status)
        return str(case.title)


def upload(context: Context, case_id: str, files: Sequence[SentFile], *, actor: str, key: str, now: datetime) -> None:
    """Add what a case worker handed in to the case (F15).

    The bytes are fetched afterwards; until then a file stands in the list but cannot be granted. A name
    that is taken gets a number.
    """
    digest = " ".join(file.slack_file_id for file in files)
    with transaction.once(context, key, digest=digest, now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        case, _ = loading.case_for(act.connection, case_id, who, lock="update")
        permissions.require_open_case(case.status)
        if not files:
            raise InvalidInputError([Refused(N_("Velg minst én fil."), field="files")])
        taken = {row.name for row in case_rows.attachments_of(act.connection, case_id)}
        numbers = [_add(act, case, file, taken, by=who.person.id) for file in files]
        act.show(effects.fetch_uploads(numbers, by=who.person.id))


def _add(act: Transaction, case: CaseRow, file: SentFile, taken: set[str], *, by: int) -> int:
    name = _free_name(file.name, taken)
    taken.add(name)
    values = {
        "case_id": case.id,
        "title": name.rpartition(".")[0] or name,
        "name": name,
        "media_type": file.media_type,
        "size": file.size,
        "slack_file_id": file.slack_file_id,
        "added_at": act.now,
        "added_by": by,
    }
    act.did_in_case(Act.ATTACHMENT_ADDED, case.id, {"attachment": name}, homes=case.owners)
    return attachment_rows.add(act.connection, values)


def _free_name(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    number = 2
    free = name
    while free in taken:
        free, number = f"{stem} ({number}){ending}", number + 1
    return free


def uploaded(context: Context, attachment_id: int) -> attachment_rows.AttachmentRow | None:
    """An attachment whose bytes have still to be fetched; None when they are here or it is gone."""
    with context.database.read() as connection:
        row = attachment_rows.get(connection, attachment_id)
        return row if row is not None and row.sha256 is None and row.withdrawn_at is None else None


def keep_uploaded(context: Context, attachment_id: int, sha256: str, size: int, *, now: datetime) -> None:
    """Note that the bytes of an uploaded attachment are kept here; from now on it can be granted.

    Raises MissingFileError when they are not there any more.
    """
    with transaction.begin(context, now=now) as act:
        taken_back.require_there(context, act.connection, sha256)
        attachment_rows.mark_kept(act.connection, attachment_id, sha256, size)
        row = attachment_rows.get(act.connection, attachment_id)
        if row is not None and row.withdrawn_at is not None:  # taken out while it was on its way
            nobody = row.added_by or people_rows.anybody(act.connection)
            act.show(effects.let_bytes_go([(row.id, sha256)], nobody))
        elif row is not None:
            act.show(effects.homes(row.added_by, _owner(act.connection, row.case_id)))


def give_up_uploaded(context: Context, attachment_id: int, *, now: datetime) -> None:
    """An uploaded file cannot be had any more: take it off the list and tell who handed it in."""
    with transaction.begin(context, now=now) as act:
        row = attachment_rows.get(act.connection, attachment_id)
        if row is None or row.sha256 is not None or row.withdrawn_at is not None:
            return
        attachment_rows.remove(act.connection, attachment_id)
        homes = (row.added_by, _owner(act.connection, row.case_id))
        act.did_in_case(Act.ATTACHMENT_LOST, row.case_id, {"attachment": row.name}, homes=homes)
        if row.added_by:
            act.show([effects.notice(UploadLost(row.name, row.case_id), row.added_by)])


def _owner(connection: Connection, case_id: str) -> int | None:
    case = case_rows.get(connection, case_id)
    return case.acting_owner_id if case is not None else None
