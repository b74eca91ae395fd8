"""A calendar of one's own: the link from Home's menu, and what a calendar reads there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import icalendar
import pytest
import sqlalchemy as sa

from api.door import Pace
from bot.commands import log
from bot.door import OpenDoor
from bot.server import open_door
from handlers.translator import Translator
from sandbox.person import Person
from store import tables
from tests.handlers.main_page import look, open_case
from tests.world import World, open_world

KARI = "Kari Nordmann (kari@uni.example)"
AT = "https://saksbot.uni.example"


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """An institution where calendars can fetch something."""
    async with open_world(database_url, tmp_path, API_PORT="1", API_URL=f"{AT}/") as world:
        yield world


async def ask(world: World, person: Person) -> None:
    """Open the dialog."""
    await person.open_home()
    await world.quiet()
    if "Tilbake til Home" in person.labels("home"):
        await person.click("Tilbake til Home", at="home")
        await world.quiet()
    await person.click("Kalender", at="home")
    await world.ws.until(lambda: person.modals)


async def press(world: World, person: Person, label: str) -> str:
    """Press one of its buttons, and read what comes in its place."""
    before = person.text_of(person.modals[-1]["id"])
    await person.click(label, at=person.modals[-1]["id"])
    await world.ws.until(lambda: person.text_of(person.modals[-1]["id"]) != before)
    said = str(person.text_of(person.modals[-1]["id"]))
    await person.dismiss()
    await world.quiet()
    return said


async def link(world: World, person: Person, label: str = "Lag lenke") -> str:
    """Get a link, and give the path of it."""
    await ask(world, person)
    found = re.search(rf"{AT}(/v1/calendars/[A-Za-z0-9_-]{{43}}\.ics)", await press(world, person, label))
    assert found
    return found[1]


async def read(api: aiohttp.ClientSession, path: str) -> dict[str, tuple[date, str]]:
    """What a calendar makes of it: each entry by its name for ever, with its day and its words."""
    async with api.get(path) as answer:
        assert (answer.status, answer.content_type) == (200, "text/calendar")
        calendar = icalendar.Calendar.from_ical(await answer.read())
    assert calendar.subcomponents  # https://github.com/collective/icalendar/issues/251 : an empty one is no calendar
    assert calendar["X-WR-TIMEZONE"] == "Europe/Oslo"
    return {str(one["UID"]): (one.decoded("DTSTART"), str(one["SUMMARY"])) for one in calendar.walk("VEVENT")}


async def status(api: aiohttp.ClientSession, path: str, **headers: str) -> int:
    async with api.get(path, headers=headers) as answer:
        return answer.status


async def test_a_calendar_reads_what_its_owner_has_to_do_and_nothing_more_than_that(served: World) -> None:
    world, kari, aisha = served, served.kari, served.aisha
    await world.create()
    async with (
        open_door(replace(world.settings, api_port=0), world.bot) as address,
        aiohttp.ClientSession(address) as api,
    ):
        hers, owners = await link(world, aisha), await link(world, kari)
        kept = world.rows(sa.select(tables.calendars.c.digest))
        assert not [row for row in kept if hers[14:-4] in row.digest or row.digest in hers]
        uid, due = "subtask-1@saksbot.uni.example", date(2026, 12, 10)
        assert await read(api, hers) == {uid: (due, "Frist: Vurder emnene")}
        assert await read(api, owners) == {uid: (due, "Frist for andre: Vurder emnene")}
        async with api.get(hers) as answer:
            seen, length = {"If-None-Match": answer.headers["ETag"]}, answer.headers["Content-Length"]
        async with api.head(hers) as answer:
            assert (answer.status, answer.headers["Content-Length"], await answer.read()) == (200, length, b"")
        assert await status(api, hers, **seen) == 304
        await world.create(title="Spør Uppsala", deadline="2026-12-03")
        assert await status(api, hers, **seen) == 200
        assert list(await read(api, hers)) == ["subtask-2@saksbot.uni.example", uid]

        with world.database.begin() as connection:  # she may not see them any more
            connection.execute(tables.roles.delete().where(tables.roles.c.person_id == 4))
        assert await read(api, hers) == {}

        newer = await link(world, kari, "Lag ny lenke")
        assert [await status(api, one) for one in (owners, newer)] == [404, 200]
        await ask(world, kari)
        assert "Lenken er slettet" in await press(world, kari, "Slett lenken")
        assert await status(api, newer) == 404
        with world.database.begin() as connection:
            connection.execute(tables.people.update().where(tables.people.c.id == 4).values(active=False))
        assert await status(api, hers) == 404
    told = [line.partition("  ")[2] for line in log.show(world.settings, log.Wanted())]
    assert [line for line in told if "kalender" in line][-1] == f"{KARI}: slettet kalenderlenken sin"


async def test_a_calendar_is_told_that_what_it_has_already_is_another_one_now(served: World) -> None:
    """See https://github.com/OpenACalendar/OpenACalendar-Web-Core/issues/176 : the first day stood there for ever."""
    world, kari = served, served.kari

    async def event() -> tuple[Any, Any, Any]:
        async with aiohttp.ClientSession(address) as api, api.get(hers) as answer:
            (one,) = icalendar.Calendar.from_ical(await answer.read()).walk("VEVENT")
        return one.decoded("DTSTART"), one.decoded("SEQUENCE"), one.decoded("LAST-MODIFIED")

    await world.create()
    async with open_door(replace(world.settings, api_port=0), world.bot) as address:
        hers = await link(world, world.aisha)
        first_on, sequence, changed_at = await event()
        world.clock.move(minutes=5)
        await open_case(world, kari)
        await kari.click("Flytt frist", at="home")
        await world.ws.until(lambda: kari.modals)
        await kari.fill("Frist", "2026-12-15")
        await kari.fill("Begrunnelse", "Uppsala trenger mer tid.")
        await kari.send()
        await world.quiet()
        moved_on, later, moved_at = await event()
        assert (moved_on > first_on, later > sequence, moved_at > changed_at) == (True, True, True)
        assert await event() == (moved_on, later, moved_at)


async def test_discreetly_it_has_no_words(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, API_PORT="1", API_URL=AT, NOTICES="discreet") as world:
        pace, translator = Pace(at_once=1, per_second=0.25, clock=lambda: 0.0), Translator.of("nb")
        door = OpenDoor(world.bot.services, translator, world.bot.making, host="127.0.0.1", port=0, pace=pace)
        await door.start()
        await world.create()
        await ask(world, world.aisha)
        assert "men ingen titler" in str(world.aisha.text_of(world.aisha.modals[-1]["id"]))
        await world.aisha.dismiss()
        path = await link(world, world.aisha)
        async with aiohttp.ClientSession(door.address) as api:
            async with api.get(path) as answer:
                written = await answer.text()
            assert await status(api, path) == 429  # as any key that asks too often
        await door.stop()
        assert "Frist for en deloppgave" in written
        assert not [word for word in ("Vurder", "2026-101", "Kari") if word in written]


async def test_where_no_address_is_known_nobody_is_offered_one(sqlite_world: World) -> None:
    await look(sqlite_world, "kari")
    home = str(sqlite_world.kari.home)
    assert "'Borte'" in home
    assert "'Kalender'" not in home
