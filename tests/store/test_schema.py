"""The steps lead where store/tables.py stands, on both databases, and can be taken twice and back."""

import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from store import inbox, schema, search_statements
from store.database import Database, UnreachableError
from store.tables import homes, metadata, people
from store.tables import outbox as outbox_rows
from tests import postgres

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

# Everything that PostgreSQL knows of a table, in its own words.
CATALOGUE = """
SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
       || coalesce(column_default, '') || ' ' || is_identity
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
UNION ALL
SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 'alembic_version'::regclass
UNION ALL
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
UNION ALL
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""

_REFERENCE = re.compile(r"(\w+) (INTEGER|TEXT) CONSTRAINT (\w+) REFERENCES")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.dispose()
    else:
        address = postgres.empty_database()
        database = Database(address)
        yield database
        database.dispose()
        postgres.drop_database(address)


def described(database: Database) -> set[str]:
    """Every table, column, constraint and index as the database itself describes it, order aside."""
    with database.read() as connection:
        if not database.is_sqlite:
            return set(connection.execute(sa.text(CATALOGUE)).scalars())
        statements = connection.execute(
            sa.text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'alembic_version'")
        )
        # A column that a later step adds stands at the end of the statement, on one line with others.
        # One that was made anew on the way has its name in quotation marks; one that refers to another table
        # and was added to a table that stands says so in its own place, not at the end.
        return {
            f"{name}: " + part.strip(" ()\t").replace(f'"{name}"', name)
            for name, sql in statements
            for part in re.split("[\n,]", _REFERENCE.sub(r"\1 \2, CONSTRAINT \3 FOREIGN KEY(\1) REFERENCES", sql))
        }


def differences(database: Database) -> list[Any]:
    with database.read() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_object": _is_alembics}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _is_alembics(_thing: Any, name: str, _kind: str, _is_found: bool, _other: Any) -> bool:
    """Alembic knows nothing of FTS5's own tables, nor of an index over an array: the database itself describes them."""
    return not name.startswith(search_statements.INDEX) and name not in (search_statements.GRAMS, "grams")


def test_the_steps_make_exactly_the_tables(empty: Database) -> None:
    schema.upgrade(empty)
    stepwise, found = described(empty), differences(empty)
    with empty.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)

    assert found == []
    assert stepwise == described(empty)


@pytest.mark.parametrize(
    "slip",
    [
        "DROP INDEX uq_grants_standing",
        "ALTER TABLE cases DROP COLUMN closed_at",
        "ALTER TABLE cases ADD COLUMN colour TEXT",
    ],
)
def test_a_drift_would_be_noticed(empty: Database, slip: str) -> None:
    schema.upgrade(empty)

    with empty.begin() as connection:
        connection.exec_driver_sql(slip)

    assert differences(empty) != []


def test_a_constraint_that_alembic_does_not_see_would_be_noticed(empty: Database) -> None:
    schema.upgrade(empty)
    before = described(empty)

    with empty.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_outbox_refused")
        connection.exec_driver_sql("CREATE INDEX ix_outbox_refused ON outbox (id) WHERE state = 'sent'")

    assert described(empty) != before


def test_the_newest_version_is_the_end_of_one_line_of_steps(empty: Database) -> None:
    with empty.begin() as connection:
        heads = ScriptDirectory.from_config(schema.alembic_config(connection)).get_heads()

    assert heads == [schema.newest()]


def test_an_empty_database_has_no_version_and_an_upgraded_one_the_newest(empty: Database) -> None:
    before = schema.current(empty)
    schema.upgrade(empty)

    assert (before, schema.current(empty)) == (None, schema.newest())


def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.begin() as connection:
        connection.exec_driver_sql("INSERT INTO places (code, name, path) VALUES ('1', 'UiO', '/1/')")
    before = described(empty)

    schema.upgrade(empty)

    assert described(empty) == before
    with empty.read() as connection:
        assert connection.exec_driver_sql("SELECT name FROM places").scalars().all() == ["UiO"]


def test_two_who_upgrade_at_once_both_find_it_done(empty: Database) -> None:
    faults: list[Exception] = []

    def upgrade() -> None:
        try:
            schema.upgrade(empty)
        except Exception as fault:  # noqa: BLE001 - told to the test below
            faults.append(fault)

    both = [threading.Thread(target=upgrade) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert faults == []
    assert schema.current(empty) == schema.newest()


def test_the_last_step_can_be_taken_back_and_again(empty: Database) -> None:
    with empty.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "head-1")
    before = described(empty)
    schema.upgrade(empty)
    after = described(empty)

    with empty.begin() as connection:
        command.downgrade(schema.alembic_config(connection), "-1")

    assert described(empty) == before != after
    schema.upgrade(empty)
    assert described(empty) == after


