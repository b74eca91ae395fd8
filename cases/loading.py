"""From rows to plain values: the only code that knows how the queries name their columns."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from cases.office import Office
from domain import arriving, letters, permissions
from domain.errors import N_, NotAllowedError, NotFoundError, TooLateError
from domain.namesakes import named, told_apart
from domain.notification_settings import NoticeKind, Preferences, Reminding
from domain.permissions import Actor, Relation
from domain.values import (
    Attachment,
    CaseFacts,
    CaseLine,
    CaseStatus,
    Choice,
    Ending,
    InternalMessage,
    Need,
    Person,
    Role,
    SubtaskFacts,
    SubtaskStatus,
)
from store import cases as case_rows
from store import messages as message_rows
from store import people as people_rows
from store import subtasks as subtask_rows
from store.columns import AnyRow


def actor(connection: Connection, slack_id: str) -> Actor:
    """Who acts, with her roles as they are now. Raises NotAllowedError for one who is unknown or has left."""
    rows = people_rows.with_roles(connection, slack_id)
    if not rows or not rows[0].active:
        raise NotAllowedError(N_("Saksbot kjenner deg ikke. Ta kontakt med {contact} for å bli registrert."))
    return Actor(person(rows[0]), tuple((Role(row.role), row.path) for row in rows if row.role))


def person(row: AnyRow, prefix: str = "") -> Person:
    """The person whose columns start with `prefix`."""
    values = row._mapping
    return Person(
        id=values[f"{prefix}id"],
        name=values[f"{prefix}name"],
        email=values[f"{prefix}email"],
        slack_id=values[f"{prefix}slack_id"],
        active=values[f"{prefix}active"],
        language=values.get(f"{prefix}language"),
    )


def preferences(row: AnyRow) -> Preferences:
    """The choices of the person whose row this is; kinds of notices that are no more are passed over."""
    kinds = set(NoticeKind)
    muted = frozenset(NoticeKind(word) for word in (row.muted or "").split() if word in kinds)
    return Preferences(Reminding(row.reminding), muted, row.quiet_hours)


def case_id(connection: Connection, written: str) -> str:
    """The number of the case that somebody means, however she has written it."""
    number = arriving.case_number(written)
    return written if case_rows.get(connection, written) else number


def called(row: AnyRow, prefix: str) -> str:
    """What one of a subtask's people is called among them; `prefix` is how her columns start."""
    who = {one: person(row, one) for one in ("owner_", "assignee_", "solver_") if row._mapping[f"{one}id"]}
    return named(told_apart(who)[prefix])


def case_for(connection: Connection, case_id: str, who: Actor, *, lock: str = "no") -> tuple[AnyRow, Relation]:
    """A case's row and what the actor is to it. Raises NotFoundError unless she runs the case."""
    row = case_rows.get(connection, case_id, lock=lock)
    if row is None:
        raise NotFoundError(permissions.NO_SUCH_CASE)
    relation = permissions.relation_to_case(who, owner_id=row.owner_id, place_path=row.place_path)
    permissions.require_case(relation)
    return row, relation


def subtask_for(
    connection: Connection, subtask_id: int, who: Actor, *, for_update: bool = False
) -> tuple[AnyRow, Relation]:
    """A subtask's row and what the actor is to it. Raises NotAllowedError for one who is nothing to it."""
    row = subtask_rows.get(connection, subtask_id, for_update=for_update)
    if row is None:
        raise NotFoundError(N_("Deloppgaven finnes ikke."))
    relation = relation_to(row, who)
    permissions.require_subtask(relation)
    return row, relation


def relation_to(row: AnyRow, who: Actor) -> Relation:
    """What the actor is to this subtask."""
    return permissions.relation_to_subtask(
        who,
        owner_id=row.owner_id,
        place_path=row.place_path,
        assignee_id=row.assignee_id,
        assignee_at_place=row.assignee_at_place,
        declined=row.declined_at is not None,
    )


def parties(row: AnyRow) -> list[int]:
    """The people who have a card of this subtask: the assignee and the case owner, once if they are the same."""
    assignee = [] if row.declined_at else [row.assignee_id]
    return list(dict.fromkeys([*assignee, *([row.owner_id] if row.owner_id else [])]))


def has_left(row: AnyRow) -> bool:
    """Whether the assignee, who has not declined, can not solve it any more: she has left, or lost her role there."""
    may_have_it = row.assignee_at_place or row.assignee_id == row.owner_id
    return row.declined_at is None and not (row.assignee_active and may_have_it)


