"""`Vanlige deloppgaver`: the ticked lines of a ready-made set become subtasks, seen and changed first, all or none."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.mailbox import receiving
from sandbox.messages import Message
from sandbox.person import Person
from store import tables
from tests.handlers.endings import offered
from tests.handlers.main_page import open_case, read_case
from tests.institution import MONDAY
from tests.world import World, open_world

SETS = """\
sets:
  - type: Innpassing
    name: Innpassing
    subtasks:
      - {key: faglig, title: Vurder faglig, text: Se på emnene., role: fagperson, working_days_before: 8,
         attachments: [emneliste]}
      - {title: Skriv utkast, text: Skriv et utkast., role: saksbehandler, working_days_before: 3, after: faglig}
      - {title: Kontroller poeng, text: Regn etter., role: fagperson, working_days_before: 8}
"""
SHORT = """\
  - type: Innpassing
    name: Kort
    subtasks:
      - {title: Bekreft, text: Bekreft., role: fordeler, working_days_before: 5}
"""


@asynccontextmanager
async def with_sets(url: str, folder: Path, text: str = SETS, mail: str = "") -> AsyncIterator[World]:
    """Open the institution with this file of sets; its case is of their type."""
    file = folder / "sett.yml"
    file.write_text(text, "utf-8")
    async with open_world(url, folder, TEMPLATES=str(file), SMTP_URL=mail) as world:
        with world.database.begin() as connection:
            connection.execute(tables.cases.update().values(type="innpassing"))
        yield world


async def ask(world: World, person: Person) -> None:
    await open_case(world, person)
    await person.click("Vanlige deloppgaver", at="home")
    await world.ws.until(lambda: person.modals)


async def proposed(world: World, person: Person) -> None:
    """Go on to what is proposed, with every line ticked."""
    await ask(world, person)
    answer = await person.send()
    assert not person.errors, answer


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


def subtasks(world: World) -> list[Any]:
    return world.rows(sa.select(tables.subtasks).order_by(tables.subtasks.c.id))


async def choose_all(person: Person) -> None:
    """Choose somebody for each line that has no proposal."""
    await person.choose("Ansvarlig for «Vurder faglig»", "Aisha Rahman")
    await person.choose("Ansvarlig for «Kontroller poeng»", "Aisha Rahman")


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


async def later_for_aisha(world: World) -> None:
    """Let Kari take the first line herself, and give Aisha the one that waits for it."""
    kari = world.kari
    await ask(world, kari)
    await kari.untick("Deloppgaver", "Kontroller poeng")
    await kari.send()
    await kari.choose("Ansvarlig for «Vurder faglig»", "Kari Nordmann")
    await kari.choose("Ansvarlig for «Skriv utkast»", "Aisha Rahman")
    assert (await kari.send()).closed, kari.errors
    await world.quiet()


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


async def two_for_aisha(world: World) -> None:
    """Give Aisha two at once, and what waits for the first to Kari."""
    await proposed(world, world.kari)
    await choose_all(world.kari)
    assert (await world.kari.send()).closed, world.kari.errors
    await world.quiet()


def roots(person: Person) -> list[str]:
    """What has been posted to somebody outside every thread: each such message makes itself heard."""
    return [message.text for message in person.messages if not message.is_reply]


def own_card(person: Person, title: str) -> Message:
    """The card of a subtask, and not the one that names it besides."""
    (found,) = (one for one in person.messages if not one.is_reply and person.text_of(one).startswith(title))
    return found


async def test_who_gets_two_at_once_is_called_once_and_the_second_card_comes_when_it_is_opened(
    database_url: str, tmp_path: Path
) -> None:
    async with with_sets(database_url, tmp_path) as world:
        aisha = world.aisha
        await two_for_aisha(world)
        assert [text.partition("«")[0] for text in roots(aisha)] == ["Du har fått 2 deloppgaver i saken "]
        assert len(roots(world.kari)) == 1
        first = aisha.card("Vurder faglig")
        assert "Samtidig fikk du 1 deloppgave til." in aisha.text_of(first)
        await aisha.click("Åpne", at=first, near="Kontroller poeng")
        await world.quiet()
        assert len(roots(aisha)) == 2
        second = aisha.card("Kontroller poeng")
        assert second.ts != first.ts
        assert "Samtidig" not in aisha.text_of(aisha.card("Vurder faglig"))
        assert len(roots(world.kari)) == 1


async def test_what_the_owner_says_in_the_second_one_brings_its_card_with_it(database_url: str, tmp_path: Path) -> None:
    async with with_sets(database_url, tmp_path) as world:
        kari, aisha = world.kari, world.aisha
        await two_for_aisha(world)
        await open_case(world, kari)
        await kari.click("Skriv melding", at="home", near="Kontroller poeng")
        await world.ws.until(lambda: kari.modals)
        await kari.fill("Melding", "Husk emne 3.")
        await kari.send()
        await world.quiet()
        second = own_card(aisha, "Kontroller poeng")
        assert any("Husk emne 3." in aisha.text_of(reply) for reply in aisha.thread(second.ts))
        assert any("Husk emne 3." in kari.text_of(reply) for reply in kari.thread(kari.card("Kontroller poeng").ts))


async def test_when_the_first_one_goes_to_somebody_else_the_second_ones_card_comes(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with with_sets(sqlite_url, tmp_path) as world:
        aisha = world.aisha
        await two_for_aisha(world)
        await aisha.click("Send tilbake", at=aisha.card("Vurder faglig"))
        await world.ws.until(lambda: aisha.modals)
        await aisha.choose("Årsak", "Ikke mitt fagfelt")
        await aisha.send()
        await world.quiet()
        assert aisha.card("Kontroller poeng").text.startswith("Ny deloppgave fra Kari Nordmann")


async def test_one_letter_tells_of_both(sqlite_url: str, tmp_path: Path) -> None:
    async with receiving() as box, with_sets(sqlite_url, tmp_path, mail=box.url) as world:
        await two_for_aisha(world)
        (letter,) = box.of("aisha@uni.example")
        assert letter.subject.startswith("Du har fått 2 deloppgaver i saken")
        assert "«Vurder faglig», «Kontroller poeng»" in letter.text


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
