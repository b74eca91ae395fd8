"""Least sight: what a mere assignee was ever shown, on any surface, holds nothing that is not hers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cases.pages import round_pages
from domain.administration import Measure
from domain.errors import NotAllowedError, NotFoundError
from sandbox.person import Person
from store.tables import administration
from tests.handlers import asking_several
from tests.handlers.taking_out import take_out
from tests.world import World

SECRETS = ("Ada Søker", "ada@student.example", "Uppsala", "Emneliste", "emner.xlsx", "Legeerklæring", "hemmelig.pdf")


def shown_to(world: World, person: Person) -> list[str]:
    return [entry.text for entry in world.ws.shown if entry.person_id == person.id]


async def test_an_assignee_is_never_shown_what_is_not_hers(world: World) -> None:
    aisha = world.aisha
    await world.create(attachments=["Vitnemål"])
    await world.create(title="Olas hemmelige oppgave", assignee="Kari Nordmann", attachments=["Legeerklæring"])
    card = await world.card(aisha)
    await aisha.open_home()
    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    await aisha.say("Hei", thread_ts=card.ts)
    await world.quiet()
    await aisha.fill("Konklusjon", "Utkast")
    await aisha.send()
    await aisha.fill("Konklusjon", "Ferdig")
    await aisha.send()
    for label in ("Historikk", "Hele samtalen", "Tidligere konklusjoner"):
        await aisha.click(label)
        await world.ws.until(lambda: len(aisha.modals) == 2)
        await aisha.dismiss()
    await aisha.click("Sett på vent")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    await aisha.fill("På vent til", "2027-01-15")
    await aisha.fill("Begrunnelse", "Venter.")
    await aisha.send()  # and is asked, since it reaches beyond the deadline
    await aisha.send()
    await aisha.command("/sak")
    await aisha.command("/deloppgave")
    await aisha.command("/sak", "2026-101")
    await aisha.command("/deloppgave", "ny 2026-101")
    await aisha.click("Løs deloppgave", at=card)
    await world.quiet()
    shown = shown_to(world, aisha)
    assert any("Vitnemål" in text for text in shown)
    assert any("Er det riktig?" in text for text in shown)
    assert any("Løst av Aisha Rahman" in text for text in shown)
    for secret in (*SECRETS, "Olas hemmelige oppgave", "Ny frist", "2026-12-18", "18. des. 2026", "Trenger deg"):
        assert not [text for text in shown if secret in text], secret


async def test_who_has_sent_a_subtask_back_reads_of_it_only_that_and_when(world: World) -> None:
    aisha = world.aisha
    await world.create(attachments=["Vitnemål"])
    await aisha.click("Send tilbake", at=await world.card(aisha))
    await world.ws.until(lambda: aisha.modals)
    await aisha.choose("Årsak", "Jeg er inhabil")
    await aisha.send()
    await world.quiet()
    await aisha.open_home()
    await world.quiet()
    told = "Du har ikke lenger tilgang til denne deloppgaven. Du sendte den tilbake 23. november 2026 kl. 09.00."
    assert [aisha.text_of(one) for one in aisha.messages if not one.is_reply][-1] == told
    for secret in ("Vurder emnene", "Bachelor i historie", "Vitnemål"):
        assert secret not in aisha.text_of("home")


async def test_what_is_taken_out_of_a_case_is_named_to_no_assignee(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    await world.create(title="En annen oppgave", assignee="Kari Nordmann", attachments=["Legeerklæring"])
    await take_out(world, world.kari, why="En annens papirer")
    await world.aisha.open_home()
    await world.quiet()
    shown = shown_to(world, world.aisha)
    for secret in (*SECRETS, "En annens papirer", "(fjernet)", "fjernet fra saken"):
        assert not [text for text in shown if secret in text], secret


async def test_an_outsider_is_never_shown_anything_of_the_case(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    stranger = world.stranger
    await stranger.open_home()
    await stranger.command("/sak", "2026-101")
    await stranger.command("/deloppgave", "ny 2026-101")
    await world.quiet()
    shown = " ".join(entry.text for entry in world.ws.shown if entry.person_id == stranger.id)
    for secret in (*SECRETS, "Vurder emnene", "Bachelor i historie"):
        assert secret not in shown


async def test_of_a_running_round_nobody_who_is_asked_sees_anothers_answer_or_who_they_are(world: World) -> None:
    aisha, ola = world.aisha, world.ola
    await asking_several.ask(world)
    await asking_several.answer(world, ola, "Nei", "Ordet er kvikksølv.")
    card = await world.card(aisha, asking_several.TITLE)
    await aisha.open_home()
    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    for label in ("Historikk", "Hele samtalen"):
        if label in aisha.labels():
            await aisha.click(label)
            await world.ws.until(lambda: len(aisha.modals) == 2)
            await aisha.dismiss()
    await aisha.choose(asking_several.ASKED, "Ja")
    await aisha.send()
    await aisha.say("Hei", thread_ts=card.ts)
    await world.quiet()
    for command, words in (("/sak", ""), ("/sak", "2026-101"), ("/deloppgave", "")):
        await aisha.command(command, words)
    look = world.bot.services.executor.query
    with pytest.raises(NotAllowedError):
        await look(round_pages.answers, 1, actor=aisha.id, now=world.clock.now())
    with pytest.raises(NotFoundError):
        await look(round_pages.taken_over, 1, [2], actor=world.stranger.id, now=world.clock.now())
    await aisha.click("Løs deloppgave", at=card)
    await world.quiet()
    shown = shown_to(world, aisha)
    assert any("2 av 3 har svart" in text for text in shown)
    for secret in ("kvikksølv", "Ola Hansen", "Nei 1", f"{asking_several.ASKED} Nei"):
        assert not [text for text in shown if secret in text], secret


async def test_what_two_write_is_shown_to_a_distributor_only_where_that_is_noted(world: World) -> None:
    ingrid = world.ingrid
    await world.create()
    await world.aisha.say("Emne 3 er vanskelig.", thread_ts=(await world.card(world.aisha)).ts)
    await world.settled()
    await ingrid.open_home()
    for label in ("Historikk", "Avslutt sak"):
        await ingrid.command("/sak", "2026-101")
        await world.ws.until(lambda: ingrid.modals)
        await ingrid.click(label)
        await world.ws.until(lambda: len(ingrid.modals) == 2)
        await ingrid.dismiss()
        await ingrid.dismiss()
    await world.quiet()
    assert [text for text in shown_to(world, ingrid) if "fra Aisha Rahman" in text]
    assert not [text for text in shown_to(world, ingrid) if "Emne 3" in text]
    assert not world.count(administration)

    await ingrid.command("/sak", "2026-101")
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Åpne", near="Vurder emnene")
    await world.ws.until(lambda: [text for text in shown_to(world, ingrid) if "Emne 3" in text])
    (line,) = world.rows(sa.select(administration))
    assert (line.act, line.case_id) == (Measure.MESSAGES_READ, "2026-101")
