"""Every statement that stands ready in the store reads what it means to."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from store import absences, people, posts, whole_subtask
from store.database import Database
from store.ready import Ready
from tests.plans import plans
from tests.store.held import selects

BESIDE = re.compile(r"\bFROM \w+(?: AS \w+)?, *\w+")


# Each SELECT that a module of the store holds, by its name, as PostgreSQL gets it.
READY = {name: str(one.compile(dialect=postgresql.dialect())) for name, one in selects().items()}  # type: ignore[no-untyped-call]
SELDOM = ("store.disclosing.", "store.disclosure_contents.", "store.overview.")  # or asked by one process only


@pytest.mark.parametrize("name", READY)
def test_no_statement_puts_every_row_of_one_table_beside_every_row_of_another(name: str) -> None:
    """Tables are joined, so that two that stand side by side are one that was meant to be the outer statement's."""
    assert BESIDE.findall(READY[name]) == []


@pytest.mark.parametrize("name", [one for one in READY if not one.startswith(SELDOM)])
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
