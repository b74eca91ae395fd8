"""The work on a subtask: opening, the conclusion, solving, and what an old button gets."""

from __future__ import annotations

import copy

import sqlalchemy as sa

from store import tables
from tests.handlers.task_page import enter
from tests.world import World


async def test_s32_only_the_assignees_opening_makes_it_open(world: World) -> None:
    await world.create()
    await enter(world, world.kari)
    assert "Status: Ny" in world.kari.text_of(world.kari.modals[-1]["id"])
    await enter(world, world.aisha)
    assert "Status: Åpen" in world.aisha.text_of(world.aisha.modals[-1]["id"])
    assert "Status: Åpen" in world.kari.text_of(world.kari.card("Vurder emnene"))


async def test_the_task_page_has_the_seeds_headings_in_their_order(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    headings = [block["text"]["text"] for block in world.aisha.modals[-1]["blocks"] if block["type"] == "header"]
    assert headings == ["Overordnet informasjon", "Beskrivelse", "Vedlegg", "Interne meldinger", "Konklusjon"]
    assert world.aisha.modals[-1]["submit"]["text"] == "Lagre konklusjon"


async def test_s42_every_saved_conclusion_is_kept_as_a_version(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    for text in ("Første", "Andre", "Andre"):
        await world.aisha.fill("Konklusjon", text)
        assert not (await world.aisha.send()).errors
    await world.quiet()
    kept = world.rows(sa.select(tables.conclusions.c.text).order_by(tables.conclusions.c.number))
    assert [row.text for row in kept] == ["Første", "Andre"]
    assert status(world) == "open"
    assert "Andre" in world.kari.text_of(world.kari.card("Vurder emnene"))


async def test_who_saves_a_conclusion_is_told_that_the_subtask_is_not_solved_by_it(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    aisha, told = world.aisha, "Deloppgaven er ikke løst ennå. Trykk «Løs deloppgave» når du er ferdig."
    assert told not in aisha.text_of(aisha.modals[-1]["id"])
    await aisha.fill("Konklusjon", "Godkjennes")
    await aisha.send()
    assert [told in aisha.text_of(page["id"]) for page in aisha.modals] == [True]
    await aisha.click("Løs deloppgave")
    await world.quiet()
    assert "ikke løst" not in aisha.text_of(aisha.modals[-1]["id"])


async def test_an_empty_conclusion_is_not_saved(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    await world.aisha.send()
    assert "Skriv en konklusjon" in world.aisha.errors["Konklusjon"]


async def test_solving_from_the_page_takes_along_what_stands_in_the_field(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Ikke lagret ennå")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    assert "Ikke lagret ennå" in world.kari.text_of(world.kari.card("Vurder emnene"))
    page = world.aisha.modals[-1]
    assert "submit" not in page or not page["submit"]
    assert world.aisha.labels() == ["Angre", "Historikk"]


async def test_solving_from_the_page_without_a_conclusion_asks_first(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    await world.aisha.click("Løs deloppgave")
    await world.ws.until(lambda: len(world.aisha.modals) == 2)
    assert "ingen konklusjon" in world.aisha.text_of(world.aisha.modals[-1]["id"])
    assert status(world) == "open"
    await world.aisha.send()
    await world.quiet()
    assert status(world) == "solved"
    assert "løst" in world.aisha.text_of(world.aisha.modals[-1]["id"])


async def test_the_card_asks_while_there_is_no_conclusion_and_not_afterwards(world: World) -> None:
    await world.create()
    card = await world.card(world.aisha)
    await world.aisha.click("Løs deloppgave", at=card, confirmed=False)
    assert status(world) == "new"
    await enter(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Ferdig")
    await world.aisha.send()
    await world.quiet()
    buttons = [block["elements"] for block in world.aisha.card("Vurder emnene").blocks if block["type"] == "actions"]
    assert all("confirm" not in button for button in buttons[0])


async def test_s20_the_owner_can_enter_and_solve_and_the_assignee_is_told(world: World) -> None:
    await world.create()
    await enter(world, world.kari)
    await world.kari.fill("Konklusjon", "Jeg gjorde det selv.")
    await world.kari.click("Løs deloppgave")
    await world.quiet()
    card = world.aisha.card("Vurder emnene")
    assert "Kari Nordmann" in world.aisha.text_of(card).partition("Status")[2].splitlines()[0]
    assert any("Kari Nordmann" in world.aisha.text_of(reply) for reply in world.aisha.thread(card.ts))
    assert not world.kari.thread(world.kari.card("Vurder emnene").ts)
    ending = world.rows(sa.select(tables.subtasks.c.ending))
    assert ending[0].ending == "owner"


async def test_an_old_button_answers_and_changes_nothing(world: World) -> None:
    await world.create()
    stale = await world.card(world.aisha)
    old = copy.deepcopy(stale)
    actions = next(block for block in old.blocks if block["type"] == "actions")
    await world.aisha.click("Løs deloppgave", at=stale)
    await world.quiet()
    history = world.count(tables.history)
    await world.aisha.press(old, actions["block_id"], actions["elements"][1]["action_id"])
    await world.ws.until(lambda: world.aisha.modals)
    assert "løst av Aisha Rahman" in world.aisha.text_of(world.aisha.modals[-1]["id"])
    assert world.count(tables.history) == history


async def test_a_double_click_solves_once(world: World) -> None:
    await world.create()
    world.ws.double_next("block_actions")
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    solved = world.rows(sa.select(tables.history).where(tables.history.c.act == "subtask.solved"))
    assert len(solved) == 1
    replies = world.kari.thread(world.kari.card("Vurder emnene").ts)
    assert len([reply for reply in replies if "har løst" in world.kari.text_of(reply)]) == 1


async def test_a_stranger_pressing_a_forwarded_button_is_refused(world: World) -> None:
    await world.create()
    body = {
        "type": "block_actions",
        "user": {"id": "U0STRANGER", "team_id": world.ws.team_id},
        "team": {"id": world.ws.team_id},
        "actions": [{"type": "button", "action_id": "subtask.solve", "block_id": "b", "value": "1"}],
        "container": {"type": "message"},
    }
    assert (await world.bot.dispatch(body)).status == 200
    assert status(world) == "new"


async def test_an_assignee_who_lost_her_role_loses_the_subtask(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    with world.database.begin() as connection:
        aisha = connection.execute(sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0AISHA")).scalar()
        connection.execute(tables.roles.delete().where(tables.roles.c.person_id == aisha))
    await world.aisha.click("Åpne", at=await world.card(world.aisha))
    await world.ws.until(lambda: world.aisha.modals)
    shown = world.aisha.text_of(world.aisha.modals[-1]["id"])
    assert "ikke lenger tilgang" in shown
    assert "Sammenlign" not in shown


def status(world: World) -> str:
    """The subtask's status as it is kept."""
    return str(world.rows(sa.select(tables.subtasks.c.status))[0].status)


async def test_a_solved_card_leads_to_a_page_that_can_only_be_read(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Godkjennes")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    for name in ("aisha", "kari"):
        person = world.people[name]
        while person.modals:
            await person.dismiss()
        card = await world.card(person)
        assert person.labels(card) == (["Åpne", "Angre"] if name == "aisha" else ["Åpne"])
        await enter(world, person)
        page = person.modals[-1]
        assert "Godkjennes" in person.text_of(page["id"])
        assert not page.get("submit")
        assert [block for block in page["blocks"] if block["type"] == "input"] == []
