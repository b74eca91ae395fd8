"""Everything that the database knows of a case is in its record, or named as left out: every column of every table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cases.archive.as_json import as_json, state_of
from cases.archive.contents import LEFT_OUT
from cases.archive.gathering import record_of
from domain.case_record import CaseRecord
from store import rows, tables
from store.case_rows import READ
from store.database import Database
from store.files import FileStore
from tests.databases import open_database
from tests.institution import MONDAY
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


def test_what_was_taken_out_or_taken_back_has_no_name_in_the_record(database: Database, tmp_path: Path) -> None:
    fill(database, FileStore(tmp_path))
    known = read(database).attachments[0]
    line = {"case_id": CASE, "at": known.added_at, "act": "attachment.added", "details": {"attachment": known.title}}
    with database.begin() as connection:
        connection.execute(tables.history.insert(), [line])
        connection.execute(tables.attachments.update().values(withdrawn_at=known.added_at, sha256=None))

    record = read(database)

    assert known.title not in as_json(record).decode()
    assert record.attachments[0].withdrawn_at == known.added_at
    assert record.history[-1].details == {}


def test_a_persons_new_name_changes_no_case_and_a_new_message_does(database: Database, tmp_path: Path) -> None:
    fill(database, FileStore(tmp_path))
    before = read(database)
    with database.begin() as connection:
        connection.execute(tables.people.update().values(name="Kari Berg"))
        connection.execute(tables.places.update().values(name="Et annet navn"))
    renamed = read(database)
    with database.begin() as connection:
        connection.execute(tables.message_versions.update().values(text="Et annet ord"))

    assert (as_json(renamed) != as_json(before), state_of(renamed) == state_of(before)) == (True, True)
    assert state_of(read(database)) != state_of(before)


def test_thousands_of_messages_take_as_many_statements_as_one(database: Database, tmp_path: Path) -> None:
    fill(database, FileStore(tmp_path))
    few = counted(database)
    message = {"subtask_id": 1, "author_id": 2, "sent_at": MONDAY}
    version = {"number": 1, "text": "Hei", "blocks": [], "at": MONDAY}
    with database.begin() as connection:
        connection.execute(tables.messages.insert(), [{**message, "id": number} for number in range(2, 3002)])
        versions = [{**version, "message_id": number} for number in range(2, 3002)]
        connection.execute(tables.message_versions.insert(), versions)

    assert (counted(database), len(read(database).subtasks[0].conversation.messages)) == (few, 3001)


def counted(database: Database) -> int:
    """How many statements it takes to read the case."""
    said: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    read(database)
    return len(said)


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
