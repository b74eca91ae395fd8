"""`Gjenåpne`: a solved subtask goes on, with a reason and a deadline; old grants come back only as ticked."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.closing import ask_to_close
from tests.handlers.conversations import copies
from tests.handlers.endings import offered, page, solve, subtask, told
from tests.handlers.history_lines import lines
from tests.handlers.main_page import open_case
from tests.handlers.task_page import enter
from tests.institution import CASE
from tests.world import World, open_world

TITLE = "Vurder emnene"
WHY = "Emne 3 mangler."


async def ask(world: World, person: Person) -> None:
    """Open the dialog from the solved subtask's row on the case page."""
    await open_case(world, person)
    await person.click("Gjenåpne", at="home", near=TITLE)
    await world.ws.until(lambda: person.modals)


async def reopen(world: World, person: Person, *ticked: str, why: str = WHY) -> None:
    """Reopen it, with these attachments."""
    await ask(world, person)
    await person.fill("Begrunnelse", why)
    if ticked:
        await person.tick("Gi tilgang til vedlegg", *ticked)
    assert (await person.send()).closed, person.errors
    await world.quiet()


async def lose_roles(world: World, slack_id: str) -> None:
    """Let somebody lose all her roles, as an import would."""
    with world.database.begin() as connection:
        person = sa.select(tables.people.c.id).where(tables.people.c.slack_id == slack_id).scalar_subquery()
        connection.execute(tables.roles.delete().where(tables.roles.c.person_id == person))


