"""Which attachments a case has, and which an assignee may see: uploads, grants given and withdrawn (S14, A24)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading
from cases.acts import taken_back
from cases.office import Office
from domain import permissions
from domain.errors import N_, InvalidInputError, Refused, TooLateError
from domain.forms import AccessForm
from domain.heard import SentFile
from domain.notices import UploadLost
from domain.values import CaseStatus
from store import attachments as attachment_rows
from store import cases as case_rows
from store import grants as grant_rows
from store import history, inbox, outbox
from store import people as people_rows
from store.columns import AnyRow


def form(office: Office, subtask_id: int, *, actor: str) -> AccessForm:
    """What the dialog for a subtask's attachments shows. Raises unless the actor may change the grants."""
    with office.database.read() as connection:
        row, relation = loading.subtask_for(connection, subtask_id, loading.actor(connection, actor))
        permissions.require_case(relation)
        loading.require_unsolved(row)
        files = [one for one in case_rows.attachments_of(connection, row.case_id) if one.sha256]
        granted = frozenset(one.id for one in grant_rows.standing(connection, subtask_id))
        return AccessForm(loading.subtask(row), tuple(loading.attachment(one) for one in files), granted)


def change(
    office: Office,
    subtask_id: int,
    wanted: Sequence[int],
    *,
    actor: str,
    key: str,
    now: datetime,
    shown: Collection[int] | None = None,
    assignee_id: int | None = None,
) -> None:
    """Let the assignee see exactly these attachments: what is new is granted, what is missing withdrawn.

    `shown` are the granted ones that the dialog had ticked: what it did not show is not withdrawn.
    `assignee_id` is whom the dialog was drawn for. Copies follow: new ones are put into the thread,
    withdrawn ones are taken away. Each change is a line of the history. Raises InvalidInputError for an
    attachment of another case, TooLateError when it is solved or somebody else's by now.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest=str(sorted(wanted)), at=now):
            return
        who = loading.actor(connection, actor)
        row, relation = loading.subtask_for(connection, subtask_id, who, for_update=True)
        permissions.require_case(relation)
        loading.require_unsolved(row)
        _require_same_assignee(row, assignee_id)
        require_own(connection, row.case_id, sorted(set(wanted)))
        had = {one.id for one in grant_rows.standing(connection, subtask_id)}
        given = sorted(set(wanted) - had)
        taken = sorted((had if shown is None else had & set(shown)) - set(wanted))
        changed = grant_rows.withdraw(connection, subtask_id, taken, by=who.person.id, at=now)
        changed += grant_rows.add(connection, subtask_id, given, by=who.person.id, at=now)
        said = Said(row.case_id, subtask_id, who.person.id, row.assignee_id, row.assignee_name, now)
        lines = [*grant_lines(connection, said, "grant.given", given)]
        history.add_all(connection, [*lines, *grant_lines(connection, said, "grant.withdrawn", taken)])
        files = effects.show_granted(changed, row.assignee_id)
        outbox.add(connection, [*effects.redraw(subtask_id, loading.parties(row)), *files] if changed else [], now)


def _require_same_assignee(row: AnyRow, assignee_id: int | None) -> None:
    if assignee_id not in (None, row.assignee_id):
        words = N_("Deloppgaven har fått en annen ansvarlig. Lukk dialogen og åpne den på nytt.")
        raise TooLateError(words, field="attachments")


def require_own(connection: Connection, case_id: str, wanted: Sequence[int]) -> None:
    """Refuse, at the field, attachments that do not belong to the case."""
    if wanted and case_rows.attachment_ids(connection, case_id, list(wanted)) != set(wanted):
        words = N_("Et av vedleggene hører ikke til saken. Lukk dialogen og åpne den på nytt.")
        raise InvalidInputError([Refused(words, field="attachments")])


@dataclass(frozen=True, slots=True)
class Said:
    """What the lines about one change of access have in common: where, by whom, for whom, when."""

    case_id: str
    subtask_id: int
    by: int
    to_id: int
    to: str
    at: datetime


def grant_lines(connection: Connection, said: Said, act: str, numbers: Sequence[int]) -> list[dict[str, object]]:
    """The lines of the history for attachments that were opened or closed to an assignee, one for each."""
    return [
        {
            "at": said.at,
            "case_id": said.case_id,
            "subtask_id": said.subtask_id,
            "actor_id": said.by,
            "act": act,
            "details": {
                "attachment": title,
                "attachment_id": number,
                "to": said.to,
                "people": {"to": said.to_id},
            },
        }
        for number, title in attachment_rows.titles(connection, numbers).items()
    ]


def note_copy(connection: Connection, grant_id: int, person_id: int, *, delivered: bool, now: datetime) -> None:
    """Write down, where it is remembered, that a copy was put into somebody's thread, or taken out of it."""
    grant = grant_rows.get(connection, grant_id)
    if grant:
        name = {} if grant.withdrawn_at else {"attachment": grant.title}  # what was taken out of the case has none
        history.add(
            connection,
            "copy.delivered" if delivered else "copy.removed",
            at=now,
            case_id=grant.case_id,
            subtask_id=grant.subtask_id,
            details={
                **name,
                "attachment_id": grant.id,
                "to": people_rows.name(connection, person_id),
                "people": {"to": person_id},
            },
        )


