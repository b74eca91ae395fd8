"""The clock's look: what has fallen due is written down, then all that is to be said to one person becomes one message.

Rows decide, so that it does not matter how often, how late or by how many processes this is done. A look reads
only what is due (`look_at`); bundling waits until nothing is due any more, so that what falls due at the same
hour is one message even when it took many looks.
"""

from __future__ import annotations

from datetime import date, datetime

from cases import effects, transaction
from cases.acts import holding
from cases.context import Context
from cases.reminders import watched
from cases.transaction import Transaction
from domain.reminders import ReminderKind
from domain.schedule import Slot, hold_ends_at
from store import reminders as rows
from store import subtasks as subtask_rows
from store.watched import KINDS, Key, Kind, WatchedPersonRow, WatchedSubtaskRow
from store.watched import watched as watched_rows

AT_ONCE = 100
CALENDAR = "calendar"
NEVER = 0  # the bundle that is never sent


def look(context: Context, *, now: datetime) -> bool:
    """Look at some of what is due and write down what is to be said; False when nothing was due any more."""
    with transaction.begin(context, now=now) as act:
        for what in KINDS:
            numbers = rows.due(act.connection, what, now, AT_ONCE)
            if numbers:
                _look_at(context, act, what, numbers, now)
                return True
    return False


def _look_at(context: Context, act: Transaction, what: Kind, numbers: list[Key], now: datetime) -> None:
    next_at: dict[Key, datetime | None] = dict.fromkeys(numbers)
    lines: list[dict[str, object]] = []
    for row in watched_rows(act.connection, what, numbers):
        if isinstance(row, WatchedSubtaskRow) and row.held_until_on:
            next_at[row.id] = _look_at_held(context, act, row, row.held_until_on, now)
            continue
        slots, next_slot_at = watched.stands(context, row, now)
        turns = [at for at in (next_at[row.id], next_slot_at) if at]  # a case may come for several distributors
        is_new = isinstance(row, WatchedPersonRow) and row.look_at is None  # what stood there before is not for them
        if isinstance(row, WatchedPersonRow):
            turns = [watched.next_morning(context, row, now)]
        next_at[row.id] = min(turns, default=None)
        lines += [_line(context, what, row.id, slot, now, told=not is_new) for slot in slots]
    rows.looked(act.connection, what, next_at)
    rows.write_down(act.connection, lines)


def _look_at_held(
    context: Context, act: Transaction, row: WatchedSubtaskRow, until_on: date, now: datetime
) -> datetime:
    """Rest until the hold ends; end it when its morning has come, and tell both parties."""
    ends_at = hold_ends_at(until_on, context.days, context.zone)
    if ends_at > now:
        return ends_at
    whole = subtask_rows.get(act.connection, row.id)
    if whole is not None:
        holding.end_in(act, whole)
        for party in watched.subtask(context, row).parties:
            key = f"hold_over:{row.id}:{party.id}:{now.isoformat()}"
            slot = Slot(now, ReminderKind.HOLD_OVER, party, key)
            rows.write_down(act.connection, [_line(context, "subtasks", row.id, slot, now)])
    return now


def _line(
    context: Context, what: Kind, number: Key, slot: Slot, now: datetime, *, told: bool = True
) -> dict[str, object]:
    """A line of the book: to be said now, or when its person is at work again."""
    return {
        "key": slot.key,
        "kind": slot.kind,
        "person_id": slot.party.id,
        "subtask_id": number if what == "subtasks" else None,
        "case_id": number if what == "cases" else None,
        "due_at": context.days.next_working_moment(now, slot.party.zone),
        "bundle_id": None if told else NEVER,
    }


def bundle(context: Context, *, now: datetime) -> bool:
    """Let some people be told what is in the book for them; False when nobody is to be told, or not yet."""
    with transaction.begin(context, now=now) as act:
        if rows.anything_due(act.connection, now):
            return False  # another process looks at it still, and will come here
        people = rows.to_be_told(act.connection, now, AT_ONCE)
        for person in people:
            _tell(context, act, person, now)
    return bool(people)


def _tell(context: Context, act: Transaction, person: rows.ToTellRow, now: datetime) -> None:
    """Send what is to be said to a person; to one who is not at work, with all that comes until they are."""
    at_work = context.days.next_working_moment(now, watched.zone_of(context, person.slack_zone))
    if at_work > now:
        rows.put_off(act.connection, person.id, now, at_work)
        return
    number = rows.bundle(act.connection, person.id, now)
    if number is not None:
        act.show([effects.reminder(number, person.id)])


def take_calendar(context: Context, *, now: datetime) -> None:
    """Look at everything again when the calendar is another one than before: other days may be closed."""
    with transaction.begin(context, now=now) as act:
        if rows.mark(act.connection, CALENDAR) != context.days.fingerprint:
            rows.set_mark(act.connection, CALENDAR, context.days.fingerprint)
            act.changed_calendar()
