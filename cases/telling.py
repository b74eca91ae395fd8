"""What systems are told of what was done, decided in one place from the lines of the history that an act leaves.

Whether any system listens is asked by the statement that writes these lines, so that where none does it costs nothing,
and a system that has just begun to listen is missed by no process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.engine import Connection

from cases.doors import sight
from domain.history import Act, Line
from domain.outbox_kinds import OutboxKind
from domain.webhooks import Event
from store import systems, webhooks
from store.outbox import OutboxItem

Told = tuple[Line, Event]
EVENTS: Mapping[Act, Event] = MappingProxyType(
    {
        Act.CASE_IMPORTED: Event.CASE_CREATED,
        Act.CASE_CLOSED: Event.CASE_CLOSED,
        Act.CASE_WITHDRAWN: Event.CASE_CLOSED,
        Act.SUBTASK_CREATED: Event.SUBTASK_CREATED,
        Act.SUBTASK_REASSIGNED: Event.SUBTASK_ASSIGNED,
        Act.SUBTASK_MOVE_UNDONE: Event.SUBTASK_ASSIGNED,
        Act.MESSAGE_SENT: Event.SUBTASK_MESSAGED,
        Act.SUBTASK_SOLVED: Event.SUBTASK_SOLVED,
        Act.SUBTASK_SOLVING_UNDONE: Event.SUBTASK_REOPENED,
        Act.SUBTASK_REOPENED: Event.SUBTASK_REOPENED,
    }
)
GIVES_A_CASE = frozenset(
    {
        Act.CASE_DISTRIBUTED,
        Act.CASE_REDISTRIBUTED,
        Act.CASE_MOVE_UNDONE,
        Act.CASE_CHANGED,
        Act.CASE_DISQUALIFIED,
    }
)
"""By these a case may get another owner, or lose the one it has; they are also written where it keeps them."""


def told(lines: Sequence[Line], *, given: Collection[str]) -> list[Told]:
    """Those of these lines that are events for others; the `given` cases have another owner, or none, by now."""
    return [(line, event) for line in lines if (event := _event_of(line, given))]


def items(connection: Connection, told: Sequence[Told], at: datetime) -> list[OutboxItem]:
    """For each system that sees the case now, and has chosen to hear of this: what it is told, in this order."""
    hearing = _hearing(connection, {line.case_id for line, _ in told}, at)
    if not any(seen for _, seen in hearing.values()):
        return []
    events = Counter(line.case_id for line, _ in told)
    counted = webhooks.count_on(connection, events)
    last = {case_id: end - events[case_id] for case_id, (_, end) in counted.items()}
    found = []
    for line, event in told:
        last[line.case_id] += 1
        said: dict[str, object] = {"event": event, "sequence": last[line.case_id]}
        said |= {"subtask": line.subtask_id} if line.subtask_id else {}
        number, _ = counted[line.case_id]
        for system, (wanted, seen) in hearing.items():
            if event in wanted and line.case_id in seen:
                once = f"webhook:{system}:{number}:{last[line.case_id]}"
                found.append(OutboxItem(OutboxKind.WEBHOOK, number, system, said, dedupe_key=once))
    return found


def _event_of(line: Line, given: Collection[str]) -> Event | None:
    if line.act in GIVES_A_CASE and line.case_id in given:
        return Event.CASE_ASSIGNED
    return EVENTS.get(line.act)


def _hearing(connection: Connection, case_ids: Collection[str], now: datetime) -> dict[int, tuple[list[str], set[str]]]:
    """By system: which events it has chosen, and which of these cases it sees."""
    found = {}
    for one in webhooks.listening(connection):
        system = systems.with_good_key(connection, one.person_id, now)
        if system:
            found[one.person_id] = (one.events, sight.seen_of(connection, case_ids, system))
    return found
