"""Inhabil holds: who says so is out of the whole case, is chosen for nothing in it, and comes back only by another."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cases.importing import FaultyFilesError
from store import tables
from tests.beside import take_in
from tests.handlers.changing_hands import ask_to_reassign, decline
from tests.handlers.conversations import copies, modal_on_top, standing, told
from tests.handlers.disqualifying import GONE, declare_by_number, declare_on_page, lift
from tests.handlers.distribution import distribute
from tests.handlers.main_page import look, open_case
from tests.institution import CASE, CASE_TITLE
from tests.stored import owner_of
from tests.world import World

LINE = "Inhabil i saken: Aisha Rahman"
SECRETS = (CASE_TITLE, "Vurder emnene", "Skriv vedtak", "Vitnemål", "Emneliste", "Fortrolig", "Ada Søker")


def acts(world: World) -> list[tuple[str, dict[str, object]]]:
    """What stands in the history of who is disqualified."""
    about = sa.select(tables.history).where(tables.history.c.act.like("case.disqualif%"))
    return [(row.act, row.details) for row in world.rows(about.order_by(tables.history.c.id))]


async def test_who_sends_one_subtask_back_as_disqualified_loses_all_of_the_case(world: World) -> None:
    """Another subtask comes back to the owner without a word, and of a solved one she keeps neither file nor sight."""
    aisha, kari = world.aisha, world.kari
    await world.create(title="Ferdig", attachments=["Emneliste"])
    await aisha.click("Løs deloppgave", at=await world.card(aisha, "Ferdig"))
    await world.create(title="Skriv vedtak", attachments=["Vitnemål"])
    await world.create()
    await kari.say("Fortrolig", thread_ts=(await world.card(kari, "Skriv vedtak")).ts)
    await world.quiet()
    await look(world, "aisha")

    await decline(world, "Jeg er inhabil", text="Søkeren er min nevø.")

    assert [text for text in standing(aisha) if not text.startswith(GONE)] == []
    assert copies(aisha) == []
    for tab in ("Å gjøre", "Løst"):
        await aisha.click(tab, at="home")
        await world.quiet()
        assert not [one for one in SECRETS if one in aisha.text_of("home")]
    card = kari.text_of(kari.card("Skriv vedtak"))
    assert "Ingen. Aisha Rahman sendte tilbake deloppgaven" in card
    assert "Årsak: Jeg er inhabil" in card
    assert "nevø" not in card
    assert "nevø" in kari.text_of(kari.card("Vurder emnene"))
    assert acts(world) == [("case.disqualified", {"owned": False})]
    granted = sa.select(tables.grants).where(tables.grants.c.subtask_id == 1, tables.grants.c.withdrawn_at.is_(None))
    assert world.rows(granted) == []


async def test_she_is_no_choice_any_more_and_the_owner_reads_who_is_out_without_why(world: World) -> None:
    kari = world.kari
    await world.create()
    await decline(world, "Jeg er inhabil", text="Søkeren er min nevø.")

    await ask_to_reassign(world, kari)
    view = kari.modals[-1]
    assert LINE in modal_on_top(kari)
    assert await kari.suggest(view["id"], "assignee", "assignee.pick", "aisha") == []
    await kari.dismiss()
    await world.open_dialog(kari)
    assert LINE in modal_on_top(kari)
    assert await kari.suggest(kari.modals[-1]["id"], "assignee", "assignee.pick", "aisha") == []
    await kari.dismiss()
    await kari.click("Omfordel sak", at="home")
    await world.ws.until(lambda: kari.modals)
    assert LINE in modal_on_top(kari)
    assert await kari.suggest(kari.modals[-1]["id"], "owner", "owner.pick", "aisha") == []
    await kari.dismiss()
    await open_case(world, kari)
    assert LINE in kari.text_of("home")


async def test_a_choice_that_stood_in_an_open_dialog_is_refused_at_its_field(world: World) -> None:
    kari = world.kari
    await world.open_dialog(kari)
    await kari.fill("Tittel", "Vurder emnene")
    await kari.fill("Frist", "2026-12-10")
    await kari.fill("Beskrivelse", "Sammenlign emnene.")
    await kari.choose("Ansvarlig", "Aisha Rahman")
    await declare_by_number(world, world.aisha)

    await kari.send()

    assert "kan ikke lenger velges" in kari.errors["Ansvarlig"]
    assert world.count(tables.subtasks) == 0


async def test_an_owner_loses_the_case_which_waits_for_another_and_what_is_written_meanwhile_waits_too(
    world: World,
) -> None:
    kari, aisha, ingrid, per = world.kari, world.aisha, world.ingrid, world.stranger
    await world.create(attachments=["Vitnemål"])
    await look(world, "ingrid")
    await declare_on_page(world, kari)

    assert not [one for one in SECRETS if one in kari.text_of("home")]
    assert not [one for one in SECRETS if one in "\n".join(standing(kari))]
    assert CASE_TITLE in ingrid.text_of("home"), "waits for distribution"
    card = await world.card(aisha)
    assert "Sakseier: Ingen" in aisha.text_of(card)
    assert "venter på den neste sakseieren" in aisha.text_of(card)
    await aisha.say("Hvem svarer nå?", thread_ts=card.ts)
    await world.quiet()
    assert "Hvem svarer nå?" not in told(kari)

    await ingrid.click("Fordel", at="home", near=CASE_TITLE)
    await world.ws.until(lambda: ingrid.modals)
    assert "Inhabil i saken: Kari Nordmann" in modal_on_top(ingrid)
    assert (await distribute(world, ingrid, "Per Strand")).closed
    assert "Hvem svarer nå?" in told(per)
    assert "Kari Nordmann meldte seg inhabil i saken" in await _history(world)


async def _history(world: World) -> str:
    per = world.stranger
    await per.command("/sak", CASE)
    await world.ws.until(lambda: per.modals)
    await per.click("Historikk")
    await world.ws.until(lambda: len(per.modals) == 2)
    return modal_on_top(per)


async def test_a_distributor_is_out_too_and_another_one_lifts_it_with_a_reason_and_nothing_comes_back(
    world: World,
) -> None:
    aisha, ingrid, kari = world.aisha, world.ingrid, world.kari
    await world.create(attachments=["Vitnemål"])
    await decline(world, "Jeg er inhabil")
    before = standing(aisha)

    await lift(world, ingrid, "Aisha Rahman")

    assert "Opphev inhabilitet" not in ingrid.labels()
    assert "Inhabil" not in modal_on_top(ingrid)
    await ingrid.dismiss()
    assert standing(aisha) == before
    assert copies(aisha) == []
    assert acts(world)[-1][1]["reason"] == "Det var en annen søker."
    await ask_to_reassign(world, kari)
    await kari.choose("Ny ansvarlig", "Aisha Rahman")
    await kari.dismiss()
    await declare_by_number(world, ingrid)
    assert CASE_TITLE not in await look(world, "ingrid")
    await ingrid.command("/sak", CASE)
    await world.quiet()
    assert "Fant ingenting blant det du kan åpne" in ingrid.text_of(ingrid.messages[-1])


@pytest.mark.parametrize("case", [CASE, "2026-999", "inhabil <!channel>"])
async def test_the_command_answers_the_same_whether_there_is_such_a_case_or_not(sqlite_world: World, case: str) -> None:
    world = sqlite_world
    await world.create()
    said = await declare_by_number(world, world.ola, case)

    assert "Du er meldt inhabil i sak N, hvis den finnes." in said.replace(case, "N").splitlines()
    assert world.count(tables.disqualifications) == (1 if case == CASE else 0)


async def test_saying_it_twice_is_said_once(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create()
    await declare_by_number(world, world.aisha)
    await declare_by_number(world, world.aisha)

    assert len(acts(world)) == 1
    assert len(world.kari.thread((await world.card(world.kari)).ts)) == 1


async def test_an_import_that_names_her_as_owner_is_a_fault_with_its_line(sqlite_world: World) -> None:
    world = sqlite_world
    await declare_by_number(world, world.kari)
    case = """\
cases:
  - id: "2026-101"
    title: "Innpassing av eksterne emner – Bachelor i historie"
    place: "184.12.1"
    applicant: {name: Ada Søker, email: ada@student.example}
    applied_on: 2026-11-02
    owner: kari@uni.example
"""
    with pytest.raises(FaultyFilesError) as faulty:
        await take_in(world, case)

    assert [(fault.line, fault.words) for fault in faulty.value.faults] == [
        (7, "{email} er inhabil i saken og kan ikke eie den.")
    ]
    await take_in(world, case.replace("kari@", "per@"))
    assert owner_of(world) == "Per Strand"


async def test_who_is_out_is_told_apart_from_a_namesake_who_can_be_chosen(sqlite_world: World) -> None:
    world = sqlite_world
    await declare_by_number(world, world.ola)
    await world.open_dialog(world.kari)

    assert "Inhabil i saken: Ola Hansen (ola@uni.example)" in modal_on_top(world.kari)
    found = await world.kari.suggest(world.kari.modals[-1]["id"], "assignee", "assignee.pick", "ola")
    assert [one["text"]["text"] for one in found] == ["Ola Hansen (ola.hansen2@uni.example)"]
