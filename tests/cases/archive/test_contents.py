"""Everything that the database knows of a case is in its record, or named as left out: every column of every table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from cases.archive.as_json import as_json
from cases.archive.contents import LEFT_OUT
from cases.archive.gathering import record_of
from domain.case_record import CaseRecord
from store import rows, tables
from store.case_rows import READ
from store.database import Database
from store.files import FileStore
from tests.databases import open_database
from tests.whole_case import CASE, EMPTY, fill

COLUMNS = [f"{table.name}.{column.name}" for table in tables.metadata.sorted_tables for column in table.columns]
IN = {f"{table.name}.{name}" for table, row in READ.items() for name in rows.fields_of(row)}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = open_database(database_url)
    yield found
    found.dispose()


def read(database: Database) -> CaseRecord:
    with database.read() as connection:
        found = record_of(connection, CASE)
    assert found is not None
    return found


def test_every_column_is_in_the_record_or_named_as_left_out_with_a_reason() -> None:
    out = {name for name in COLUMNS if name in LEFT_OUT or name.partition(".")[0] in LEFT_OUT}

    assert [name for name in COLUMNS if name not in IN | out] == []
    assert IN & out == set()
    assert {*LEFT_OUT} - {*COLUMNS} - {table.name for table in tables.metadata.tables.values()} == set()
    assert all(LEFT_OUT.values())


def test_what_is_put_into_each_column_is_found_in_the_packages_json(database: Database, tmp_path: Path) -> None:
    put = fill(database, FileStore(tmp_path))

    found = {*leaves(json.loads(as_json(read(database))))}

    assert {name: put[name] for name in sorted(IN & {*put}) if not {*leaves(put[name])} <= found} == {}
    assert {*put} >= IN - EMPTY - {f"{table.name}.id" for table in READ}


def leaves(value: Any) -> Iterator[object]:
    """Every single value in it, as JSON has it."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    elif isinstance(value, Enum):
        yield value.value
    elif isinstance(value, datetime):
        yield value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    elif isinstance(value, date):
        yield value.isoformat()
    else:
        yield value
