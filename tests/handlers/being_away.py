"""How people say that they are away, and what shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.world import World

FRIDAY = date(2026, 11, 27)


async def choose_person(person: Person, field: str, pick: str, address: str) -> str:
    """Choose somebody by the address, as one with a namesake must be; gives what the choice says of them."""
    view = person.modals[-1]
    found = await person.suggest(view["id"], field, pick, address)
    await person.press(view["id"], field, pick, found[0]["value"])
    return str((found[0].get("description") or {}).get("text", ""))


async def fill_in(
    person: Person, substitute: str | None, until: str, *, first: str | None = None, only_new: bool = False
) -> None:
    """Fill in the dialog that is open, and send it in."""
    if first:
        await person.fill("Fra og med", first)
    await person.fill("Til og med", until)
    if substitute:
        await choose_person(person, "substitute", "absence.substitute_pick", substitute)
    if only_new:
        await person.choose("Hva skal stedfortrederen ta?", "Bare nye deloppgaver som kommer")
    assert (await person.send()).closed, person.errors


async def go_away(
    world: World,
    person: Person,
    substitute: str | None = "ola@uni.example",
    until: str = "2026-11-27",
    *,
    first: str | None = None,
    only_new: bool = False,
) -> None:
    """Say on App Home that one is away."""
    await person.open_home()
    await world.quiet()
    if "Tilbake til Home" in person.labels("home"):
        await person.click("Tilbake til Home", at="home")
        await world.quiet()
    await person.click("Borte", at="home")
    await world.ws.until(lambda: person.modals)
    await fill_in(person, substitute, until, first=first, only_new=only_new)
    await world.quiet()


async def submit_to_ola(world: World) -> None:
    """Give Ola a subtask, who has a namesake."""
    kari = world.kari
    await world.open_dialog(kari)
    await kari.fill("Tittel", "Vurder emnene")
    await kari.fill("Frist", "2026-12-10")
    await choose_person(kari, "assignee", "assignee.pick", "ola@uni.example")
    await kari.fill("Beskrivelse", "Sammenlign emnene med våre egne.")
    assert (await kari.send()).closed
    await world.quiet()


async def day_begins(world: World, day: date) -> None:
    """Let it be a minute after midnight in Oslo, in winter."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=1)
    world.clock.set(midnight + timedelta(minutes=1))
    await world.quiet()


def stand_ins(world: World) -> list[int | None]:
    """Who stands in for the assignee of each subtask."""
    return [row.stand_in_id for row in world.rows(sa.select(tables.subtasks).order_by(tables.subtasks.c.id))]


def menu_of(person: Person) -> list[str]:
    """What stands in the menus of App Home, behind three dots."""
    blocks = (person.home or {}).get("blocks", ())
    menus = [one for block in blocks for one in block.get("elements", ()) if one["type"] == "overflow"]
    return [option["text"]["text"] for menu in menus for option in menu["options"]]


async def come_back(world: World, person: Person) -> None:
    """Say on App Home that one is there again."""
    await person.open_home()
    await world.ws.until(lambda: "Du er borte" in person.text_of("home"))
    await person.click("Endre", at="home", near="Du er borte")
    await world.ws.until(lambda: person.modals)
    await person.click("Avslutt fraværet")
