"""From rows to the values that are shown, and who may have them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from cases.context import Context
from domain import answer_forms, arriving, permissions
from domain.access import Granted
from domain.errors import N_, NotAllowedError, NotFoundError, TooLateError
from domain.namesakes import named, told_apart
from domain.notification_settings import NoticeKind, Preferences
from domain.permissions import Actor, Relation
from domain.values import (
    WORKED_ON,
    Attachment,
    CaseFacts,
    CaseLine,
    InternalMessage,
    Need,
    Person,
    SubtaskFacts,
    SubtaskStatus,
)
from store import cases as case_rows
from store import messages as message_rows
from store import people as people_rows
from store import subtasks as subtask_rows
from store.attachments import AttachmentRow
from store.case_lists import CaseLineRow
from store.cases import CaseRow
from store.disqualifications import BETWEEN
from store.grants import OpenRow
from store.messages import FileRow, MessageRow
from store.people import PlacedRow, RecipientRow
from store.watched import WatchedSubtaskRow
from store.whole_subtask import SubtaskRow


def actor(connection: Connection, slack_id: str) -> Actor:
    """Give who acts, with their roles as they are now. Raises NotAllowedError for one who is unknown or has left."""
    return acting(people_rows.with_roles(connection, slack_id))


def acting(rows: Sequence[PlacedRow]) -> Actor:
    """The same of rows that are known: all of one person. Raises NotAllowedError."""
    if not rows or not rows[0].person.active:
        raise NotAllowedError(N_("Saksbot kjenner deg ikke. Ta kontakt med {contact} for å bli registrert."))
    roles = tuple((row.role, row.path) for row in rows if row.role and row.path is not None)
    disqualified_from = frozenset((rows[0].disqualified_from or "").split(BETWEEN)) - {""}
    return Actor(rows[0].person, roles, disqualified_from, bool(rows[0].stands_in))


def preferences(row: RecipientRow) -> Preferences:
    """The choices of the person whose row this is; kinds of notices that are no more are passed over."""
    kinds = set(NoticeKind)
    muted = frozenset(NoticeKind(word) for word in (row.muted or "").split() if word in kinds)
    return Preferences(row.reminding, muted, row.quiet_hours)


def case_id(connection: Connection, written: str) -> str:
    """The number of the case that somebody means, however they have written it."""
    number = arriving.case_number(written)
    return written if case_rows.get(connection, written) else number


def called(row: SubtaskRow, who: Person) -> str:
    """What one of a subtask's people is called among them."""
    everybody = (row.owner, row.assignee, row.solver, row.stand_in, row.owner_stand_in)
    people = {one.id: one for one in everybody if one}
    return named(told_apart(people)[who.id])


def case_for(connection: Connection, case_id: str, who: Actor, *, lock: str = "no") -> tuple[CaseRow, Relation]:
    """A case's row and what the actor is to it. Raises NotFoundError unless the actor runs the case."""
    row = case_rows.get(connection, case_id, lock=lock)
    if row is None:
        raise NotFoundError(permissions.NO_SUCH_CASE)
    relation = relation_to_case(row, who)
    permissions.require_case(relation)
    return row, relation


def relation_to_case(row: CaseRow, who: Actor) -> Relation:
    """What the actor is to this case."""
    stand_in_id = row.stand_in.id if row.stand_in else None
    return permissions.relation_to_case(
        who, row.id, owner_id=row.owner_id, place_path=row.place_path, stand_in_id=stand_in_id
    )


def subtask_for(
    connection: Connection, subtask_id: int, who: Actor, *, for_update: bool = False
) -> tuple[SubtaskRow, Relation]:
    """A subtask's row and what the actor is to it. Raises NotAllowedError for one who is nothing to it."""
    row = subtask_rows.get(connection, subtask_id, for_update=for_update)
    if row is None:
        raise NotFoundError(N_("Deloppgaven finnes ikke."))
    relation = relation_to(row, who)
    permissions.require_subtask(relation)
    return row, relation


def relation_to(row: SubtaskRow, who: Actor) -> Relation:
    """What the actor is to this subtask."""
    return permissions.relation_to_subtask(
        who,
        row.case_id,
        owner_id=row.owner_id,
        place_path=row.place_path,
        assignee_id=row.assignee_id,
        assignee_at_place=row.assignee_at_place,
        declined=row.declined_at is not None,
        stand_in_id=row.stand_in.id if row.stand_in else None,
        owner_stand_in_id=row.owner_stand_in.id if row.owner_stand_in else None,
        begun=row.is_begun,
    )


def parties(row: SubtaskRow) -> list[int]:
    """The people who have a card of this subtask: assignee and case owner, and who stands in for them; once each.

    Nobody has one of what waits for another subtask.
    """
    if not row.is_begun:
        return []
    assignee = [] if row.declined_at else holders(row)
    owners = [row.owner_id, row.owner_stand_in.id if row.owner_stand_in else None]
    return list(dict.fromkeys([*assignee, *(one for one in owners if one)]))


def holders(row: SubtaskRow) -> list[int]:
    """Who is to solve this subtask, and has what its assignee is granted: the assignee, and who stands in."""
    return list(dict.fromkeys([row.assignee_id, row.acting_assignee_id])) if row.is_begun else []


def told(row: SubtaskRow) -> list[int]:
    """Those of its parties who are told something: while one is away, who stands in."""
    if not row.is_begun:
        return []
    assignee = [] if row.declined_at else [row.acting_assignee_id]
    return list(dict.fromkeys([*assignee, *([row.acting_owner_id] if row.acting_owner_id else [])]))


