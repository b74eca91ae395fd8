"""An import that changes owners or deadlines: the clock looks again, and the owner is asked about what is late now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cases.acts import deadlines, subtasks
from domain.notices import MoreTime
from store import tables
from store.tables import outbox, people
from tests.cases.importing.importer import INSTITUTION, MONDAY, OTHERS, Importer
from tests.filled_in import new_subtask

TUESDAY = MONDAY + timedelta(days=1)
EARLIER = INSTITUTION.replace("deadline: 2026-12-18", "deadline: 2026-12-01")


@pytest.fixture
def working(importer: Importer) -> Importer:
    """Give an institution where Ola has a subtask that is due on 10 December, in a case that is due on the 18th."""
    importer.institution()
    importer.take(OTHERS)
    ola = importer.one(sa.select(people.c.id).where(people.c.slack_id == "U0OLA")).id
    new = new_subtask(ola)
    subtasks.create(importer.context, "2026-101", new, actor="U0KARI", key="k", now=MONDAY)
    return importer


def asked(importer: Importer) -> list[tuple[str, dict[str, Any]]]:
    """Who is to be asked about late subtasks, and about which."""
    statement = sa.select(people.c.slack_id, outbox.c.details).join(outbox, people.c.id == outbox.c.person_id)
    rows = importer.rows(statement.where(outbox.c.kind == "notice").order_by(outbox.c.id))
    return [(row.slack_id, row.details) for row in rows if row.details["say"] == "deadlines_outside"]


def told(importer: Importer) -> list[tuple[str, str | None]]:
    """Who is told of a case's deadline alone, and of which."""
    statement = sa.select(people.c.slack_id, outbox.c.details).join(outbox, people.c.id == outbox.c.person_id)
    rows = importer.rows(statement.where(outbox.c.kind == "notice").order_by(outbox.c.id))
    return [(row.slack_id, row.details["deadline"]) for row in rows if row.details["say"] == "case_deadline"]


def looks(importer: Importer, table: sa.Table) -> tuple[Any, Any]:
    """When the clock looks at the only row of a table, and since when it is as it is."""
    row = importer.one(sa.select(table.c.look_at, table.c.reminds_from_at))
    return row.look_at, row.reminds_from_at


def test_an_earlier_deadline_asks_the_owner_once_and_moves_nothing(working: Importer) -> None:
    working.take(EARLIER)
    working.take(EARLIER)

    question = {"say": "deadlines_outside", "case": "2026-101", "deadline": "2026-12-01"}
    assert asked(working) == [("U0KARI", question | {"since": MONDAY.isoformat()})]
    assert told(working) == []
    assert working.one(sa.select(tables.subtasks.c.deadline_on)).deadline_on == date(2026, 12, 10)


@pytest.mark.parametrize("to", ["2026-12-10", "2026-12-24", "2026-11-20", "null"])
def test_a_later_a_passed_or_no_deadline_is_only_told(working: Importer, to: str) -> None:
    working.take(INSTITUTION.replace("2026-12-18", to))

    assert str(working.one(sa.select(tables.cases.c.deadline_on)).deadline_on) in (to, "None")
    assert asked(working) == []
    assert told(working) == [("U0KARI", None if to == "null" else to)]


def test_a_new_owner_with_another_deadline_is_told_of_her_case_only(working: Importer) -> None:
    working.take(INSTITUTION.replace("2026-12-18", "2026-12-24").replace("owner: kari@", "owner: per@"))

    assert (asked(working), told(working)) == ([], [])


def test_of_another_title_and_of_a_case_that_is_new_no_deadline_is_told(working: Importer) -> None:
    working.take(INSTITUTION.replace("Bachelor", "Master"))

    assert told(working) == []


def test_a_new_owner_is_asked_and_not_the_former_one(working: Importer) -> None:
    working.take(EARLIER.replace("owner: kari@", "owner: per@"))

    assert [slack_id for slack_id, _ in asked(working)] == ["U0PER"]


def test_a_case_that_is_withdrawn_with_it_asks_nothing(working: Importer) -> None:
    working.take(EARLIER.replace('    text: "Jeg', '    withdrawn: true\n    text: "Jeg'))

    assert (asked(working), told(working)) == ([], [])


@pytest.mark.parametrize("changed", [EARLIER, INSTITUTION.replace("owner: kari@", "owner: per@")])
def test_the_clock_looks_again_at_a_case_with_another_deadline_or_owner(working: Importer, changed: str) -> None:
    working.take(changed, now=TUESDAY)

    assert looks(working, tables.cases) == (TUESDAY, TUESDAY)
    assert looks(working, tables.subtasks) == (TUESDAY, MONDAY)


def test_the_clock_looks_at_a_new_case_and_not_again_because_of_a_new_title(working: Importer) -> None:
    assert looks(working, tables.cases) == (MONDAY, MONDAY)

    working.take(INSTITUTION.replace("Bachelor", "Master"), now=TUESDAY)

    assert looks(working, tables.cases) == (MONDAY, MONDAY)


def test_the_clock_looks_again_at_what_one_has_whose_role_came_back(working: Importer) -> None:
    without = INSTITUTION.replace('- {place: "184.12.1", role: fagperson}', '- {place: "184.12", role: fagperson}')
    assert without != INSTITUTION
    working.take(without)
    with working.context.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(look_at=None))

    working.take(INSTITUTION)

    assert looks(working, tables.subtasks)[0] is not None


def test_the_clock_looks_again_at_the_subtasks_of_a_case_that_has_come_to_another_place(working: Importer) -> None:
    moved = INSTITUTION.replace('    place: "184.12.1"\n', '    place: "184.12"\n')
    assert moved != INSTITUTION

    working.take(moved, now=TUESDAY)

    assert looks(working, tables.subtasks) == (TUESDAY, MONDAY)
    assert looks(working, tables.cases) == (MONDAY, MONDAY)


@pytest.mark.parametrize(("due", "says"), [("2026-12-18", "more_time"), ("2026-12-10", "case_deadline")])
def test_a_later_deadline_offers_the_owner_more_time_for_what_was_due_with_the_case(
    working: Importer, due: str, says: str
) -> None:
    with working.context.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(deadline_on=date.fromisoformat(due)))

    working.take(INSTITUTION.replace("2026-12-18", "2026-12-24"))

    statement = sa.select(outbox.c.details).where(outbox.c.kind == "notice").order_by(outbox.c.id.desc()).limit(1)
    (row,) = working.rows(statement)
    assert row.details["say"] == says
    assert row.details.get("was") == ("2026-12-18" if says == "more_time" else None)


def test_imports_that_go_on_extending_it_in_one_night_leave_the_offer_for_what_was_due_with_it_at_first(
    working: Importer,
) -> None:
    with working.context.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(deadline_on=date(2026, 12, 18)))

    for to in ("2026-12-24", "2026-12-18", "2026-12-24", "2026-12-31"):
        working.take(INSTITUTION.replace("2026-12-18", to))

    statement = sa.select(outbox.c.details).where(outbox.c.kind == "notice").order_by(outbox.c.id)
    offers = [row.details for row in working.rows(statement) if row.details["say"] == "more_time"]
    assert offers == [{"say": "more_time", "case": "2026-101", "was": "2026-12-18"}]
    shown = deadlines.proposal(working.context, MoreTime("2026-101", date(2026, 12, 18)), reader="U0KARI", now=MONDAY)
    assert shown is not None
    assert (shown.to_on, len(shown.subtasks)) == (date(2026, 12, 31), 1)
