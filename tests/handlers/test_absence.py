"""Somebody stands in for one who is away, sees what the absent one could and no more; then all returns by itself."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from store import tables
from tests.handlers.being_away import FRIDAY, day_begins, go_away, stand_ins
from tests.handlers.conversations import copies, modal_on_top, standing, told
from tests.handlers.disqualifying import declare_by_number
from tests.handlers.history_lines import read_history
from tests.handlers.main_page import look
from tests.institution import CASE, CASE_TITLE
from tests.reminded import at, reminders_to
from tests.world import World

OLA = 2


async def test_a_substitute_has_card_thread_and_attachments_until_the_last_day_is_over(world: World) -> None:
    aisha, kari, ola = world.aisha, world.kari, world.ola
    await world.create(attachments=["Vitnemål"])
    await kari.say("Haster", thread_ts=(await world.card(kari)).ts)
    await world.quiet()

    await go_away(world, aisha)

    card = ola.card("Vurder emnene")
    assert "På vegne av: Aisha Rahman" in ola.text_of(card)
    assert "Haster" in "\n".join(standing(ola))
    assert len(copies(ola)) == 1
    assert "Aisha Rahman, stedfortreder: Ola Hansen" in kari.text_of(kari.card("Vurder emnene"))
    await ola.say("Jeg ser på det", thread_ts=card.ts)
    await world.quiet()
    assert "Jeg ser på det" in "\n".join(standing(kari))
    assert "Jeg ser på det" in "\n".join(standing(aisha)), "it is still hers to see"

    await day_begins(world, FRIDAY)
    assert stand_ins(world) == [OLA]
    await day_begins(world, FRIDAY + timedelta(days=1))

    assert stand_ins(world) == [None]
    assert copies(ola) == []
    assert "Haster" not in "\n".join(standing(ola))
    assert "Du er ikke lenger stedfortreder for Aisha Rahman" in "\n".join(standing(ola))
    assert "stedfortreder" not in kari.text_of(kari.card("Vurder emnene"))
    history = [row.act for row in world.rows(sa.select(tables.history).order_by(tables.history.c.id))]
    assert history.count("subtask.stand_in") == 2


async def test_a_substitute_sees_of_the_case_what_the_absent_one_could_and_nothing_else(world: World) -> None:
    """Not the other attachments, not the applicant, not what was open before where only new work was to be covered."""
    aisha, ola = world.aisha, world.ola
    await world.create(title="Fra før", attachments=["Emneliste"])
    await world.create(title="En annens", assignee="Kari Nordmann")
    await go_away(world, aisha, only_new=True)
    assert stand_ins(world) == [None, None]
    assert "Fra før" not in "\n".join(standing(ola))

    await world.create(title="Kommer nå", attachments=["Vitnemål"])
    seen_from = len(world.ws.shown)
    card = ola.card("Kommer nå")
    assert "På vegne av: Aisha Rahman" in ola.text_of(card)
    await ola.click("Åpne", at=card)
    await world.ws.until(lambda: ola.modals)
    page = modal_on_top(ola)
    assert "På vegne av: Aisha Rahman" in page
    await ola.click("Historikk")
    await world.ws.until(lambda: len(ola.modals) == 2)
    history = modal_on_top(ola)
    await ola.dismiss()
    await ola.dismiss()
    home = await look(world, "ola")
    assert "Kommer nå" in home
    assert "på vegne av Aisha Rahman" in home
    await ola.command("/sak", CASE)
    await world.quiet()

    assert copies(ola) == ["Vitnemål"]
    entries = "\n".join(entry.text for entry in world.ws.shown[seen_from:] if entry.person_id == ola.id)
    everything = "\n".join([*standing(ola), page, history, home, entries])
    for secret in ("Fra før", "En annens", "Emneliste", "Legeerklæring", "Ada Søker", "Uppsala"):
        assert secret not in everything, secret


async def test_one_who_is_disqualified_sees_nothing_through_standing_in_and_the_owner_hears_of_the_gap(
    world: World,
) -> None:
    aisha, kari, ola = world.aisha, world.kari, world.ola
    await declare_by_number(world, ola)
    await world.create(attachments=["Vitnemål"])
    seen_from = len(world.ws.shown)

    await go_away(world, aisha)
    await world.create(title="En til", attachments=["Emneliste"])
    await look(world, "ola")

    assert stand_ins(world) == [None, None]
    assert copies(ola) == []
    entries = "\n".join(entry.text for entry in world.ws.shown[seen_from:] if entry.person_id == ola.id)
    for secret in (CASE_TITLE, "Vurder emnene", "En til", "Vitnemål", "Emneliste"):
        assert secret not in entries, secret
    gap = "Aisha Rahman er borte til og med fre. 27. nov. 2026, og ingen er stedfortreder i deloppgaven «{}»."
    for title in ("Vurder emnene", "En til"):
        assert told(kari).count(gap.format(title)) == 1
    assert "Skriv til Aisha Rahman (ansvarlig)" in kari.text_of(kari.card("En til"))


async def test_a_substitute_who_becomes_disqualified_is_out_at_once_and_the_absent_one_keeps_it(world: World) -> None:
    aisha, kari, ola = world.aisha, world.kari, world.ola
    await world.create(attachments=["Vitnemål"])
    await go_away(world, aisha)
    await ola.click("Send tilbake", at=await world.card(ola))
    await world.ws.until(lambda: ola.modals)
    assert "Har ikke tid før fristen" not in modal_on_top(ola)
    await ola.choose("Årsak", "Jeg er inhabil")
    assert (await ola.send()).closed
    await world.quiet()

    assert stand_ins(world) == [None]
    assert copies(ola) == []
    assert not [text for text in standing(ola) if "Vurder emnene" in text]
    assert copies(aisha) == ["Vitnemål"]
    assert "har sendt tilbake" not in told(kari)
    assert "ingen er stedfortreder i deloppgaven «Vurder emnene»" in told(kari)


async def test_what_a_substitute_does_is_done_on_behalf_of_the_absent_one(world: World) -> None:
    aisha, kari, ola = world.aisha, world.kari, world.ola
    await world.create()
    await go_away(world, aisha)
    await ola.click("Åpne", at=await world.card(ola))
    await world.ws.until(lambda: ola.modals)
    await ola.fill("Konklusjon", "Emnene kan godkjennes.")
    await ola.click("Løs deloppgave")
    await world.quiet()
    await ola.dismiss()

    assert "Ola Hansen" in kari.text_of(kari.card("Vurder emnene"))
    solved = [row.details for row in world.rows(sa.select(tables.history)) if row.act == "subtask.solved"]
    assert solved == [{"ending": "assignee", "behalf": "Aisha Rahman", "people": {"behalf": 4}}]
    assert "løste deloppgaven «Vurder emnene». På vegne av Aisha Rahman." in await read_history(world, kari)
    assert "har løst deloppgaven" not in told(aisha), "who is away is not called"
    assert "Løst av Ola Hansen" in aisha.text_of(aisha.card("Vurder emnene"))

    await day_begins(world, FRIDAY + timedelta(days=1))
    assert not [text for text in standing(ola) if "Emnene kan godkjennes" in text]


async def test_nothing_falls_between_two_on_the_last_day(world: World) -> None:
    """What is given on the last evening is the substitute's, as are reminders; from midnight all is the assignee's."""
    aisha, kari, ola = world.aisha, world.kari, world.ola
    await world.create(title="Med frist", deadline="2026-11-27")
    await go_away(world, aisha)
    await at(world, 27, month=11)
    assert reminders_to(world, ola, "Med frist")
    assert not reminders_to(world, aisha, "Med frist")
    await at(world, 27, 23, month=11)
    await world.create(title="Sent på kvelden")
    assert "På vegne av: Aisha Rahman" in ola.text_of(ola.card("Sent på kvelden"))
    await kari.say("Rekker du dette?", thread_ts=(await world.card(kari, "Sent på kvelden")).ts)
    await world.quiet()
    assert "Rekker du dette?" in told(ola)

    await day_begins(world, FRIDAY + timedelta(days=1))

    assert stand_ins(world) == [None, None]
    assert "Rekker du dette?" in told(aisha)
    assert "Rekker du dette?" not in told(ola)
    await kari.say("Svar meg på mandag", thread_ts=(await world.card(kari, "Sent på kvelden")).ts)
    await at(world, 30, month=11)
    assert "Svar meg på mandag" in told(aisha)
    assert "Svar meg på mandag" not in told(ola)
    assert any("gikk ut" in text for text in reminders_to(world, aisha, "Med frist"))
    assert not any("gikk ut" in text for text in reminders_to(world, ola, "Med frist"))


async def test_a_planned_absence_begins_by_itself_and_what_is_told_says_what_it_covers(world: World) -> None:
    aisha, ola = world.aisha, world.ola
    await world.create()
    await go_away(world, aisha, first="2026-11-25")
    assert stand_ins(world) == [None]
    assert "Du er borte fra og med ons. 25. nov. 2026 til og med fre. 27. nov. 2026." in aisha.text_of("home")
    await day_begins(world, FRIDAY - timedelta(days=3))
    assert stand_ins(world) == [None]
    world.clock.set(world.clock.now() + timedelta(days=1))
    await world.ws.until(lambda: stand_ins(world) == [OLA])
    await at(world, 25, month=11)  # it is told in working hours
    said = "Du er stedfortreder for Aisha Rahman, som er borte til og med fre. 27. nov. 2026."
    assert told(ola).count(said) == 1
    assert "Det gjelder nå: 1 åpen deloppgave. Det som kommer" in told(ola)
    assert "Du er borte til og med fre. 27. nov. 2026. Stedfortreder: Ola Hansen" in await look(world, "aisha")


async def test_who_comes_back_early_has_everything_again_at_once(world: World) -> None:
    aisha, ola = world.aisha, world.ola
    await world.create()
    await go_away(world, aisha)
    await aisha.click("Endre", at="home", near="Du er borte")
    await world.ws.until(lambda: aisha.modals)
    await aisha.click("Avslutt fraværet")
    await world.quiet()
    assert "Fraværet er avsluttet. Alt som er ditt, er hos deg igjen." in modal_on_top(aisha)
    await aisha.dismiss()
    assert stand_ins(world) == [None]
    assert "Du er borte" not in await look(world, "aisha")
    assert "Du er ikke lenger stedfortreder for Aisha Rahman" in told(ola)


async def test_an_absence_of_one_day_lasts_that_day(world: World) -> None:
    await world.create()
    await go_away(world, world.aisha, until="2026-11-25", first="2026-11-25")
    assert stand_ins(world) == [None]
    await at(world, 25, month=11)
    assert stand_ins(world) == [OLA]
    await day_begins(world, FRIDAY - timedelta(days=1))
    assert stand_ins(world) == [None]
