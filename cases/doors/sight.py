"""What a system sees: the cases that it runs, and nothing else; what it may not see is as if it were not there."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from domain import permissions
from domain.errors import N_, NotFoundError
from store import cases as case_rows
from store import systems
from store.cases import CaseRow
from store.systems import SystemRow

NO_SUCH_CASE = N_("Saken «{id}» finnes ikke.")


def runs(connection: Connection, case: CaseRow, system: SystemRow) -> bool:
    """Whether a system runs this case."""
    came = bool(systems.brought_in(connection, system.id, [case.id]))
    relation = permissions.relation_of_system(
        system.role, below=system.place_path, place_path=case.place_path, brought_in=came
    )
    return relation.runs_case


def case_for(connection: Connection, case_id: str, system: SystemRow) -> CaseRow:
    """A case that the system runs. Raises NotFoundError."""
    case = case_rows.get(connection, case_id)
    if case is None or not runs(connection, case, system):
        raise NotFoundError(NO_SUCH_CASE, id=case_id)
    return case
