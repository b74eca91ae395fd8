"""A process that dies anywhere in an erasure leaves the case whole or erased; the next one does what is left."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases import sealing
from cases.context import Context
from cases.erasing import finishing, person, retaining
from domain.errors import NotFoundError
from domain.retention import Retention, Rule, Then
from store import erasing, tables
from store.database import Database
from store.files import FileStore
from tests import erased_case
from tests.databases import new_sqlite, open_database
from tests.erased_case import OTHER, SECRET, TYPE, everything
from tests.erased_person import EMAIL, NAME, SLACK_ID, put_colleague
from tests.institution import MONDAY
from tests.whole_case import CASE

KILLED = 9
LATER = MONDAY.replace(year=MONDAY.year + 2)
PACKAGE = "package.zip"
EVERY = {True: 2, False: 7}  # so many statements: a new line to PostgreSQL takes longer, and both find the same


def context_of(database: Database, folder: Path) -> Context:
    rules = Retention({TYPE: Rule(12, "plan 4.2", Then.DELETE)})
    return Context(
        database,
        FileStore(folder / "files"),
        ZoneInfo("Europe/Oslo"),
        retention=rules,
        operator="root",
    )


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    found = context_of(open_database(database_url), tmp_path)
    erased_case.furnish(found)
    (tmp_path / PACKAGE).write_text(SECRET, "utf-8")
    while sealing.seal_some(found):
        pass
    yield found
    found.database.dispose()


def erase_all(context: Context, folder: Path) -> None:
    """All that `retain --apply` does with the one case."""
    retaining.follow_one(context, CASE, now=LATER)
    finishing.finish(context, lambda _: (folder / PACKAGE).unlink(missing_ok=True), now=LATER)


def erase_colleague(context: Context, folder: Path) -> None:
    """All that `erase --person --apply` does with somebody who has left."""
    person.erase_person(context, EMAIL, now=LATER)
    finishing.finish(context, lambda _: None, now=LATER)


def dies_at(database_url: str, folder: Path, nth: int, erase: Callable[[Context, Path], None] = erase_all) -> bool:
    """In a process of its own: erase, and end without a word after the nth statement; False when there are fewer."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    try:
        context, left = context_of(Database(database_url), folder), [nth]  # with lines of its own

        def look(*_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                os._exit(KILLED)

        sa.event.listen(context.database.engine, "after_cursor_execute", look)
        erase(context, folder)
    finally:
        os._exit(0)


def test_whenever_it_dies_the_case_is_whole_or_gone_and_what_is_left_is_done(
    context: Context, database_url: str, tmp_path: Path
) -> None:
    whole = everything(context)
    with context.database.read() as connection:
        files = erasing.bytes_of(connection, CASE)
    others = [row for row in whole["cases"] if OTHER in row]
    context.database.dispose()
    steps = 0
    for nth in count(1, EVERY[context.database.is_sqlite]):
        steps = nth
        if not dies_at(database_url, tmp_path, nth):
            break
        found = everything(context)
        is_begun = bool({*found["erasures"]} - {*whole["erasures"]})
        assert is_begun or found == whole
        assert is_begun != (SECRET in str(found["cases"]))
        context.database.dispose()

    assert steps > 40
    with context.database.begin() as connection:
        connection.execute(tables.outbox.update().values(state="sent", done_at=LATER))
    erase_all(context, tmp_path)
    found = everything(context)
    assert [name for name in found if SECRET in str(found[name]) and name not in ("people", "places")] == []
    assert [context.files.size(name) for name in files] == [None] * len(files)
    assert not (tmp_path / PACKAGE).exists()
    assert [row for row in found["cases"] if OTHER in row] == others
    assert sealing.verify(context.database).is_whole
    assert finishing.finish(context, lambda _: None, now=LATER) == []


def test_whenever_it_dies_a_person_can_be_erased_by_the_same_command_again(tmp_path: Path) -> None:
    address = new_sqlite(tmp_path / "saksbot.db")
    context = context_of(open_database(address), tmp_path)
    erased_case.furnish(context)
    with context.database.begin() as connection:
        put_colleague(connection)
    erased_case.confirm(context, OTHER)
    while sealing.seal_some(context):
        pass
    context.database.dispose()
    steps = 0
    for nth in count(1, 3):
        steps = nth
        if not dies_at(address, tmp_path, nth, erase_colleague):
            break

    assert steps > 20
    with context.database.begin() as connection:
        connection.execute(tables.outbox.update().values(state="sent", done_at=LATER))
    with suppress(NotFoundError):  # it was done
        erase_colleague(context, tmp_path)
    finishing.finish(context, lambda _: None, now=LATER)
    said = str(everything(context)).casefold()
    assert [trace for trace in (NAME, EMAIL, SLACK_ID) if trace.casefold() in said] == []
    assert sealing.verify(context.database).is_whole
    assert finishing.finish(context, lambda _: None, now=LATER) == []
    context.database.dispose()
