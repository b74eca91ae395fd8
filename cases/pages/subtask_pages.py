"""What the pages and cards show: read models, drawn up from the database when somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy.engine import Connection

from cases import administering, effects, loading, threads, together, transaction
from cases.acts import assigning, nudging
from cases.archive import downloads
from cases.context import Context
from cases.pages import granted, needs, round_pages
from cases.pages.paging import page_of
from cases.transaction import Transaction
from domain import arriving, endings, page_sizes, permissions
from domain.case_page import CasePage, CaseSubtask
from domain.errors import N_, NotAllowedError, NotFoundError
from domain.history import Act
from domain.outbox_kinds import OutboxKind
from domain.permissions import Actor, Relation
from domain.values import WORKED_ON, Card, CaseLine, CaseStatus, InternalMessage, Person, SubtaskFacts, TaskPage
from store import absences as absence_rows
from store import case_lists
from store import cases as case_rows
from store import conclusions as conclusion_rows
from store import messages as message_rows
from store import needs as need_rows
from store import people as people_rows
from store import posts as post_rows
from store import subtasks as subtask_rows
from store.people import PlacedRow
from store.whole_subtask import SubtaskRow

SHOWN_MESSAGES = 5


def card(context: Context, subtask_id: int, person_slack_id: str, now: datetime) -> Card | None:
    """The card of a subtask as this person's conversation has to show it now; None for an unknown one.

    One who has left the institution is nothing to it.
    """
    with context.database.read() as connection:
        row = subtask_rows.get(connection, subtask_id)
        known = people_rows.with_roles(connection, person_slack_id)
        if row is None or not known:
            return None
        return card_in(context, connection, row, _relation(row, known), known[0].person, now)


def card_in(
    context: Context, connection: Connection, row: SubtaskRow, relation: Relation, reader: Person, now: datetime
) -> Card:
    """The card of a subtask for a reader who is this to it."""
    shown = granted.seen_by(context, connection, row, relation, reader) if relation.is_party else ()
    sight = threads.sight(context, row, relation)
    stood_in_for = None if relation.is_party else _stood_in_for(connection, row, reader.id)
    may_undo = _may_undo(row, reader.id, now)
    beside = together.standing(connection, row, relation, reader.id)
    seen = (relation.is_party, may_undo, sight, stood_in_for)
    return Card(loading.subtask(row), reader, shown, *seen, beside.others, beside.is_held_back)


def _stood_in_for(connection: Connection, row: SubtaskRow, person_id: int) -> Person | None:
    """For whom of its people somebody who is no party any more was the substitute."""
    people = [person for person in (row.assignee_id, row.owner_id) if person and person != person_id]
    return absence_rows.stood_in_for(connection, person_id, people)


def _may_undo(row: SubtaskRow, person_id: int, now: datetime) -> bool:
    return not _has_ended(row) and endings.may_undo(loading.subtask(row), person_id, now)


def _has_ended(row: SubtaskRow) -> bool:
    """Whether the subtask's case has."""
    return row.case_status in (CaseStatus.CLOSED, CaseStatus.WITHDRAWN)


def _relation(row: SubtaskRow, known: Sequence[PlacedRow]) -> Relation:
    try:
        return loading.relation_to(row, loading.acting(known))
    except NotAllowedError:
        return Relation()


def notice_about(
    context: Context, subtask_id: int, *, reader: str, naming: int = 0
) -> tuple[SubtaskFacts, Person | None] | None:
    """The subtask that a notice is about, and the person whom it names, while its reader is one of the parties."""
    with context.database.read() as connection:
        row = subtask_rows.get(connection, subtask_id)
        if row is None or not _is_party(connection, row, reader):
            return None
        named = people_rows.by_id(connection, naming)
        return loading.subtask(row), named.person if named else None


def is_party(context: Context, subtask_id: int, *, reader: str) -> bool:
    """Whether this person is one of the two whose conversation the subtask's thread is (S37)."""
    with context.database.read() as connection:
        row = subtask_rows.get(connection, subtask_id)
        return row is not None and _is_party(connection, row, reader)


