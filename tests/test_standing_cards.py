"""A card that stands somewhere is true, also of a subtask that is solved and to one who comes back to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from sandbox.person import Person
from tests.handlers.being_away import FRIDAY, day_begins, go_away, submit_to_ola
from tests.handlers.closing import ask_to_close
from tests.handlers.disqualifying import GONE, declare_by_number, lift
from tests.handlers.distribution import distribute, redistribution
from tests.institution import CASE
from tests.untrue import untrue
from tests.world import World

TITLE = "Vurder emnene"


async def solve(world: World, person: Person) -> None:
    await person.click("Løs deloppgave", at=await world.card(person, TITLE))
    await world.quiet()


async def submit(world: World) -> None:
    """Give Aisha a subtask, and let her solve it."""
    await world.create(title=TITLE)
    await solve(world, world.aisha)


async def stands_in_again(world: World) -> str:
    """Who stood in for the owner does so again, after the subtask was solved meanwhile."""
    await submit_to_ola(world)
    await go_away(world, world.kari, "aisha@uni.example")
    await day_begins(world, FRIDAY + timedelta(days=1))
    await solve(world, world.ola)
    assert "Du er ikke lenger stedfortreder" in texts(world, "aisha")
    await go_away(world, world.kari, "aisha@uni.example", until="2026-12-04")
    return "aisha"


async def owns_again(world: World) -> str:
    """Who owned the case gets it back."""
    await submit(world)
    await redistribution(world, world.kari)
    await distribute(world, world.kari, "Per Strand")
    assert GONE in texts(world, "kari")
    await world.ingrid.command("/sak", CASE)
    await world.ws.until(lambda: world.ingrid.modals)
    await world.ingrid.click("Omfordel sak")
    await world.ws.until(lambda: len(world.ingrid.modals) == 2)
    await distribute(world, world.ingrid, "Kari Nordmann")
    return "kari"


async def is_disqualified_no_more(world: World) -> str:
    """Who had solved it was disqualified for a while."""
    await submit(world)
    await declare_by_number(world, world.aisha)
    assert GONE in texts(world, "aisha")
    await lift(world, world.ingrid, "Aisha Rahman")
    return "aisha"


async def has_an_account_again(world: World) -> str:
    """Whose it was had no account in the chat when somebody else solved it."""
    await world.create(title=TITLE)
    world.aisha.deactivate()
    await world.quiet()
    await solve(world, world.kari)
    world.aisha.deleted = False
    world.aisha.change()
    return "aisha"


def texts(world: World, name: str) -> str:
    person = world.people[name]
    return "\n".join(person.text_of(message) for message in person.messages if not message.deleted)


WAYS = [stands_in_again, owns_again, is_disqualified_no_more, has_an_account_again]


@pytest.mark.parametrize("comes_back", WAYS)
async def test_who_comes_back_to_a_solved_subtask_reads_it_as_it_is(
    world: World, comes_back: Callable[[World], Awaitable[str]]
) -> None:
    name = await comes_back(world)
    await world.quiet()
    assert untrue(world) == []
    assert "Løst av" in texts(world, name)
    assert "ikke lenger" not in texts(world, name).partition("Løst av")[0]


async def test_with_its_case_what_was_solved_before_lets_nobody_undo_it_or_see_its_attachments(world: World) -> None:
    await world.create(title=TITLE, attachments=["Vitnemål"])
    await solve(world, world.aisha)
    assert "Angre" in world.aisha.labels(world.aisha.card(TITLE))
    await ask_to_close(world, world.kari)
    await world.kari.send()
    await world.quiet()
    assert untrue(world) == []
    assert "Angre" not in world.aisha.labels(world.aisha.card(TITLE))
    assert "Vitnemål" not in texts(world, "aisha")


async def test_a_card_that_is_being_posted_as_its_case_ends_names_no_attachments_either(world: World) -> None:
    await world.create(title="Finn læreplanen")
    kari, aisha = await world.fill_in(title=TITLE, attachments=["Vitnemål"]), world.aisha
    before = world.ws.faults.add("chat.postMessage", aisha.id, kind="hang_after_effect")
    await kari.say("Les dette", thread_ts=kari.card("Finn læreplanen").ts)
    await world.ws.until(lambda: before.used)
    assert (await kari.send()).closed
    await kari.click("Løs deloppgave", at=await world.card(kari, TITLE))
    await world.ws.until(lambda: "Løst av" in kari.text_of(kari.card(TITLE)))
    await kari.click("Avslutt sak", at="home")
    await world.ws.until(lambda: kari.modals)
    posted = world.ws.faults.add("chat.postMessage", aisha.id, kind="hang_after_effect")
    before.release()
    await world.ws.until(lambda: posted.used)
    assert (await kari.send()).closed
    posted.release()
    await world.quiet()
    assert "Vitnemål" not in texts(world, "aisha")
    assert untrue(world) == []


async def test_a_case_that_was_opened_is_not_new_any_more_on_its_owners_page(world: World) -> None:
    await world.kari.open_home()
    await world.quiet()
    await world.kari.command("/sak", CASE)
    await world.quiet()
    assert untrue(world) == []
