"""The database itself refuses to change what is only added to, but for what an erasure under way takes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from store.database import Database
from store.tables import administration, cases, erasures, history, history_seals, people, places
from tests.institution import MONDAY

LINE = {"id": 1, "at": MONDAY, "case_id": "2026-1", "actor_id": 1, "act": "case.opened", "details": {"to": "Ola"}}
LOGGED = {"id": 1, "at": MONDAY, "act": "person.changed", "by": "root", "person_id": 1, "details": {"name": "Ola"}}
SEAL = {"history_id": 1, "number": 1, "salt": "salt", "digest": "d", "seal": "s"}
UNDER_WAY, DONE = 1, 2


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a database with one line of each kind, one erasure that is under way, and one that is done."""
    opened = Database(database_url)
    erasure = {"kind": "case", "begun_at": MONDAY, "asked_by": "", "provision": "§ 1", "counts": {}}
    with opened.begin() as connection:
        connection.execute(people.insert().values(id=1, email="kari@uni.example", name="Kari"))
        connection.execute(places.insert().values(id=1, code="1", name="Fakultetet", path="/1/"))
        case = {"id": "2026-1", "title": "t", "place_id": 1, "applicant_name": "a", "applicant_email": "a@b.example"}
        connection.execute(cases.insert().values(**case, applied_on=date(2026, 1, 1), text=""))
        for number, done_at in ((UNDER_WAY, None), (DONE, MONDAY)):
            connection.execute(erasures.insert().values(id=number, done_at=done_at, **erasure))
        for table, line in ((history, LINE), (administration, LOGGED), (history_seals, SEAL)):
            connection.execute(table.insert().values(line))
    yield opened
    opened.dispose()


@pytest.mark.parametrize("table", [history, administration, history_seals], ids=lambda table: str(table.name))
def test_no_line_is_deleted(database: Database, table: sa.Table) -> None:
    with pytest.raises(DatabaseError, match=f"{table.name} is only added to"), database.begin() as connection:
        connection.execute(table.delete())


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        (history, {"act": "case.closed"}),
        (history, {"actor_id": None}),
        (history, {"details": {}}),
        (history, {"details": {}, "erasure_id": DONE}),
        (history, {"details": {}, "erasure_id": UNDER_WAY, "case_id": "2026-1", "act": "case.closed"}),
        (administration, {"by": "somebody"}),
        (administration, {"details": {}}),
        (history_seals, {"salt": "other"}),
        (history_seals, {"digest": "other"}),
        (history_seals, {"number": 2, "salt": None}),
    ],
)
def test_nothing_else_of_a_line_is_changed(database: Database, table: sa.Table, changed: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match=f"{table.name} is only added to"), database.begin() as connection:
        connection.execute(table.update().values(changed))


def test_an_erasure_under_way_takes_details_out_and_with_them_what_they_could_be_guessed_by(
    database: Database,
) -> None:
    with database.begin() as connection:
        for table in (history, administration):
            connection.execute(table.update().values(details={}, erasure_id=UNDER_WAY))

    with database.read() as connection:
        line = connection.execute(sa.select(history.c.act, history.c.details, history.c.erasure_id)).one()
        seal = connection.execute(sa.select(history_seals.c.salt, history_seals.c.digest)).one()
    assert (tuple(line), tuple(seal)) == (("case.opened", {}, UNDER_WAY), (None, "d"))
