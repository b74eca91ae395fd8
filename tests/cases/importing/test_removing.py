"""A case that was imported by mistake goes, as long as nobody has worked on it; and it may come again."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.importing import FaultyFilesError, preview
from sandbox.person import Person
from store import tables
from tests.beside import imported, take_in
from tests.handlers.being_away import go_away
from tests.handlers.main_page import look
from tests.institution import CASE, CASE_TITLE
from tests.world import World

GONE = f'cases: [{{id: "{CASE}", remove: true}}]'


async def remove(world: World) -> None:
    """Import that the case was a mistake, and let everybody hear of it."""
    await take_in(world, GONE)
    world.bot.wake()
    await world.settled()


async def test_a_case_nobody_has_worked_on_is_gone_for_everybody_with_its_files(world: World) -> None:
    assert CASE_TITLE in await look(world, "kari")
    await world.kari.click("Åpne", at="home", near=CASE_TITLE)
    await world.quiet()
    await world.kari.click("Hent vedlegg", at="home")
    await world.settled()

    await remove(world)

    assert CASE_TITLE not in world.kari.text_of("home")
    assert f"Sak {CASE} var registrert ved en feil, og er fjernet igjen." in world.kari.text_of(world.kari.messages[-1])
    assert CASE_TITLE not in await look(world, "ingrid")
    await world.kari.command("/sak", CASE)
    await world.ws.until(lambda: "Fant ingenting blant det du kan åpne" in world.kari.text_of(world.kari.messages[-1]))
    there = [one for one in world.kari.messages if not one.deleted]
    assert not [file for one in there for file in one.files if file["mode"] != "tombstone"]
    assert [path for path in world.settings.files_dir.rglob("*") if path.is_file() and path.name != ".saksbot"] == []
    kept = world.rows(sa.select(tables.cases).where(tables.cases.c.id == CASE))[0]
    assert (kept.title, kept.applicant_name, kept.applicant_email, kept.text) == ("", "", "", "")
    await remove(world)
    lines = sa.select(tables.history).where(tables.history.c.act == "case.removed")
    assert len(world.rows(lines)) == 1, "the same file again changes nothing"


async def test_it_comes_again_as_a_new_one(world: World) -> None:
    await remove(world)

    await take_in(world, imported(owner="kari@uni.example"))
    world.bot.wake()
    await world.settled()

    assert CASE_TITLE in await look(world, "kari")
    assert world.rows(sa.select(tables.cases.c.status).where(tables.cases.c.id == CASE))[0].status == "new"
    await world.create()
    assert "Vurder emnene" in world.aisha.text_of(await world.card(world.aisha))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GONE, "Noen har begynt på saken"),
        ('cases: [{id: "2026-999", remove: true}]', "finnes ikke"),
        (f'cases: [{{id: "{CASE}", title: T, remove: true}}]', "bare stå sammen med"),
    ],
)
async def test_what_cannot_be_removed_is_a_fault_and_changes_nothing(
    sqlite_world: World, text: str, told: str, tmp_path: Path
) -> None:
    world = sqlite_world
    await world.create()
    file = tmp_path / "gone.yml"
    file.write_text(text, "utf-8")

    with pytest.raises(FaultyFilesError) as refused:
        preview(world.bot.services.context, [file])

    assert any(told in fault.words for fault in refused.value.faults)
    assert CASE_TITLE in await look(world, "kari")


async def test_who_stands_in_for_an_owner_hears_that_more_was_sent_in_and_that_the_case_is_gone(world: World) -> None:
    aisha, kari = world.aisha, world.kari
    await go_away(world, kari, "aisha@uni.example")
    (world.folder / "mer.pdf").write_bytes(b"%PDF mer")
    await take_in(world, imported(attachments="[{file: mer.pdf, title: Mer}]"))
    world.bot.wake()
    await world.settled()
    await remove(world)

    def said(person: Person) -> str:
        return "\n".join(person.text_of(one) for one in person.messages)

    for words in ("Det er kommet nye vedlegg i saken", "var registrert ved en feil"):
        assert words in said(aisha)
        assert words not in said(kari)
