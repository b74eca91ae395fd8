"""After a case has got an earlier deadline: one question to its owner about the subtasks that are due too late now."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from store import tables
from tests.handlers.being_away import go_away
from tests.handlers.closing import ask_to_close
from tests.handlers.conversations import standing
from tests.handlers.distribution import redistribution
from tests.handlers.earlier_deadlines import open_dialog, questions, set_deadline
from tests.handlers.history_lines import moves
from tests.institution import CASE, CASE_TITLE
from tests.stored import add_subtasks
from tests.world import World

NEW = date(2026, 12, 1)
ASKED = f"Saken «{CASE_TITLE}» har frist tir. 1. des. 2026, men "


def deadlines(world: World) -> dict[str, date]:
    """Read each subtask's deadline, by its title."""
    return {row.title: row.deadline_on for row in world.rows(sa.select(tables.subtasks))}


async def two_late(world: World) -> None:
    """Let two subtasks of three be due after the case."""
    await world.create(title="Vurder pensum", assignee="Kari Nordmann", deadline="2026-12-12")
    await world.create()
    await world.create(title="I god tid", deadline="2026-11-30")
    await set_deadline(world)


async def test_the_owner_gets_one_question_that_names_what_is_late_and_nothing_moves(world: World) -> None:
    await two_late(world)
    (question,) = questions(world.kari)
    assert not question.is_reply
    text = world.kari.text_of(question)
    assert f"{ASKED}2 deloppgaver har senere frist." in text
    assert text.index("Vurder emnene") < text.index("Vurder pensum")
    assert "Ansvarlig: Aisha Rahman · frist tor. 10. des. 2026" in text
    assert "I god tid" not in text
    assert "Vil du flytte fristene til samme dag som fristen for saken?" in text
    assert "har nå frist" not in "\n".join(standing(world.kari))
    assert not questions(world.aisha) + questions(world.ingrid)
    assert moves(world) == []