def _is_party(connection: Connection, row: SubtaskRow, reader: str) -> bool:
    return _relation(row, people_rows.with_roles(connection, reader)).is_party


def conversation(
    context: Context, subtask_id: int, *, actor: str, now: datetime
) -> tuple[SubtaskFacts, list[InternalMessage], int]:
    """Open a subtask's thread for one of its two parties (S39), who has read it then: the latest, and how many more."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who)
        permissions.require_party(relation)
        loading.require_unsolved(row)
        note_read(act, subtask_id, who)
        return (loading.subtask(row), *loading.latest_messages(act.connection, subtask_id, SHOWN_MESSAGES))


def open_subtask_in(act: Transaction, row: SubtaskRow, who: Actor) -> None:
    """Inside a transaction: the assignee's first look at a subtask, or first answer, makes it Åpen (S32, A16)."""
    if subtask_rows.mark_opened(act.connection, row.id, act.now, by=who.person.id):
        act.did(Act.SUBTASK_OPENED, row)


def note_read(act: Transaction, subtask_id: int, who: Actor, *, said_at: datetime | None = None) -> None:
    """Inside a transaction: the reader has the thread in front of them; nothing in it counts as unread any more.

    Where they wrote something in it, at `said_at`, that goes for what had been said by then.
    """
    if message_rows.mark_read(act.connection, subtask_id, who.person.id, said_at=said_at):
        act.show(effects.homes(who.person.id))


def task_page_in(
    context: Context,
    act: Transaction,
    subtask_id: int,
    who: Actor,
    now: datetime,
    *,
    just_saved: bool = False,
    changed: tuple[str, ...] = (),
) -> TaskPage:
    """The task page for one reader, inside the transaction of an act (S26-S35).

    Somebody who is no party, and reads what the two have written, leaves a line in the log of administration.
    """
    act.settle_rounds()
    page = task_page(context, act.connection, subtask_id, who, now, just_saved=just_saved, changed=changed)
    if page.messages and not page.is_party:
        administering.note_reading(context, act, who, page.subtask.case_id, subtask_id)
    return page


def task_page(
    context: Context,
    connection: Connection,
    subtask_id: int,
    who: Actor,
    now: datetime,
    *,
    just_saved: bool = False,
    changed: tuple[str, ...] = (),
) -> TaskPage:
    """The task page as this reader would have it; whoever shows it to somebody else sees to the log."""
    row, relation = loading.subtask_for(connection, subtask_id, who)
    shown, earlier = loading.latest_messages(connection, subtask_id, SHOWN_MESSAGES)
    saved = conclusion_rows.last(connection, subtask_id)
    return TaskPage(
        subtask=loading.subtask(row),
        reader=who.person,
        attachments=granted.seen_by(context, connection, row, relation, who.person),
        messages=tuple(shown),
        earlier_messages=earlier,
        saved_at=saved.saved_at if saved else None,
        just_saved=just_saved,
        earlier_conclusions=saved.number - 1 if saved else 0,
        runs_case=relation.runs_case,
        is_party=relation.is_party,
        may_undo=_may_undo(row, who.person.id, now),
        may_reopen=relation.runs_case and row.solved_at is not None and not _has_ended(row),
        changed=changed,
        may_copy=relation.runs_case and row.owner_id is not None and not _has_ended(row),
        may_nudge=relation.runs_case and bool(nudging.nudgeable(context, connection, [row], who, now)),
    )


def enter_case(context: Context, case_id: str, *, actor: str, now: datetime, page: int = 0) -> CasePage:
    """Open the case page. The owner's first opening turns Ny into Åpen by itself (F9)."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        case_id = loading.case_id(act.connection, case_id)
        open_case_in(act, case_id, who)
        return case_page_in(context, act.connection, case_id, who, page, now)


def open_case_in(act: Transaction, case_id: str, who: Actor) -> None:
    """Inside a transaction: the owner's first look at a case makes it Åpen (F9). Raises for one who may not look."""
    case, relation = loading.case_for(act.connection, case_id, who)
    if relation.owner and case_rows.mark_opened(act.connection, case_id, act.now):
        act.did_in_case(Act.CASE_OPENED, case_id, homes=case.owners)


