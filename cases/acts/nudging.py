"""Purr: one polite line to the assignee of a subtask; one act with one rule, wherever somebody asks for it.

At most one a working day: it comes in the assignee's hours, and the day on which it comes is written down. Until that
day is over there is no other one, whoever asks, so that what is sent on a Saturday is the one of Monday.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.context import Context
from cases.reminders.watched import zone_of
from cases.transaction import Transaction
from domain import permissions
from domain.asking_notices import Nudged
from domain.errors import N_, NotAllowedError
from domain.history import Act
from domain.permissions import Actor
from domain.stored_notices import to_json
from store import nudges
from store import people as people_rows
from store.whole_subtask import SubtaskRow

OWN = N_("Du er selv ansvarlig for deloppgaven, så det er ingen å purre på.")
NOBODY = N_("Ingen er ansvarlig for deloppgaven nå. Bytt ansvarlig i stedet.")
UNREACHABLE = N_("{name} er ikke i Slack ennå, og kan ikke få en purring her.")
AWAY = N_("{name} er borte nå, og får ingen purringer.")
ON_HOLD = N_("Deloppgaven er på vent til {day}. Gjenoppta den før du purrer.")
WAITS = N_("Den som er ansvarlig, venter på svar fra sakseier. Svar før du purrer.")
ALREADY = N_("Det er allerede purret på deloppgaven, for {day}. Det kan purres én gang hver arbeidsdag.")


def nudge(context: Context, subtask_id: int, *, actor: str, now: datetime) -> None:
    """Remind the assignee of an unsolved subtask. Raises NotAllowedError that says why not, and when there was one."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        row, relation = loading.subtask_for(act.connection, subtask_id, who, for_update=True)
        permissions.require_case(relation)
        loading.require_unsolved(row)
        if refusal := refusals(context, act.connection, [row], who, now).get(row.id):
            raise refusal
        nudge_in(act, context, row, who)


def nudge_in(act: Transaction, context: Context, row: SubtaskRow, who: Actor) -> None:
    """Inside the transaction of an act: remind the assignee of a subtask, which is locked and may be reminded of."""
    person = people_rows.by_id(act.connection, row.acting_assignee_id)
    zone = zone_of(context, person.slack_zone if person else None)
    on = context.days.next_working_moment(act.now, zone).astimezone(zone).date()
    nudges.note(act.connection, row.id, on)
    act.did(Act.SUBTASK_NUDGED, row)
    said = to_json(Nudged(who.person.id))
    act.show([replace(effects.nudge(row.id, row.acting_assignee_id, on), details=said)])


def nudgeable(
    context: Context, connection: Connection, rows: Sequence[SubtaskRow], who: Actor, now: datetime
) -> set[int]:
    """Those of these subtasks whose assignees who runs the case can remind now."""
    unsolved = [row for row in rows if row.solved_at is None]
    return {row.id for row in unsolved} - refusals(context, connection, unsolved, who, now).keys()


def refusals(
    context: Context, connection: Connection, rows: Sequence[SubtaskRow], who: Actor, now: datetime
) -> dict[int, NotAllowedError]:
    """Why the assignees of which of these unsolved subtasks cannot be reminded; those that can are not among them."""
    today = context.today(now)
    found = {row.id: fault for row in rows if (fault := _fault(row, who, today))}
    left = [row for row in rows if row.id not in found and row.stand_in is None]
    away = nudges.away(connection, {row.assignee_id for row in left}, today) if left else frozenset()
    return found | {
        row.id: NotAllowedError(AWAY, name=loading.called(row, row.assignee)) for row in left if row.assignee_id in away
    }


def _fault(row: SubtaskRow, who: Actor, today: date) -> NotAllowedError | None:
    if not row.is_begun:
        return NotAllowedError(permissions.NOT_BEGUN)
    if row.declined_at or loading.has_left(row):
        return NotAllowedError(NOBODY)
    if row.acting_assignee_id == who.person.id:
        return NotAllowedError(OWN)
    name = loading.called(row, row.assignee)
    if (row.stand_in or row.assignee).slack_id is None:
        return NotAllowedError(UNREACHABLE, name=name)
    if row.held_until_on:
        return NotAllowedError(ON_HOLD, day=row.held_until_on)
    if loading.waits_since(row):
        return NotAllowedError(WAITS)
    if row.nudged_on and row.nudged_on >= today:
        return NotAllowedError(ALREADY, day=row.nudged_on)
    return None