async def test_the_ticked_ones_move_and_their_assignees_are_told_in_the_threads(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await two_late(world)
    await world.create(title="Min oppgave", assignee="Aisha Rahman", deadline="2026-11-28")
    dialog = await open_dialog(world, kari)
    assert "Frist for saken: tir. 1. des. 2026" in dialog
    assert "får fristen tir. 1. des. 2026" in dialog
    assert (await kari.send()).closed
    await world.quiet()
    assert deadlines(world) == {
        "Vurder pensum": NEW,
        "Vurder emnene": NEW,
        "I god tid": date(2026, 11, 30),
        "Min oppgave": date(2026, 11, 28),
    }
    assert moves(world) == [{"from": "2026-12-10", "to": "2026-12-01"}, {"from": "2026-12-12", "to": "2026-12-01"}]
    told = "@Aisha Rahman: Kari Nordmann har flyttet fristen for «Vurder emnene» til tir. 1. des. 2026."
    assert [aisha.text_of(reply) for reply in aisha.thread(aisha.card("Vurder emnene").ts)] == [told]
    assert "har flyttet fristen" not in "\n".join(standing(kari))
    assert "Frist: tir. 1. des. 2026" in aisha.text_of(aisha.card("Vurder emnene"))


async def test_what_she_leaves_out_keeps_its_deadline_and_can_be_moved_later(world: World) -> None:
    kari = world.kari
    await two_late(world)
    await open_dialog(world, kari)
    await kari.untick("Deloppgaver med senere frist enn saken", "Vurder pensum")
    assert (await kari.send()).closed
    await world.quiet()
    assert (deadlines(world)["Vurder emnene"], deadlines(world)["Vurder pensum"]) == (NEW, date(2026, 12, 12))
    again = await open_dialog(world, kari)
    assert "Vurder pensum" in again
    assert "Vurder emnene" not in again


async def test_an_old_button_when_everything_is_in_time_is_answered_with_a_sentence(world: World) -> None:
    kari = world.kari
    await two_late(world)
    await open_dialog(world, kari)
    world.ws.double_next("view_submission")
    await kari.send()
    await world.quiet()
    assert len(moves(world)) == 2
    assert "Det er ingenting å flytte." in await open_dialog(world, kari)


async def test_an_old_dialog_moves_nothing_to_a_date_that_was_not_shown(world: World) -> None:
    kari = world.kari
    await two_late(world)
    await open_dialog(world, kari)
    await set_deadline(world, "2026-11-27")
    await kari.send()
    said = "Saken har fått frist fre. 27. nov. 2026 i mellomtiden. Lukk dialogen og åpne den på nytt."
    assert list(kari.errors.values()) == [said]
    assert moves(world) == []


async def test_an_old_dialog_about_what_has_been_solved_meanwhile_is_answered_in_words(world: World) -> None:
    kari = world.kari
    await world.create()
    await set_deadline(world)
    await open_dialog(world, kari)
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    answer = await kari.send()
    assert "Det er ingenting å flytte." in " ".join(answer.errors.values())


@pytest.mark.parametrize("to", ["2026-12-10", "2026-12-24"])
async def test_a_deadline_that_leaves_nothing_outside_asks_nothing(world: World, to: str) -> None:
    await world.create()
    await set_deadline(world, to)
    assert not questions(world.kari)


async def test_a_case_that_has_no_deadline_any_more_asks_nothing(world: World) -> None:
    await world.create()
    await set_deadline(world, "")
    (row,) = world.rows(sa.select(tables.cases.c.deadline_on))
    assert row.deadline_on is None
    assert not questions(world.kari)
    assert f"Saken «{CASE_TITLE}» har ikke lenger noen frist." in "\n".join(standing(world.kari))


async def test_a_new_owner_with_a_new_deadline_is_asked_and_the_former_one_is_not(world: World) -> None:
    await world.create()
    world.ws.double_next("view_submission")
    await set_deadline(world, owner="Per Strand")
    assert len(questions(world.stranger)) == 1
    assert world.stranger.labels(questions(world.stranger)[0]) == ["Flytt fristen"]
    assert "Vil du flytte fristen til samme dag som fristen for saken?" in world.stranger.text_of(
        questions(world.stranger)[0]
    )
    assert not questions(world.kari)
    await open_dialog(world, world.stranger)
    assert (await world.stranger.send()).closed
    await world.quiet()
    assert deadlines(world) == {"Vurder emnene": NEW}


async def test_a_question_that_waits_while_the_case_is_given_away_reaches_the_new_owner_instead(world: World) -> None:
    ingrid, kari = world.ingrid, world.kari
    await world.create()
    await redistribution(world, kari)
    await kari.choose("Sakseier", "Per Strand")
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Omfordel sak")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await ingrid.choose("Sakseier", "Kari Nordmann")
    await ingrid.fill("Frist", "2026-12-01")
    world.ws.faults.add(method="chat.postMessage", person="U0KARI", times=1, kind="http_500")
    assert (await ingrid.send()).closed
    await world.ws.until(lambda: not world.ws.faults.active)
    assert (await kari.send()).closed
    await world.settled()
    assert not questions(kari)
    assert len(questions(world.stranger)) == 1


async def test_a_distributor_who_owns_the_case_herself_is_asked_too(world: World) -> None:
    await set_deadline(world, "2026-12-18", owner="Ingrid Berg")
    await world.create("ingrid")
    await set_deadline(world, owner="Ingrid Berg")
    assert len(questions(world.ingrid)) == 1


async def test_a_closed_case_asks_nothing_and_an_old_button_is_answered_in_words(world: World) -> None:
    await world.create()
    await set_deadline(world)
    await ask_to_close(world, world.kari)
    await world.kari.send()
    await world.quiet()
    assert "Saken er avsluttet og kan ikke endres." in await open_dialog(world, world.kari)


async def test_the_question_names_twenty_and_counts_the_rest(world: World) -> None:
    add_late(world, 21)
    await set_deadline(world)
    (question,) = questions(world.kari)
    assert f"{ASKED}21 deloppgaver har senere frist." in world.kari.text_of(question)
    assert world.kari.text_of(question).count("Ansvarlig:") == 20
    assert "og 1 deloppgave til" in world.kari.text_of(question)


@pytest.mark.parametrize("number", [100, 101])
async def test_more_than_can_be_chosen_from_are_moved_together_and_the_dialog_says_so(
    world: World, number: int
) -> None:
    kari = world.kari
    await world.create()
    await set_deadline(world)
    add_late(world, number - 1)
    dialog = await open_dialog(world, kari)
    assert ("101 deloppgaver har senere frist enn saken." in dialog) == (number == 101)
    assert ("alle flyttes til tir. 1. des. 2026" in dialog) == (number == 101)
    assert (await kari.send()).closed
    assert set(deadlines(world).values()) == {NEW}
    assert len(moves(world)) == number
    details = [row.details for row in world.rows(sa.select(tables.outbox.c.details))]
    told = [len(one["subtasks"]) for one in details if one.get("say") == "deadlines_moved"]
    assert sum(told) == number
    assert "deadline_moved" not in [one.get("say") for one in details]


def add_late(world: World, number: int) -> None:
    """Put subtasks into the database that are due on 10 December."""
    add_subtasks(world, number)
    with world.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(deadline_on=date(2026, 12, 10)))


async def test_who_gets_the_case_of_an_absent_owner_is_asked_and_not_the_former_substitute(world: World) -> None:
    await world.create()
    await go_away(world, world.kari, "aisha@uni.example")
    await set_deadline(world, owner="Per Strand")
    assert len(questions(world.stranger)) == 1
    assert questions(world.aisha) == []


async def test_who_stands_in_for_a_new_owner_is_asked_in_the_owners_place(world: World) -> None:
    await world.create(assignee="Kari Nordmann")
    await go_away(world, world.aisha, "kari@uni.example")
    await set_deadline(world, owner="Aisha Rahman")
    assert len(questions(world.kari)) == 1
    assert questions(world.aisha) == []
