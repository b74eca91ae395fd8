"""`Vanlige deloppgaver`: the ticked lines of a ready-made set become subtasks, seen and changed first, all or none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.endings import offered
from tests.handlers.main_page import open_case, read_case
from tests.handlers.ready_sets import (
    SETS,
    SHORT,
    ask,
    choose_all,
    later_for_aisha,
    proposed,
    subtasks,
    with_sets,
)
from tests.institution import MONDAY


def values(person: Person) -> dict[str, Any]:
    """What stands in the fields of the topmost dialog before anybody changes anything."""
    found: dict[str, Any] = {}
    for block in person.modals[-1]["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            chosen = element.get("initial_option", {}).get("text", {}).get("text")
            ticked = [one["text"]["text"] for one in element.get("initial_options", ())]
            label = block["label"]["text"]
            found[label] = element.get("initial_value") or element.get("initial_date") or chosen or ticked or None
    return found


async def test_only_a_case_of_a_type_with_sets_offers_them(sqlite_url: str, tmp_path: Path) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        await open_case(world, world.kari)
        assert "Vanlige deloppgaver" in offered(world.kari.home)
        with world.database.begin() as connection:
            connection.execute(tables.cases.update().values(type="klage"))
        await world.kari.open_home()
        await world.quiet()
        assert "Vanlige deloppgaver" not in offered(world.kari.home)


async def test_each_line_is_proposed_with_person_day_words_and_attachments(sqlite_url: str, tmp_path: Path) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        await proposed(world, world.kari)
        seen = values(world.kari)
        assert seen["Ansvarlig for «Vurder faglig»"] is None  # several have that role
        assert seen["Ansvarlig for «Skriv utkast»"] == "Kari Nordmann"
        assert seen["Frist for «Vurder faglig»"] == "2026-12-08"
        assert seen["Frist for «Skriv utkast»"] == "2026-12-15"
        assert seen["Beskrivelse av «Vurder faglig»"] == "Se på emnene."
        assert seen["Gi tilgang til vedlegg i «Vurder faglig»"] == ["Emneliste"]
        assert seen["Gi tilgang til vedlegg i «Skriv utkast»"] is None
        assert "Venter på «Vurder faglig»" in world.kari.text_of(world.kari.modals[-1]["id"])
        assert subtasks(world) == []


async def test_one_press_creates_them_all_as_they_stand_there(database_url: str, tmp_path: Path) -> None:
    async with with_sets(database_url, tmp_path) as world:
        kari = world.kari
        await proposed(world, kari)
        await choose_all(kari)
        await kari.fill("Frist for «Kontroller poeng»", "2026-12-01")
        await kari.untick("Gi tilgang til vedlegg i «Vurder faglig»", "Emneliste")
        await kari.tick("Gi tilgang til vedlegg i «Vurder faglig»", "Vitnemål")
        assert (await kari.send()).closed, kari.errors
        await world.quiet()
        made = {row.title: row for row in subtasks(world)}
        first, points, draft = (made[title] for title in ("Vurder faglig", "Kontroller poeng", "Skriv utkast"))
        assert (first.after_id, points.after_id, draft.after_id) == (None, None, first.id)
        assert points.deadline_on == date(2026, 12, 1)
        granted = world.rows(
            sa.select(tables.attachments.c.title).join(
                tables.grants, tables.grants.c.attachment_id == tables.attachments.c.id
            )
        )
        assert [row.title for row in granted] == ["Vitnemål"]
        assert "Venter på «Vurder faglig»" in await read_case(world, kari)


async def test_what_waits_comes_to_its_assignee_when_the_first_one_is_solved(database_url: str, tmp_path: Path) -> None:
    async with with_sets(database_url, tmp_path) as world:
        kari, aisha = world.kari, world.aisha
        await later_for_aisha(world)
        await aisha.open_home()
        await world.quiet()
        assert "Skriv utkast" not in aisha.text_of("home")
        assert aisha.messages == []
        await kari.click("Løs deloppgave", at=await world.card(kari, "Vurder faglig"))
        await world.quiet()
        assert "Status: Ny" in aisha.text_of(await world.card(aisha, "Skriv utkast"))
        assert "Skriv utkast" in aisha.text_of("home")


async def test_the_owner_lets_it_begin_before(sqlite_url: str, tmp_path: Path) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        kari, aisha = world.kari, world.aisha
        await later_for_aisha(world)
        await open_case(world, kari)
        await kari.click("Begynn nå", at="home")
        await world.quiet()
        await world.card(aisha, "Skriv utkast")
        assert "Begynn nå" not in kari.labels("home")


async def test_every_wrong_field_of_every_line_is_told_and_nothing_is_created(
    database_url: str, tmp_path: Path
) -> None:
    async with with_sets(database_url, tmp_path) as world:
        kari = world.kari
        await proposed(world, kari)
        await choose_all(kari)
        await kari.fill("Frist for «Vurder faglig»", "2026-12-16")
        await kari.fill("Frist for «Kontroller poeng»", "2026-12-24")
        await kari.send()
        assert kari.errors == {
            "Frist for «Skriv utkast»": "Fristen kan ikke være før fristen for «Vurder faglig», som denne venter på.",
            "Frist for «Kontroller poeng»": "Fristen kan ikke være senere enn sakens frist. "
            "Velg en dato fra man. 23. nov. 2026 til fre. 18. des. 2026.",
        }
        assert subtasks(world) == []
        await kari.fill("Frist for «Vurder faglig»", "2026-12-08")
        await kari.fill("Frist for «Kontroller poeng»", "2026-12-08")
        assert (await kari.send()).closed, kari.errors
        assert len(subtasks(world)) == 3


async def test_of_several_sets_one_is_chosen_and_of_its_lines_those_that_are_ticked(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with with_sets(sqlite_url, tmp_path, SETS + SHORT) as world:
        kari = world.kari
        await ask(world, kari)
        await kari.choose("Sett", "Innpassing")
        await kari.send()
        await kari.untick("Deloppgaver", "Vurder faglig")
        await kari.untick("Deloppgaver", "Kontroller poeng")
        await kari.send()
        assert (await kari.send()).closed, kari.errors
        await world.quiet()
        (row,) = subtasks(world)
        assert (row.title, row.after_id) == ("Skriv utkast", None)


async def test_the_same_submission_twice_creates_them_once(sqlite_url: str, tmp_path: Path) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        kari = world.kari
        await proposed(world, kari)
        await choose_all(kari)
        world.ws.double_next("view_submission")
        await kari.send()
        await world.quiet()
        assert len(subtasks(world)) == 3


async def test_a_number_of_somebody_is_asked_about_before_it_is_kept(sqlite_url: str, tmp_path: Path) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        kari = world.kari
        await proposed(world, kari)
        await choose_all(kari)
        await kari.fill("Beskrivelse av «Kontroller poeng»", "Gjelder 13097248022.")
        await kari.send()
        assert "fødselsnummer" in kari.text_of(kari.modals[-1]["id"])
        assert subtasks(world) == []


@pytest.mark.parametrize("count", [12, 13, 20])
async def test_a_set_of_many_lines_stays_below_what_a_dialog_holds(count: int, sqlite_url: str, tmp_path: Path) -> None:
    lines = "".join(
        f"      - {{title: Oppgave {number}, text: Gjør {number}., role: saksbehandler, working_days_before: 1}}\n"
        for number in range(count)
    )
    async with with_sets(sqlite_url, tmp_path, SETS.split("      - {key", maxsplit=1)[0] + lines) as world:
        kari = world.kari
        await proposed(world, kari)
        for number in range(count):
            await kari.choose(f"Ansvarlig for «Oppgave {number}»", "Aisha Rahman")
        assert (await kari.send()).closed, kari.errors
        await world.quiet()
        assert [row.description for row in subtasks(world)] == [f"Gjør {number}." for number in range(count)]
        assert len({row.created_at for row in subtasks(world)}) == 1


async def test_many_attachments_in_many_lines_are_searched_for_and_the_dialog_stays_small(
    sqlite_url: str, tmp_path: Path
) -> None:
    lines = "".join(
        f"      - {{title: Oppgave {number}, text: {'ø' * 750}, role: saksbehandler, working_days_before: 1,\n"
        f"         attachments: [vedlegg]}}\n"
        for number in range(12)
    )
    async with with_sets(sqlite_url, tmp_path, SETS.split("      - {key", maxsplit=1)[0] + lines) as world:
        with world.database.begin() as connection:
            row = {"case_id": "2026-101", "media_type": "application/pdf", "size": 1, "sha256": "0", "added_at": MONDAY}
            many = [row | {"title": f"Vedlegg {number} {'æ' * 130}", "name": f"{number}.pdf"} for number in range(97)]
            connection.execute(tables.attachments.insert(), many)
        kari = world.kari
        await proposed(world, kari)
        view = kari.modals[-1]
        assert len(json.dumps(view)) < 250_000
        fields = [block["element"] for block in view["blocks"] if "attachments" in block.get("block_id", "")]
        assert {field["type"] for field in fields} == {"multi_external_select"}
        assert len(fields[0]["initial_options"]) == 6
