"""What the program notes about itself: another schema, other settings than at the last start, who looked where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time

from cases.context import Context
from cases.transaction import Transaction
from domain.administration import LogLine, Measure
from domain.permissions import Actor
from store import administration
from store.database import Database
from store.reminders import mark, set_mark

SETTINGS = "settings"


def note_schema(database: Database, before: str | None, after: str, *, by: str, now: datetime) -> None:
    """Note that the database has another schema than before; nothing where it is the same."""
    if before != after:
        line = LogLine(Measure.SCHEMA_CHANGED, details={"from": before, "to": after})
        with database.begin(patient=True) as connection:
            administration.add(connection, [line], now, by=by)


def note_settings(context: Context, settings: Mapping[str, str], *, now: datetime) -> None:
    """Note which of these settings, of which none is a secret, are others than at the last start."""
    with context.database.begin() as connection:
        before: dict[str, str] = json.loads(mark(connection, SETTINGS) or "{}")
        changes = {
            name: [before.get(name), settings.get(name)]
            for name in sorted({*before, *settings})
            if before.get(name) != settings.get(name)
        }
        if changes:
            line = LogLine(Measure.SETTINGS_CHANGED, details={"changes": changes})
            administration.add(connection, [line], now, by=context.operator)
            set_mark(connection, SETTINGS, json.dumps(dict(settings)))


def note_reading(context: Context, act: Transaction, who: Actor, case_id: str, subtask_id: int) -> None:
    """Inside a transaction: somebody who is no party has a subtask's internal messages in front of them.

    Once for each person, subtask and day.
    """
    today = datetime.combine(context.today(act.now), time(), context.zone)
    if not administration.has_read(act.connection, who.person.id, case_id, subtask_id, today):
        details = {"subtask": subtask_id}
        act.log(LogLine(Measure.MESSAGES_READ, case_id=case_id, actor_id=who.person.id, details=details))
