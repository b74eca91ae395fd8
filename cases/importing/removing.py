"""Removing a case that was imported by mistake, as long as nobody has done more than look at it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.engine import Connection

from cases import effects
from cases.acts import taking_out
from cases.importing.faults import Faults
from cases.importing.records import Removal
from cases.transaction import Transaction
from domain.errors import N_
from domain.history import Act
from domain.notices import CaseRemoved
from store import cases as case_rows
from store import current as current_rows
from store import importing as rows
from store import people as people_rows


def removable(connection: Connection, wanted: Mapping[str, Removal], faults: Faults) -> tuple[str, ...]:
    """Which cases go; notes a fault for each that is not known, or in which somebody has begun to work."""
    known = {row.id: row for row in current_rows.cases_of(connection, wanted)}
    begun = current_rows.worked_on(connection, wanted)
    for number, removal in wanted.items():
        if number not in known:
            faults.at(removal.source, "id", N_("Saken «{id}» finnes ikke."), id=number)
        elif number in begun and known[number].removed_at is None:
            words = N_("Noen har begynt på saken «{id}», så den kan ikke fjernes. Er den trukket, skriv «withdrawn».")
            faults.at(removal.source, "remove", words, id=number)
    return tuple(number for number in wanted if number in known and known[number].removed_at is None)


def remove_in(act: Transaction, case_ids: Collection[str]) -> None:
    """Inside an import: take what these cases are away from everybody, and tell who had them in front of them."""
    for case_id in case_ids:
        case = case_rows.get(act.connection, case_id, lock="update")
        if case is None:
            continue
        files = [one.id for one in case_rows.attachments_of(act.connection, case_id)]
        if files:
            taking_out.take_out_in(act, case, files, reason="")
        over = people_rows.distributors_over(act.connection, case.place_path)
        homes = [*case.owners, *over, *rows.homes_on_cases(act.connection, [case_id])]
        if case.acting_owner_id:
            act.show([effects.notice(CaseRemoved(case_id), case.acting_owner_id)])
        case_rows.remove(act.connection, case_id, act.now)
        act.did_in_case(Act.CASE_REMOVED, case_id, homes=homes)
