"""Every line of the history is sealed after the one before it, and what is changed behind the program is found out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from cases import sealing
from cases.context import Context
from cases.sealing import Standing
from store import seals
from store.database import Database
from store.files import FileStore
from store.only_erased import TAKEN_BACK
from store.tables import erasures, history, history_seals
from tests.institution import CASE, MONDAY, furnish


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    """Open a database with a case whose history has five lines, all sealed."""
    database = Database(database_url)
    found = Context(database, FileStore(tmp_path / "files"), ZoneInfo("Europe/Oslo"))
    furnish(database, found.files)
    with database.begin() as connection:
        add_lines(connection, 1, 2, 3, 4, 5)
        connection.execute(
            erasures.insert().values(id=7, begun_at=MONDAY, asked_by="", provision="", counts={}, kind="case")
        )
    assert seal_all(found) == 1
    yield found
    database.dispose()


def add_lines(connection: Connection, *numbers: int) -> None:
    line = {"at": MONDAY, "case_id": CASE, "actor_id": 1, "act": "case.opened"}
    connection.execute(history.insert(), [{"id": one, "details": {"to": f"Ola {one}"}, **line} for one in numbers])


def seal_all(context: Context, *, after_id: int | None = None) -> int:
    times = 0
    while sealing.seal_some(context, after_id=after_id):
        times += 1
    return times


def behind_the_program(context: Context, *statements: sa.Executable) -> None:
    """Change what the database refuses to have changed, as somebody can who administers it."""
    engine = sa.create_engine(context.database.url)  # one that does not ask SQLite to look after references
    is_sqlite = context.database.is_sqlite
    tables = (history.name, history_seals.name)
    before = TAKEN_BACK["sqlite"] if is_sqlite else [f"ALTER TABLE {one} DISABLE TRIGGER ALL" for one in tables]
    after = [] if is_sqlite else [f"ALTER TABLE {one} ENABLE TRIGGER ALL" for one in tables]
    with engine.begin() as connection:
        for statement in (*map(sa.text, before), *statements, *map(sa.text, after)):
            connection.execute(statement)
    engine.dispose()


def found(context: Context) -> list[tuple[int, Standing]]:
    return [(one.number, one.standing) for one in sealing.verify(context.database).wrong]


def test_lines_get_their_seals_in_order_and_none_twice(context: Context) -> None:
    verdict = sealing.verify(context.database)

    assert (verdict.counts, verdict.unsealed, verdict.number, verdict.is_whole) == ({Standing.MATCHES: 5}, 0, 5, True)
    assert not sealing.seal_some(context, after_id=0)


def test_a_long_history_is_gone_through_once_and_no_line_is_passed_again(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "PIECE", 2)
    with context.database.begin() as connection:
        add_lines(connection, 6, 7, 8, 9, 10)
    ends = [0]
    while sealed := sealing.seal_some(context, after_id=ends[-1]):
        ends.append(sealed)

    assert ends == [0, 7, 9, 10]
    assert sealing.verify(context.database).is_whole


def test_the_newest_seals_are_looked_at_by_themselves(context: Context) -> None:
    verdict = sealing.verify(context.database, newest=2)
    assert (verdict.counts, verdict.number, verdict.is_whole) == ({Standing.MATCHES: 2}, 5, True)

    behind_the_program(context, history.update().where(history.c.id == 4).values(act="case.closed"))
    assert not sealing.verify(context.database, newest=2).is_whole
    assert sealing.verify(context.database, newest=1).is_whole


def test_a_line_that_was_committed_late_is_sealed_after_those_that_came_before_it(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "LATE", 3)
    with context.database.begin() as connection:
        add_lines(connection, 20, 19, 10)
    seal_all(context)
    with context.database.begin() as connection:
        add_lines(connection, 18, 11)
    seal_all(context)

    assert (sealing.verify(context.database).unsealed, seal_all(context, after_id=0)) == (1, 1)
    with context.database.read() as connection:
        order = connection.execute(sa.select(history_seals.c.history_id).order_by(history_seals.c.number)).scalars()
        assert list(order) == [1, 2, 3, 4, 5, 10, 19, 20, 18, 11]
    assert sealing.verify(context.database).is_whole


@pytest.mark.parametrize(
    "changed",
    [
        {"details": {"to": "Kari"}},
        {"act": "case.closed"},
        {"at": MONDAY.replace(hour=9)},
        {"details": {}, "erasure_id": 7},  # its salt is still there
    ],
)
def test_a_changed_line_is_found(context: Context, changed: dict[str, object]) -> None:
    behind_the_program(context, history.update().where(history.c.id == 3).values(changed))

    assert found(context) == [(3, Standing.CHANGED)]


def test_a_line_that_is_gone_and_a_seal_that_is_gone_are_found(context: Context) -> None:
    behind_the_program(
        context,
        history_seals.delete().where(history_seals.c.number == 2),
        history.delete().where(history.c.id == 4),
    )

    assert found(context) == [(2, Standing.MISSING), (4, Standing.MISSING)]


def test_a_seal_made_anew_does_not_fit_the_next_one(context: Context) -> None:
    again = {"digest": "0" * 64, "seal": "1" * 64}
    behind_the_program(context, history_seals.update().where(history_seals.c.number == 2).values(again))

    assert found(context) == [(2, Standing.CHANGED), (3, Standing.CHANGED)]


def test_what_an_erasure_took_out_is_accounted_for_and_a_salt_that_only_went_is_not(context: Context) -> None:
    with context.database.begin() as connection:
        connection.execute(history.update().where(history.c.id == 2).values(details={}, erasure_id=7))
        connection.execute(history_seals.update().where(history_seals.c.number == 5).values(salt=None))

    verdict = sealing.verify(context.database)
    assert verdict.counts == {Standing.MATCHES: 3, Standing.ERASED: 1, Standing.CHANGED: 1}
    assert [(one.number, one.erasure_id) for one in verdict.wrong] == [(5, None)]
