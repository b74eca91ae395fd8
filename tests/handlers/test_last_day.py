"""Access to attachments can have a last day: everybody sees it, and the clock ends it as a person would by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.acts import fetching
from domain.errors import TooLateError
from sandbox.person import Person
from store import tables
from tests.handlers.changing_hands import reassign
from tests.handlers.conversations import copies, modal_on_top
from tests.handlers.endings import solve, told
from tests.handlers.grants import LABEL, TITLE, give, open_access
from tests.handlers.history_lines import acts, lines, read_history
from tests.handlers.main_page import open_case
from tests.handlers.task_page import enter
from tests.world import World, open_world

DAY = "Tilgang til og med"
ON = "2026-12-02"
LATE = datetime(2026, 12, 2, 22, 59, tzinfo=UTC)  # one minute to midnight in the institution's zone
OVER = datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
SAID = "Vitnemål (vitnemal.pdf, 18 byte) · til ons. 2. des."


def card(person: Person) -> str:
    return str(person.text_of(person.card(TITLE)))


def standing(world: World) -> list[str]:
    """The attachments that are open, with their last days."""
    of_grant = sa.select(tables.attachments.c.title, tables.grants.c.ends_on).join_from(
        tables.grants, tables.attachments
    )
    found = world.rows(of_grant.where(tables.grants.c.withdrawn_at.is_(None)).order_by(tables.attachments.c.id))
    return [f"{row.title} {row.ends_on or 'always'}" for row in found]


async def set_day(world: World, day: str, *ticked: str) -> None:
    """Choose a last day in the dialog, and tick these in it."""
    kari = await open_access(world)
    if ticked:
        await kari.tick(LABEL, *ticked)
    await kari.fill(DAY, day)
    assert (await kari.send()).closed, kari.errors
    await world.quiet()


async def let_it_end(world: World, at: datetime = OVER) -> None:
    world.clock.set(at)
    await world.settled()


async def test_the_last_day_stands_on_card_and_page_of_both_until_it_is_over(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await set_day(world, ON, "Vitnemål")
    for person in (kari, aisha):
        assert SAID in card(person)
        await enter(world, person)
        assert SAID in modal_on_top(person)
        await person.dismiss()
    await let_it_end(world, LATE)
    assert copies(aisha) == ["Vitnemål"]

    await let_it_end(world)

    assert copies(aisha) == []
    assert "Vitnemål" not in card(aisha) + card(kari)
    assert standing(world) == []
    assert len(lines(world, "grant.ended")) == 1
    assert acts(world, "copy") == ["copy.delivered", "copy.removed"]
    read = await read_history(world, kari)
    assert "Tilgangen til vedlegget «Vitnemål» for Aisha Rahman i deloppgaven «Vurder emnene» gikk ut." in read
    assert "Vitnemål" not in await read_history(world, aisha)


async def test_the_clock_says_nothing_as_withdrawing_by_hand_does(world: World) -> None:
    await world.create(deadline="2026-12-18")
    await set_day(world, ON, "Vitnemål")
    assert told(world.aisha) == ["Vitnemål"]
    await let_it_end(world)
    assert [one for one in told(world.aisha) if one] == []  # what is left of a deleted file has no words


async def test_what_ended_while_the_bot_was_down_is_gone_when_it_is_back(world: World) -> None:
    await world.create()
    await set_day(world, ON, "Vitnemål")
    await world.stop_bot()
    world.clock.set(OVER)
    await world.start_bot()
    await world.settled()
    assert (copies(world.aisha), standing(world)) == ([], [])


async def test_a_chosen_day_is_that_of_all_and_one_that_is_left_only_that_of_new_ones(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    assert standing(world) == ["Vitnemål always"]
    await set_day(world, ON)
    assert standing(world) == [f"Vitnemål {ON}"]
    await give(world, "Emneliste")
    assert standing(world) == [f"Vitnemål {ON}", f"Emneliste {ON}"]
    kari = await open_access(world)
    assert kari.value_of(DAY) == ON
    assert "til ons. 2. des." in kari.text_of(kari.modals[-1]["id"])
    await kari.dismiss()
    await set_day(world, "")
    assert standing(world) == ["Vitnemål always", "Emneliste always"]
    assert len(lines(world, "grant.end_moved")) == 3
    assert "Tilgangen har ingen siste dag." in await read_history(world, world.kari)


async def test_different_last_days_stay_until_somebody_chooses_one(world: World) -> None:
    await world.create(attachments=["Vitnemål", "Emneliste"])
    await set_day(world, ON)
    with world.database.begin() as connection:
        connection.execute(tables.grants.update().where(tables.grants.c.id == 2).values(ends_on=None))
    kari = await open_access(world)
    assert kari.value_of(DAY) is None
    assert "Vedleggene har ulike siste dager." in kari.text_of(kari.modals[-1]["id"])
    assert (await kari.send()).closed
    await world.quiet()
    assert standing(world) == [f"Vitnemål {ON}", "Emneliste always"]


@pytest.mark.parametrize("day", ["2026-11-22", "2027-11-24"])
async def test_a_day_that_is_over_or_more_than_a_year_away_is_refused_at_the_field(world: World, day: str) -> None:
    await world.create()
    kari = await open_access(world)
    await kari.tick(LABEL, "Vitnemål")
    await kari.fill(DAY, day)
    await kari.send()
    assert kari.errors == {DAY: "Velg en dag fra man. 23. nov. 2026 til tir. 23. nov. 2027, eller la feltet stå tomt."}
    assert standing(world) == []


async def test_today_can_be_the_last_day(world: World) -> None:
    await world.create()
    await set_day(world, "2026-11-23", "Vitnemål")
    assert copies(world.aisha) == ["Vitnemål"]
    await let_it_end(world, datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    assert copies(world.aisha) == []


async def test_the_last_day_goes_with_the_subtask_to_somebody_else(world: World) -> None:
    await world.create()
    await set_day(world, ON, "Vitnemål")
    await reassign(world, world.kari)
    assert copies(world.ola) == ["Vitnemål"]
    await let_it_end(world)
    assert copies(world.ola) == []


@pytest.mark.parametrize("setting", ["keep", "take"])
async def test_a_solved_subtask_loses_it_too_and_reopened_does_not_bring_it_back(
    database_url: str, tmp_path: Path, setting: str
) -> None:
    async with open_world(database_url, tmp_path, FILES_WHEN_SOLVED=setting) as world:
        kari, aisha = world.kari, world.aisha
        await world.create(attachments=["Emneliste"], deadline="2026-12-18")
        await set_day(world, ON, "Vitnemål")
        with world.database.begin() as connection:
            connection.execute(tables.grants.update().where(tables.grants.c.attachment_id == 2).values(ends_on=None))
        await solve(world, aisha)
        await ask_to_reopen(world)
        assert "til ons. 2. des." in modal_on_top(kari)
        await kari.tick(LABEL, "Vitnemål")
        await let_it_end(world)
        assert "Vitnemål" not in copies(aisha)

        await kari.send()
        assert "ikke lenger åpent for den ansvarlige" in kari.errors[LABEL]
        await kari.dismiss()
        await ask_to_reopen(world)
        assert "Vitnemål" not in modal_on_top(kari)
        await kari.tick(LABEL, "Emneliste")
        assert (await kari.send()).closed
        await world.settled()

        assert copies(aisha) == ["Emneliste"]
        assert standing(world) == ["Emneliste always"]


async def ask_to_reopen(world: World) -> None:
    kari = world.kari
    await open_case(world, kari)
    await kari.click("Gjenåpne", at="home", near=TITLE)
    await world.ws.until(lambda: kari.modals)
    await kari.fill("Begrunnelse", "Emne 3 mangler.")


async def test_on_request_nothing_is_fetched_that_is_over(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, ATTACHMENTS="on_request") as world:
        aisha = world.aisha
        await world.create()
        await set_day(world, ON, "Vitnemål", "Emneliste")
        assert SAID in card(aisha)
        await aisha.click("Hent", at=aisha.card(TITLE), near="Vitnemål")
        await world.quiet()
        assert copies(aisha) == ["Vitnemål"]
        act = world.bot.services.executor.execute
        with pytest.raises(TooLateError):  # even before the clock comes by
            await act(fetching.fetch, 2, actor=aisha.id, now=OVER)

        await let_it_end(world)

        assert copies(aisha) == []
        assert "Hent" not in aisha.labels(aisha.card(TITLE))


async def test_a_submission_twice_gives_access_once(world: World) -> None:
    await world.create()
    world.ws.double_next("view_submission")
    await set_day(world, ON, "Vitnemål")
    assert len(lines(world, "grant.given")) == 1
