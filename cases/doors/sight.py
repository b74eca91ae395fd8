"""What a system sees: the cases that it runs, and nothing else; what it may not see is as if it were not there."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.engine import Connection

from domain import permissions
from domain.errors import N_, NotFoundError
from domain.values import Role
from store import cases as case_rows
from store import door_reads, systems
from store.cases import CaseRow
from store.systems import SystemRow

NO_SUCH_CASE = N_("Saken «{id}» finnes ikke.")


def runs(connection: Connection, case: CaseRow, system: SystemRow) -> bool:
    """Whether a system runs this case."""
    came = bool(systems.brought_in(connection, system.id, [case.id]))
    return _runs(system, case.place_path, came=came)


def seen_of(connection: Connection, case_ids: Collection[str], system: SystemRow) -> set[str]:
    """Those of these cases that a system runs."""
    paths = door_reads.paths_of(connection, case_ids)
    came = systems.brought_in(connection, system.id, list(paths)) if system.role is Role.CASE_WORKER else set()
    return {case_id for case_id, path in paths.items() if _runs(system, path, came=case_id in came)}


def case_for(connection: Connection, case_id: str, system: SystemRow) -> CaseRow:
    """A case that the system runs. Raises NotFoundError."""
    case = case_rows.get(connection, case_id)
    if case is None or not runs(connection, case, system):
        raise NotFoundError(NO_SUCH_CASE, id=case_id)
    return case


def _runs(system: SystemRow, place_path: str, *, came: bool) -> bool:
    relation = permissions.relation_of_system(
        system.role, below=system.place_path, place_path=place_path, brought_in=came
    )
    return relation.runs_case
