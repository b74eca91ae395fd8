"""The distributor's overview beside very many subtasks that were solved long ago, and beside none."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import sqlalchemy as sa

from cases.context import Context
from cases.pages import main_page, overview
from domain.overview import Listing, Turned
from handlers.translator import Translator
from handlers.views.home_pages import drawn
from store import tables
from store.database import Database
from store.files import FileStore
from tests.bench.institution import COLLEAGUES, NOW, slack_id

IN_A_CASE = 10
TIMES = 5


def leave_ended(address: str, subtasks: int) -> None:
    """Let the first colleague distribute for the whole faculty, and put in closed cases with so many subtasks."""
    database = Database(address)
    with database.begin(patient=True) as connection:
        connection.execute(tables.roles.insert().values(person_id=1, place_id=1, role="fordeler"))
        if subtasks:
            _insert(connection, tables.cases, subtasks // IN_A_CASE, _case)
            _insert(connection, tables.subtasks, subtasks // IN_A_CASE * IN_A_CASE, _subtask)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    database.dispose()


def seconds_for_an_overview(address: str, folder: Path) -> float:
    """The median of drawing each of its lists some times, as the delivery does, up to the bytes that go to Slack."""
    database = Database(address)
    context = Context(database, FileStore(folder), ZoneInfo("Europe/Oslo"))
    times = []
    for listing in Listing:
        overview.turn(context, lambda _, listing=listing: Turned(listing), actor=slack_id(0), now=NOW)  # type: ignore[misc]
        for _ in range(TIMES):
            begin = perf_counter()
            page = main_page.home(context, 1, actor=slack_id(0), now=NOW)
            orjson.dumps(drawn(page, Translator.of("nb", context.zone)))
            times.append(perf_counter() - begin)
    database.dispose()
    return median(times)


def _insert(connection: sa.Connection, table: sa.Table, number: int, values: Any) -> None:
    """Let the database count, which is a hundred times quicker than to hand it the rows."""
    n = sa.select(sa.literal(1).label("number")).cte("n", recursive=True)
    n = n.union_all(sa.select(n.c.number + 1).where(n.c.number < number))
    columns: dict[str, Any] = values(n.c.number)
    rows = sa.select(*(sa.literal(value, table.c[name].type).label(name) if not isinstance(value, sa.ColumnElement)
                       else value.label(name) for name, value in columns.items()))  # fmt: skip
    connection.execute(table.insert().from_select(list(columns), rows))


def _number(number: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    return sa.literal("2020-") + sa.cast(number, sa.Text)


def _case(number: sa.ColumnElement[int]) -> dict[str, Any]:
    return {
        "id": _number(number),
        "title": "Innpassing av eksterne emner – Bachelor i historie",
        "searched": "innpassing av eksterne emner",
        "place_id": sa.literal(2),
        "applicant_name": "Ada Søker",
        "applicant_email": "ada@student.example",
        "applied_on": NOW.date() - timedelta(days=2_000),
        "owner_id": number % COLLEAGUES + 1,
        "deadline_on": NOW.date() - timedelta(days=1_900),
        "text": "Jeg søker om innpassing av emner.",
        "status": "closed",
    }


def _subtask(number: sa.ColumnElement[int]) -> dict[str, Any]:
    return {
        "case_id": _number((number - 1) // IN_A_CASE + 1),
        "title": "Vurder emnene mot våre egne",
        "deadline_on": NOW.date() - timedelta(days=1_950),
        "assignee_id": number % COLLEAGUES + 1,
        "description": "Sammenlign emnene med våre egne.",
        "created_by": sa.literal(1),
        "created_at": NOW - timedelta(days=1_990),
        "status": "solved",
        "ending": "assignee",
        "solved_at": NOW - timedelta(days=1_960),
    }
