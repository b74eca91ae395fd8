"""What changes what may fall due makes the clock look again, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases.acts import deadlines, distribution, holding, people, reassigning, subtasks
from cases.context import Context
from domain.forms import Distribution, Hold
from store import tables
from store.database import Database
from store.files import FileStore
from tests.institution import MONDAY
from tests.relations import LATER, Scene, furnish, new_scene, slack_id

TUESDAY = MONDAY + timedelta(days=1)
DISTRIBUTOR = slack_id("distributor at the place")


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Iterator[Scene]:
    """Give a case with a subtask at which the clock need not look any more."""
    database = Database(database_url)
    with database.begin() as connection:
        furnish(connection)
    made = new_scene(Context(database, FileStore(tmp_path / "files"), ZoneInfo("Europe/Oslo")), late=True)
    with database.begin() as connection:
        for table in (tables.cases, tables.subtasks):
            connection.execute(table.update().values(look_at=None, reminds_from_at=MONDAY))
    yield made
    database.dispose()


def looks(scene: Scene, table: sa.Table) -> list[tuple[Any, Any]]:
    """When the clock looks at each row, and since when it is as it is; the newest first."""
    with scene.context.database.read() as connection:
        rows = connection.execute(sa.select(table.c.look_at, table.c.reminds_from_at).order_by(table.c.id.desc()))
        return [(row.look_at, row.reminds_from_at) for row in rows]


def learn(scene: Scene, relation: str, zone: str) -> None:
    """Let Slack tell where a person is."""
    people.changed(scene.context, slack_id(relation), locale=None, zone=zone, active=True, now=TUESDAY)


OF_SUBTASK: dict[str, Callable[[Scene, datetime], object]] = {
    "reassign": lambda s, now: reassigning.reassign(
        s.context, s.subtask_id, s.people["expert at the place"], "Ny.", actor=slack_id("owner"), key="k", now=now
    ),
    "move": lambda s, now: deadlines.move(
        s.context, s.subtask_id, MONDAY.date(), "", actor=slack_id("owner"), key="k", now=now
    ),
    "hold": lambda s, now: holding.hold(
        s.context, s.subtask_id, Hold(TUESDAY.date(), "Ferie."), actor=slack_id("owner"), key="k", now=now
    ),
    "move all": lambda s, now: deadlines.move_all(
        s.context, s.case_id, None, actor=slack_id("owner"), key="k", now=now
    ),
}


@pytest.mark.parametrize("act", OF_SUBTASK)
def test_a_subtask_with_another_assignee_or_deadline_begins_anew(scene: Scene, act: str) -> None:
    OF_SUBTASK[act](scene, MONDAY)

    assert looks(scene, tables.subtasks) == [(MONDAY, MONDAY)]
    assert looks(scene, tables.cases) == [(None, MONDAY)]


def test_a_new_subtask_is_looked_at(scene: Scene) -> None:
    with scene.context.database.begin() as connection:
        connection.execute(tables.cases.update().values(deadline_on=None))
    subtasks.create(scene.context, scene.case_id, scene.new_subtask(), actor=slack_id("owner"), key="k", now=TUESDAY)

    assert looks(scene, tables.subtasks) == [(TUESDAY, TUESDAY), (None, MONDAY)]


@pytest.mark.parametrize(
    ("owner", "deadline_on"), [("owner", LATER), ("former owner", MONDAY.date()), ("former owner", None)]
)
def test_a_case_with_another_owner_or_deadline_is_looked_at_with_its_subtasks(
    scene: Scene, owner: str, deadline_on: date | None
) -> None:
    given = Distribution(scene.people[owner], deadline_on, scene.people["owner"])
    distribution.distribute(scene.context, scene.case_id, given, actor=DISTRIBUTOR, key="k", now=TUESDAY)

    assert looks(scene, tables.cases) == [(TUESDAY, TUESDAY)]
    assert looks(scene, tables.subtasks) == [(TUESDAY, MONDAY)]


@pytest.mark.parametrize("relation", ["owner", "assignee"])
def test_one_who_is_in_another_zone_than_before_has_other_working_hours(scene: Scene, relation: str) -> None:
    learn(scene, relation, "Asia/Tokyo")
    assert looks(scene, tables.subtasks) == [(TUESDAY, MONDAY)]

    with scene.context.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(look_at=None))
    learn(scene, relation, "Asia/Tokyo")
    assert looks(scene, tables.subtasks) == [(None, MONDAY)]


def test_one_who_is_unknown_here_changes_nothing(scene: Scene) -> None:
    people.changed(scene.context, "U0NOBODY", locale="nn-NO", zone="Asia/Tokyo", active=False, now=TUESDAY)

    assert looks(scene, tables.subtasks) == [(None, MONDAY)]
