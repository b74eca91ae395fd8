"""`/sak` with words: what is found, where, and what somebody is told who finds nothing."""

from __future__ import annotations

import pytest

from tests.institution import CASE, CASE_TITLE
from tests.stored import add_subtasks
from tests.world import World


async def searched(world: World, who: str, typed: str) -> str:
    """What stands on the modal that answers `/sak` with these words."""
    person = world.people[who]
    await person.command("/sak", typed)
    await world.ws.until(lambda: person.modals)
    return person.text_of(person.modals[-1]["id"])


async def test_words_of_a_message_are_found_with_who_wrote_them_and_lead_to_the_subtask(world: World) -> None:
    await world.create()
    await world.kari.say("Hei. Husk å se på karakterene fra Göteborg!", thread_ts=(await world.card(world.kari)).ts)
    await world.quiet()

    shown = await searched(world, "aisha", "goteborg karakter")

    assert "Kari Nordmann skrev: «Husk å se på karakterene fra Göteborg!»" in shown
    await world.aisha.click("Åpne")
    await world.ws.until(lambda: len(world.aisha.modals) == 2)
    assert "Status: Åpen" in world.aisha.text_of(world.aisha.modals[-1]["id"])


async def test_words_of_the_description_are_found_where_they_stand(world: World) -> None:
    await world.create(description="Se på alt. Det gjelder middelalderhistorie fra Uppsala.")

    assert "Beskrivelse: «Det gjelder middelalderhistorie fra Uppsala.»" in await searched(
        world, "kari", "alderhistorie"
    )


async def test_a_case_without_subtasks_is_found_and_opened(world: World) -> None:
    shown = await searched(world, "kari", CASE_TITLE.split()[0])

    assert f"Sak {CASE}" in shown
    await world.kari.click("Åpne")
    await world.ws.until(lambda: "Ada Søker" in world.kari.text_of(world.kari.modals[-1]["id"]))


async def test_an_assignee_finds_the_subtask_by_the_number_of_a_case_that_is_not_theirs_to_open(world: World) -> None:
    await world.create()

    shown = await searched(world, "aisha", CASE)

    assert "Vurder emnene" in shown
    assert "Ada Søker" not in shown


async def test_of_many_hits_the_first_ten_are_shown_and_the_way_to_the_rest(world: World) -> None:
    add_subtasks(world, 12)

    shown = await searched(world, "kari", "oppgave")

    assert shown.count("ansvarlig: Aisha Rahman") == 10
    assert "Flere treff: Velg «Søk» i fanen Home." in shown


@pytest.mark.parametrize("typed", ["Uppsala", "NEAR(a b)", '"', "*", "%", "🙂", "xq", "ordx " * 700])
async def test_who_finds_nothing_is_told_what_to_do(world: World, typed: str) -> None:
    await world.create()
    await world.aisha.command("/sak", typed)
    await world.quiet()

    assert "prøv færre ord" in world.aisha.text_of(world.aisha.messages[-1])
