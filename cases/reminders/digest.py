"""What one message of reminders says: chosen when it is sent, from what is true, and wanted, by then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy.engine import Connection

from cases import loading
from cases.acts import distribution
from cases.context import Context
from cases.pages import needs
from cases.reminders import watched
from domain.errors import NotAllowedError
from domain.forms import WaitingCase
from domain.notification_settings import NoticeKind, Reminding
from domain.permissions import Actor
from domain.reminders import About, ReminderKind, is_wanted
from domain.values import WORKED_ON, CaseFacts, Person, SubtaskFacts
from store import case_lists
from store import cases as case_rows
from store import messages as message_rows
from store import needs as need_rows
from store import people as people_rows
from store import reminders as rows
from store import subtasks as subtask_rows
from store.reminders import ReminderRow
from store.whole_subtask import SubtaskRow

AHEAD = timedelta(days=7)
OLD = timedelta(days=21)
MOST = 100
NAMED = 5  # of several cases


@dataclass(frozen=True, slots=True)
class OldCase:
    """A case that was applied for three weeks ago or earlier (N10)."""

    id: str
    title: str
    applied_on: date


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be reminded of: about a subtask, about a case, or about several cases.

    Of several the first are in `waiting`, `ownerless` or `old`; `count` says how many there are.
    """

    kind: ReminderKind
    subtask: SubtaskFacts | None = None
    case: CaseFacts | None = None
    waiting: tuple[WaitingCase, ...] = ()
    ownerless: tuple[WaitingCase, ...] = ()
    old: tuple[OldCase, ...] = ()
    count: int = 0

    @property
    def deadline_on(self) -> date:
        """By when it must be done; far away for what has no deadline."""
        if self.subtask:
            return self.subtask.deadline_on
        return (self.case.deadline_on if self.case else None) or date.max


