"""Redistribution: the new owner gets cards and threads, the former one's close."""

from __future__ import annotations

from datetime import date

from tests.handlers.closing import ask_to_close
from tests.handlers.distribution import distribute, redistribution
from tests.handlers.main_page import look
from tests.institution import CASE, CASE_TITLE
from tests.stored import owner_of, stored_case
from tests.world import World


async def test_f8_the_new_owner_gets_cards_with_whole_threads_in_order(world: World) -> None:
    kari, aisha, stranger = world.kari, world.aisha, world.stranger
    await world.create()
    await aisha.say("Første spørsmål", thread_ts=(await world.card(aisha)).ts, files=[("pensum.pdf", b"%PDF 1")])
    await world.quiet()
    await kari.say("Første svar", thread_ts=(await world.card(kari)).ts)
    await world.quiet()
    gone = await aisha.say("Angret", thread_ts=(await world.card(aisha)).ts)
    await world.quiet()
    await aisha.delete(gone.ts)
    await aisha.say("Takk", thread_ts=(await world.card(aisha)).ts)
    await world.quiet()
    await redistribution(world, kari)
    assert kari.labels() == ["Sakseier"]  # only a distributor sets the deadline (F7)
    assert (await distribute(world, kari, "Per Strand")).closed

    card = stranger.card("Vurder emnene")
    told = [stranger.text_of(reply).strip() for reply in stranger.thread(card.ts)]
    assert [text for text in told if text != "pensum.pdf"] == [
        "Aisha Rahman til @Per Strand\nFørste spørsmål\nFil: pensum.pdf",
        "Kari Nordmann til Per Strand\nFørste svar",
        "Aisha Rahman til Per Strand\nTakk",
    ]
    assert told.count("pensum.pdf") == 1
    assert told.index("pensum.pdf") > 0, "after the message that it came with"
    assert any("Du er nå sakseier" in stranger.text_of(message) for message in stranger.messages)
    assert "Skriv til Per Strand (sakseier) i tråden" in aisha.text_of(aisha.card("Vurder emnene"))
    world.clock.move(minutes=3)
    await stranger.say("Hei fra ny sakseier", thread_ts=card.ts)
    await world.quiet()
    assert "Per Strand til @Aisha Rahman\nHei fra ny sakseier" in [
        aisha.text_of(reply) for reply in aisha.thread(aisha.card("Vurder emnene").ts)
    ]


async def test_the_former_owners_cards_close_and_the_thread_goes(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await world.create(title="Løst før")
    await aisha.click("Løs deloppgave", at=await world.card(aisha, "Løst før"))
    await aisha.say("Hemmelig innhold", thread_ts=(await world.card(aisha)).ts, files=[("pensum.pdf", b"%PDF 1")])
    await world.quiet()
    await redistribution(world, kari)
    await distribute(world, kari, "Per Strand")
    left = "\n".join(kari.text_of(message) for message in kari.messages if not message.deleted)
    assert "Vurder emnene" not in left
    assert "Sakseier: Per Strand" in aisha.text_of(aisha.card("Løst før"))
    assert not [one for one in world.stranger.messages if "Løst før" in world.stranger.text_of(one)]
    assert "Hemmelig innhold" not in left
    assert [file for message in kari.messages for file in message.files if file["mode"] != "tombstone"] == []
    assert left.count("Du har ikke lenger tilgang til denne deloppgaven.") == 2
    assert CASE_TITLE not in kari.text_of("home")
    assert "Mine saker" in kari.text_of("home")


async def test_an_owner_who_gives_the_case_away_from_the_modal_sees_it_no_more(world: World) -> None:
    kari = world.kari
    await kari.command("/sak", CASE)
    await world.ws.until(lambda: kari.modals)
    await kari.click("Omfordel sak")
    await world.ws.until(lambda: len(kari.modals) == 2)
    await distribute(world, kari, "Per Strand")
    assert "ingen sak med dette nummeret" in kari.text_of(kari.modals[-1]["id"])
    assert "Ada Søker" not in kari.text_of(kari.modals[-1]["id"])


async def test_a_distributor_changes_the_deadline_and_nothing_else(world: World) -> None:
    ingrid = world.ingrid
    world.clock.move(days=40)  # the case's deadline has passed, and may stand
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.click("Omfordel sak")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    await distribute(world, ingrid, "Kari Nordmann")
    assert ingrid.errors["Sakseier"] == "Kari Nordmann er allerede sakseier. Velg en annen."
    await distribute(world, ingrid, "Kari Nordmann", "2027-02-01")
    assert (owner_of(world), stored_case(world, CASE).deadline_on) == ("Kari Nordmann", date(2027, 2, 1))
    (told,) = world.kari.messages
    assert f"Saken «{CASE_TITLE}» har nå frist man. 1. feb. 2027." in world.kari.text_of(told)
    assert "2027" in ingrid.text_of(ingrid.modals[-1]["id"])


async def test_a_former_owner_who_still_is_assignee_keeps_her_part(world: World) -> None:
    kari = world.kari
    await world.create(assignee="Kari Nordmann", attachments=["Vitnemål"])
    await redistribution(world, kari)
    await distribute(world, kari, "Per Strand")
    card = kari.card("Vurder emnene")
    assert "Sakseier: Per Strand" in kari.text_of(card)
    assert [file["title"] for message in kari.messages for file in message.files] == ["Vitnemål"]
    await kari.say("Nå kan vi snakke sammen", thread_ts=card.ts)
    await world.quiet()
    stranger = world.stranger
    told = [stranger.text_of(reply) for reply in stranger.thread(stranger.card("Vurder emnene").ts)]
    assert told == ["Kari Nordmann til @Per Strand\nNå kan vi snakke sammen"]


async def test_an_owner_from_elsewhere_loses_her_own_subtask_with_the_case(world: World) -> None:
    kari, stranger = world.kari, world.stranger
    await redistribution(world, kari)
    await distribute(world, kari, "Per Strand")
    await world.create("stranger", assignee="Per Strand", attachments=["Vitnemål"])
    await redistribution(world, stranger)
    await distribute(world, stranger, "Kari Nordmann")
    left = "\n".join(stranger.text_of(message) for message in stranger.messages if not message.deleted)
    assert "Vurder emnene" not in left
    assert [file for message in stranger.messages for file in message.files if file["mode"] != "tombstone"] == []
    assert "Vurder emnene" not in await look(world, "stranger")


async def test_a_closed_case_is_not_given_to_anybody(world: World) -> None:
    await ask_to_close(world, world.kari)
    await world.kari.send()
    await world.quiet()
    assert "Omfordel sak" not in world.kari.labels("home")
