"""The same words find the same on SQLite and on PostgreSQL, by going through the texts and by asking the index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.engine import Connection

from domain import searching
from domain.search import Sought
from store import openable, search, search_index, tables
from store.database import Database
from tests.databases import open_database
from tests.institution import MONDAY, TODAY
from tests.plans import plans

LONG = "a" * 10_000
FOUND: list[tuple[str, str, bool]] = [
    ("Middelalderhistorie fra Uppsala", "historie", True),
    ("Middelalderhistorie fra Uppsala", "uppsala MIDDEL", True),
    ("Middelalderhistorie fra Uppsala", "historie Lund", False),
    ("Åse Sørensen", "Ase", True),
    ("Åse Sørensen", "aase soerensen", True),
    ("Ase Sorensen", "Åse", False),
    ("Før", "for", True),
    ("For", "før", False),
    ("Ærlig", "aerlig", True),
    ("Göteborg", "gøteborg", True),
    ("Søk om AI/ML.", "ai", True),
    ("Søk om AI/ML.", "ml", True),
    ("Maine", "ai", False),
    ("Del 1 av 2", "1", True),
    ("Del 11", "1", False),
    ("100 % sikker", "100%", True),
    ("snake_case", "_", False),
    ("snake_case", "snake_case", True),
    ("Bra👍🏽", "👍", True),
    ("Bra", "👍", False),
    ("«Historie»", '"historie"', True),
    ("Nær", "NEAR(a b)", False),
    ("Hei <!channel>", "<!channel>", True),
    ("d’Arc", "d'arc", True),
    ("e\u0301te\u0301", "été", True),
    ("x AND y", "x AND y", True),
    ("sak:nummer -nei", "text: -nei", False),
    (LONG, LONG, True),
    (LONG, "b" * 10_000, False),
]


@pytest.fixture
def database(untouched_url: str) -> Iterator[Database]:
    """Give one with a subtask for each text, and a newer one in which none of it stands."""
    opened = open_database(untouched_url)
    with opened.begin() as connection:
        _furnish(connection)
    yield opened
    opened.dispose()


def _furnish(connection: Connection) -> None:
    connection.execute(tables.places.insert().values(code="1", name="Her", path="/1/"))
    connection.execute(tables.people.insert().values(name="Ødegård", email="o@x.no", slack_id="U1"))
    case = {
        "id": "QQQ", "title": "QQQ", "place_id": 1, "applicant_name": "N", "applicant_email": "e",
        "applied_on": date(2026, 1, 2), "owner_id": 1, "text": "",
    }  # fmt: skip
    connection.execute(tables.cases.insert().values(case))
    subtask = {"case_id": "QQQ", "title": "QQQ", "deadline_on": TODAY, "assignee_id": 1, "created_by": 1}
    texts = [*(text for text, _, _ in FOUND), "QQQ"]
    values = [{**subtask, "created_at": MONDAY, "description": text} for text in texts]
    connection.execute(tables.subtasks.insert(), values)
    search_index.take_in(connection)


def looking_for(connection: Connection, typed: str) -> search.Looking:
    """What somebody looks for who reaches everything."""
    scope = openable.scope(connection, 1, ["/1/"], None)
    return search.Looking(scope, Sought(), searching.sought(typed), TODAY)


def test_what_is_found_is_what_the_list_says_whichever_way_it_is_looked_for(database: Database) -> None:
    with database.read() as connection:
        for number, (text, typed, is_there) in enumerate(FOUND, 1):
            looking = looking_for(connection, typed)
            gone_through = search.subtasks_found(connection, looking, 100)
            assert (number in [row.id for row in gone_through]) == is_there, (text[:50], typed[:50])
            assert search._by_index(connection, looking, (), ("-id",), 100) == gone_through, typed[:50]


def test_the_words_of_one_text_are_those_of_the_list() -> None:
    for text, typed, is_there in FOUND:
        assert searching.is_found(searching.sought(typed), text) == is_there, (text[:50], typed[:50])
    assert searching.sought("  ") == []


def test_the_index_is_asked_for_what_is_rare_and_not_the_whole_table(database: Database) -> None:
    with database.begin() as connection:
        looking = looking_for(connection, "middelalderhistorie")
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # of thirty rows it would read all
        rows = search._by_index(connection, looking, (), ("-id",), 10)
        _, plan = plans(connection, lambda: search._by_index(connection, looking, (), ("-id",), 10))[-1]
    assert len(rows) == 3
    assert "VIRTUAL TABLE INDEX" in plan if database.is_sqlite else "ix_search_texts_grams" in plan
