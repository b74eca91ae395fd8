"""`Fjern vedlegg`: what does not belong to a case goes out of it, for everybody, by whoever runs it or by an import."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.beside import take_in
from tests.handlers.conversations import copies, files_of_the_bot, shown, told
from tests.handlers.history_lines import read_history
from tests.handlers.taking_out import take_out
from tests.institution import CASE, CASE_TITLE
from tests.world import World

CONTENT = "Legeerklæring: innhold".encode()
FACTS = (
    f"id: {CASE}, title: '{CASE_TITLE}', applicant: {{name: Ada Søker, email: ada@student.example}}, "
    'applied_on: 2026-11-02, place: "184.12.1", owner: kari@uni.example'
)


def has_bytes(world: World) -> bool:
    """Whether the bytes of `Legeerklæring` lie on the disk."""
    name = hashlib.sha256(CONTENT).hexdigest()
    return (world.settings.files_dir / name[:2] / name[2:]).exists()


async def case_history(world: World, person: Person) -> str:
    """Read the history of the case that she has in front of her on App Home."""
    await person.click("Historikk", at="home")
    view = await world.ws.until(lambda: person.modals[-1])
    text: str = person.text_of(view["id"])
    await person.close(view["id"])
    return text


async def test_an_attachment_goes_with_its_grants_its_copies_its_bytes_and_its_name(world: World) -> None:
    await world.create(attachments=["Legeerklæring", "Vitnemål"])
    await world.kari.click("Hent vedlegg", at="home")
    await world.ws.until(lambda: world.kari.modals)
    await world.kari.dismiss()
    await world.quiet()
    assert "hemmelig.pdf" in files_of_the_bot(world.aisha)
    assert "hemmelig.pdf" in files_of_the_bot(world.kari)

    await take_out(world, world.kari)

    assert files_of_the_bot(world.aisha) == ["vitnemal.pdf"]
    assert files_of_the_bot(world.kari) == ["emner.xlsx", "vitnemal.pdf"]
    assert not has_bytes(world)
    for person in (world.aisha, world.kari):
        assert "Legeerklæring" not in shown(person)
        assert "hemmelig.pdf" not in shown(person)
    assert "Legeerklæring" not in world.kari.text_of("home")
    assert (
        world.rows(
            sa.select(tables.grants.c.id).where(
                tables.grants.c.withdrawn_at.is_(None), tables.grants.c.attachment_id == 3
            )
        )
        == []
    )


async def test_who_had_it_granted_hears_of_it_and_neither_its_name_nor_why(world: World) -> None:
    await world.create(attachments=["Legeerklæring"])
    await world.create(title="Uten vedlegg", assignee="Kari Nordmann")
    before = len(world.ws.shown)
    await take_out(world, world.kari)
    told = [entry.text for entry in world.ws.shown[before:] if entry.person_id == world.aisha.id]
    assert any("er fjernet fra saken" in text for text in told)
    assert not [text for text in told if "Legeerklæring" in text or "Feil student" in text]
    assert "Legeerklæring" not in await read_history(world, world.aisha)
    assert "Feil student" not in await read_history(world, world.aisha)


async def test_the_history_of_the_case_says_who_and_why_and_not_what(world: World) -> None:
    await world.create(attachments=["Legeerklæring"])
    await take_out(world, world.kari)
    lines = await case_history(world, world.kari)
    assert "Kari Nordmann fjernet et vedlegg fra saken. Begrunnelse: Feil student" in lines
    assert "fjernet tilgangen til et vedlegg for Aisha Rahman i deloppgaven" in lines
    assert "Legeerklæring" not in lines
    assert "hemmelig" not in lines


async def test_a_distributor_can_do_it_also_when_the_case_is_closed(sqlite_world: World) -> None:
    world = sqlite_world
    with world.database.begin() as connection:
        connection.execute(tables.cases.update().values(status="closed"))
    await world.ingrid.command("/sak", CASE)
    await world.ws.until(lambda: world.ingrid.modals)
    await world.ingrid.click("Fjern vedlegg")
    await world.ws.until(lambda: len(world.ingrid.modals) == 2)
    await world.ingrid.tick("Vedlegg", "Legeerklæring")
    await world.ingrid.fill("Begrunnelse", "Feil student")
    await world.ingrid.send()
    await world.quiet()
    assert not has_bytes(world)
    assert "Legeerklæring" not in world.ingrid.text_of(world.ingrid.modals[-1]["id"])


async def test_twice_has_one_effect_and_too_late_is_said(sqlite_world: World) -> None:
    world = sqlite_world
    world.ws.double_next("view_submission")
    await take_out(world, world.kari)
    acts = world.rows(sa.select(tables.history.c.act).where(tables.history.c.act == "attachment.taken_out"))
    assert len(acts) == 1
    await world.ingrid.command("/sak", CASE)
    await world.ws.until(lambda: world.ingrid.modals)
    await world.ingrid.click("Fjern vedlegg")
    await world.ws.until(lambda: len(world.ingrid.modals) == 2)
    await world.ingrid.tick("Vedlegg", "Vitnemål")
    await world.ingrid.fill("Begrunnelse", "Feil")
    await take_out(world, world.kari, "Vitnemål")
    answer = await world.ingrid.send()
    assert not answer.closed
    assert "allerede fjernet" in " ".join(world.ingrid.errors.values())


async def test_a_new_file_may_have_its_name(sqlite_world: World) -> None:
    world = sqlite_world
    await take_out(world, world.kari)
    (world.folder / "hemmelig.pdf").write_bytes(b"%PDF den rette")
    await take_in(world, f"cases: [{{{FACTS}, attachments: [{{file: hemmelig.pdf, title: Legeerklæring}}]}}]")
    standing = sa.select(tables.attachments.c.sha256).where(tables.attachments.c.withdrawn_at.is_(None))
    kept = [row.sha256 for row in world.rows(standing)]
    assert hashlib.sha256(b"%PDF den rette").hexdigest() in kept


# ---- by import


async def test_what_an_import_merely_leaves_out_stays(sqlite_world: World) -> None:
    world = sqlite_world
    for more in ("", ", attachments: []"):
        await take_in(world, f"cases: [{{{FACTS}{more}}}]")
        world.bot.wake()
        await world.settled()
        assert has_bytes(world)
    left = world.rows(sa.select(tables.attachments.c.id).where(tables.attachments.c.withdrawn_at.is_(None)))
    assert len(left) == 3


async def test_an_import_takes_out_what_it_says_is_withdrawn(world: World) -> None:
    await world.create(attachments=["Legeerklæring"])
    said = f"cases: [{{{FACTS}, attachments: [{{file: hemmelig.pdf, withdrawn: true}}]}}]"
    await take_in(world, said)
    world.bot.wake()
    await world.settled()
    assert files_of_the_bot(world.aisha) == []
    assert not has_bytes(world)
    assert "er fjernet fra saken" in shown(world.aisha)
    before = world.count(tables.history)
    await take_in(world, said)
    assert world.count(tables.history) == before


async def test_an_import_that_repeats_itself_does_not_bring_back_what_was_taken_out(sqlite_world: World) -> None:
    world = sqlite_world
    await take_out(world, world.kari)
    (world.folder / "hemmelig.pdf").write_bytes(CONTENT)
    await take_in(world, f"cases: [{{{FACTS}, attachments: [{{file: hemmelig.pdf, title: Legeerklæring}}]}}]")
    left = world.rows(sa.select(tables.attachments.c.name).where(tables.attachments.c.withdrawn_at.is_(None)))
    assert "hemmelig.pdf" not in [row.name for row in left]


async def test_after_the_first_has_gone_copies_of_the_others_stay_current_below_what_they_hang_under(
    world: World,
) -> None:
    kari, new = world.kari, b"ny utgave"
    await take_out(world, kari)
    await kari.click("Hent vedlegg", at="home")
    await world.settled()
    kari.modals.clear()
    await take_out(world, kari, "Vitnemål")
    (world.folder / "emner.xlsx").write_bytes(new)
    await take_in(world, f"cases: [{{{FACTS}, attachments: [{{file: emner.xlsx, title: Emneliste}}]}}]")
    await world.settled()
    assert (copies(kari), told(kari).count("Vedlegg i saken")) == (["Emneliste"], 1)
    assert new in [file.content for file in world.ws.files.all()]
