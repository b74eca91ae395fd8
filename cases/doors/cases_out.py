"""What became of cases, out by the door: for the system that runs them, as they are now."""

from __future__ import annotations

import hashlib
from datetime import datetime

import orjson
from sqlalchemy.engine import Connection

from cases import loading
from cases.context import Context
from cases.doors import keys, sight
from domain.doors import (
    CaseFile,
    CaseHead,
    CasePage,
    HistoryLines,
    NamedPerson,
    Subtasks,
    ToldCase,
    ToldLine,
    ToldSubtask,
)
from domain.values import CaseStatus, Person, Role
from store import cases as case_rows
from store import door_reads, history
from store import subtasks as subtask_rows
from store.systems import SystemRow
from store.whole_subtask import SubtaskRow


def case(context: Context, key_id: int, case_id: str, *, now: datetime) -> ToldCase:
    """A case that the system runs. Raises NotFoundError."""
    with context.database.read() as connection:
        return case_in(connection, case_id, keys.system_of(connection, key_id, now))


def case_in(connection: Connection, case_id: str, system: SystemRow) -> ToldCase:
    """The same inside a transaction."""
    row = sight.case_for(connection, case_id, system)
    files = case_rows.attachments_of(connection, case_id)
    return ToldCase(
        id=row.id,
        title=row.title,
        place=door_reads.code_of(connection, row.place_id),
        status=row.status,
        applicant=NamedPerson(row.applicant_name, row.applicant_email),
        applied_on=row.applied_on,
        owner=_named(row.owner),
        deadline=row.deadline_on,
        type=row.type,
        text=row.text,
        attachments=tuple(CaseFile(one.name, one.title, one.media_type, one.size, one.sha256) for one in files),
        open_subtasks=len(subtask_rows.unsolved_in(connection, case_id)),
    )


def etag(told: object) -> str:
    """What this version of something is known by."""
    return f'"{hashlib.sha256(orjson.dumps(told)).hexdigest()[:32]}"'


def file_etag(sha256: str | None) -> str:
    """What these bytes are known by."""
    return f'"{sha256}"'


def cases(
    context: Context, key_id: int, *, after: str, limit: int, status: CaseStatus | None, now: datetime
) -> CasePage:
    """The cases that the system runs whose numbers come after this one."""
    with context.database.read() as connection:
        system = keys.system_of(connection, key_id, now)
        brought_in_by = system.id if system.role is not Role.DISTRIBUTOR else None
        found = door_reads.cases_below(
            connection, system.place_path, brought_in_by=brought_in_by, after=after, limit=limit + 1, status=status
        )
        items = tuple(CaseHead(*row) for row in found[:limit])
        return CasePage(items, items[-1].id if len(found) > limit else None)


def subtasks(context: Context, key_id: int, case_id: str, *, now: datetime) -> Subtasks:
    """All subtasks of a case that the system runs, with their conclusions. Raises NotFoundError."""
    with context.database.read() as connection:
        sight.case_for(connection, case_id, keys.system_of(connection, key_id, now))
        return Subtasks(tuple(_subtask(row) for row in subtask_rows.all_in(connection, case_id)))


def lines(context: Context, key_id: int, case_id: str, *, offset: int, limit: int, now: datetime) -> HistoryLines:
    """Lines of the history of a case that the system runs, the newest first. Raises NotFoundError."""
    with context.database.read() as connection:
        sight.case_for(connection, case_id, keys.system_of(connection, key_id, now))
        found = history.of_case(connection, case_id, subtask_id=None, limit=limit + 1, offset=offset)
        items = [ToldLine(row.at, row.act, row.subtask_id, row.actor.name if row.actor else None) for row in found]
        return HistoryLines(tuple(items[:limit]), str(offset + limit) if len(found) > limit else None)


def _subtask(row: SubtaskRow) -> ToldSubtask:
    facts = loading.subtask(row)
    return ToldSubtask(
        id=facts.id,
        title=facts.title,
        status=facts.status,
        deadline=facts.deadline_on,
        description=facts.description,
        assignee=NamedPerson(facts.assignee.name, facts.assignee.email),
        conclusion=facts.conclusion,
        answers=dict(facts.answers),
        ending=facts.ending,
        ending_text=facts.ending_text,
        solved_at=facts.solved_at,
        solved_by=_named(facts.solved_by),
    )


def _named(person: Person | None) -> NamedPerson | None:
    return NamedPerson(person.name, person.email) if person else None
