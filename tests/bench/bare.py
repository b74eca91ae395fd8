"""The floor of the database: the statements of an act, by the bare driver, with the same wait for the disk."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from cases.acts import subtasks
from cases.context import Context
from cases.pages import main_page
from domain.values import NewSubtask
from store.database import Database
from store.files import FileStore
from tests.bench.institution import COLLEAGUES, NOW, SOON, case_id, slack_id

TIMES = 40
Asked = list[tuple[str, Any, bool]]


def create(context: Context, number: int) -> None:
    """Create a subtask, as `Opprett` does."""
    new = NewSubtask("Vurder emnene", SOON, (number + 7) % COLLEAGUES + 1, "Sammenlign emnene. " * 17, ())
    key = f"view:bare{uuid.uuid4().hex}"
    subtasks.create(context, case_id(number), new, actor=slack_id(number), key=key, now=NOW)


def look(context: Context, number: int) -> None:
    """Read what somebody's main page is drawn from."""
    main_page.home(context, number + 1, actor=slack_id(number), now=NOW)


def seconds_by_the_driver(address: str, folder: Path, act: Callable[[Context, int], object]) -> float:
    """The median time of asking again what an act has asked: each time another person's, and new keys."""
    database = Database(address)
    context = Context(database, FileStore(folder), ZoneInfo("Europe/Oslo"))
    asked: list[Asked] = []
    sa.event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _u, text, values, _x, many: asked[-1].append((text, values, many)),
    )
    for number in range(COLLEAGUES):
        asked.append([])
        act(context, number)
    driver = database.engine.raw_connection().driver_connection
    times = [_seconds(driver, asked[number % len(asked)], is_sqlite=database.is_sqlite) for number in range(TIMES)]
    database.dispose()
    return median(times)


def _seconds(driver: Any, asked: Asked, *, is_sqlite: bool) -> float:
    renewed = [(text, [_anew(one) for one in values] if many else _anew(values), many) for text, values, many in asked]
    cursor = driver.cursor()
    begin = perf_counter()
    if is_sqlite:
        cursor.execute("BEGIN IMMEDIATE" if any(text.startswith("INSERT") for text, *_ in asked) else "BEGIN")
    for text, values, many in renewed:
        (cursor.executemany if many else cursor.execute)(text, values)
        if text.startswith("SELECT"):
            cursor.fetchall()
    driver.commit()
    return perf_counter() - begin


def _anew(values: Any) -> Any:
    """The same parameters with keys that nothing has yet."""
    if isinstance(values, dict):
        return {name: _key(value) for name, value in values.items()}
    return tuple(_key(value) for value in values)


def _key(value: object) -> object:
    is_key = isinstance(value, str) and (value.startswith("view:bare") or (len(value) == 32 and value.isalnum()))
    return f"view:bare{uuid.uuid4().hex}" if is_key else value
