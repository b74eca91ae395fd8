"""`ATTACHMENTS=on_request`: an assignee has a copy of what is open after pressing `Hent`, which is noted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.acts import fetching
from sandbox.person import Person
from store import tables
from tests.handlers.being_away import FRIDAY, day_begins, go_away
from tests.handlers.changing_hands import reassign
from tests.handlers.conversations import copies, modal_on_top
from tests.handlers.endings import solve, told, undo
from tests.handlers.grants import TITLE, give, take
from tests.handlers.history_lines import acts, lines, read_history
from tests.handlers.main_page import open_case
from tests.handlers.task_page import enter
from tests.world import World, open_world

NOTED = "hentet av Aisha Rahman 23. nov. kl. 10.12"


@pytest.fixture
async def asking(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution where attachments are fetched on request."""
    async with open_world(database_url, tmp_path, ATTACHMENTS="on_request") as world:
        yield world


async def fetch(world: World, person: Person, attachment: str = "Vitnemål") -> None:
    """Press `Hent` on the card."""
    await person.click("Hent", at=await world.card(person), near=attachment)
    await world.quiet()


def card(person: Person) -> str:
    return str(person.text_of(person.card(TITLE)))


async def test_nothing_is_put_into_her_thread_before_she_asks_for_it(asking: World) -> None:
    world, aisha = asking, asking.aisha
    await world.create(attachments=["Vitnemål", "Emneliste"])
    assert copies(aisha) == []
    assert aisha.labels(aisha.card(TITLE)).count("Hent") == 2
    assert "Legeerklæring" not in card(aisha)

    await fetch(world, aisha)

    assert copies(aisha) == ["Vitnemål"]
    assert aisha.labels(aisha.card(TITLE)).count("Hent") == 1
    assert acts(world, "copy") == ["copy.delivered"]


async def test_who_fetched_and_when_stands_in_the_owners_view_and_in_the_history_and_not_in_her_own(
    asking: World,
) -> None:
    world, kari, aisha = asking, asking.kari, asking.aisha
    await world.create(attachments=["Vitnemål"])
    world.clock.move(hours=1, minutes=12)
    await fetch(world, aisha)

    assert NOTED in card(kari)
    await enter(world, kari)
    assert NOTED in modal_on_top(kari)
    await kari.dismiss()
    assert "hentet av" not in card(aisha)
    assert "Aisha Rahman hentet vedlegget «Vitnemål» i deloppgaven «Vurder emnene»." in await read_history(world, kari)
    assert "Status: Åpen" in card(kari)  # whoever fetches what it is about has looked at it


async def test_the_task_page_has_the_button_too_and_keeps_what_stands_in_the_field(asking: World) -> None:
    world, aisha = asking, asking.aisha
    await world.create(attachments=["Vitnemål"])
    await enter(world, aisha)
    await aisha.fill("Konklusjon", "Halvferdig")
    await aisha.click("Hent", near="Vitnemål")
    await world.quiet()

    assert "Hent" not in aisha.labels()
    assert aisha.value_of("Konklusjon") == "Halvferdig"
    assert "Vedleggene ligger i tråden under meldingen" in modal_on_top(aisha)
    assert copies(aisha) == ["Vitnemål"]


async def test_pressing_twice_fetches_once(asking: World) -> None:
    world, aisha = asking, asking.aisha
    await world.create(attachments=["Vitnemål"])
    stale = aisha.card(TITLE)
    (block,) = [one for one in stale.blocks if one.get("accessory")]
    await fetch(world, aisha)
    await aisha.press(stale, block["block_id"], "grant.fetch", block["accessory"]["value"])
    await world.quiet()

    assert copies(aisha) == ["Vitnemål"]
    assert len(lines(world, "grant.fetched")) == 1


async def test_what_is_granted_later_is_told_and_fetched_like_the_rest(asking: World) -> None:
    world, aisha = asking, asking.aisha
    await world.create()
    await give(world, "Emneliste")
    assert copies(aisha) == []
    assert told(aisha)[-1].startswith("@Aisha Rahman: Du har fått tilgang til et vedlegg til: Emneliste. Trykk «Hent»")

    await fetch(world, aisha, "Emneliste")

    assert copies(aisha) == ["Emneliste"]


async def test_of_what_was_withdrawn_meanwhile_there_is_nothing_to_tell_nor_to_fetch(asking: World) -> None:
    world, aisha = asking, asking.aisha
    await world.create(attachments=["Vitnemål"])
    look = world.bot.services.executor.query
    assert await look(fetching.waiting, 1, (1,), reader=aisha.id) == ["Vitnemål"]
    assert await look(fetching.waiting, 1, (1,), reader=world.kari.id) == []
    stale = aisha.card(TITLE)
    (block,) = [one for one in stale.blocks if one.get("accessory")]
    await take(world, "Vitnemål")
    assert await look(fetching.waiting, 1, (1,), reader=aisha.id) == []

    await aisha.press(stale, block["block_id"], "grant.fetch", block["accessory"]["value"])
    await world.quiet()

    assert "Du har ikke lenger tilgang til vedlegget." in modal_on_top(aisha)
    assert copies(aisha) == []


