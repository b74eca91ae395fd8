"""The chapter's own sentences (S1-S44), one test each, for those that no other file has for its own.

docs/features.md says for every feature where it lives and which test would fail without it.
"""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.subtask_dialog import fill
from tests.institution import CASE, CASE_TITLE
from tests.world import World

TITLE = "Vurder emnene"


async def task_page(world: World, person: Person, title: str = TITLE) -> str:
    """Open the task page from the card and read it."""
    await person.click("Åpne", at=await world.card(person, title))
    await world.ws.until(lambda: person.modals)
    await world.quiet()
    return str(person.text_of(person.modals[-1]["id"]))


def part(page: str, heading: str, following: str) -> str:
    """Cut out what stands under a heading."""
    return page.partition(f"\n{heading}\n")[2].partition(f"\n{following}\n")[0]


# ---- S1-S15: creating ----------------------------------------------------------------------------


async def test_s1_a_case_worker_creates_a_subtask_in_her_case(world: World) -> None:
    await world.create()
    kept = world.rows(sa.select(tables.subtasks))[0]
    assert (kept.case_id, kept.title, kept.status) == (CASE, TITLE, "new")
    assert TITLE in world.kari.text_of("home")


async def test_s2_an_expert_does_a_part_of_the_handling_and_the_owner_has_her_assessment(world: World) -> None:
    await world.create(assignee="Aisha Rahman")
    await task_page(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Emnene dekker 30 studiepoeng.")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    assert "Emnene dekker 30 studiepoeng." in world.kari.text_of("home")


async def test_s3_a_subtask_is_a_part_of_one_case_and_leaves_the_case_as_it_was(world: World) -> None:
    await world.create()
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    assert [(row.id, row.status) for row in world.rows(sa.select(tables.cases))] == [(CASE, "open")]


async def test_s4_a_case_can_have_several_subtasks(world: World) -> None:
    for title in ("Vurder emnene", "Sjekk karakterene", "Finn likeverdige emner"):
        await world.create(title=title)
        assert title in world.aisha.text_of(world.aisha.card(title))
    page = world.kari.text_of("home")
    assert all(title in page for title in ("Vurder emnene", "Sjekk karakterene", "Finn likeverdige emner"))


async def test_s5_subtasks_are_given_to_experts_and_other_case_workers_at_the_same_place(world: World) -> None:
    with world.database.begin() as connection:
        connection.execute(tables.people.update().values(name="Bo Lund").where(tables.people.c.slack_id == "U0OLA"))
    await world.create(title="Til fagpersonen", assignee="Bo Lund")
    await world.create(title="Til saksbehandleren", assignee="Aisha Rahman")
    assert "Til fagpersonen" in world.ola.text_of(world.ola.messages[0])
    assert "Til saksbehandleren" in world.aisha.text_of(world.aisha.messages[0])


async def test_s7_the_button_stands_on_the_case_page(world: World) -> None:
    await world.open_dialog(world.kari)
    assert "Ny deloppgave" in world.kari.labels("home")
    assert CASE_TITLE in world.kari.text_of("home")


async def test_s9_the_title_is_the_first_thing_that_the_assignee_sees(world: World) -> None:
    await world.create(title="Vurder HIST101")
    card = await world.card(world.aisha, "Vurder HIST101")
    assert world.aisha.text_of(card).splitlines()[0] == "Vurder HIST101"
    assert "Vurder HIST101" in card.text


async def test_s10_the_deadline_is_not_before_today(world: World) -> None:
    await world.open_dialog(world.kari)
    await fill(world.kari, Frist="2026-11-22")
    assert not (await world.kari.send()).closed
    assert "før i dag" in world.kari.errors["Frist"]
    await world.kari.fill("Frist", "2026-11-23")
    assert (await world.kari.send()).closed


async def test_s11_the_deadline_is_not_after_the_cases_own(world: World) -> None:
    await world.open_dialog(world.kari)
    await fill(world.kari, Frist="2026-12-19")
    assert not (await world.kari.send()).closed
    assert "senere enn sakens frist" in world.kari.errors["Frist"]
    await world.kari.fill("Frist", "2026-12-18")
    assert (await world.kari.send()).closed


async def test_s13_the_description_tells_the_assignee_what_is_expected(world: World) -> None:
    await world.create(description="Sammenlign pensum.\nSkriv hva som mangler.")
    shown = world.aisha.text_of(await world.card(world.aisha))
    assert "Sammenlign pensum.\nSkriv hva som mangler." in shown


# ---- S23-S35: the main page and the task page ----------------------------------------------------


async def test_s23_the_assignee_finds_her_own_subtasks_on_the_main_page(world: World) -> None:
    await world.create()
    for person, sees in ((world.aisha, True), (world.ola, False)):
        await person.open_home()
        await world.quiet()
        assert "Mine deloppgaver" in person.text_of("home")
        assert (TITLE in person.text_of("home")) == sees


async def test_s25_the_entry_on_the_main_page_leads_to_the_task_page(world: World) -> None:
    await world.create()
    aisha = world.aisha
    await aisha.open_home()
    await world.quiet()
    await aisha.click("Åpne", at="home", near=TITLE)
    await world.ws.until(lambda: aisha.modals)
    assert f"Tittel: {TITLE}" in aisha.text_of(aisha.modals[-1]["id"])


async def test_s26_the_task_page_has_fewer_details_and_functions_than_the_case_page(world: World) -> None:
    await world.create()
    page = await task_page(world, world.aisha)
    case = world.kari.text_of("home")
    for detail in ("Ada Søker", "Søkt dato", "Uppsala", "Legeerklæring"):
        assert detail in case
        assert detail not in page
    for function in ("Ny deloppgave", "Avslutt sak", "Legg til vedlegg"):
        assert function in case.splitlines()  # as a button, or in a row's menu
        assert function not in page.splitlines()


async def test_s27_the_task_page_shows_the_title_that_the_owner_has_set(world: World) -> None:
    await world.create(title="Er HIST101 likeverdig?")
    page = await task_page(world, world.aisha, "Er HIST101 likeverdig?")
    assert "Tittel: Er HIST101 likeverdig?" in part(page, "Overordnet informasjon", "Beskrivelse")


async def test_s28_the_task_page_shows_which_case_it_belongs_to(world: World) -> None:
    await world.create()
    page = await task_page(world, world.aisha)
    assert f"Sak: {CASE_TITLE}" in part(page, "Overordnet informasjon", "Beskrivelse")


async def test_s29_the_task_page_shows_who_owns_the_case(world: World) -> None:
    await world.create()
    page = await task_page(world, world.aisha)
    assert "Sakseier: Kari Nordmann" in part(page, "Overordnet informasjon", "Beskrivelse")


async def test_s30_the_task_page_shows_the_deadline(world: World) -> None:
    await world.create(deadline="2026-12-10")
    page = await task_page(world, world.aisha)
    assert "Frist: tor. 10. des. 2026" in part(page, "Overordnet informasjon", "Beskrivelse")


async def test_s31_the_task_page_shows_each_of_the_three_statuses(world: World) -> None:
    await world.create()
    assert "Status: Ny" in await task_page(world, world.kari)
    assert "Status: Åpen" in await task_page(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Ja.")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    assert "Status: Løst av Aisha Rahman" in world.aisha.text_of(world.aisha.modals[-1]["id"])


async def test_s33_the_task_page_shows_the_owners_description(world: World) -> None:
    await world.create(description="Sammenlign emnene med våre egne.")
    page = await task_page(world, world.aisha)
    assert part(page, "Beskrivelse", "Vedlegg") == "Sammenlign emnene med våre egne."


async def test_s34_granted_attachments_stand_beside_the_description_if_any_were_granted(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    await world.create(title="Uten vedlegg")
    with_one = part(await task_page(world, world.aisha), "Vedlegg", "Interne meldinger")
    assert "Vitnemål (vitnemal.pdf" in with_one
    without = part(await task_page(world, world.aisha, "Uten vedlegg"), "Vedlegg", "Interne meldinger")
    assert without == "Det er ikke gitt tilgang til noen vedlegg."


# ---- S36-S44: messages, conclusion, solving ------------------------------------------------------


async def test_s36_messages_stand_with_sender_and_time_on_both_sides(world: World) -> None:
    await world.create()
    await world.aisha.say("Hva med emne 3?", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    for person in (world.aisha, world.kari):
        page = part(await task_page(world, person), "Interne meldinger", "Konklusjon")
        assert "Aisha Rahman · 23. november 2026 kl. 09.00\nHva med emne 3?" in page
    assert "1 melding, 23. november 2026 kl. 09.00 fra Aisha Rahman" in world.kari.text_of("home")


async def test_s40_nothing_that_the_assignee_writes_can_reach_the_applicant(world: World) -> None:
    await world.create()
    aisha = world.aisha
    page = await task_page(world, aisha)
    assert "Ada Søker" not in page
    assert [label for label in aisha.labels() if "øker" in label] == []
    await aisha.say("Hei, Ada Søker", thread_ts=(await world.card(aisha)).ts)
    await world.quiet()
    reached = {person.name for person in world.people.values() for entry in world.ws.shown
               if entry.person_id == person.id and "Hei, Ada Søker" in entry.text}  # fmt: skip
    assert reached <= {"Aisha Rahman", "Kari Nordmann"}
    assert not [call for call in world.ws.calls if "ada@student.example" in str(call.args.get("users", ""))]


async def test_s41_the_assignee_writes_her_assessment_into_the_field_conclusion(world: World) -> None:
    await world.create()
    await task_page(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Likeverdig.")
    await world.aisha.send()
    await world.quiet()
    assert world.aisha.value_of("Konklusjon") == "Likeverdig."
    assert "Konklusjon: Likeverdig." in world.kari.text_of("home")


async def test_s43_the_button_solves_the_subtask(world: World) -> None:
    await world.create()
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    assert [row.status for row in world.rows(sa.select(tables.subtasks.c.status))] == ["solved"]
    for person in (world.aisha, world.kari):
        assert "Status: Løst av Aisha Rahman" in person.text_of(person.card(TITLE))


async def test_s44_what_is_solved_cannot_be_edited_any_more(world: World) -> None:
    await world.create()
    await task_page(world, world.aisha)
    await world.kari.click("Løs deloppgave", at=await world.card(world.kari))
    await world.quiet()
    await world.aisha.fill("Konklusjon", "For sent")
    await world.aisha.send()
    assert "løst av Kari Nordmann" in world.aisha.errors["Konklusjon"]
    await world.aisha.close(world.aisha.modals[-1]["id"], all=True)
    await world.aisha.open_home()
    await world.quiet()
    await world.aisha.click("Løst", at="home")
    await world.quiet()
    await world.aisha.click("Åpne", at="home", near=TITLE)
    await world.ws.until(lambda: world.aisha.modals)
    assert "Lagre konklusjon" not in str(world.aisha.modals[-1])
    assert world.count(tables.conclusions) == 0
