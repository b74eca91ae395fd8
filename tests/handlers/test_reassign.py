"""Giving a subtask to somebody else: card, thread and grants move, and the former assignee loses sight of it."""

from __future__ import annotations

import copy

import sqlalchemy as sa

from store import tables
from tests.handlers.changing_hands import WHY, ask_to_reassign, choose_ola, reassign, reassign_from_task_page
from tests.handlers.conversations import copies, standing
from tests.handlers.main_page import look, open_case
from tests.institution import CASE
from tests.world import World


async def test_the_new_assignee_gets_card_thread_and_attachments(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    await world.aisha.say("Hva med emne 3?", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    await world.kari.say("Se bort fra det.", thread_ts=(await world.card(world.kari)).ts)
    await world.quiet()
    await reassign(world, world.kari)
    ola = world.ola
    card = ola.card("Vurder emnene")
    assert "Ny deloppgave fra Kari Nordmann: Vurder emnene." in card.text
    assert "Status: Ny" in ola.text_of(card)
    thread = [ola.text_of(reply).strip() for reply in ola.thread(card.ts)]
    assert sorted(thread) == sorted(
        [
            "Vitnemål",
            "Aisha Rahman til @Ola Hansen\nHva med emne 3?",
            "Kari Nordmann til Ola Hansen\nSe bort fra det.",  # within two minutes: no second notice
        ]
    )
    assert copies(ola) == ["Vitnemål"]
    assert "Ansvarlig: Ola Hansen" in world.kari.text_of(world.kari.card("Vurder emnene"))
    assert "Ansvarlig: Ola Hansen" in world.kari.text_of("home")
    assert "Vurder emnene" in await look(world, "ola")
    world.clock.move(minutes=3)
    await ola.say("Jeg tar over.", thread_ts=card.ts)
    await world.quiet()
    assert "Ola Hansen til @Kari Nordmann\nJeg tar over." in standing(world.kari)
    assert "Jeg tar over." not in "\n".join(standing(world.aisha))


async def test_the_former_assignee_loses_sight_of_everything_but_her_own_words(world: World) -> None:
    aisha = world.aisha
    await world.create(attachments=["Vitnemål"])
    await look(world, "aisha")
    card = await world.card(aisha)
    await aisha.say("Mitt spørsmål", thread_ts=card.ts)
    await world.kari.say("Fortrolig svar", thread_ts=(await world.card(world.kari)).ts, files=[("notat.pdf", b"%PDF")])
    await world.quiet()
    assert copies(aisha) == ["Vitnemål", "notat.pdf"]
    await reassign(world, world.kari)
    assert standing(aisha) == [
        "Du har ikke lenger tilgang til denne deloppgaven.",
        "Mitt spørsmål",
        "Deloppgaven har fått en annen ansvarlig. Du trenger ikke gjøre mer med den.",
    ]
    assert copies(aisha) == []
    assert "Vurder emnene" not in aisha.text_of("home")
    await aisha.say("Hallo?", thread_ts=card.ts)
    await world.quiet()
    assert "ikke tilgang" in standing(aisha)[-1]


async def test_what_was_on_its_way_to_a_former_assignee_does_not_arrive(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    world.ws.faults.add(method="chat.postMessage", person="U0AISHA", times=1, kind="http_500")
    await world.kari.say("Fortrolig", thread_ts=(await world.card(world.kari)).ts)
    await world.ws.until(lambda: not world.ws.faults.active)
    await reassign_from_task_page(world, world.kari)
    await world.settled()
    assert "Fortrolig" not in "\n".join(standing(world.aisha))
    assert "Kari Nordmann til @Ola Hansen\nFortrolig" in standing(world.ola)


async def test_from_the_task_page_the_page_under_the_dialog_shows_the_new_assignee(world: World) -> None:
    await world.create()
    await reassign_from_task_page(world, world.kari)
    await world.quiet()
    assert "Ansvarlig: Ola Hansen" in world.kari.text_of(world.kari.modals[-1]["id"])


async def test_from_the_case_in_a_modal_the_page_under_the_dialog_shows_the_new_assignee(world: World) -> None:
    ingrid = world.ingrid
    await world.create()
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Bytt ansvarlig")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await choose_ola(ingrid)
    await ingrid.fill("Begrunnelse", WHY)
    await ingrid.send()
    await world.quiet()
    assert "Ansvarlig: Ola Hansen" in ingrid.text_of(ingrid.modals[-1]["id"])
    assert "Ansvarlig: Ola Hansen" in world.kari.text_of(world.kari.card("Vurder emnene"))


async def test_only_who_runs_the_case_has_the_button(world: World) -> None:
    await world.create()
    await world.aisha.click("Åpne", at=await world.card(world.aisha))
    await world.ws.until(lambda: world.aisha.modals)
    assert "Bytt ansvarlig" not in world.aisha.labels()
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await open_case(world, world.kari)
    await world.quiet()
    assert "Bytt ansvarlig" not in world.kari.labels("home")


async def test_what_cannot_be_is_refused_at_its_field(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask_to_reassign(world, kari)
    await kari.choose("Ny ansvarlig", "Aisha Rahman")
    await kari.fill("Begrunnelse", WHY)
    await kari.send()
    assert kari.errors["Ny ansvarlig"] == "Aisha Rahman er allerede ansvarlig. Velg en annen."
    await choose_ola(kari)
    await kari.fill("Begrunnelse", "  ")
    await kari.send()
    assert kari.errors["Begrunnelse"] == "Skriv en begrunnelse."
    assert world.rows(sa.select(tables.history).where(tables.history.c.act == "subtask.reassigned")) == []


async def test_the_reason_stands_in_the_history_once(world: World) -> None:
    await world.create()
    world.ws.double_next("view_submission")
    await reassign(world, world.kari)
    (line,) = world.rows(sa.select(tables.history).where(tables.history.c.act == "subtask.reassigned"))
    names = {name: value for name, value in line.details.items() if name != "people"}
    assert names == {"from": "Aisha Rahman", "to": "Ola Hansen", "reason": WHY}
    assert len([message for message in world.ola.messages if not message.is_reply]) == 1


async def test_one_who_gets_it_back_is_told_and_finds_the_thread_again(world: World) -> None:
    aisha, kari = world.aisha, world.kari
    await world.create(attachments=["Vitnemål"])
    await aisha.say("Mitt spørsmål", thread_ts=(await world.card(aisha)).ts)
    await kari.say("Mitt svar", thread_ts=(await world.card(kari)).ts)
    await world.quiet()
    await reassign(world, kari)
    await ask_to_reassign(world, kari)
    await kari.choose("Ny ansvarlig", "Aisha Rahman")
    await kari.fill("Begrunnelse", "Frisk igjen.")
    await kari.send()
    await world.quiet()
    said = standing(aisha)
    assert "Vurder emnene" in said[0]
    assert said.count("Mitt spørsmål") == 1
    assert said.count("Kari Nordmann til @Aisha Rahman\nMitt svar") == 1
    assert "@Aisha Rahman: Du er nå ansvarlig for deloppgaven «Vurder emnene»." in "\n".join(said)
    assert copies(aisha) == ["Vitnemål"]
    assert copies(world.ola) == []


async def test_ones_own_subtask_can_be_given_to_somebody_else(world: World) -> None:
    await world.create(assignee="Kari Nordmann", attachments=["Vitnemål"])
    await world.kari.say("Husk emne 3", thread_ts=(await world.card(world.kari)).ts)
    await world.quiet()
    await reassign(world, world.kari)
    assert "Ansvarlig: Ola Hansen" in world.kari.text_of(world.kari.card("Vurder emnene"))
    assert copies(world.kari) == []
    assert copies(world.ola) == ["Vitnemål"]
    assert "Kari Nordmann til @Ola Hansen\nHusk emne 3" in standing(world.ola)


async def test_an_old_dialog_about_a_solved_subtask_is_answered_in_words(world: World) -> None:
    kari = world.kari
    await world.create()
    await ask_to_reassign(world, kari)
    await choose_ola(kari)
    await kari.fill("Begrunnelse", WHY)
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    answer = await kari.send()
    assert "løst av Aisha Rahman" in " ".join(answer.errors.values())
    assert not world.ola.messages


async def test_a_former_assignees_old_buttons_are_answered_and_change_nothing(world: World) -> None:
    aisha = world.aisha
    await world.create()
    stale = copy.deepcopy(await world.card(aisha))
    actions = next(block for block in stale.blocks if block["type"] == "actions")
    await reassign(world, world.kari)
    lines = world.count(tables.history)
    for element in actions["elements"]:
        (entry,) = element.get("options", [{"value": None}])  # that of the menu, or a button
        await aisha.press(stale, actions["block_id"], element["action_id"], entry["value"])
        await world.ws.until(lambda: aisha.modals)
        assert "ikke lenger tilgang" in aisha.text_of(aisha.modals[-1]["id"])
        await aisha.dismiss()
    assert world.count(tables.history) == lines
