"""From rows to what the clock watches, and from that to the slots that stand at an instant."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import Connection

from cases import loading
from cases.context import Context
from domain.notification_settings import Reminding
from domain.schedule import (
    Party,
    Slot,
    WatchedCase,
    WatchedPerson,
    WatchedSubtask,
    standing,
    tracks_of_case,
    tracks_of_person,
    tracks_of_subtask,
)
from domain.values import SubtaskStatus
from store import watched as rows
from store.watched import (
    CasePartyRow,
    Key,
    Kind,
    PartyRow,
    WatchedCaseRow,
    WatchedPersonRow,
    WatchedRow,
    WatchedSubtaskRow,
)

BACK = timedelta(days=14)  # a weekly reminder that stands came at most one week and some holidays ago


def zone_of(context: Context, name: str | None) -> ZoneInfo:
    """A person's time zone by its name in Slack, or the institution's where that says nothing."""
    try:
        return ZoneInfo(name) if name else context.zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return context.zone


def subtask(context: Context, row: WatchedSubtaskRow) -> WatchedSubtask:
    """An unsolved subtask as the clock sees it; one who declined, left or lost the role has it no more.

    While one of the two is away, who stands in is told.
    """
    is_left = loading.has_left(row)
    has_it = not is_left and row.declined_at is None
    owner = row.owner_stand_in or row.owner
    return WatchedSubtask(
        id=row.id,
        deadline_on=row.deadline_on,
        is_new=row.status is SubtaskStatus.NEW,
        reminds_from_at=row.reminds_from_at,
        reminds_from_on=context.today(row.reminds_from_at) if row.reminds_from_at else None,
        assignee=_party(context, row.stand_in or row.assignee, active=has_it),
        owner=_party(context, owner, active=owner is not None and owner.active),
        assignee_id=row.assignee.id if has_it else None,
        held_until_on=row.held_until_on,
        waits_since_at=loading.waits_since(row),
        left_id=row.assignee.id if is_left else None,
        owned_from_at=row.owned_from_at,
    )


def case(context: Context, row: WatchedCaseRow) -> WatchedCase:
    """An open case as the clock sees it."""
    owner = _party(context, row.stand_in or row.owner, active=bool(row.owner_answers))
    distributor = _party(context, row.distributor, active=True)
    lost_id = row.owner.id if row.owner and not row.owner_answers else None
    return WatchedCase(row.id, row.deadline_on, row.reminds_from_at, owner or distributor, lost_id)


def person(context: Context, row: WatchedPersonRow) -> WatchedPerson:
    """A person as the clock sees them; one who has left, or is not in Slack yet, is told nothing."""
    party = Party(row.id, zone_of(context, row.slack_zone))
    if not (row.active and row.slack_id):
        return WatchedPerson(party, Reminding.AT_ONCE, distributes=False, owns_from_at=None)
    return WatchedPerson(party, row.reminding, row.distributes, row.owns_from_at)


def _party(context: Context, row: PartyRow | CasePartyRow | None, *, active: bool) -> Party | None:
    if row is None or not (active and row.slack_id):  # who is not in Slack is reminded of nothing yet
        return None
    return Party(row.id, zone_of(context, row.zone))


def next_morning(context: Context, row: WatchedPersonRow, now: datetime) -> datetime:
    """When a person is looked at next: each working morning, whatever they have come to do or wish since the last."""
    zone = zone_of(context, row.slack_zone)
    today = now.astimezone(zone).date()
    this_morning = context.days.opening(today, zone)
    return this_morning if this_morning > now else context.days.opening(context.days.after(today), zone)


def stands(context: Context, row: WatchedRow, now: datetime) -> tuple[list[Slot], datetime | None]:
    """The slots of a subtask, case or person that stand now, and when its next one comes."""
    if isinstance(row, WatchedSubtaskRow):
        watched = subtask(context, row)
        return standing(tracks_of_subtask(watched, context.days), now, watched.reminds_from_at)
    if isinstance(row, WatchedCaseRow):
        return standing(tracks_of_case(case(context, row), context.days), now, row.reminds_from_at)
    tracks = tracks_of_person(person(context, row), context.days, since=context.today(now) - BACK)
    return standing(tracks, now, None)


def standing_keys(
    context: Context, connection: Connection, what: Kind, numbers: Collection[Key], now: datetime
) -> set[str]:
    """The keys of all slots of these that stand now: a reminder whose key is not among them is untrue by now."""
    found = rows.watched(connection, what, numbers) if numbers else []
    return {slot.key for row in found for slot in stands(context, row, now)[0]}
