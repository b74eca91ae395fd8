"""One question to several: asked in one round, answered unseen, shown when it is over, and taken over by the owner."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from cases.acts import deadlines, subtasks
from store import tables
from store.round_tables import rounds
from tests.handlers.asking_several import (
    ASKED,
    EVERYBODY,
    TITLE,
    answer,
    ask,
    fill,
    look,
    open_dialog,
    standing,
    subtask_ids,
    told,
)
from tests.world import World

BESIDES = "Helt enig, sier Aisha."


async def test_each_of_them_gets_a_subtask_of_their_own_and_sees_how_many_are_asked(world: World) -> None:
    await ask(world)
    assert len(subtask_ids(world)) == 3
    for person in (world.aisha, world.ola, world.ola2):
        card = person.text_of(await world.card(person, TITLE))
        assert "Flere er spurt: 0 av 3 har svart" in card
        assert "ser hverandres svar når alle har svart" in card
        assert "Se svarene" not in card
        others = {"Aisha Rahman", "Ola Hansen"} - {person.name}
        assert not [name for name in others if name in card]
    assert "Flere er spurt" in world.kari.text_of("home")
    assert len([one for one in world.kari.messages if not one.is_reply]) == 1, "who asks is called once"


async def test_the_question_is_asked_before_how_it_is_answered(world: World) -> None:
    await open_dialog(world, world.kari)
    labels = world.kari.labels()
    assert labels.index("Spørsmål") < labels.index("Svaret er") < labels.index("Svar å velge blant")


async def test_what_is_wrong_is_said_at_its_field_and_nobody_is_asked(world: World) -> None:
    await open_dialog(world, world.kari)
    await world.kari.fill("Spørsmål", ASKED)
    answered = await world.kari.send()
    assert set(answered.errors or {}) == {"title", "assignee", "description"}
    await fill(world.kari, *EVERYBODY, choice=False)
    assert set((await world.kari.send()).errors or {}) == {"kind"}
    await world.kari.choose("Svaret er", "Et valg mellom svar")
    await world.kari.fill("Svar å velge blant", "Ja")
    assert set((await world.kari.send()).errors or {}) == {"options"}
    await world.kari.fill("Svar å velge blant", "Ja\nJa")
    await world.kari.send()
    assert world.kari.errors["Svar å velge blant"] == "To av svarene er like. Fjern det ene."
    assert (world.count(tables.subtasks), world.count(rounds)) == (0, 0)


async def test_one_person_alone_gets_an_ordinary_subtask(world: World) -> None:
    await ask(world, "Aisha Rahman")
    assert world.count(rounds) == 0
    card = world.aisha.text_of(await world.card(world.aisha, TITLE))
    assert "Flere er spurt" not in card


async def test_sent_in_twice_it_asks_once(world: World) -> None:
    world.ws.double_next("view_submission")
    await ask(world)
    assert (world.count(tables.subtasks), world.count(rounds)) == (3, 1)


async def test_nobody_sees_anothers_answer_before_all_have_answered_and_all_do_afterwards(world: World) -> None:
    await ask(world)
    await answer(world, world.aisha, "Ja", BESIDES)
    assert "Flere er spurt: 1 av 3 har svart" in world.ola.text_of(world.ola.card(TITLE))
    assert "Flere er spurt: 1 av 3 har svart" in world.aisha.text_of(world.aisha.card(TITLE))
    assert [person.labels(person.card(TITLE)).count("Se svarene") for person in (world.aisha, world.ola)] == [0, 0]

    await answer(world, world.ola, "Nei", "Uenig, sier Ola.")
    await answer(world, world.ola2, "Ja", "Enig, sier den andre.")
    for person in (world.aisha, world.ola, world.ola2):
        seen = await look(world, person, person.card(TITLE))
        assert BESIDES in seen
        assert "Uenig, sier Ola." in seen
        assert f"{ASKED} Ja 2 · Nei 1" in seen
        assert "Oppsummer" not in person.labels(person.modals[-1]["id"])
        await person.dismiss()


async def test_who_answers_is_counted_on_the_page_that_is_shown_at_once(world: World) -> None:
    await ask(world)
    aisha = world.aisha
    await aisha.click("Åpne", at=await world.card(aisha, TITLE))
    await world.ws.until(lambda: aisha.modals)
    await aisha.choose(ASKED, "Ja")
    await aisha.fill("Konklusjon", BESIDES)
    for button, count in (("Løs deloppgave", 1), ("Angre", 0)):
        await aisha.click(button)
        await world.quiet()
        assert f"Flere er spurt: {count} av 3 har svart" in aisha.text_of(aisha.modals[-1]["id"])


async def test_the_owner_sees_each_answer_as_it_is_given_and_is_told_once(world: World) -> None:
    await ask(world)
    await answer(world, world.aisha, "Ja", BESIDES)
    await answer(world, world.ola, "Nei", "Uenig, sier Ola.")
    assert told(world, world.kari) == []
    await world.kari.open_home()
    await world.quiet()
    seen = await look(world, world.kari, "home")
    assert "2 av 3 har svart" in seen
    assert BESIDES in seen
    assert "Har ikke svart." in seen
    await world.kari.dismiss()

    await answer(world, world.ola2, "Ja", "Enig, sier den andre.")
    (said,) = told(world, world.kari)
    assert f"Alle har svart på «{TITLE}»." in said


async def test_the_day_ends_it_and_late_ones_can_still_answer(world: World) -> None:
    await ask(world)
    await answer(world, world.aisha, "Ja", BESIDES)
    await world.stop_bot()
    world.clock.set(datetime(2026, 12, 11, 8, 0, tzinfo=UTC))
    await world.start_bot()
    await world.settled()
    said = [one for one in told(world, world.kari) if "er ute" in one]
    assert len(said) == 1
    assert "1 av 3 har svart" in said[0]
    seen = await look(world, world.ola, world.ola.card(TITLE))
    assert BESIDES in seen
    await world.ola.dismiss()

    await answer(world, world.ola, "Nei", "Sent, men likevel.")
    assert standing(world).answered == 2
    assert len([one for one in told(world, world.kari) if "er ute" in one]) == 1
    assert [one for one in told(world, world.kari) if "Ola Hansen har løst" in one]


async def test_a_round_does_not_hang_on_one_who_has_sent_it_back(world: World) -> None:
    await ask(world)
    await answer(world, world.aisha, "Ja", BESIDES)
    await answer(world, world.ola, "Nei", "Uenig, sier Ola.")
    await world.ola2.click("Send tilbake", at=await world.card(world.ola2, TITLE))
    await world.ws.until(lambda: world.ola2.modals)
    await world.ola2.choose("Årsak", "Jeg er inhabil")
    await world.ola2.send()
    await world.quiet()
    assert standing(world).ended_at is not None
    seen = await look(world, world.aisha, world.aisha.card(TITLE))
    assert "2 av 3 har svart, 1 svarer ikke" in seen
    assert "ola.hansen2" not in seen
    assert "inhabil" not in seen.lower()
    assert "Se svarene" not in world.ola2.text_of(world.ola2.messages[-1])


async def test_where_the_owner_keeps_the_answers_to_themselves_nobody_else_sees_them(world: World) -> None:
    await ask(world, *EVERYBODY[:2], hidden=True)
    await answer(world, world.aisha, "Ja", BESIDES)
    await answer(world, world.ola, "Nei", "Uenig, sier Ola.")
    for person in (world.aisha, world.ola):
        card = person.card(TITLE)
        assert "Flere er spurt: 2 av 2 har svart" in person.text_of(card)
        assert "Se svarene" not in person.labels(card)
        assert "hverandres" not in person.text_of(card)


async def test_moving_the_deadline_moves_it_for_all_who_have_not_answered(world: World) -> None:
    await ask(world)
    await answer(world, world.aisha, "Ja", BESIDES)
    await world.bot.services.executor.execute(
        deadlines.move, subtask_ids(world)[1], date(2026, 12, 15), "", actor="U0KARI", key="m", now=world.clock.now()
    )
    await world.quiet()
    due = [row.deadline_on.day for row in world.rows(sa.select(tables.subtasks).order_by(tables.subtasks.c.id))]
    assert due == [10, 15, 15]
    world.clock.set(world.clock.now() + timedelta(days=18))
    await world.settled()
    assert standing(world).ended_at is None


async def test_purr_reminds_all_who_have_not_answered_at_once(world: World) -> None:
    await ask(world)
    await answer(world, world.aisha, "Ja", BESIDES)
    await world.kari.open_home()
    await world.quiet()
    await look(world, world.kari, "home")
    await world.kari.click("Purr")
    await world.quiet()
    assert "Purr" not in world.kari.labels()
    nudged = [
        row.nudged_on is not None for row in world.rows(sa.select(tables.subtasks).order_by(tables.subtasks.c.id))
    ]
    assert nudged == [False, True, True]


async def test_what_the_owner_takes_over_stands_on_the_case_and_no_assignee_sees_it(world: World) -> None:
    await ask(world)
    await answer(world, world.aisha, "Ja", BESIDES)
    await answer(world, world.ola, "Nei", "Uenig, sier Ola.")
    await answer(world, world.ola2, "Ja", "Enig, sier den andre.")
    await world.kari.open_home()
    await world.quiet()
    await look(world, world.kari, "home")
    await world.kari.tick(
        "Hvem sine svar vil du ta med i oppsummeringen?", "Aisha Rahman", "Ola Hansen (ola@uni.example)"
    )
    await world.kari.send()
    view = world.kari.modals[-1]
    text = next(block for block in view["blocks"] if block["type"] == "input")["element"]["initial_value"]
    assert text == (
        f"Aisha Rahman:\n{ASKED} Ja\n{BESIDES}\n\nOla Hansen (ola@uni.example):\n{ASKED} Nei\nUenig, sier Ola."
    )
    await world.kari.fill("Oppsummering", "To av tre sier ja; godkjennes.")
    await world.kari.send()
    assert "Oppsummeringen er lagret." in world.kari.text_of(world.kari.modals[-1]["id"])
    await world.kari.send()
    await world.kari.fill("Oppsummering", "To av tre sier ja; godkjennes likevel.")
    await world.kari.send()
    await world.quiet()
    assert "godkjennes likevel" in world.kari.text_of("home")
    await world.kari.dismiss()
    await world.kari.click("Avslutt sak", at="home")
    await world.ws.until(lambda: world.kari.modals)
    assert "To av tre sier ja" in world.kari.text_of(world.kari.modals[-1]["id"])
    await world.kari.dismiss()
    await look(world, world.aisha, world.aisha.card(TITLE))
    shown = [one.text for one in world.ws.shown if one.person_id != world.kari.id]
    assert not [text for text in shown if "To av tre" in text]


async def test_a_case_that_ends_shows_nobody_what_was_not_shown_before(world: World) -> None:
    await ask(world)
    await answer(world, world.aisha, "Ja", BESIDES)
    await world.kari.open_home()
    await world.quiet()
    await world.kari.click("Avslutt sak", at="home")
    await world.ws.until(lambda: world.kari.modals)
    await world.kari.send()
    await world.quiet()
    assert standing(world).ended_at is None
    world.clock.set(datetime(2026, 12, 20, 8, 0, tzinfo=UTC))
    await world.settled()
    assert standing(world).ended_at is None
    assert "Se svarene" not in world.ola.labels(world.ola.card(TITLE))


async def test_an_answer_has_the_name_of_who_has_given_it(world: World) -> None:
    await ask(world)
    await answer(world, world.ola, "Nei", "Uenig, sier Ola.")
    await answer(world, world.ola2, "Ja", "Enig, sier den andre.")
    number = min(subtask_ids(world))
    await world.bot.services.executor.execute(
        subtasks.solve, number, actor="U0KARI", now=world.clock.now(), conclusion="Avklart med Aisha.", answers={}
    )
    await world.quiet()
    seen = await look(world, world.ola, world.ola.card(TITLE))
    assert "Kari Nordmann · på vegne av Aisha Rahman" in seen.replace("\n", "")
    assert standing(world).ended_at is not None
    assert told(world, world.kari) == []  # it was her own act that ended it
