"""Cards of what came with much else call nobody: each comes when there is something in it for its reader."""

from __future__ import annotations

from sandbox.person import Person
from tests.handlers.moving_many import ask_to_move, choose, messages_of, press_move
from tests.institution import CASE_TITLE
from tests.stored import add_subtasks
from tests.world import World


async def test_a_card_comes_when_the_new_assignee_opens_the_subtask(world: World) -> None:
    add_subtasks(world, 2)
    await ask_to_move(world, world.ingrid, "Deloppgaver som ikke er åpnet")
    await choose(world.ingrid, to="ola@uni.example", why="Syk.")
    await press_move(world, world.ingrid)
    ola = world.ola
    (told,) = ola.messages
    await ola.click("Åpne", at=told, near="Oppgave 1")
    await world.ws.until(lambda: ola.modals)
    await world.quiet()
    _, card = messages_of(ola)
    assert "Oppgave 1" in card
    assert "Send tilbake" in ola.labels(ola.messages[-1])


async def test_what_is_written_to_an_owner_who_has_no_card_yet_brings_it(world: World) -> None:
    await world.create()
    ingrid = world.ingrid
    await ask_to_move(world, ingrid, "Saker som har sakseier")
    await choose(ingrid, CASE_TITLE, to="Per Strand")
    await press_move(world, ingrid)
    stranger = world.people["stranger"]
    assert len(messages_of(stranger)) == 1
    await world.aisha.say("Hva med emne 3?", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    assert "Aisha Rahman til @Per Strand\nHva med emne 3?" in [
        stranger.text_of(one) for one in stranger.thread(stranger.card("Vurder emnene").ts)
    ]


async def give_case_to_per(world: World) -> Person:
    """Let Per get Kari's case, with one subtask of Aisha's in it."""
    await world.create()
    await ask_to_move(world, world.ingrid, "Saker som har sakseier")
    await choose(world.ingrid, CASE_TITLE, to="Per Strand")
    await press_move(world, world.ingrid)
    return world.people["stranger"]


async def test_what_is_said_to_an_owner_about_a_subtask_stands_below_its_card(world: World) -> None:
    per = await give_case_to_per(world)
    await world.aisha.click("Trenger mer", at=await world.card(world.aisha))
    await world.ws.until(lambda: world.aisha.modals)
    await world.aisha.fill("Hva trenger du for å løse deloppgaven?", "Karakterutskriften.")
    assert (await world.aisha.send()).closed
    await world.quiet()
    assert len(messages_of(per)) == 2
    below = [per.text_of(one) for one in per.thread(per.card("Vurder emnene").ts)]
    assert any("Karakterutskriften." in one for one in below)


async def test_what_changes_in_it_brings_an_owner_no_card(world: World) -> None:
    per = await give_case_to_per(world)
    await world.aisha.click("Åpne", at=await world.card(world.aisha))
    await world.quiet()
    assert len(messages_of(per)) == 1