async def test_the_assignee_gets_it_back_with_the_reason(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await enter(world, world.aisha)
    await aisha.fill("Konklusjon", "Emne 1 og 2 er likeverdige.")
    await aisha.click("Løs deloppgave")
    await world.quiet()
    await aisha.dismiss()
    world.clock.move(hours=1)
    await reopen(world, kari)
    row = subtask(world)
    assert (row.status, row.ending, row.solved_at, row.solved_by) == ("open", None, None, None)
    sentence = "Kari Nordmann har gjenåpnet deloppgaven «Vurder emnene». Frist tor. 10. des. 2026."
    assert told(aisha)[-1] == f"@Aisha Rahman: {sentence}\nBegrunnelse: {WHY}"
    card = aisha.text_of(aisha.card(TITLE))
    assert "Status: Åpen" in card
    assert "Emne 1 og 2 er likeverdige." in card
    assert "Løs deloppgave" in aisha.labels(aisha.card(TITLE))
    assert "Status: Åpen" in kari.text_of("home")
    (line,) = lines(world, "subtask.reopened")
    assert line.details == {"why": WHY, "deadline": "2026-12-10"}
    await aisha.say("Da ser jeg på den.", thread_ts=aisha.card(TITLE).ts)
    await world.quiet()
    assert any("Da ser jeg på den." in said for said in told(kari))


async def test_it_stands_in_the_menu_of_the_solved_subtask_and_of_no_other(world: World) -> None:
    kari = world.kari
    await world.create()
    await enter(world, world.kari)
    assert "Gjenåpne" not in offered(kari.modals[-1])
    await kari.dismiss()
    await solve(world, world.aisha)
    await enter(world, world.kari)
    assert offered(kari.modals[-1])[:2] == ["Historikk", "Gjenåpne"]
    await kari.click("Gjenåpne")
    await world.ws.until(lambda: len(kari.modals) == 2)
    await kari.fill("Begrunnelse", WHY)
    assert (await kari.send()).closed
    await world.quiet()
    assert "Status: Ny" in page(kari)  # nobody had opened it (A16)
    await enter(world, world.aisha)
    assert "Gjenåpne" not in offered(world.aisha.modals[-1])


@pytest.mark.parametrize("setting", ["keep", "take"])
@pytest.mark.parametrize("ticked", [(), ("Emneliste",)])
async def test_old_grants_come_back_only_as_ticked(sqlite_url: str, tmp_path: Any, setting: str, ticked: Any) -> None:
    async with open_world(sqlite_url, tmp_path, FILES_WHEN_SOLVED=setting) as world:
        await world.create(attachments=["Vitnemål", "Emneliste"])
        await solve(world, world.aisha)
        await ask(world, world.kari)
        assert world.kari.value_of("Gi tilgang til vedlegg") == []
        await world.kari.dismiss()
        await reopen(world, world.kari, *ticked)
        assert copies(world.aisha) == list(ticked)
        card = world.aisha.text_of(world.aisha.card(TITLE))
        assert ("Emneliste" in card, "Vitnemål" in card) == (bool(ticked), False)
        standing = world.rows(sa.select(tables.grants).where(tables.grants.c.withdrawn_at.is_(None)))
        assert len(standing) == len(ticked)
        assert len(lines(world, "grant.withdrawn")) == 2 - len(ticked)


async def test_a_reason_and_a_deadline_that_can_be_are_demanded(world: World) -> None:
    kari = world.kari
    await world.create(deadline="2026-12-01")
    await solve(world, world.aisha)
    world.clock.move(days=14)  # past the deadline: another one is proposed
    await ask(world, kari)
    assert kari.value_of("Frist") > "2026-12-07"
    await kari.fill("Begrunnelse", WHY)
    await kari.fill("Frist", "2026-12-06")
    await kari.send()
    assert list(kari.errors) == ["Frist"]
    view = kari.modals[-1]
    answer = await kari.submit(view["id"], {"reason": {"value": " "}, "deadline": {"value": "2026-12-09"}})
    assert list(answer.errors) == ["reason"]
    assert subtask(world).status == "solved"


async def test_who_cannot_have_it_any_more_does_not_get_it_back(world: World) -> None:
    kari = world.kari
    await world.create()
    await solve(world, world.aisha)
    await open_case(world, kari)
    await lose_roles(world, "U0AISHA")
    await kari.click("Gjenåpne", at="home", near=TITLE)
    await world.ws.until(lambda: kari.modals)
    assert "Aisha Rahman kan ikke få deloppgaven tilbake. Opprett en ny deloppgave" in page(kari)


async def test_in_a_closed_case_nothing_is_reopened(world: World) -> None:
    kari, ingrid = world.kari, world.ingrid
    await world.create()
    await solve(world, world.aisha)
    await ask(world, kari)
    await kari.fill("Begrunnelse", WHY)
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Avslutt sak")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await ingrid.send()
    await world.quiet()
    await kari.send()
    assert "Saken er avsluttet" in " ".join(kari.errors.values())
    await kari.dismiss()
    assert "Gjenåpne" not in offered(kari.home)
    assert subtask(world).status == "solved"


async def test_what_is_reopened_meanwhile_is_shown_before_anything_is_closed(world: World) -> None:
    kari, ingrid = world.kari, world.ingrid
    await world.create()
    await world.create(title="Vurder pensum")
    await solve(world, world.aisha)
    await ask_to_close(world, kari)
    await kari.choose("Hva skal skje med «Vurder pensum»?", "Løs med en setning")
    await kari.fill("Setning om «Vurder pensum»", "Dekket av emneplanen.")
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Gjenåpne", near=TITLE)
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await ingrid.fill("Begrunnelse", WHY)
    assert (await ingrid.send()).closed
    await world.quiet()
    assert not (await kari.send()).closed
    assert "Vurder emnene" in page(kari)
    assert "Kontroller listen en gang til" in page(kari)
    assert kari.value_of("Setning om «Vurder pensum»") == "Dekket av emneplanen."
    assert {row.status for row in world.rows(sa.select(tables.cases.c.status))} <= {"open", "new"}
    assert (await kari.send()).closed
    await world.quiet()
    endings = {row.title: row.ending for row in world.rows(sa.select(tables.subtasks))}
    assert endings == {"Vurder emnene": "case_closed", "Vurder pensum": "owner"}


async def test_the_same_submission_twice_has_one_effect(world: World) -> None:
    await world.create()
    await solve(world, world.aisha)
    world.ws.double_next("view_submission")
    await reopen(world, world.kari)
    assert len(lines(world, "subtask.reopened")) == 1
    assert len([said for said in told(world.aisha) if "gjenåpnet" in said]) == 1
