"""What would be said at a given time, to whom and why, if nothing changed until then; says nothing to anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from cases import loading
from cases.context import Context
from cases.reminders import watched
from domain.reminders import ReminderKind, is_wanted
from domain.schedule import (
    Slot,
    WatchedSubtask,
    hold_ends_at,
    standing,
    tracks_of_subtask,
)
from store import cases as case_rows
from store import people as people_rows
from store import reminders as rows
from store import subtasks as subtask_rows
from store.watched import KINDS, Key, Kind, WatchedSubtaskRow, everything_watched

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One reminder that would be sent; `about` names the thing by number. `wanted` is false for what is turned off."""

    at: datetime
    name: str
    email: str
    zone: str
    kind: ReminderKind
    about: str
    wanted: bool


def forecast(context: Context, at: datetime) -> list[Foreseen]:
    """The reminders that fall due in the hour from `at`, or wait for it, by person, as things stand now."""
    with context.database.read() as connection:
        slots = [(what, number, slot) for what in KINDS for number, slot in _slots(context, connection, what, at)]
        book = rows.in_book(connection, [slot.key for _, _, slot in slots])
        found = [
            _foreseen(connection, what, number, replace(slot, at=told_at))
            for what, number, slot in slots
            if (told_at := book.get(slot.key, slot.at)) and at <= told_at < at + HOUR
        ]
        return sorted((one for one in found if one), key=lambda one: (one.at, one.name, one.email, one.kind))


def _slots(context: Context, connection: Connection, what: Kind, at: datetime) -> Iterator[tuple[Key, Slot]]:
    """Everything that would stand an hour after `at`, what came before included: it may be said then all the same."""
    until = at + HOUR - timedelta(microseconds=1)
    for row in everything_watched(connection, what):
        if isinstance(row, WatchedSubtaskRow):
            found = _of_subtask(context, watched.subtask(context, row), at, until)
        else:
            found = iter(watched.stands(context, row, until)[0])
        yield from ((row.id, slot) for slot in found)


def _of_subtask(context: Context, subtask: WatchedSubtask, at: datetime, until: datetime) -> Iterator[Slot]:
    since_at = subtask.reminds_from_at
    if subtask.held_until_on:
        since_at = hold_ends_at(subtask.held_until_on, context.days, context.zone)
        for party in subtask.parties:
            told_at = context.days.next_working_moment(since_at, party.zone)
            if at <= told_at <= until:
                yield Slot(told_at, ReminderKind.HOLD_OVER, party, "")
        if since_at > until:
            return
        subtask = replace(
            subtask, held_until_on=None, reminds_from_at=since_at, reminds_from_on=context.today(since_at)
        )
    yield from standing(tracks_of_subtask(subtask, context.days), until, since_at)[0]


def _foreseen(connection: Connection, what: Kind, number: Key, slot: Slot) -> Foreseen | None:
    row = people_rows.by_id(connection, slot.party.id)
    if row is None:
        return None
    wanted = is_wanted(slot.kind, loading.preferences(row))
    about = _about(connection, what, number)
    return Foreseen(slot.at, row.person.name, row.person.email, slot.party.zone.key, slot.kind, about, wanted)


def _about(connection: Connection, what: Kind, number: Key) -> str:
    if what == "people":
        return ""
    row = subtask_rows.get(connection, number) if isinstance(number, int) else None
    if row is not None:
        return f"case {row.case_id}, subtask {number} (deadline {row.deadline_on})"
    case = case_rows.get(connection, str(number))
    return f"case {number} (deadline {case.deadline_on})" if case is not None else str(number)
