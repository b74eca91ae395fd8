"""`Se som ansvarlig`: what the assignee gets, drawn by the same functions, before there is anything and afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handlers.translator import Translator
from handlers.views.preview import unpressable
from sandbox.person import Person
from tests.handlers.changing_hands import decline
from tests.handlers.conversations import modal_on_top
from tests.handlers.endings import offered, solve
from tests.handlers.grants import TITLE
from tests.handlers.task_page import enter
from tests.relations import everything
from tests.world import World, open_world

LABEL = "Se som ansvarlig"
NB = Translator.of("nb")


def bare(blocks: Any) -> list[Any]:
    """Blocks without the names that Slack gives them."""
    return [{name: value for name, value in block.items() if name != "block_id"} for block in blocks]


async def fill(world: World, assignee: str = "Aisha Rahman", attachments: tuple[str, ...] = ("Vitnemål",)) -> Person:
    kari = world.kari
    await world.open_dialog(kari)
    await kari.fill("Tittel", TITLE)
    await kari.fill("Frist", "2026-12-10")
    await kari.choose("Ansvarlig", assignee)
    await kari.fill("Beskrivelse", "Sammenlign emnene med våre egne.\n" * 30)
    for attachment in attachments:
        await kari.tick("Gi tilgang til vedlegg", attachment)
    return kari


async def look(world: World, kari: Person) -> list[Any]:
    """Press it, and take what is shown on top."""
    under = len(kari.modals)
    await kari.click(LABEL)
    await world.ws.until(lambda: len(kari.modals) == under + 1)
    return bare(kari.modals[-1]["blocks"])


async def as_it_is(world: World, person: Person) -> list[Any]:
    """The card and the page that a person has, without their buttons."""
    card = bare(person.card(TITLE).blocks)
    await enter(world, person)
    page = bare(person.modals[-1]["blocks"])
    await person.dismiss()
    return [*unpressable(card, NB), "then", *unpressable(page, NB)]


def inside(shown: list[Any]) -> list[Any]:
    """What is shown, without the words around it."""
    at = shown.index({"type": "divider"})
    return [*shown[1:at], "then", *shown[at + 2 : -1]]


@pytest.mark.parametrize("setting", ["at_hand", "on_request"])
async def test_before_it_is_created_it_is_as_the_assignee_gets_it(
    database_url: str, tmp_path: Path, setting: str
) -> None:
    async with open_world(database_url, tmp_path, ATTACHMENTS=setting) as world:
        kari = await fill(world)
        before = everything(world.database)
        shown = await look(world, kari)
        assert everything(world.database) == before
        assert "[Løs deloppgave]" in modal_on_top(kari)
        assert ("[Hent]" in modal_on_top(kari)) == (setting == "on_request")
        await kari.dismiss()
        assert (kari.value_of("Tittel"), kari.value_of("Gi tilgang til vedlegg")) == (TITLE, ["Vitnemål"])
        assert (await kari.send()).closed
        await world.quiet()

        assert inside(shown) == await as_it_is(world, world.aisha)


async def test_it_holds_nothing_to_press_and_nothing_to_fill_in(world: World) -> None:
    shown = await look(world, await fill(world))
    assert not [one for one in shown if one["type"] in ("actions", "input") or "accessory" in one]
    assert world.kari.modals[-1]["submit"] is None


async def test_an_assignee_who_owns_the_case_sees_what_an_owner_sees(world: World) -> None:
    kari = await fill(world, assignee="Kari Nordmann")
    shown = await look(world, kari)
    assert "[Tilgang til vedlegg]" in modal_on_top(kari)
    await kari.dismiss()
    assert (await kari.send()).closed
    await world.quiet()
    assert inside(shown) == await as_it_is(world, kari)


@pytest.mark.parametrize("missing", ["Frist", "Ansvarlig"])
async def test_what_it_can_not_do_without_is_asked_for(world: World, missing: str) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    if missing == "Frist":
        await kari.fill("Frist", "")
        await kari.choose("Ansvarlig", "Aisha Rahman")
    await look(world, kari)
    assert "Velg frist og ansvarlig først." in modal_on_top(kari)
    await kari.dismiss()
    await kari.fill("Frist", "2026-12-10")
    await kari.choose("Ansvarlig", "Aisha Rahman")
    await look(world, kari)
    assert "Frist: tor. 10. des. 2026" in modal_on_top(kari)


@pytest.mark.parametrize("setting", ["at_hand", "on_request"])
async def test_afterwards_it_stands_in_the_menu_of_the_owners_page_and_shows_how_it_is_now(
    database_url: str, tmp_path: Path, setting: str
) -> None:
    async with open_world(database_url, tmp_path, ATTACHMENTS=setting) as world:
        kari, aisha = world.kari, world.aisha
        await world.create(attachments=["Vitnemål"])
        card = world.aisha.card(TITLE)
        await aisha.say("Hvilket pensum gjelder?", thread_ts=card.ts)
        await world.quiet()
        await enter(world, aisha)
        await aisha.fill("Konklusjon", "Emne 1 er likeverdig.")
        await aisha.send()
        await aisha.dismiss()
        await world.quiet()
        real = await as_it_is(world, aisha)
        await enter(world, kari)
        before = everything(world.database)

        shown = await look(world, kari)

        assert inside(shown) == real
        assert everything(world.database) == before
        assert "Hvilket pensum gjelder?" in modal_on_top(kari)
        assert "Legeerklæring" not in modal_on_top(kari)


async def test_what_was_edited_is_marked_as_for_the_assignee_and_stays_marked_there(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await enter(world, aisha)
    await aisha.dismiss()
    await enter(world, kari)
    await kari.click("Rediger")
    await world.ws.until(lambda: len(kari.modals) == 2)
    await kari.fill("Beskrivelse", "Sammenlign bare emne 3.")
    assert (await kari.send()).closed
    await world.quiet()
    shown = await look(world, kari)
    assert "Beskrivelsen er endret siden du leste den sist." in modal_on_top(kari)
    assert inside(shown) == await as_it_is(world, aisha)


async def test_it_stands_only_where_somebody_else_has_an_unsolved_subtask(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await enter(world, aisha)
    assert LABEL not in offered(aisha.modals[-1])
    await aisha.dismiss()
    await enter(world, kari)
    stale = kari.modals[-1]
    assert offered(stale)[offered(stale).index("Tilgang til vedlegg") + 1] == LABEL
    await decline(world, "Har ikke tid før fristen")
    await kari.click(LABEL)
    await world.ws.until(lambda: len(kari.modals) == 2)
    assert "Aisha Rahman kan ikke løse deloppgaven nå" in modal_on_top(kari)
    await kari.dismiss()
    await kari.dismiss()
    await enter(world, kari)
    assert LABEL not in offered(kari.modals[-1])


async def test_a_solved_one_and_ones_own_do_not_have_it(world: World) -> None:
    kari = world.kari
    await world.create()
    await solve(world, world.aisha)
    await enter(world, kari)
    assert LABEL not in offered(kari.modals[-1])
    await kari.dismiss()
    await world.create(title="Min egen", assignee="Kari Nordmann")
    await kari.click("Åpne", at=kari.card("Min egen"))
    await world.ws.until(lambda: kari.modals)
    assert LABEL not in offered(kari.modals[-1])