def has_left(row: SubtaskRow | WatchedSubtaskRow) -> bool:
    """Whether the assignee, who has not declined, cannot solve it any more: they have left, or lost the role."""
    may_have_it = row.assignee_at_place or (row.owner is not None and row.assignee.id == row.owner.id)
    return row.declined_at is None and not (row.assignee.active and may_have_it)


def waits_since(row: SubtaskRow | WatchedSubtaskRow) -> datetime | None:
    """Since when a subtask waits for its owner's answer; None where there is nobody who waits, or only for themselves.

    What is solved waits no more, and does again when that is taken back.
    """
    is_own = row.assignee.id in {one.id for one in (row.owner, row.owner_stand_in) if one}
    ends = row.status is SubtaskStatus.SOLVED or row.declined_at or is_own or has_left(row)
    return None if ends else row.waits_for_owner_at


def require_unsolved(row: SubtaskRow) -> None:
    """Refuse everything that would change a solved subtask (S44), and say by whom it was solved."""
    if row.status is not SubtaskStatus.SOLVED:
        return
    if row.solver and row.solved_at:
        words = N_("Deloppgaven ble løst av {name} {when} og kan ikke endres.")
        raise TooLateError(words, name=called(row, row.solver), when=row.solved_at)
    raise TooLateError(N_("Deloppgaven er løst og kan ikke endres."))


def subtask(row: SubtaskRow, need: int | None = None) -> SubtaskFacts:
    """A subtask as both its parties see it; `need` is the number of why the case's owner is needed."""
    is_solved = row.status is SubtaskStatus.SOLVED
    return SubtaskFacts(
        id=row.id,
        title=row.title,
        status=row.status,
        deadline_on=row.deadline_on,
        description=row.description,
        case_id=row.case_id,
        case_title=row.case_title,
        owner=row.owner,
        assignee=row.assignee,
        solved_at=row.solved_at,
        solved_by=row.solver,
        ending=row.ending,
        ending_text=row.ending_text or "",
        conclusion=row.conclusion or "",
        declined_because=row.declined_because or "",
        declined_text=row.declined_text or "",
        declined_at=row.declined_at,
        held_until_on=None if is_solved else row.held_until_on,
        held_because=row.held_because or "",
        assignee_left=not is_solved and has_left(row),
        owner_lost=not is_solved and not row.owner_answers,
        need=Need(need) if need else None,
        nudged_on=row.nudged_on,
        waits_for_owner_at=waits_since(row),
        stand_in=row.stand_in,
        owner_stand_in=row.owner_stand_in,
        answer_form=answer_forms.from_json(row.answer_form),
        answers=row.answers or {},
        round=row.round,
        waits_for=row.after_title or "" if not row.is_begun else "",
        is_given_with_others=row.together_id is not None,
    )


def attachment(row: AttachmentRow) -> Attachment:
    """A file of the case."""
    return Attachment(row.id, row.title, row.name, row.media_type, row.size, kept=row.sha256 is not None)


def granted(row: OpenRow, *, waits: bool = False, tells_who: bool = False) -> Granted:
    """A file that is open to an assignee; `tells_who` is for those who may know who has fetched it."""
    file = attachment(row.attachment)
    fetched = (row.fetched_at, row.fetcher) if tells_who else (None, None)
    known = (file.id, file.title, file.name, file.media_type, file.size, file.kept)
    return Granted(*known, row.id, waits, row.ends_on, *fetched)


def has_granted(context: Context, row: SubtaskRow) -> bool:
    """Whether a subtask's assignee still has what they were granted: until the case ends, or earlier where wanted."""
    if row.case_status not in WORKED_ON:
        return False
    return not (row.status is SubtaskStatus.SOLVED and context.takes_back_when_solved)


def case_facts(row: CaseRow) -> CaseFacts:
    """What the case's owner sees of the case itself."""
    return CaseFacts(
        id=row.id,
        title=row.title,
        place=row.place_name,
        status=row.status,
        owner=row.owner,
        applicant=row.applicant_name,
        applicant_email=row.applicant_email,
        applied_on=row.applied_on,
        deadline_on=row.deadline_on,
        text=row.text,
        type=row.type,
        owner_lost=row.owner is not None and not row.owner_answers,
        stand_in=row.stand_in,
    )


def case_line(row: CaseLineRow) -> CaseLine:
    """A case in a list."""
    return CaseLine(row.id, row.title, row.status, row.deadline_on, row.open_subtasks, row.owner)


def message(row: MessageRow, files: Sequence[FileRow]) -> InternalMessage:
    """A message as it stands now, with the names of its files."""
    return InternalMessage(
        id=row.id,
        author=row.author,
        text=row.text,
        sent_at=row.sent_at,
        edited=row.number > 1,
        deleted=row.deleted_at is not None,
        file_names=tuple(file.name for file in files if file.message_id == row.id),
        blocks=tuple(row.blocks),
    )


def latest_messages(connection: Connection, subtask_id: int, limit: int) -> tuple[list[InternalMessage], int]:
    """The last messages of a subtask's thread, oldest first, and how many stand before them."""
    rows = message_rows.latest(connection, subtask_id, limit)
    files = message_rows.files_of(connection, [row.id for row in rows]) if rows else []
    earlier = message_rows.counts(connection, [subtask_id]).get(subtask_id, 0) - len(rows)
    return [message(row, files) for row in rows], earlier
