"""Who and where people are in Slack, as far as the files did not say it."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from cases.acts import subtasks
from cases.importing import Identity, identify, unknown
from store.tables import cases, outbox, people
from tests.cases.importing.importer import MONDAY, Importer
from tests.filled_in import new_subtask


def test_active_people_are_asked_about_until_slack_has_said_who_and_where_they_are(importer: Importer) -> None:
    importer.take(
        "people: [{email: a@b.no, name: A, slack_id: U0A}, {email: b@b.no, name: B, active: false},"
        " {email: c@b.no, name: C}]"
    )

    assert {one.email: one.slack_id for one in unknown(importer.context)} == {"a@b.no": "U0A", "c@b.no": None}

    there = {one.email: one.person_id for one in unknown(importer.context)}
    found = [Identity(there["a@b.no"], "U0A", "nn", "Asia/Tokyo"), Identity(there["c@b.no"], "U0C", None, None)]
    assert identify(importer.context, found, now=MONDAY).new == [found[1]]

    assert [one.email for one in unknown(importer.context)] == ["c@b.no"]
    assert importer.rows(sa.select(people.c.slack_zone).where(people.c.slack_id == "U0A")) == [("Asia/Tokyo",)]


def test_somebody_else_s_slack_id_is_left_alone(importer: Importer) -> None:
    importer.take(
        "people: [{email: a@b.no, name: A, slack_id: U0A}, {email: b@b.no, name: B}, {email: c@b.no, name: C}]"
    )
    numbers = {one.email: one.person_id for one in unknown(importer.context)}
    first, second = Identity(numbers["b@b.no"], "U0A", None, None), Identity(numbers["c@b.no"], "U0C", "nn-NO", None)

    remembered = identify(importer.context, [first, second], now=MONDAY)

    assert remembered.new == [second]
    assert remembered.taken == [(first, "a@b.no")]
    found = importer.rows(sa.select(people.c.name, people.c.slack_id, people.c.slack_language).order_by(people.c.name))
    assert found == [("A", "U0A", None), ("B", None, None), ("C", "U0C", "nn")]


def test_somebody_who_is_found_is_shown_what_waits_for_her(importer: Importer) -> None:
    importer.institution()
    with importer.context.database.begin() as connection:
        ola = connection.execute(sa.select(people.c.id).where(people.c.slack_id == "U0OLA")).scalar_one()
    new = new_subtask(ola)
    subtasks.create(importer.context, "2026-101", new, actor="U0KARI", key="k", now=MONDAY)
    with importer.context.database.begin() as connection:
        connection.execute(outbox.delete())
        connection.execute(people.update().where(people.c.id == ola).values(slack_id=None))

    identify(importer.context, [Identity(ola, "U0OLA", None, None)], now=MONDAY)

    hers = sa.select(outbox.c.kind).where(outbox.c.person_id == ola)
    assert {row.kind for row in importer.rows(hers)} == {"card", "home", "open"}


@pytest.mark.parametrize(
    ("slack_id", "zone", "looked_at"),
    [("U0KARI", "Asia/Tokyo", MONDAY), ("U0KARI", None, MONDAY), (None, "Asia/Tokyo", MONDAY), (None, None, MONDAY)],
)
def test_the_clock_looks_at_what_one_has_who_came_into_slack_or_whose_zone_is_learnt(
    importer: Importer, slack_id: str | None, zone: str | None, looked_at: datetime | None
) -> None:
    importer.institution()
    with importer.context.database.begin() as connection:
        connection.execute(cases.update().values(look_at=None))
        kari = connection.execute(sa.select(people.c.id).where(people.c.slack_id == "U0KARI")).scalar_one()
        connection.execute(people.update().where(people.c.id == kari).values(slack_id=slack_id))

    identify(importer.context, [Identity(kari, "U0KARI", None, zone)], now=MONDAY)

    assert importer.one(sa.select(cases.c.look_at)).look_at == looked_at
