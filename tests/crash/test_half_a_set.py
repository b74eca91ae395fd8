"""A process that dies in the middle of a set, or of a solving that lets another subtask begin, leaves nothing of it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases.acts import ready_sets, subtasks
from cases.context import Context
from store import tables
from store.files import FileStore
from tests.databases import open_database
from tests.institution import MONDAY
from tests.relations import TEMPLATES, Scene, everything, furnished, new_scene, slack_id

KILLED = 9
At = tuple[str, int]
"""How a statement begins, and which one of these it is."""


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    """Give the institution on either database."""
    with furnished(database_url, tmp_path) as made:
        yield made


def _act_and_die(url: str, folder: Path, act: Callable[..., object], args: tuple[Any, ...], at: At) -> None:
    """In a process of its own: begin an act, and end without a word as the statement comes for the nth time."""
    database = open_database(url)
    left = at[1]

    def look(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal left
        left -= statement.startswith(at[0])
        if left == 0:
            os._exit(KILLED)

    sa.event.listen(database.engine, "after_cursor_execute", look)
    context = Context(database, FileStore(folder / "files"), ZoneInfo("Europe/Oslo"), templates=TEMPLATES)
    act(context, *args)


def _killed(url: str, folder: Path, act: Callable[..., object], args: tuple[Any, ...], at: At) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_act_and_die, args=(url, folder, act, args, at))
    process.start()
    process.join()
    assert process.exitcode == KILLED


def _create(context: Context, scene_args: tuple[Any, ...]) -> None:
    case_id, wanted, key = scene_args
    ready_sets.create(context, case_id, wanted, actor=slack_id("owner"), key=key, now=MONDAY)


def _solve(context: Context, number: int) -> None:
    subtasks.solve(context, number, actor=slack_id("owner"), now=MONDAY)


@pytest.mark.parametrize("at", [("INSERT INTO subtasks", 1), ("INSERT INTO subtasks", 2), ("INSERT INTO outbox", 1)])
def test_a_set_is_made_whole_or_not_at_all(context: Context, database_url: str, tmp_path: Path, at: At) -> None:
    there = new_scene(context)
    before, made = everything(context.database), _count(there)
    asked = (there.case_id, there.new_set(), there.key)

    _killed(database_url, tmp_path, _create, (asked,), at)

    assert everything(context.database) == before
    for _ in range(2):
        _create(context, asked)
    assert _count(there) == made + 2


@pytest.mark.parametrize("at", [("UPDATE subtasks SET", 1), ("UPDATE subtasks SET", 2), ("INSERT INTO history", 1)])
def test_what_waits_begins_with_the_solving_or_not_at_all(
    context: Context, database_url: str, tmp_path: Path, at: At
) -> None:
    there = new_scene(context, later=True)
    before = everything(context.database)

    _killed(database_url, tmp_path, _solve, (there.first_id,), at)

    assert everything(context.database) == before
    _solve(context, there.first_id)
    with context.database.read() as connection:
        found = sa.select(tables.subtasks.c.after_id).where(tables.subtasks.c.id == there.subtask_id)
        assert connection.execute(found).scalar_one() is None


def _count(there: Scene) -> int:
    with there.context.database.read() as connection:
        found = sa.select(sa.func.count()).where(tables.subtasks.c.case_id == there.case_id)
        return int(connection.execute(found).scalar_one())
