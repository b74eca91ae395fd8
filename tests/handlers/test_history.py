"""The history: one line for each act, in words, for the owner all of it, for an assignee what is hers."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from cases.pages.history_pages import LINES
from sandbox.person import Person
from store import tables
from tests.handlers.grants import give, take
from tests.institution import CASE, MONDAY
from tests.world import World


async def history(world: World, person: Person, at: str = "home") -> list[str]:
    """Open `Historikk` and read its lines."""
    await person.click("Historikk", at=None if at == "modal" else at)
    view = await world.ws.until(lambda: [one for one in person.modals if one["title"]["text"] == "Historikk"])
    shown: list[str] = person.text_of(view[-1]["id"]).splitlines()
    await person.close(view[-1]["id"])
    return shown


async def page_of(world: World, person: Person) -> None:
    """Open the task page from the card."""
    await person.click("Åpne", at=await world.card(person))
    await world.ws.until(lambda: person.modals)
    await world.quiet()


async def test_the_owner_reads_on_the_case_page_what_was_done_newest_first(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    await page_of(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Ja.")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    lines = await history(world, world.kari)
    told = [line.partition(": ")[2] for line in lines if line.startswith("23. november 2026 kl. ")]
    assert told == [
        "Aisha Rahman løste deloppgaven «Vurder emnene».",
        "Aisha Rahman lagret konklusjonen i deloppgaven «Vurder emnene» (versjon 1).",
        "Aisha Rahman åpnet deloppgaven «Vurder emnene».",
        "En kopi av vedlegget «Vitnemål» ble lagt i tråden til Aisha Rahman i deloppgaven «Vurder emnene».",
        "Kari Nordmann ga Aisha Rahman tilgang til vedlegget «Vitnemål» i deloppgaven «Vurder emnene».",
        "Kari Nordmann opprettet deloppgaven «Vurder emnene» til Aisha Rahman.",
        "Kari Nordmann åpnet saken.",
    ]


async def test_an_assignee_reads_only_what_concerns_her_subtask_and_no_name_that_is_not_hers(world: World) -> None:
    await world.create(attachments=["Legeerklæring", "Vitnemål"])
    await world.create(title="Olas oppgave", assignee="Kari Nordmann", attachments=["Emneliste"])
    await take(world, "Legeerklæring")
    await page_of(world, world.aisha)
    text = "\n".join(await history(world, world.aisha, "modal"))
    assert "Kari Nordmann opprettet deloppgaven «Vurder emnene» til Aisha Rahman." in text
    assert "tilgang til vedlegget «Vitnemål»" in text
    assert "fjernet tilgangen til et vedlegg for Aisha Rahman" in text
    for hidden in ("Legeerklæring", "Olas oppgave", "Emneliste", "åpnet saken"):
        assert hidden not in text
    await give(world, "Legeerklæring")
    assert "Legeerklæring" in "\n".join(await history(world, world.aisha, "modal"))


async def test_nobody_else_gets_to_read_it(world: World) -> None:
    await world.create()
    for name, action, value in (("AISHA", "case.history", CASE), ("STRANGER", "task.history", "1")):
        body = {
            "type": "block_actions",
            "user": {"id": f"U0{name}", "team_id": world.ws.team_id},
            "team": {"id": world.ws.team_id},
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
            "container": {"type": "message"},
        }
        assert (await world.bot.dispatch(body)).status == 200
        assert not [view for view in world.ws.person(f"U0{name}").modals if view["title"]["text"] == "Historikk"]


async def test_twenty_lines_a_page_and_all_of_them_can_be_turned_to(world: World) -> None:
    await world.create()
    add_lines(world, 45)
    kari = world.kari
    await kari.click("Historikk", at="home")
    await world.ws.until(lambda: kari.modals)
    seen, pages = [], 0
    while True:
        shown = [line for line in kari.text_of(kari.modals[-1]["id"]).splitlines() if ": " in line and "2026" in line]
        assert 1 <= len(shown) <= LINES
        seen += shown
        pages += 1
        if "Eldre" not in kari.labels():
            break
        await turned(world, kari, "Eldre")
    versions = [int(found) for line in seen for found in re.findall(r"versjon (\d+)", line)]
    assert versions == list(range(44, -1, -1))
    assert pages == 3
    await turned(world, kari, "Nyere")
    assert "Eldre" in kari.labels()


async def turned(world: World, person: Person, label: str) -> None:
    """Press one of the two buttons, and wait for the other page."""
    before = person.text_of(person.modals[-1]["id"])
    await person.click(label)
    await world.ws.until(lambda: person.text_of(person.modals[-1]["id"]) != before)


def add_lines(world: World, number: int) -> None:
    """Let much have been done."""
    line = {"at": MONDAY, "case_id": CASE, "subtask_id": 1, "actor_id": 4, "act": "conclusion.saved"}
    with world.database.begin() as connection:
        connection.execute(tables.history.insert(), [{**line, "details": {"version": at}} for at in range(number)])


async def test_the_database_refuses_to_change_or_delete_a_line(world: World) -> None:
    await world.create()
    before = world.rows(sa.select(tables.history).order_by(tables.history.c.id))
    for statement in (tables.history.update().values(act="case.opened"), tables.history.delete()):
        with pytest.raises(DatabaseError, match="history is only added to"), world.database.begin() as connection:
            connection.execute(statement)
    assert world.rows(sa.select(tables.history).order_by(tables.history.c.id)) == before