def test_events_that_wait_or_were_set_aside_are_taken_in_after_the_step(empty: Database) -> None:
    with empty.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0002")
        for number in (2, 1):
            event = f'{{"channel": "D1", "event_ts": "17.{number}"}}'
            values = f"'Ev{number}', '2026-11-23 08:00', '{event}', '2026-11-23 08:00'"
            connection.exec_driver_sql(f"INSERT INTO inbox (key, received_at, event, not_before_at) VALUES ({values})")  # noqa: S608
        connection.exec_driver_sql("UPDATE inbox SET done_at = received_at, error = 'KeyError' WHERE key = 'Ev1'")
    schema.upgrade(empty)

    with empty.begin() as connection:
        assert inbox.take_up(connection) == 1
        waiting = inbox.waiting(connection, datetime(2026, 11, 24, tzinfo=UTC), 10)

    assert [(row.key, row.ordering_key) for row in waiting] == [("Ev1", "D1"), ("Ev2", "D1")]


def test_an_english_that_slack_once_said_goes_with_step_0003_and_what_shows_it_is_drawn_once_more(
    empty: Database,
) -> None:
    with empty.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0002")
        for number, slacks, chosen in ((1, "en", None), (2, "nn", None), (3, "en", "en"), (4, "en", None)):
            row = {"id": number, "email": f"{number}@x.no", "name": "N", "slack_language": slacks, "language": chosen}
            connection.execute(sa.insert(sa.table("people", *map(sa.column, row))).values(row))
            connection.execute(homes.insert().values(person_id=number, seen_at=NOW))
        waiting = {"key": "a", "kind": "home", "subject_id": 4, "person_id": 4, "lane": "home:4", "details": "{}"}
        waiting |= {"not_before_at": NOW, "created_at": NOW}
        connection.execute(sa.insert(sa.table("outbox", *map(sa.column, waiting))).values(waiting))

    schema.upgrade(empty)

    with empty.read() as connection:
        spoken = connection.execute(sa.select(people.c.slack_language, people.c.language).order_by("id")).all()
        drawn = connection.execute(sa.select(outbox_rows.c.kind, outbox_rows.c.ordering_key)).all()
    assert [tuple(row) for row in spoken] == [(None, None), ("nn", None), (None, "en"), (None, None)]
    assert sorted(map(tuple, drawn)) == [("home", "home:1"), ("home", "home:4")]


def test_what_came_in_before_step_0003_is_brought_to_the_one_form_and_found_in_it(empty: Database) -> None:
    with empty.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0002")
        for number, email, name in ((1, "a\u030a@x.no", "A\u030ase"), (2, "b@x.no", "Bjo\u0308rn"), (3, "å@x.no", "Å")):
            row = {"id": number, "email": email, "name": name}
            connection.execute(sa.insert(sa.table("people", *map(sa.column, row))).values(row))

    schema.upgrade(empty)

    with empty.read() as connection:
        kept = connection.execute(sa.select(people.c.email, people.c.name, people.c.searched).order_by("id")).all()
    assert [tuple(row[:2]) for row in kept] == [("a\u030a@x.no", "A\u030ase"), ("b@x.no", "Björn"), ("å@x.no", "Å")]
    assert "åse å@x.no" in kept[0].searched
    assert "bjørn b@x.no" in kept[1].searched


def test_a_step_that_fails_leaves_nothing_behind(empty: Database) -> None:
    with empty.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE subtasks (id INTEGER)")  # in the way of the first step
    before = described_without_version(empty)

    with pytest.raises((sa.exc.DBAPIError, UnreachableError)):
        schema.upgrade(empty)

    assert described_without_version(empty) == before
    assert schema.current(empty) is None


def described_without_version(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(sa.inspect(connection).get_table_names())


def test_asking_for_the_version_makes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.db"

    assert schema.current(Database(f"sqlite:///{file}")) is None
    assert not file.exists()


def test_a_folder_with_a_percent_sign_is_no_hindrance(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "100%.db") as connection:
        connection.execute("VACUUM")
    connection.close()
    database = Database(f"sqlite:///{tmp_path / '100%.db'}")

    schema.upgrade(database)

    assert schema.current(database) == schema.newest()
    database.dispose()


def test_comparing_versions_does_not_load_alembic(tmp_path: Path) -> None:
    program = (
        "import sys; from store import schema; from store.database import Database;"
        f"schema.current(Database('sqlite:///{tmp_path / 'x.db'}')); schema.newest();"
        "print(sorted(name for name in sys.modules if re.match('alembic', name)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", "import re;" + program], capture_output=True, text=True, check=True
    )  # fmt: skip

    assert shown.stdout.strip() == "[]"


def test_every_step_is_numbered() -> None:
    names = [file.name for file in (schema.STEPS / "versions").glob("*.py") if file.name != "__init__.py"]

    assert all(re.fullmatch(r"\d{4}_\w+\.py", name) for name in names)
    assert len({name[:4] for name in names}) == len(names)