def require_unsolved(row: AnyRow) -> None:
    """Refuse everything that would change a solved subtask (S44), and say by whom it was solved."""
    if row.status != "solved":
        return
    if row.solver_id:
        words = N_("Deloppgaven ble løst av {name} {when} og kan ikke endres.")
        raise TooLateError(words, name=called(row, "solver_"), when=row.solved_at)
    raise TooLateError(N_("Deloppgaven er løst og kan ikke endres."))


def subtask(row: AnyRow) -> SubtaskFacts:
    """A subtask as both its parties see it."""
    return SubtaskFacts(
        id=row.id,
        title=row.title,
        status=SubtaskStatus(row.status),
        deadline_on=row.deadline_on,
        description=row.description,
        case_id=row.case_id,
        case_title=row.case_title,
        owner=person(row, "owner_") if row.owner_id else None,
        assignee=person(row, "assignee_"),
        solved_at=row.solved_at,
        solved_by=person(row, "solver_") if row.solver_id else None,
        ending=Ending(row.ending) if row.ending else None,
        conclusion=row.conclusion or "",
        declined_because=row.declined_because or "",
        declined_text=row.declined_text or "",
        declined_at=row.declined_at,
        held_until_on=row.held_until_on if row.status != SubtaskStatus.SOLVED else None,
        held_because=row.held_because or "",
        assignee_left=row.status != SubtaskStatus.SOLVED and has_left(row),
        owner_lost=row.status != SubtaskStatus.SOLVED and row.owner_id is not None and not row.owner_answers,
        need=Need(need) if (need := row._mapping.get("need")) else None,
    )


def attachment(row: AnyRow) -> Attachment:
    """A file of the case."""
    return Attachment(row.id, row.title, row.name, row.media_type, row.size, kept=row.sha256 is not None)


def has_granted(office: Office, row: AnyRow) -> bool:
    """Whether a subtask's assignee still has what she was granted: until the case ends, or earlier where wanted."""
    if CaseStatus(row.case_status) in (CaseStatus.CLOSED, CaseStatus.WITHDRAWN):
        return False
    return not (row.status == SubtaskStatus.SOLVED and office.takes_back_when_solved)


def case_facts(row: AnyRow) -> CaseFacts:
    """What the case's owner sees of the case itself."""
    return CaseFacts(
        id=row.id,
        title=row.title,
        place=row.place_name,
        status=CaseStatus(row.status),
        owner=person_of_case(row),
        applicant=row.applicant_name,
        applicant_email=row.applicant_email,
        applied_on=row.applied_on,
        deadline_on=row.deadline_on,
        text=row.text,
        owner_lost=row.owner_id is not None and not row.owner_answers,
    )


def person_of_case(row: AnyRow) -> Person | None:
    """The case's owner, if it has been distributed."""
    return person(row, "owner_") if row.owner_id else None


def case_line(row: AnyRow) -> CaseLine:
    """A case in a list."""
    return CaseLine(row.id, row.title, CaseStatus(row.status), row.deadline_on, row.open_subtasks)


def choices(rows: Sequence[AnyRow], besides: Person | None = None) -> list[Choice]:
    """People with all their roles, by name, from rows with one role each; `besides` needs no role."""
    people: dict[int, Person] = {}
    roles: dict[int, list[Role]] = {}
    for row in rows:
        people.setdefault(row.id, person(row))
        if row.role:
            roles.setdefault(row.id, []).append(Role(row.role))
    if besides:
        people.setdefault(besides.id, besides)
    ordered = sorted(people.values(), key=lambda one: (letters.in_order(one.name), one.email))
    return told_apart([Choice(one, tuple(sorted(roles.get(one.id, [])))) for one in ordered])


def message(row: AnyRow, files: Sequence[AnyRow]) -> InternalMessage:
    """A message as it stands now, with the names of its files."""
    author = Person(row.author_id, row.author_name, row.author_email, row.author_slack_id)
    return InternalMessage(
        id=row.id,
        author=author,
        text=row.text,
        sent_at=row.sent_at,
        edited=row.number > 1,
        deleted=row.deleted_at is not None,
        file_names=tuple(file.name for file in files if file.message_id == row.id),
        blocks=tuple(row.blocks),
    )


def latest_messages(connection: Connection, subtask_id: int, limit: int) -> list[InternalMessage]:
    """The last messages of a subtask's thread, oldest first."""
    rows = message_rows.latest(connection, subtask_id, limit)
    files = message_rows.files_of(connection, [row.id for row in rows]) if rows else []
    return [message(row, files) for row in rows]
