"""What a system sees: the cases that it runs, and nothing else; what it may not see is as if it were not there."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.engine import Connection

from cases.erasing.tombstones import ERASED
from domain import permissions
from domain.errors import N_, NotFoundError, Refused
from domain.values import Role
from store import cases as case_rows
from store import door_reads, erasing, systems
from store.cases import CaseRow
from store.systems import SystemRow

NO_SUCH_CASE = N_("Saken «{id}» finnes ikke.")


class GoneError(Refused):
    """The case is erased, and the system would have run it."""


def runs(connection: Connection, case_id: str, place_path: str, system: SystemRow) -> bool:
    """Whether a system runs the case of this number, which is at the place of this path."""
    came = bool(systems.brought_in(connection, system.id, [case_id]))
    return _runs(system, place_path, came=came)


def seen_of(connection: Connection, case_ids: Collection[str], system: SystemRow) -> set[str]:
    """Those of these cases that a system runs."""
    paths = door_reads.paths_of(connection, case_ids)
    came = systems.brought_in(connection, system.id, list(paths)) if system.role is Role.CASE_WORKER else set()
    return {case_id for case_id, path in paths.items() if _runs(system, path, came=case_id in came)}


def case_for(connection: Connection, case_id: str, system: SystemRow) -> CaseRow:
    """A case that the system runs. Raises NotFoundError, and GoneError for one that was erased."""
    case = case_rows.get(connection, case_id)
    if case is not None and runs(connection, case_id, case.place_path, system):
        return case
    erased_at = erasing.erased_at(connection, case_id) if case is None else None
    if erased_at is not None and runs(connection, case_id, erased_at, system):
        raise GoneError(ERASED)
    raise NotFoundError(NO_SUCH_CASE, id=case_id)


def _runs(system: SystemRow, place_path: str, *, came: bool) -> bool:
    relation = permissions.relation_of_system(
        system.role, below=system.place_path, place_path=place_path, brought_in=came
    )
    return relation.runs_case
