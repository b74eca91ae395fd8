"""The slash commands and shortcuts, as an owner and others use them."""

from __future__ import annotations

import pytest

from tests.institution import CASE, CASE_TITLE
from tests.stored import add_subtasks
from tests.world import World


async def test_sak_alone_lists_own_cases_and_leads_into_them(world: World) -> None:
    kari = world.kari
    await kari.command("/sak")
    await world.ws.until(lambda: kari.modals)
    assert CASE_TITLE in kari.text_of(kari.modals[-1]["id"])
    await kari.click("Åpne")
    await world.ws.until(lambda: "Ada Søker" in kari.text_of(kari.modals[-1]["id"]))


async def test_from_the_list_of_cases_even_the_deepest_dialog_has_room(world: World) -> None:
    """Slack lays no more than three modals on each other."""
    kari = world.kari
    await world.create(assignee="Kari Nordmann")
    await kari.command("/sak")
    await world.ws.until(lambda: kari.modals)
    await kari.click("Åpne")
    await world.ws.until(lambda: "Ada Søker" in kari.text_of(kari.modals[-1]["id"]))
    await kari.click("Avslutt sak")
    await world.ws.until(lambda: len(kari.modals) == 2)
    await kari.click("Åpne")
    await world.ws.until(lambda: "Løs deloppgave" in kari.labels())
    await kari.click("Løs deloppgave")
    await world.ws.until(lambda: "Løse deloppgaven?" in kari.text_of(kari.modals[-1]["id"]))
    await kari.send()
    await world.quiet()
    assert "løst" in kari.text_of(kari.modals[-1]["id"])


async def test_sak_with_a_number_opens_that_case_and_its_dialog(world: World) -> None:
    kari = world.kari
    await kari.command("/sak", CASE)
    await world.ws.until(lambda: kari.modals)
    await kari.click("Ny deloppgave")
    await world.ws.until(lambda: len(kari.modals) == 2)
    assert "Tittel" in kari.labels()


async def test_sak_pages_through_many_subtasks_in_the_modal(world: World) -> None:
    add_subtasks(world, 25)
    kari = world.kari
    await kari.command("/sak", CASE)
    await world.ws.until(lambda: kari.modals)
    first = kari.text_of(kari.modals[-1]["id"])
    await kari.click("Flere deloppgaver")
    await world.ws.until(lambda: kari.text_of(kari.modals[-1]["id"]) != first)
    assert len(kari.modals) == 1


async def test_deloppgave_alone_lists_own_subtasks_and_leads_into_them(world: World) -> None:
    await world.create()
    aisha = world.aisha
    await aisha.command("/deloppgave")
    await world.ws.until(lambda: aisha.modals)
    await aisha.click("Åpne")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    assert "Status: Åpen" in aisha.text_of(aisha.modals[-1]["id"])


@pytest.mark.parametrize("command", ["/sak", "/deloppgave"])
async def test_help_explains_the_command(world: World, command: str) -> None:
    await world.kari.command(command, "hjelp")
    answer = world.kari.messages[-1]
    assert answer.ephemeral
    assert f"{command} hjelp" in world.kari.text_of(answer).replace("`", "")


@pytest.mark.parametrize("typed", ["<!channel>", "2026-101 ekstra", "x" * 2000, "'; DROP TABLE cases; --", "🙂"])
async def test_any_text_after_sak_gets_a_clear_answer(world: World, typed: str) -> None:
    await world.kari.command("/sak", typed)
    assert "Fant ingenting blant det du kan åpne." in world.kari.text_of(world.kari.messages[-1])


async def test_the_global_shortcut_asks_for_the_case_first(world: World) -> None:
    kari = world.kari
    await kari.shortcut("create_subtask")
    await world.ws.until(lambda: kari.modals)
    await kari.choose("Sak", f"{CASE} {CASE_TITLE}")
    await kari.send()
    assert kari.labels()[:3] == ["Tittel", "Frist", "Ansvarlig"]
    await kari.fill("Tittel", "Fra snarveien")
    await kari.fill("Frist", "2026-12-01")
    await kari.choose("Ansvarlig", "Aisha Rahman")
    await kari.fill("Beskrivelse", "Gjør dette.")
    assert (await kari.send()).closed
    await world.quiet()
    assert "Fra snarveien" in world.aisha.text_of(world.aisha.card("Fra snarveien"))


@pytest.mark.parametrize("name", ["create_subtask", "create_subtask_from_message"])
async def test_without_an_open_case_a_shortcut_says_so_instead_of_offering_an_empty_list(
    world: World, name: str
) -> None:
    aisha = world.aisha
    message = await aisha.say("Kan noen se på emne 3?")
    await world.quiet()
    await (aisha.message_shortcut(name, message.ts) if "message" in name else aisha.shortcut(name))
    (view,) = await world.ws.until(lambda: aisha.modals)
    assert "Du har ingen åpen sak å opprette en deloppgave i." in aisha.text_of(view["id"])
    assert not view["submit"]
    assert aisha.labels(view["id"]) == []


async def test_a_message_can_become_a_subtask_by_the_whole_dialog(world: World) -> None:
    kari = world.kari
    message = await kari.say("Kan noen se på emne 3? *haster* <!here>")
    await world.quiet()
    await kari.message_shortcut("create_subtask_from_message", message.ts)
    await world.ws.until(lambda: kari.modals)
    await kari.choose("Sak", f"{CASE} {CASE_TITLE}")
    await kari.send()
    assert kari.value_of("Beskrivelse") == "Kan noen se på emne 3? *haster* <!here>"


@pytest.mark.parametrize("typed", [f"*{CASE}*", f"_{CASE}_", f"*`{CASE}`*", f"~{CASE}~"])
async def test_a_number_that_was_pasted_bold_opens_its_case(sqlite_world: World, typed: str) -> None:
    """Slack sends what is bold between asterisks, as https://github.com/fusebit/fusebot/issues/26 saw."""
    kari = sqlite_world.kari
    await kari.command("/sak", typed)
    await sqlite_world.ws.until(lambda: kari.modals)
    assert "Ny deloppgave" in kari.labels()


@pytest.mark.parametrize("typed", [f"*ny {CASE}*", f"*ny* {CASE}", f"ny *{CASE}*", f"ny\u00a0{CASE}"])
async def test_an_order_that_was_pasted_bold_is_the_same_order(sqlite_world: World, typed: str) -> None:
    kari = sqlite_world.kari
    await kari.command("/deloppgave", typed)
    await sqlite_world.ws.until(lambda: kari.modals)
    assert "Gi tilgang til vedlegg" in kari.labels()


@pytest.mark.parametrize("command", ["/sak", "/deloppgave"])
async def test_help_is_given_to_who_asks_for_it_in_bold(sqlite_world: World, command: str) -> None:
    await sqlite_world.kari.command(command, "*hjelp*")
    assert f"{command} hjelp" in sqlite_world.kari.text_of(sqlite_world.kari.messages[-1]).replace("`", "")
