"""Saying no to a subtask: the reason reaches the owner, and the one who declined sees nothing of it any more."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from cases.acts import messages
from store import tables
from tests.beside import context
from tests.handlers.changing_hands import ask_to_decline, choose_ola, decline
from tests.handlers.conversations import copies, standing
from tests.handlers.main_page import look
from tests.institution import CASE_TITLE
from tests.world import World

DECLINED = "Du har ikke lenger tilgang til denne deloppgaven. Du sendte den tilbake 23. november 2026 kl. 09.00."


async def test_the_dialog_offers_the_four_reasons(world: World) -> None:
    await world.create()
    await ask_to_decline(world, world.aisha)
    shown = world.aisha.text_of(world.aisha.modals[-1]["id"])
    places = [
        shown.index(reason) for reason in ("Ikke mitt fagfelt", "Har ikke tid før fristen", "Jeg er inhabil", "Annet")
    ]
    assert places == sorted(places)
    assert world.aisha.labels() == ["Årsak", "Nærmere begrunnelse"]


async def test_the_owner_is_told_why_and_can_choose_anew_from_the_notice(world: World) -> None:
    kari = world.kari
    await world.create(attachments=["Vitnemål"])
    await look(world, "kari")
    await decline(world, text="Dette er sosiologi.")
    card = kari.card("Vurder emnene")
    told = kari.thread(card.ts)[-1]
    assert "@Kari Nordmann: Aisha Rahman har sendt tilbake deloppgaven «Vurder emnene»." in kari.text_of(told)
    assert told.text == "Aisha Rahman har sendt tilbake deloppgaven «Vurder emnene»."
    for surface in (told, card, "home"):
        assert "Årsak: Ikke mitt fagfelt. Dette er sosiologi." in kari.text_of(surface)
    for surface in (card, "home"):
        gone = "Ansvarlig: Ingen. Aisha Rahman sendte tilbake deloppgaven 23. november 2026 kl. 09.00."
        assert gone in kari.text_of(surface)
    assert "Svar" not in kari.labels("home")
    await kari.click("Bytt ansvarlig", at=told)
    await world.ws.until(lambda: kari.modals)
    assert "Aisha Rahman sendte tilbake" in kari.text_of(kari.modals[-1]["id"])
    await choose_ola(kari)
    await kari.fill("Begrunnelse", "Aisha sa nei.")
    assert (await kari.send()).closed
    await world.quiet()
    assert "Ny deloppgave fra Kari Nordmann" in world.ola.card("Vurder emnene").text
    assert copies(world.ola) == ["Vitnemål"]
    assert "Ansvarlig: Ola Hansen" in kari.text_of(kari.card("Vurder emnene"))
    assert "Årsak" not in kari.text_of(kari.card("Vurder emnene"))


@pytest.mark.parametrize("reason", ["Jeg er inhabil", "Ikke mitt fagfelt"])
async def test_one_who_declined_sees_nothing_of_it_any_more(world: World, reason: str) -> None:
    aisha = world.aisha
    await world.create(attachments=["Vitnemål"])
    await look(world, "aisha")
    await world.kari.say("Fortrolig", thread_ts=(await world.card(world.kari)).ts, files=[("notat.pdf", b"%PDF")])
    await world.quiet()
    await decline(world, reason)
    assert standing(aisha) == [DECLINED]
    assert copies(aisha) == []
    for secret in ("Vurder emnene", CASE_TITLE):
        assert secret not in aisha.text_of("home")
    await aisha.command("/deloppgave")
    await world.ws.until(lambda: aisha.modals)
    assert "Vurder emnene" not in aisha.text_of(aisha.modals[-1]["id"])


async def test_it_stays_out_of_her_sight_when_the_owner_solves_it(world: World) -> None:
    aisha, kari = world.aisha, world.kari
    await world.create()
    await look(world, "aisha")
    await decline(world, "Jeg er inhabil")
    await kari.click("Løs deloppgave", at=await world.card(kari))
    await world.quiet()
    assert standing(aisha) == [DECLINED]
    if "Løst" in aisha.labels("home"):
        await aisha.click("Løst", at="home")
        await world.quiet()
    assert CASE_TITLE not in aisha.text_of("home")


async def test_from_the_task_page_every_modal_closes(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await aisha.click("Åpne", at=await world.card(aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.click("Send tilbake")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    await aisha.choose("Årsak", "Jeg er inhabil")
    await aisha.send()
    await world.quiet()
    assert aisha.modals == []


async def test_another_reason_must_be_explained(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await ask_to_decline(world, aisha)
    await aisha.choose("Årsak", "Annet")
    await aisha.send()
    assert aisha.errors["Nærmere begrunnelse"] == "Skriv en begrunnelse."
    await aisha.fill("Nærmere begrunnelse", "Permisjon")
    assert (await aisha.send()).closed
    await world.quiet()
    assert "Årsak: Annet. Permisjon" in world.kari.text_of(world.kari.card("Vurder emnene"))


async def test_nobody_declines_a_subtask_of_her_own_and_the_owner_has_no_such_button(world: World) -> None:
    await world.create(assignee="Kari Nordmann")
    await world.create(title="Aishas")
    for title in ("Vurder emnene", "Aishas"):
        assert "Send tilbake" not in world.kari.labels(await world.card(world.kari, title))
        await world.kari.click("Åpne", at=await world.card(world.kari, title))
        await world.ws.until(lambda: world.kari.modals)
        assert "Send tilbake" not in world.kari.labels()
        await world.kari.dismiss()


async def test_declining_twice_tells_once(world: World) -> None:
    await world.create()
    world.ws.double_next("view_submission")
    await decline(world)
    (line,) = world.rows(sa.select(tables.history).where(tables.history.c.act == "subtask.declined"))
    assert line.details == {"reason": "not_my_field", "text": ""}
    assert len(world.kari.thread(world.kari.card("Vurder emnene").ts)) == 1


async def test_a_declined_subtask_is_named_so_when_the_case_is_closed(world: World) -> None:
    kari = world.kari
    await world.create()
    await decline(world)
    await kari.click("Avslutt sak", at="home")
    await world.ws.until(lambda: kari.modals)
    assert "Aisha Rahman har sendt den tilbake · frist" in kari.text_of(kari.modals[-1]["id"])
    await kari.send()
    await world.quiet()
    assert standing(world.aisha) == [DECLINED]


async def test_she_can_be_given_it_again(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create(attachments=["Vitnemål"])
    await decline(world, "Har ikke tid før fristen")
    await kari.click("Bytt ansvarlig", at=await world.card(kari))
    await world.ws.until(lambda: kari.modals)
    await kari.choose("Ny ansvarlig", "Aisha Rahman")
    await kari.fill("Begrunnelse", "Vi har avtalt det.")
    assert (await kari.send()).closed
    await world.quiet()
    assert "Vurder emnene" in aisha.text_of(aisha.card("Vurder emnene"))
    assert copies(aisha) == ["Vitnemål"]
    assert "@Aisha Rahman: Du er nå ansvarlig" in "\n".join(standing(aisha))


async def test_one_who_declined_does_not_open_it_by_what_she_writes_as_the_new_owner(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create()
    await decline(world)
    with world.database.begin() as connection:
        aisha = sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0AISHA").scalar_subquery()
        connection.execute(tables.cases.update().values(owner_id=aisha))
    now = world.clock.now()
    await asyncio.to_thread(messages.write, context(world), 1, "Hvem kan ta den?", actor="U0AISHA", key="k", now=now)

    assert [row.status for row in world.rows(sa.select(tables.subtasks.c.status))] == ["new"]
    assert world.rows(sa.select(tables.history).where(tables.history.c.act == "subtask.opened")) == []