@dataclass(frozen=True, slots=True)
class Bundle:
    """One message of reminders.

    `today` is the reader's own date. `thread_of` is the subtask in whose thread it is to be said, for a reminder of
    nothing else. `unread` counts the reader's unread messages since the last working morning, in a summary only.
    """

    reader: Person
    today: date
    is_summary: bool
    items: tuple[Item, ...]
    thread_of: int | None = None
    unread: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing left to say; unread messages have made themselves heard before."""
        return not self.items


def bundle(context: Context, bundle_id: int, *, reader: str, now: datetime) -> Bundle | None:
    """What this bundle says to its reader now; None for one who has left. It may have nothing left to say."""
    with context.database.read() as connection:
        try:
            who = loading.actor(connection, reader)
        except NotAllowedError:
            return None
        row = people_rows.by_id(connection, who.person.id)
        lines = rows.of_bundle(connection, bundle_id)
        if row is None:
            return None
        wishes, zone = loading.preferences(row), watched.zone_of(context, row.slack_zone)
        today = now.astimezone(zone).date()
        true = _true(context, connection, lines, who, now)
        items, unread = [item for line in true if (item := _item(connection, line, who, today))], 0
        is_summary = wishes.reminding is Reminding.MORNING and any(one.kind == ReminderKind.SUMMARY for one in true)
        if is_summary:
            own = subtask_rows.unsolved_of(connection, who.person.id, limit=MOST, offset=0)
            late = needs.measure(context, now)
            found = need_rows.given_by(connection, who.person.id, late, limit=MOST, offset=0)
            given = [one.subtask for one in found]
            items += _whole_day(connection, own, given, who, today)
            since_at = context.days.opening(today - timedelta(days=1), zone)
            unread = _unread(connection, [*own, *given], who, since_at) if wishes.wants(NoticeKind.MESSAGE) else 0
        kept = _once_each([item for item in items if is_wanted(item.kind, wishes)])
        thread_of = lines[0].subtask_id if len(lines) == 1 else None
        return Bundle(who.person, today, is_summary, kept, thread_of, unread)


def _once_each(items: Sequence[Item]) -> tuple[Item, ...]:
    """Each thing once, the most pressing first."""
    if any(item.kind is ReminderKind.OWNERLESS_CASES for item in items):  # which names each of them
        items = [item for item in items if item.kind is not ReminderKind.OWNERLESS]
    found: dict[object, Item] = {}
    for item in sorted(items, key=lambda one: (one.kind.order, one.deadline_on)):
        about = item.subtask.id if item.subtask else item.case.id if item.case else item.kind
        found.setdefault(about, item)
    return tuple(found.values())


def _true(
    context: Context, connection: Connection, lines: Sequence[ReminderRow], who: Actor, now: datetime
) -> list[ReminderRow]:
    """Those lines of the book that are still true."""
    numbers = {line.subtask_id for line in lines if line.subtask_id}
    case_ids = {line.case_id for line in lines if line.case_id}
    keys = watched.standing_keys(context, connection, "subtasks", numbers, now)
    keys |= watched.standing_keys(context, connection, "cases", case_ids, now)
    keys |= watched.standing_keys(context, connection, "people", [who.person.id], now)
    return [line for line in lines if line.key in keys or ReminderKind(line.kind).reminded.has_happened]


def _item(connection: Connection, line: ReminderRow, who: Actor, today: date) -> Item | None:
    kind = ReminderKind(line.kind)
    if line.subtask_id:
        row = subtask_rows.get(connection, line.subtask_id)
        return _about_subtask(row, who, kind, today) if row else None
    if line.case_id:
        case = case_rows.get(connection, line.case_id)
        is_hers = case is not None and loading.relation_to_case(case, who).runs_case
        return _about_case(loading.case_facts(case), kind, today) if case is not None and is_hers else None
    return OF_SEVERAL[kind](connection, who, today) if kind.reminded.about is About.CASES else None


def _ownerless_cases(connection: Connection, who: Actor, _: date) -> Item | None:
    count = distribution.count_ownerless(connection, who)
    ownerless = tuple(distribution.ownerless_in(connection, who, limit=NAMED)) if count else ()
    return Item(ReminderKind.OWNERLESS_CASES, ownerless=ownerless, count=count) if count else None


def _waiting(connection: Connection, who: Actor, _: date) -> Item | None:
    count = distribution.count_waiting(connection, who)
    waiting = tuple(distribution.waiting_in(connection, who, limit=NAMED)) if count else ()
    return Item(ReminderKind.WAITING, waiting=waiting, count=count) if count else None


def _old_cases(connection: Connection, who: Actor, today: date) -> Item | None:
    count = rows.count_old_cases(connection, who.person.id, today - OLD)
    found = rows.old_cases(connection, who.person.id, today - OLD, limit=NAMED)
    old = tuple(OldCase(row.id, row.title, row.applied_on) for row in found)
    return Item(ReminderKind.OLD_CASES, old=old, count=count) if count else None


# How the cases are looked up that a reminder of several is about; None when there are none any more.
OF_SEVERAL: Mapping[ReminderKind, Callable[[Connection, Actor, date], Item | None]] = MappingProxyType(
    {
        ReminderKind.OWNERLESS_CASES: _ownerless_cases,
        ReminderKind.WAITING: _waiting,
        ReminderKind.OLD_CASES: _old_cases,
    }
)


def _about_subtask(row: SubtaskRow, who: Actor, kind: ReminderKind, today: date) -> Item | None:
    facts = loading.subtask(row)
    is_told = loading.relation_to(row, who).is_party and who.person.id in loading.told(row)
    if facts.is_solved or facts.held_until_on or not is_told:
        return None
    if facts.waits_for_owner_at and kind is not ReminderKind.HOLD_OVER:
        is_asked = loading.relation_to(row, who).owner
        return Item(ReminderKind.UNANSWERED, subtask=facts) if is_asked else None
    return Item(kind.on(today, facts.deadline_on), subtask=facts)


def _about_case(case: CaseFacts, kind: ReminderKind, today: date) -> Item:
    return Item(kind.on(today, case.deadline_on), case=case)


def _whole_day(
    connection: Connection, own: Sequence[SubtaskRow], given: Sequence[SubtaskRow], who: Actor, today: date
) -> list[Item]:
    """What a morning's summary tells besides what fell due that morning: all that is late or due within a week."""
    owned = case_lists.owned_by(connection, who.person.id, limit=MOST, offset=0)
    near = [line.id for line in owned if line.status in WORKED_ON and _is_near(line.deadline_on, today)]
    cases = [loading.case_facts(row) for row in (case_rows.get(connection, case_id) for case_id in near) if row]
    items = [
        *(_about_subtask(row, who, ReminderKind.DEADLINE, today) for row in own if _is_near(row.deadline_on, today)),
        *(
            _about_subtask(row, who, ReminderKind.OWNER_OVERDUE, today)
            for row in given
            if row.deadline_on < today or loading.waits_since(row)
        ),
        *(_about_case(case, ReminderKind.CASE_DEADLINE, today) for case in cases),
    ]
    return [item for item in items if item]


def _is_near(deadline_on: date | None, today: date) -> bool:
    return deadline_on is not None and deadline_on <= today + AHEAD


def _unread(connection: Connection, unsolved: Sequence[SubtaskRow], who: Actor, since_at: datetime) -> int:
    """How many messages of others since then the person has neither opened nor answered, in what is unsolved.

    Slack does not tell when somebody reads a thread there, so that older ones are not counted again and again.
    """
    numbers = [row.id for row in unsolved]
    return sum(message_rows.unread(connection, numbers, who.person.id, since_at=since_at).values())