def may_upload(office: Office, case_id: str, *, actor: str) -> str:
    """The case's title, for one who may add attachments to it. Raises for others and once the case has ended."""
    with office.database.read() as connection:
        case, _ = loading.case_for(connection, case_id, loading.actor(connection, actor))
        permissions.require_open_case(CaseStatus(case.status))
        return str(case.title)


def upload(office: Office, case_id: str, files: Sequence[SentFile], *, actor: str, key: str, now: datetime) -> None:
    """Add what a case worker handed in to the case (F15).

    The bytes are fetched afterwards; until then a file stands in the list but can not be granted. A name
    that is taken gets a number.
    """
    with office.database.begin() as connection:
        if inbox.note(connection, key, digest="", at=now):
            return
        who = loading.actor(connection, actor)
        case, _ = loading.case_for(connection, case_id, who, lock="update")
        permissions.require_open_case(CaseStatus(case.status))
        if not files:
            raise InvalidInputError([Refused(N_("Velg minst én fil."), field="files")])
        taken = {row.name for row in case_rows.attachments_of(connection, case_id)}
        numbers = [_add(connection, case_id, file, taken, by=who.person.id, now=now) for file in files]
        fetched = effects.fetch_uploads(numbers, by=who.person.id)
        outbox.add(connection, [*fetched, *effects.homes(who.person.id, case.owner_id)], now)


def _add(connection: Connection, case_id: str, file: SentFile, taken: set[str], *, by: int, now: datetime) -> int:
    name = _free_name(file.name, taken)
    taken.add(name)
    values = {
        "case_id": case_id,
        "title": name.rpartition(".")[0] or name,
        "name": name,
        "media_type": file.media_type,
        "size": file.size,
        "slack_file_id": file.slack_file_id,
        "added_at": now,
        "added_by": by,
    }
    details = {"attachment": name}
    history.add(connection, "attachment.added", at=now, case_id=case_id, actor_id=by, details=details)
    return attachment_rows.add(connection, values)


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
        return row if row is not None and row.sha256 is None and row.withdrawn_at is None else None


def keep_uploaded(office: Office, attachment_id: int, sha256: str, size: int, *, now: datetime) -> None:
    """Note that the bytes of an uploaded attachment are kept here; from now on it can be granted.

    Raises MissingFileError when they are not there any more.
    """
    with office.database.begin() as connection:
        taken_back.require_there(office, connection, sha256)
        attachment_rows.mark_kept(connection, attachment_id, sha256, size)
        row = attachment_rows.get(connection, attachment_id)
        if row is not None and row.withdrawn_at is not None:  # taken out while it was on its way
            outbox.add(connection, effects.let_bytes_go([(row.id, sha256)], row.added_by), now)
        elif row is not None:
            outbox.add(connection, effects.homes(row.added_by, _owner(connection, row.case_id)), now)


def give_up_uploaded(office: Office, attachment_id: int, *, now: datetime) -> None:
    """An uploaded file can not be had any more: take it off the list and tell who handed it in."""
    with office.database.begin() as connection:
        row = attachment_rows.get(connection, attachment_id)
        if row is None or row.sha256 is not None or row.withdrawn_at is not None:
            return
        attachment_rows.remove(connection, attachment_id)
        details = {"attachment": row.name}
        history.add(connection, "attachment.lost", at=now, case_id=row.case_id, details=details)
        told = [effects.notice(UploadLost(row.name, row.case_id), row.added_by)] if row.added_by else []
        outbox.add(connection, [*told, *effects.homes(row.added_by, _owner(connection, row.case_id))], now)


def _owner(connection: Connection, case_id: str) -> int | None:
    case = case_rows.get(connection, case_id)
    return case.owner_id if case is not None else None
