"""A case with something in every column of every table that its record is made of, each value to be known again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Table

from domain.notification_settings import Reminding
from domain.values import CaseStatus, Ending, Role, SubtaskStatus
from store import tables
from store.case_rows import READ
from store.columns import Instant
from store.database import Database
from store.files import Files

CASE = "sak/2026-ø"
FIRST_AT = datetime(2026, 1, 1, 7, 30, 15, 123456, tzinfo=UTC)
FIRST_ON = date(2027, 1, 1)
ERASURE = 777
ORDER = (
    tables.places, tables.people, tables.cases, tables.disqualifications, tables.attachments, tables.rounds,
    tables.subtasks, tables.grants, tables.messages, tables.message_versions, tables.message_files,
    tables.conclusions, tables.bulk_moves, tables.offers, tables.history,
)  # fmt: skip
WORDS: dict[str, object] = {
    "cases.id": CASE,
    "people.reminding": Reminding.AT_ONCE,
    "cases.status": CaseStatus.CLOSED,
    "subtasks.status": SubtaskStatus.SOLVED,
    "subtasks.ending": Ending.NOT_NEEDED,
    "offers.role": Role.EXPERT,
    "history.act": "subtask.solved",
    "history.erasure_id": ERASURE,
    "subtasks.answer_form": [{"key": "poeng", "label": "Hvor mange studiepoeng?", "kind": "number", "unit": "sp"}],
    "message_versions.blocks": [{"type": "rich_text", "said": "message_versions.blocks – æøå 🎓"}],
}
EMPTY = {"attachments.withdrawn_at", "attachments.withdrawn_sha256", "message_files.removed_at"}
"""With these, names would be gone."""


PEOPLE = [
    f"{table.name}.{column.name}"
    for table in ORDER
    for column in table.columns
    if any(key.column is tables.people.c.id for key in column.foreign_keys)
]
"""Each column that says who names somebody of its own: the first row of people is nobody's."""


def fill(database: Database, files: Files) -> dict[str, object]:
    """Put the case into an empty database; tells what was put where, by `table.column`, numbers of rows left out.

    Instead of the number of a person, place or case it tells what that one is called.
    """
    assert {*ORDER} == {*READ}
    put: dict[str, object] = {}
    numbers, shas = count(1), iter([files.keep([f"bytes {number}".encode()])[0] for number in range(4)])
    erasure = {"kind": "person", "begun_at": FIRST_AT, "asked_by": "", "provision": "", "counts": {}}
    with database.begin() as connection:
        connection.execute(tables.erasures.insert(), [{**erasure, "id": ERASURE}])
        for table in ORDER:
            row: dict[str, Any] = {}
            for column in table.columns:
                name = f"{table.name}.{column.name}"
                if (column.name == "id" and table is not tables.cases) or name in EMPTY:
                    continue
                if name in PEOPLE:
                    row[column.key], put[name] = PEOPLE.index(name) + 2, called(name)
                else:
                    row[column.key] = put[name] = _value(name, column, next(numbers), shas)
            connection.execute(table.insert(), list(_rows_of(table, row)))
    return put | {"places.parent_id": "Øverst", "people.name": called(PEOPLE[0]), "people.email": "0@uni.example"}


def called(name: str) -> str:
    """What the one is called whom this column names."""
    return f"Åse Ærlig, {name}"


def _rows_of(table: Table, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if table is tables.places:  # the upper one, and the case's own below it
        yield {**row, "code": "1", "name": "Øverst", "path": "/1/", "parent_id": None}
        yield {**row, "path": "/1/2/", "parent_id": 1}
        return
    yield row
    if table is tables.people:
        for number, name in enumerate(PEOPLE):
            others = {"slack_id": f"U0{number}", "email": f"{number}@uni.example"}
            yield {**row, "name": called(name), **others}


def _value(name: str, column: Column[Any], number: int, shas: Iterator[str]) -> object:
    if name in WORDS:
        return WORDS[name]
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column.table
        return {tables.cases: CASE, tables.places: 2}.get(target, 1)
    return next(shas) if column.name == "sha256" else _of_type(name, column, number)


def _of_type(name: str, column: Column[Any], number: int) -> object:
    match column.type:
        case Instant():
            return FIRST_AT + timedelta(days=number)
        case sa.Date():
            return FIRST_ON + timedelta(days=number)
        case sa.Boolean():
            return True
        case sa.JSON():
            return {"said": f"{name} – æøå 🎓"}
        case sa.Integer():
            return 1 if column.primary_key else 1000 + number
    return f"{name} – æøå 🎓"
