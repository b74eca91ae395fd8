"""Every statement that stands ready in the store reads what it means to."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

import store
from store import absences, people, posts, whole_subtask
from store.database import Database
from store.ready import Ready
from tests.plans import plans

BESIDE = re.compile(r"\bFROM \w+(?: AS \w+)?, *\w+")


def statements() -> Iterator[tuple[str, str]]:
    """Each SELECT that a module of the store holds, by its name, as PostgreSQL gets it."""
    for module in pkgutil.iter_modules(store.__path__, "store."):
        if not module.ispkg:
            for name, value in vars(importlib.import_module(module.name)).items():
                statement = value.statement if isinstance(value, Ready) else value
                if isinstance(statement, sa.Select | sa.CompoundSelect):
                    yield f"{module.name}.{name}", str(statement.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


READY = dict(statements())
# What is asked seldom, or by one process only.
WITH_LISTS = {
    "store.disclosure_contents._own",
    "store.disclosure_contents._own_messages",
    "store.disclosure_contents._own_subtasks",
    "store.disclosure_contents._written",
    *(f"store.overview.{name}" for name in ("_CASE_COUNTS", "_SUBTASK_COUNTS", "_CASES", "_WORK", "_owning")),
}


@pytest.mark.parametrize("name", READY)
def test_no_statement_puts_every_row_of_one_table_beside_every_row_of_another(name: str) -> None:
    """Tables are joined, so that two that stand side by side are one that was meant to be the outer statement's."""
    assert BESIDE.findall(READY[name]) == []


@pytest.mark.parametrize("name", sorted(READY.keys() - WITH_LISTS))
def test_no_statement_has_its_text_written_anew_each_time(name: str) -> None:
    """What is always the same stands in it (store.sql.is_one_of), and a list is one parameter (store.sql.among)."""
    assert "POSTCOMPILE" not in READY[name]


LISTS = {"person_ids": [1], "kinds": ["card"], "subjects": [1], "people": [1], "numbers": [1]}


@pytest.mark.parametrize(
    "statement", [people._RECIPIENTS, posts._OF_SEVERAL, absences._OF_PEOPLE, whole_subtask._SEVERAL]
)
def test_what_is_looked_up_by_a_list_is_looked_up_by_an_index(sqlite_url: str, statement: Ready[Any]) -> None:
    database = Database(sqlite_url)
    with database.read() as connection:
        ((_, plan),) = plans(connection, lambda: statement.fetch(connection, LISTS))
    database.dispose()
    first = plan.splitlines()[0]
    assert re.match("SEARCH .* USING ", first), plan


def test_the_search_for_statements_finds_them() -> None:
    assert len(READY) > 30
    assert BESIDE.findall(str(sa.select(sa.table("a"), sa.table("b")).select_from(sa.table("a"), sa.table("b"))))
