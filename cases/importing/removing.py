"""Removing a case that was imported by mistake, as long as nobody has done more than look at it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects
from cases.acts import taking_out
from cases.importing.faults import Faults
from cases.importing.records import Removal
from domain.errors import N_
from domain.notices import CaseRemoved
from store import cases as case_rows
from store import history
from store import importing as rows
from store import people as people_rows
from store.outbox import OutboxItem


def removable(connection: Connection, wanted: Mapping[str, Removal], faults: Faults) -> tuple[str, ...]:
    """Which cases go; notes a fault for each that is not known, or in which somebody has begun to work."""
    known = {row.id: row for row in rows.cases_of(connection, wanted)}
    begun = rows.worked_on(connection, wanted)
    for number, removal in wanted.items():
        if number not in known:
            faults.at(removal.source, "id", N_("Saken «{id}» finnes ikke."), id=number)
        elif number in begun and known[number].removed_at is None:
            words = N_("Noen har begynt på saken «{id}», så den kan ikke fjernes. Er den trukket, skriv «withdrawn».")
            faults.at(removal.source, "remove", words, id=number)
    return tuple(number for number in wanted if number in known and known[number].removed_at is None)


def remove_in(connection: Connection, case_ids: Collection[str], now: datetime) -> list[OutboxItem]:
    """Inside an import: take what these cases are away from everybody, and tell who had them in front of her."""
    told: list[OutboxItem] = []
    for case_id in case_ids:
        case = case_rows.get(connection, case_id, lock="update")
        if case is None:
            continue
        files = [one.id for one in case_rows.attachments_of(connection, case_id)]
        told += taking_out.take_out_in(connection, case_id, files, by=None, reason="", now=now) if files else []
        seen = {*people_rows.distributors_over(connection, case.place_path)}
        seen.update(rows.homes_on_cases(connection, [case_id]))
        if case.owner_id:
            seen.add(case.owner_id)
            told.append(effects.notice(CaseRemoved(case_id), case.owner_id))
        case_rows.remove(connection, case_id, now)
        history.add(connection, "case.removed", at=now, case_id=case_id)
        told += effects.homes(*sorted(seen))
    return told
