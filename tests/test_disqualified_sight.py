"""After she has said that she is disqualified, nobody is ever shown anything of the case again: on no surface."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from sandbox.person import Person
from tests.handlers.conversations import files_of_the_bot
from tests.handlers.disqualifying import declare_by_number
from tests.institution import CASE
from tests.reminded import at
from tests.stored import add_case
from tests.world import World

SECRETS = (
    "Innpassing av eksterne emner", "Vurder emnene", "Skriv vedtak", "Ny etterpå", "Ada Søker", "Uppsala", "Vitnemål",
    "Emneliste", "Fortrolig", "Etterpå",
)  # fmt: skip


def surfaces(person: Person) -> list[Any]:
    """Everything she has in front of her that can be pressed, as it is now."""
    return [copy.deepcopy(one) for one in person.messages if one.blocks and not one.deleted]


async def press_all(world: World, person: Person, stale: list[Any]) -> None:
    """Press every button of messages as they were: Slack lets a click through that was on its way."""
    for message in stale:
        for block in message.blocks:
            for element in block.get("elements", ()):
                if element.get("type") in ("button", "overflow") and "url" not in element:
                    for entry in element.get("options", [{"value": None}]):  # of the menu, or the button itself
                        await person.press(message, block["block_id"], element["action_id"], entry["value"])
                        await world.quiet()


async def look_everywhere(world: World, person: Person) -> None:
    """Open every list, ask for the case by its number, and search for it."""
    await person.open_home()
    await world.quiet()
    for label in ("Tilbake til Home", "Gitt til andre", "Løst", "Å gjøre"):
        if label in person.labels("home"):
            await person.click(label, at="home")
            await world.quiet()
    for command, typed in (("/sak", ""), ("/deloppgave", ""), ("/sak", CASE), ("/deloppgave", f"ny {CASE}")):
        await person.command(command, typed)
        await world.quiet()
    await person.shortcut("create_subtask")
    await world.quiet()
    for view in person.modals[-1:]:
        if "case" in str(view["blocks"]):
            assert await person.suggest(view["id"], "case", "case.pick", "2026") == []


@pytest.mark.parametrize("who", ["aisha", "kari", "ingrid"])
async def test_one_who_is_disqualified_is_never_again_shown_anything_of_the_case(world: World, who: str) -> None:
    person, kari, aisha = world.people[who], world.kari, world.aisha
    await world.create(title="Skriv vedtak", attachments=["Emneliste"])
    await aisha.click("Løs deloppgave", at=await world.card(aisha, "Skriv vedtak"))
    await world.create(attachments=["Vitnemål"])
    await kari.say("Fortrolig", thread_ts=(await world.card(kari)).ts, files=[("notat.pdf", b"%PDF")])
    await world.ingrid.command("/sak", CASE)
    await world.quiet()
    await world.ingrid.click("Hent vedlegg")
    await world.quiet()
    while world.ingrid.modals:
        await world.ingrid.dismiss()
    for one in (aisha, kari, world.ingrid):
        await one.open_home()
    await world.quiet()
    stale = surfaces(person)
    roots = [one.ts for one in person.messages if not one.is_reply and not one.deleted]

    await declare_by_number(world, person)
    gone = len(world.ws.shown)
    for root in roots:
        await person.say("Hva nå?", thread_ts=root)
        await world.quiet()
    await press_all(world, person, stale)
    await look_everywhere(world, person)
    for other in (one for one in (kari, aisha) if one is not person):
        await other.say("Etterpå", thread_ts=(await world.card(other)).ts)
    await world.quiet()
    if who != "kari":
        add_case(world, "2026-300", "En annen")
        await world.create(title="Ny etterpå", assignee="Kari Nordmann", attachments=["Vitnemål"])
    for day in (4, 9, 10, 11, 18, 21):
        await at(world, day)
    await look_everywhere(world, person)

    after = [entry for entry in world.ws.shown[gone:] if entry.person_id == person.id]
    assert after
    for secret in SECRETS:
        assert not [entry.text for entry in after if secret in entry.text], secret
    cards = [person.text_of(one) for one in person.messages if one.ts in roots and not one.deleted]
    assert not [secret for secret in SECRETS if secret in "\n".join(cards)]
    assert files_of_the_bot(person) == []
