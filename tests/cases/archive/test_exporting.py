"""Which cases still have to be packed, and that one process at a time does it: decided by rows, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cases.archive import exporting, packages
from cases.context import Context
from domain.values import CaseStatus
from store import tables
from store.files import FileStore
from tests.databases import open_database
from tests.institution import MONDAY, furnish

FIRST, SECOND, OPEN = "2026-201", "2026-202", "2026-203"
SOON, LATER = MONDAY + timedelta(minutes=5), MONDAY + timedelta(minutes=11)


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    database, files = open_database(database_url), FileStore(tmp_path / "files")
    furnish(database, files)
    made = Context(database, files, ZoneInfo("Europe/Oslo"))
    exporting.begin(made, now=MONDAY)
    ended = {"status": CaseStatus.CLOSED, "closed_at": MONDAY}
    case = {"place_id": 2, "title": "Sak", "applicant_name": "", "applicant_email": "", "applied_on": MONDAY.date()}
    with database.begin() as connection:
        for number in (FIRST, SECOND, OPEN):
            how = ended if number != OPEN else {}
            connection.execute(tables.cases.insert().values(id=number, text="", **case, **how))
    for number in (FIRST, SECOND, OPEN):
        write_line(made, number)
    yield made
    database.dispose()


def write_line(context: Context, number: str, *, minutes: int = 0) -> None:
    line = {"case_id": number, "act": "case.closed", "details": {}, "at": MONDAY + timedelta(minutes=minutes)}
    with context.database.begin() as connection:
        connection.execute(tables.history.insert(), [line])


def pack(context: Context, number: str) -> None:
    packages.note(context, packages.to_pack(context, number), digest=number, size=1, now=LATER)


def due(context: Context, *, minutes: int) -> list[str]:
    """What is due, in its order."""
    found: list[str] = []
    now = MONDAY + timedelta(minutes=minutes)
    while (number := exporting.due(context, after=found[-1] if found else "", now=now)) is not None:
        found.append(number)
    return found


def test_what_has_ended_is_due_when_it_has_been_left_alone_and_until_it_has_its_package(context: Context) -> None:
    assert due(context, minutes=9) == []
    assert due(context, minutes=10) == [FIRST, SECOND]
    pack(context, FIRST)
    assert due(context, minutes=10) == [SECOND]
    write_line(context, FIRST, minutes=12)
    assert due(context, minutes=21) == [SECOND]
    assert due(context, minutes=22) == [FIRST, SECOND]


def test_up_to_where_all_was_made_nothing_is_looked_at_again_and_what_could_not_be_made_is(context: Context) -> None:
    exporting.end(context, None)
    assert due(context, minutes=200) == [FIRST, SECOND]
    upto = exporting.begin(context, now=MONDAY + timedelta(minutes=200))
    exporting.end(context, upto)
    assert due(context, minutes=200) == []
    write_line(context, SECOND, minutes=150)
    assert due(context, minutes=200) == [SECOND]


def test_what_is_removed_or_erased_is_never_due(context: Context) -> None:
    erasure = {"kind": "case", "case_id": FIRST, "begun_at": MONDAY, "asked_by": "", "provision": "", "counts": {}}
    with context.database.begin() as connection:
        connection.execute(tables.erasures.insert(), [erasure])
        connection.execute(tables.cases.update().where(tables.cases.c.id == SECOND).values(removed_at=MONDAY))
    assert due(context, minutes=10) == []


def test_one_process_packs_until_it_has_done_or_is_dead(context: Context) -> None:
    lease = timedelta(minutes=10)
    assert exporting.take(context, MONDAY + lease, now=MONDAY)
    assert not exporting.take(context, SOON + lease, now=SOON)
    exporting.renew(context, SOON + lease)
    assert not exporting.take(context, LATER + lease, now=LATER)
    assert exporting.take(context, LATER + 2 * lease, now=LATER + lease)  # nothing was heard of the other one
    exporting.end(context, None)
    assert exporting.take(context, SOON + lease, now=SOON)
    assert exporting.take(context, MONDAY + lease - timedelta(hours=1), now=MONDAY - timedelta(hours=1))  # set back
