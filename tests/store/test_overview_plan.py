"""What is solved or has ended is not read by who looks over what is open: the databases say so themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from domain.bulk_moves import Listed
from domain.overview import Listing
from store import bulk_moves, case_lists, overview, subtasks, tables
from store.database import Database
from tests.institution import MONDAY, TODAY
from tests.plans import plans

ONLY_OPEN = (
    "ix_cases_working",
    "ix_subtasks_case_unsolved",
    "ix_subtasks_assignee_unsolved",
    "ix_subtasks_deadline",
)
ENDED = 4_000  # so many that PostgreSQL would rather not read them all
SCOPE = overview.Overseen(1, [1], TODAY, MONDAY - timedelta(days=7))
PAGE: dict[str, Any] = {"limit": 15, "offset": 0}
LOOKS: dict[str, Callable[[Connection], object]] = {
    "count_cases": lambda c: overview.count_cases(c, SCOPE),
    "count_subtasks": lambda c: overview.count_subtasks(c, SCOPE),
    **{
        listing: lambda c, listing=listing: overview.cases_of(c, SCOPE, listing, **PAGE)  # type: ignore[misc]
        for listing in (Listing.CASES, Listing.LATE_CASES)
    },
    **{
        listing: lambda c, listing=listing: overview.subtasks_of(c, SCOPE, listing, **PAGE)  # type: ignore[misc]
        for listing in (Listing.LATE_SUBTASKS, Listing.UNOPENED, Listing.WAITING)
    },
    "work": lambda c: overview.work(c, SCOPE),
    "unsolved_of": lambda c: subtasks.unsolved_of(c, 1, **PAGE),
    "subtasks_from": lambda c: bulk_moves.subtasks_from(
        c, 1, ["/1/"], Listed.SUBTASKS, holder_id=None, place=None, today=TODAY, limit=15
    ),
    "waiting_in_reach": lambda c: case_lists.waiting_in_reach(c, 1, ["/1/"], **PAGE),
    "ownerless_in_reach": lambda c: case_lists.ownerless_in_reach(c, 1, ["/1/"], **PAGE),
}


@pytest.fixture
def database(untouched_url: str) -> Iterator[Database]:
    """Give a place with much that has ended, and a little that has not."""
    made = Database(untouched_url)
    case = {
        "title": "Sak", "place_id": 1, "applicant_name": "Ada", "applicant_email": "ada@x.example", "applied_on": TODAY,
        "deadline_on": TODAY, "text": "", "owner_id": 1,
    }  # fmt: skip
    subtask = {
        "title": "Vurder", "deadline_on": TODAY - timedelta(days=1), "assignee_id": 1, "description": "",
        "created_by": 1, "created_at": MONDAY - timedelta(days=9),
    }  # fmt: skip
    solved = {"status": "solved", "ending": "assignee", "solved_at": MONDAY}
    with made.begin(patient=True) as connection:
        connection.execute(tables.places.insert().values(id=1, code="1", name="Sted", path="/1/"))
        connection.execute(tables.people.insert().values(id=1, email="kari@uni.example", name="Kari", slack_id="U1"))
        connection.execute(tables.roles.insert().values(person_id=1, place_id=1, role="fordeler"))
        closed = [{**case, "id": str(number), "status": "closed"} for number in range(ENDED)]
        connection.execute(tables.cases.insert(), [*closed, {**case, "id": "open", "status": "open"}])
        ended = [{**subtask, **solved, "case_id": str(number)} for number in range(ENDED)]
        connection.execute(tables.subtasks.insert(), ended)
        connection.execute(tables.subtasks.insert().values(case_id="open", **subtask))
        if not made.is_sqlite:
            connection.exec_driver_sql("ANALYZE")
    if made.is_sqlite:
        with made.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    yield made
    made.dispose()


@pytest.mark.parametrize("name", LOOKS)
def test_what_has_ended_is_not_read(database: Database, name: str) -> None:
    with database.read() as connection:
        assert LOOKS[name](connection) is not None
        told = [line for _, plan in plans(connection, lambda: LOOKS[name](connection)) for line in plan.splitlines()]
    assert told
    whole = ("SCAN subtasks", "SCAN cases", "Seq Scan on subtasks", "Seq Scan on cases")
    lines = [line.strip(" ->") for line in told if line.strip(" ->").startswith(whole)]
    assert [line for line in lines if not line.endswith(ONLY_OPEN)] == []
