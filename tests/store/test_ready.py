"""A statement that stands ready gives what SQLAlchemy gives for it, and says what is wrong as SQLAlchemy does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from store import history, inbox, people, tables
from store.database import Database, UnreachableError
from store.ready import Ready
from tests.bench import institution
from tests.plans import asked, generic_plan
from tests.store import held

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# Of whom the institution has something; any other key is given by its type.
KNOWN: dict[str, object] = {
    "slack_id": institution.slack_id(3), "person_id": 4, "case_id": institution.case_id(3), "place_id": 1,
    "subtask_id": 4, "limit": 5, "most": 5, "offset": 0, "shares": 1, "rank": 0,
}  # fmt: skip
LARGE = "subtasks|cases|people|outbox|posts|history|roles|inbox"
READ = {name: one for name, one in held.ready().items() if isinstance(one.statement, sa.Select)}


def keys_for(statement: Any) -> dict[str, object]:
    binds = statement.compile(dialect=postgresql.dialect()).binds.values()  # type: ignore[no-untyped-call]
    return {bind.key: KNOWN.get(bind.key, of_type(bind.type)) for bind in binds if bind.required}


def of_type(kind: Any) -> object:
    if isinstance(kind, sa.ARRAY):
        return list(range(1, 9)) if isinstance(kind.item_type, sa.Integer) else ["card", "home", "post"]
    kind = getattr(kind, "impl_instance", kind)
    kinds: list[tuple[type, object]] = [(sa.Integer, 1), (sa.Date, date(2026, 3, 2)), (sa.DateTime, NOW)]
    return next((value for of, value in kinds if isinstance(kind, of)), "card")


def test_what_stands_ready_finds_what_sqlalchemy_finds(database_url: str) -> None:
    database = Database(database_url)
    institution.fill(database, 600)
    with database.begin() as connection:
        found = {name: one.fetch(connection, keys_for(one.statement)) for name, one in READ.items()}
        for name, one in READ.items():
            asked = connection.execute(one.statement, keys_for(one.statement))
            assert found[name] == [tuple(row) for row in asked], name
    database.dispose()
    assert len([name for name, some in found.items() if some]) > 15, "most find something"


def test_postgresql_finds_an_index_for_each_whatever_it_is_asked_with(postgres_url: str) -> None:
    database = Database(postgres_url)
    read: dict[str, list[str]] = {}
    with database.begin() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # there is little in these tables
        for name, one in READ.items():
            ((text, _),) = asked(connection, partial(one.fetch, connection, keys_for(one.statement)))
            read[name] = re.findall(f"Seq Scan on ({LARGE})", generic_plan(connection, text))
    database.dispose()
    assert {name: tables for name, tables in read.items() if tables} == {}


def test_what_it_is_made_with_stands_in_its_text(database_url: str) -> None:
    seen: list[tuple[str, Any]] = []
    database = Database(database_url)
    sa.event.listen(
        database.engine, "before_cursor_execute", lambda _c, _u, text, values, *_: seen.append((text, values))
    )
    named = Ready[str](
        sa.select(people.PERSON[1]).where(
            tables.people.c.name.like("%100 %ø'%"), tables.people.c.id > sa.bindparam("id")
        )
    )
    with database.read() as connection:
        assert named.fetch(connection, {"id": 3}) == []
    (text, values), *_ = [one for one in seen if "LIKE" in one[0]]
    database.dispose()
    assert values == {"id": 3}
    assert "100 " in text
    assert "ø''" in text


def test_a_percent_sign_is_one_percent_sign(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as connection:
        assert Ready[str](sa.select(sa.literal("100 %"))).fetch(connection) == [("100 %",)]
        assert Ready[int](sa.select(sa.literal(7) % sa.bindparam("by"))).fetch(connection, {"by": 4}) == [(3,)]
    database.dispose()


def test_what_the_database_refuses_is_refused_in_the_words_of_sqlalchemy(database_url: str) -> None:
    database = Database(database_url)
    line = {
        "at": NOW,
        "case_id": "2026-none",
        "subtask_id": None,
        "actor_id": None,
        "act": "case.closed",
        "details": {},
    }
    with pytest.raises(sa.exc.IntegrityError), database.begin() as connection:
        history._ADD.change(connection, line)
    with database.begin() as connection:
        assert inbox.note(connection, "view:V1", digest="a", at=NOW) is None  # the line is as good as new
    database.dispose()


def test_what_no_driver_can_write_is_no_fault_of_the_database(database_url: str) -> None:
    database = Database(database_url)
    with database.begin() as connection:
        with pytest.raises(UnicodeEncodeError):
            connection.execute(people._LANGUAGE.statement, {"slack_id": "\ud800"})
        with pytest.raises(UnicodeEncodeError):
            people.language_of(connection, "\ud800")
        assert people.language_of(connection, "U1") is None  # the line is as good as new
    database.dispose()


def test_a_database_that_is_gone_is_told_as_one(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE inbox")
    with pytest.raises(UnreachableError), database.begin() as connection:
        inbox.note(connection, "view:V1", digest="a", at=NOW)
    database.dispose()


def test_a_statement_that_needs_sqlalchemy_each_time_is_refused(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    filled_in = tables.people.insert().values(name=sa.bindparam("name"), email=sa.bindparam("email"))
    anew = sa.select(tables.people.c.id).where(tables.people.c.id.in_([1, 2]))
    for statement in (filled_in, anew):
        with database.read() as connection, pytest.raises(TypeError, match="stands ready"):
            Ready[Any](statement).fetch(connection, {"name": "a", "email": "b"})
    database.dispose()


def test_a_key_that_is_missing_reaches_no_database(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.read() as connection, pytest.raises(KeyError, match="slack_id"):
        people._WITH_ROLES.fetch(connection)
    database.dispose()
