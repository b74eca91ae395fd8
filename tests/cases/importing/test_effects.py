"""An import that changes what people see leaves the outbox rows that show it to them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cases.acts import messages, subtasks
from store import posts, tables
from store.tables import grants, outbox, people
from tests.cases.importing.importer import INSTITUTION, MONDAY, OTHERS, Importer
from tests.filled_in import new_subtask


@pytest.fixture
def busy(importer: Importer) -> Importer:
    """Give an institution where Ola has a subtask with an attachment, and where everything has been delivered."""
    importer.institution()
    importer.take(OTHERS)
    with importer.context.database.begin() as connection:
        attachment = connection.execute(sa.select(tables.attachments.c.id)).scalar_one()
        ola = connection.execute(sa.select(people.c.id).where(people.c.slack_id == "U0OLA")).scalar_one()
    new = new_subtask(ola, attachment_ids=(attachment,))
    subtasks.create(importer.context, "2026-101", new, actor="U0KARI", key="k", now=MONDAY)
    number = importer.one(sa.select(tables.subtasks.c.id)).id
    messages.write(importer.context, number, "Er du der?", actor="U0KARI", key="m", now=MONDAY)
    with importer.context.database.begin() as connection:
        for person in (
            ola,
            connection.execute(sa.select(people.c.id).where(people.c.slack_id == "U0KARI")).scalar_one(),
        ):
            posts.put(connection, "card", 1, person, channel=f"D{person}", ts="1.0")
        connection.execute(outbox.update().values(state="sent", tried_at=MONDAY))
    return importer


def told(importer: Importer) -> set[tuple[str, str | None]]:
    """What is to be shown to whom; that conversations are opened ahead, or bytes let go, shows nobody anything."""
    statement = sa.select(outbox.c.kind, people.c.slack_id).join(people, people.c.id == outbox.c.person_id)
    return {
        (row.kind, row.slack_id)
        for row in importer.rows(statement.where(outbox.c.state == "ready", outbox.c.kind.not_in(("open", "discard"))))
    }


BOTH_CARDS = {("card", "U0KARI"), ("card", "U0OLA"), ("home", "U0KARI"), ("home", "U0OLA")}


def test_a_new_title_is_shown_on_both_cards(busy: Importer) -> None:
    busy.take(INSTITUTION.replace("Bachelor", "Master"))

    assert told(busy) == BOTH_CARDS


def test_a_new_title_is_shown_on_a_card_that_is_being_posted_though_it_is_solved(busy: Importer) -> None:
    subtasks.solve(busy.context, 1, actor="U0KARI", now=MONDAY)
    with busy.context.database.begin() as connection:
        connection.execute(tables.posts.delete())
        connection.execute(outbox.delete().where(outbox.c.kind != "card"))
        connection.execute(outbox.update().values(state="sending", tried_at=MONDAY))

    busy.take(INSTITUTION.replace("Bachelor", "Master"))

    assert {one for one in told(busy) if one[0] == "card"} == {("card", "U0KARI"), ("card", "U0OLA")}


def test_a_new_deadline_of_the_case_is_shown_to_its_owner_only(busy: Importer) -> None:
    busy.take(INSTITUTION.replace("12-18", "12-20"))

    assert told(busy) == {("home", "U0KARI"), ("notice", "U0KARI")}


@pytest.mark.parametrize("change", ["roles: []", "active: false"])
def test_an_assignee_who_leaves_or_loses_her_role_has_her_card_drawn_again_which_puts_her_thread_in_order(
    busy: Importer, change: str
) -> None:
    busy.take(f"people: [{{email: ola@uni.example, name: Ola Hansen, {change}}}]")

    assert told(busy) == BOTH_CARDS


def test_a_person_who_only_gets_another_name_keeps_the_copies(busy: Importer) -> None:
    busy.take("people: [{email: ola@uni.example, name: Ola Berg}]")

    assert told(busy) == BOTH_CARDS


def test_a_new_owner_gets_cards_and_the_former_one_s_are_redrawn(busy: Importer) -> None:
    busy.take(INSTITUTION.replace("owner: kari@", "owner: per@"))

    to_per = {("card", "U0PER"), ("notice", "U0PER"), ("home", "U0PER")}
    assert told(busy) == {*BOTH_CARDS, *to_per}


def test_a_new_owner_gets_no_card_of_what_is_solved(busy: Importer) -> None:
    subtasks.solve(busy.context, 1, actor="U0OLA", now=MONDAY)
    with busy.context.database.begin() as connection:
        connection.execute(outbox.update().values(state="sent", tried_at=MONDAY))

    busy.take(INSTITUTION.replace("owner: kari@", "owner: per@"))

    assert told(busy) == {*BOTH_CARDS, ("home", "U0PER"), ("notice", "U0PER")}


def test_a_case_that_waits_is_shown_to_those_who_distribute_there(busy: Importer) -> None:
    busy.take('people: [{email: per@uni.example, name: Per, roles: [{place: "184.12", role: fordeler}]}]')
    with busy.context.database.begin() as connection:
        connection.execute(outbox.update().values(state="sent", tried_at=MONDAY))

    busy.take(
        'cases: [{id: n, title: Ny, place: "184.12.1", applicant: {name: A, email: a@b.no}, applied_on: 2026-11-20}]'
    )

    assert told(busy) == {("home", "U0PER")}


def test_new_bytes_of_a_granted_attachment_are_shown_to_its_reader(busy: Importer) -> None:
    busy.write(b"%PDF nytt", "vitnemal.pdf")

    busy.take(INSTITUTION)

    assert told(busy) == {*BOTH_CARDS, ("grant", "U0OLA")}


def test_a_withdrawn_grant_is_left_alone(busy: Importer) -> None:
    with busy.context.database.begin() as connection:
        connection.execute(grants.update().values(withdrawn_at=MONDAY))

    busy.take("people: [{email: ola@uni.example, name: Ola Hansen, roles: []}]")

    assert told(busy) == BOTH_CARDS


def test_somebody_else_in_slack_gets_everything_anew(busy: Importer) -> None:
    busy.take("people: [{email: ola@uni.example, name: Ola Hansen, slack_id: U0OLANEW}]")

    assert told(busy) == {
        ("card", "U0KARI"),
        ("home", "U0KARI"),
        *((one, "U0OLANEW") for one in ("card", "home")),
    }
    ola = busy.one(sa.select(people.c.id).where(people.c.slack_id == "U0OLANEW")).id
    assert busy.rows(sa.select(tables.posts).where(tables.posts.c.person_id == ola)) == []


def test_a_renamed_place_is_shown_to_those_who_have_one_of_its_cases_open(busy: Importer) -> None:
    with busy.context.database.begin() as connection:
        kari = connection.execute(sa.select(people.c.id).where(people.c.slack_id == "U0KARI")).scalar_one()
        posts.turn_home(connection, kari, MONDAY, case_id="2026-101")

    busy.take('places: [{code: "184.12.1", name: Institutt for arkeologi}]')

    assert told(busy) == {("home", "U0KARI")}
