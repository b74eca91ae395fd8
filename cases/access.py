"""Which attachments a case has, and which an assignee may see: uploads, grants given and withdrawn (S14, A24)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import errands, reading, rights
from cases.errors import N_, InvalidInputError, Refused
from cases.messages import SentFile
from cases.office import Office
from cases.screens import AccessForm
from cases.values import CaseStatus
from store import attachments as attachment_rows
from store import cases as case_rows
from store import history, inbox, outbox
from store import subtasks as subtask_rows
from store.columns import AnyRow
from store.outbox import Errand


def form(office: Office, subtask_id: int, *, actor: str) -> AccessForm:
    """What the dialog for a subtask's attachments shows. Raises unless the actor may change the grants."""
    with office.database.read() as connection:
        row, relation = reading.subtask_for(connection, subtask_id, reading.actor(connection, actor))
        rights.require_case(relation)
        reading.require_unsolved(row)
        files = [one for one in case_rows.attachments_of(connection, row.case_id) if one.sha256]
        granted = frozenset(one.id for one in subtask_rows.granted(connection, subtask_id))
        return AccessForm(reading.subtask(row), tuple(reading.attachment(one) for one in files), granted)


def change(office: Office, subtask_id: int, wanted: Sequence[int], *, actor: str, key: str, now: datetime) -> None:
    """Let the assignee see exactly these attachments: what is new is granted, what is missing withdrawn.

    Copies follow: new ones are put into the thread, withdrawn ones are taken away. Each change is a line of
    the history. Raises InvalidInputError for an attachment of another case, TooLateError when it is solved.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest=str(sorted(wanted)), at=now):
            return
        who = reading.actor(connection, actor)
        row, relation = reading.subtask_for(connection, subtask_id, who, for_update=True)
        rights.require_case(relation)
        reading.require_unsolved(row)
        require_own(connection, row.case_id, wanted)
        had = {one.id for one in subtask_rows.granted(connection, subtask_id)}
        given, taken = sorted(set(wanted) - had), sorted(had - set(wanted))
        by = who.person.id
        changed = subtask_rows.withdraw_grants(connection, subtask_id, taken, by=by, at=now)
        changed += subtask_rows.add_grants(connection, subtask_id, given, by=by, at=now)
        _note(connection, row, by, "grant.given", given, now)
        _note(connection, row, by, "grant.withdrawn", taken, now)
        files = [Errand("grant", number, row.assignee_id) for number in changed]
        outbox.add(connection, [*errands.redraw(subtask_id, reading.parties(row)), *files] if changed else [], now)


def require_own(connection: Connection, case_id: str, wanted: Sequence[int]) -> None:
    """Refuse, at the field, attachments that do not belong to the case."""
    if wanted and case_rows.attachment_ids(connection, case_id, list(wanted)) != set(wanted):
        words = N_("Et av vedleggene hører ikke til saken. Lukk dialogen og åpne den på nytt.")
        raise InvalidInputError([Refused(words, field="attachments")])


def _note(connection: Connection, row: AnyRow, by: int, act: str, numbers: Sequence[int], now: datetime) -> None:
    for title in attachment_rows.titles(connection, numbers):
        history.add(
            connection,
            act,
            at=now,
            case_id=row.case_id,
            subtask_id=row.id,
            actor_id=by,
            details={"attachment": title, "to": row.assignee_name},
        )


def note_copy(office: Office, grant_id: int, *, delivered: bool, now: datetime) -> None:
    """Write down that the assignee's copy of an attachment was put into her thread, or taken out of it."""
    with office.database.begin() as connection:
        grant = subtask_rows.grant(connection, grant_id)
        row = subtask_rows.get(connection, grant.subtask_id) if grant else None
        if grant and row:
            act = "copy.delivered" if delivered else "copy.removed"
            details = {"attachment": grant.title}
            history.add(connection, act, at=now, case_id=row.case_id, subtask_id=row.id, details=details)


def may_upload(office: Office, case_id: str, *, actor: str) -> str:
    """The case's title, for one who may add attachments to it. Raises for others and once the case has ended."""
    with office.database.read() as connection:
        case, _ = reading.case_for(connection, case_id, reading.actor(connection, actor))
        rights.require_open_case(CaseStatus(case.status))
        return str(case.title)


def upload(office: Office, case_id: str, files: Sequence[SentFile], *, actor: str, key: str, now: datetime) -> None:
    """Add what a case worker handed in to the case (F15).

    The bytes are fetched afterwards; until then a file stands in the list but can not be granted. A name
    that is taken gets a number.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest="", at=now):
            return
        who = reading.actor(connection, actor)
        case, _ = reading.case_for(connection, case_id, who, lock="update")
        rights.require_open_case(CaseStatus(case.status))
        if not files:
            raise InvalidInputError([Refused(N_("Velg minst én fil."), field="files")])
        taken = {row.name for row in case_rows.attachments_of(connection, case_id)}
        for file in files:
            name = _free_name(file.name, taken)
            taken.add(name)
            number = attachment_rows.add(
                connection,
                {
                    "case_id": case_id,
                    "title": file.name.rpartition(".")[0] or file.name,
                    "name": name,
                    "media_type": file.media_type,
                    "size": file.size,
                    "slack_file_id": file.slack_file_id,
                    "added_at": now,
                    "added_by": who.person.id,
                },
            )
            details = {"attachment": name}
            history.add(
                connection, "attachment.added", at=now, case_id=case_id, actor_id=who.person.id, details=details
            )
            outbox.add(connection, [Errand("upload", number, who.person.id)], now)
        outbox.add(connection, [Errand("home", who.person.id, who.person.id)], now)


def _free_name(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    number = 2
    free = name
    while free in taken:
        free, number = f"{stem} ({number}){ending}", number + 1
    return free


def uploaded(office: Office, attachment_id: int) -> AnyRow | None:
    """An attachment whose bytes have still to be fetched; None when they are here or it is gone."""
    with office.database.read() as connection:
        row = attachment_rows.get(connection, attachment_id)
        return row if row is not None and row.sha256 is None else None


def keep_uploaded(office: Office, attachment_id: int, content: bytes, *, now: datetime) -> None:
    """Keep the bytes of an uploaded attachment; from now on it can be granted."""
    sha256, size = office.files.keep([content])
    with office.database.begin() as connection:
        attachment_rows.mark_kept(connection, attachment_id, sha256, size)
        row = attachment_rows.get(connection, attachment_id)
        if row is not None and row.added_by:
            outbox.add(connection, [Errand("home", row.added_by, row.added_by)], now)


def give_up_uploaded(office: Office, attachment_id: int, *, now: datetime) -> None:
    """An uploaded file can not be had any more: take it off the list and tell who handed it in."""
    with office.database.begin() as connection:
        row = attachment_rows.get(connection, attachment_id)
        if row is None or row.sha256 is not None:
            return
        attachment_rows.remove(connection, attachment_id)
        details = {"attachment": row.name}
        history.add(connection, "attachment.lost", at=now, case_id=row.case_id, details=details)
        if row.added_by:
            say: dict[str, object] = {"say": "upload_lost", "file": row.name}
            told = [Errand("notice", 0, row.added_by, say), Errand("home", row.added_by, row.added_by)]
            outbox.add(connection, told, now)