def case_page_in(
    context: Context, connection: Connection, case_id: str, who: Actor, page: int, now: datetime
) -> CasePage:
    """The case page inside the transaction of an act; `page` counts from 0 and is mended when out of range."""
    row, relation = loading.case_for(connection, case_id, who)
    disqualified = assigning.disqualified(connection, row)
    facts = loading.case_facts(row)
    subtasks = page_of(
        partial(need_rows.of_case, connection, case_id, who.person.id, needs.measure(context, now)),
        page_sizes.SUBTASKS_OF_CASE,
        page,
    )
    numbers = [one.subtask.id for one in subtasks.shown]
    attachments = tuple(loading.attachment(one) for one in case_rows.attachments_of(connection, case_id))
    counts = message_rows.counts(connection, numbers)
    unread = message_rows.unread(connection, numbers, who.person.id)
    last = threads.last_said(connection, [one.subtask for one in subtasks.shown], who)
    working = facts.status in WORKED_ON and facts.owner is not None
    rounds, more_rounds = round_pages.of_case(connection, case_id)
    nudgeable = nudging.nudgeable(context, connection, [one.subtask for one in subtasks.shown], who, now)
    return CasePage(
        case=facts,
        reader=who.person,
        attachments=attachments,
        subtasks=tuple(
            CaseSubtask(
                loading.subtask(one.subtask, one.need),
                counts.get(number, 0),
                last.get(number),
                unread.get(number, 0),
                may_nudge=number in nudgeable,
            )
            for number, one in zip(numbers, subtasks.shown, strict=True)
        ),
        page=subtasks.number,
        has_more=subtasks.has_more,
        may_create=working,
        may_close=working,
        has_sets=working and bool(context.templates.of(row.type)),
        may_redistribute=facts.status in WORKED_ON,
        may_upload=facts.status in WORKED_ON,
        may_fetch=facts.status in WORKED_ON and any(one.kept for one in attachments),
        may_take_out=bool(attachments),  # also when the case has ended: what is another's does not belong to it
        may_lift=relation.distributor and bool(disqualified),
        may_download=downloads.may_download(connection, row, relation, who),
        disqualified=disqualified,
        rounds=rounds,
        more_rounds=more_rounds,
    )


def open_cases(context: Context, words: str, *, actor: str, limit: int = 100) -> list[CaseLine]:
    """The cases in which the actor may create subtasks, by id or title."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        sought = arriving.sought(words)
        rows = case_lists.open_in_reach(connection, who.person.id, who.reach, sought, limit)
        return [loading.case_line(row) for row in rows]


def require_some_case(context: Context, *, actor: str) -> None:
    """Refuse a dialog whose first step would have no case to choose."""
    if not open_cases(context, "", actor=actor, limit=1):
        raise NotFoundError(N_("Du har ingen åpen sak å opprette en deloppgave i. Be sakseieren om å opprette den."))


class InThread(NamedTuple):
    """A message as it stands now, its subtask, and what that is to a reader: whether it is theirs, and their thread."""

    message: InternalMessage
    subtask: SubtaskFacts
    is_party: bool
    root: str | None
    """Their card, below which it hangs; None where none stands."""


def message(context: Context, message_id: int, *, reader: Person) -> InThread | None:
    """A message as its reader's thread has to show it now; None for an unknown one."""
    with context.database.read() as connection:
        row = message_rows.get(connection, message_id)
        subtask_row = subtask_rows.get(connection, row.subtask_id) if row else None
        if row is None or subtask_row is None:
            return None
        said = loading.message(row, message_rows.files_of(connection, [message_id]))
        card = post_rows.get(connection, OutboxKind.CARD, row.subtask_id, reader.id)
        root = card.ts if card and card.ts else None
        is_party = _is_party(connection, subtask_row, reader.slack_id or "")
        return InThread(said, loading.subtask(subtask_row), is_party, root)