async def test_withdrawing_takes_the_fetched_copy_and_a_new_access_brings_none_unasked(asking: World) -> None:
    world, aisha = asking, asking.aisha
    await world.create(attachments=["Vitnemål"])
    await fetch(world, aisha)
    await take(world, "Vitnemål")
    assert copies(aisha) == []
    await give(world, "Vitnemål")
    assert copies(aisha) == []
    assert "hentet av" not in card(world.kari)


async def test_whoever_has_it_next_has_to_fetch_anew(asking: World) -> None:
    world = asking
    await world.create(attachments=["Vitnemål"])
    await fetch(world, world.aisha)
    await reassign(world, world.kari)
    assert (copies(world.aisha), copies(world.ola)) == ([], [])
    assert "hentet av" not in card(world.kari)

    await fetch(world, world.ola)

    assert copies(world.ola) == ["Vitnemål"]
    assert "hentet av Ola Hansen" in card(world.kari)


async def test_when_it_is_solved_nothing_more_is_fetched_and_undoing_that_is_as_before(asking: World) -> None:
    world, aisha = asking, asking.aisha
    await world.create(attachments=["Vitnemål", "Emneliste"])
    await fetch(world, aisha)
    await solve(world, aisha)
    assert "Hent" not in aisha.labels(aisha.card(TITLE))
    assert copies(aisha) == ["Vitnemål"]
    await undo(world, aisha)
    assert aisha.labels(aisha.card(TITLE)).count("Hent") == 1
    assert copies(aisha) == ["Vitnemål"]


async def test_a_reopened_subtask_brings_no_copy_that_was_taken_back(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, FILES_WHEN_SOLVED="take", ATTACHMENTS="on_request") as world:
        kari, aisha = world.kari, world.aisha
        await world.create(attachments=["Vitnemål"])
        await fetch(world, aisha)
        await solve(world, aisha)
        await open_case(world, kari)
        await kari.click("Gjenåpne", at="home", near=TITLE)
        await world.ws.until(lambda: kari.modals)
        await kari.fill("Begrunnelse", "Emne 3 mangler.")
        await kari.tick("Gi tilgang til vedlegg", "Vitnemål")
        assert (await kari.send()).closed
        await world.quiet()
        assert copies(aisha) == []
        await fetch(world, aisha)
        assert copies(aisha) == ["Vitnemål"]


async def test_another_setting_takes_no_copy_away_and_brings_only_what_is_open_still(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        await world.create(attachments=["Vitnemål", "Emneliste", "Legeerklæring"])
        await take(world, "Legeerklæring")
        await restart(world, on_request=True)
        await take(world, "Emneliste")
        await give(world, "Emneliste")
        aisha = world.aisha
        assert copies(aisha) == ["Vitnemål"]
        assert aisha.labels(aisha.card(TITLE)).count("Hent") == 1

        await restart(world, on_request=False)
        await enter(world, aisha)

        assert sorted(copies(aisha)) == ["Emneliste", "Vitnemål"]
        assert "Hent" not in aisha.labels(aisha.card(TITLE))


async def restart(world: World, *, on_request: bool) -> None:
    """Stop the bot, and start it with another setting."""
    assert world.life is not None
    await world.stop_bot()
    world.life.settings = replace(world.life.settings, attachments_on_request=on_request)
    await world.start_bot()
    await world.quiet()


async def test_where_copies_are_at_hand_nothing_is_asked_for(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    assert "Hent" not in world.aisha.labels(world.aisha.card(TITLE))
    assert world.rows(sa.select(tables.grants.c.fetched_at))[0].fetched_at is None


async def test_a_substitute_fetches_for_the_substitutes_own_thread_and_gives_it_back(asking: World) -> None:
    world, aisha, ola = asking, asking.aisha, asking.ola
    await world.create(attachments=["Vitnemål", "Emneliste"])
    await go_away(world, aisha)
    assert copies(ola) == []

    await fetch(world, ola)

    assert (copies(ola), copies(aisha)) == (["Vitnemål"], [])
    assert "hentet av Ola Hansen" in card(world.kari)
    await day_begins(world, FRIDAY + timedelta(days=1))
    assert copies(ola) == []
    assert aisha.labels(aisha.card(TITLE)).count("Hent") == 2


async def test_what_was_fetched_and_has_been_deleted_in_slack_can_be_fetched_again(asking: World) -> None:
    world, aisha = asking, asking.aisha
    await world.create(attachments=["Vitnemål"])
    await fetch(world, aisha)
    (copy,) = [file["id"] for one in aisha.messages for file in one.files]
    world.ws.files.delete(world.ws.files[copy])
    await world.quiet()
    await fetch(world, aisha)
    titles = [file.get("title") for one in aisha.messages for file in one.files if file.get("mode") != "tombstone"]
    assert titles == ["Vitnemål"]
    assert acts(world, "copy") == ["copy.delivered", "copy.delivered"]
    assert "Hent" not in aisha.labels(aisha.card(TITLE))
