"""How a hold is changed and how it ends: by hand, by the clock, and with the assignee's part in the subtask."""

from __future__ import annotations

import sqlalchemy as sa

from cases import transaction
from cases.acts import holding
from store import subtasks as subtask_rows
from store import tables
from tests.handlers.changing_hands import choose_ola, decline, reassign
from tests.handlers.conversations import modal_on_top, standing
from tests.handlers.history_lines import lines
from tests.handlers.holding import DAY, WHY, ask, columns, fill, hold, notices, send
from tests.handlers.main_page import look, open_case
from tests.handlers.task_page import enter
from tests.world import World

# ---- changing and taking up again ----------------------------------------------------------------


async def test_day_and_reason_can_be_changed_by_the_other_party(world: World) -> None:
    kari = world.kari
    await world.create()
    await hold(world, world.aisha)
    await ask(world, kari, "Endre")
    assert kari.value_of("På vent til") == DAY
    assert kari.value_of("Begrunnelse") == WHY
    await fill(kari, "2027-01-15", "Uppsala har ferie.")
    assert (await send(kari)).closed
    await world.quiet()
    assert "På vent til fre. 15. jan. 2027: Uppsala har ferie." in modal_on_top(kari)
    assert len(notices(world, kari)) == 1
    (told,) = notices(world, world.aisha)
    assert "Kari Nordmann har satt deloppgaven «Vurder emnene» på vent til fre. 15. jan. 2027." in told.text


async def test_a_change_that_changes_nothing_tells_nobody(world: World) -> None:
    await world.create()
    await hold(world, world.aisha)
    await ask(world, world.kari, "Endre")
    assert (await send(world.kari)).closed
    await world.quiet()
    assert len(lines(world, "subtask.held")) == 1
    assert notices(world, world.aisha) == []


async def test_taken_up_again_early_it_is_as_before_and_the_other_party_is_told(world: World) -> None:
    kari = world.kari
    await world.create()
    await hold(world, world.aisha)
    await enter(world, kari)
    await kari.click("Gjenoppta")
    await world.quiet()
    assert "På vent" not in modal_on_top(kari)
    assert "Sett på vent" in kari.labels()
    assert columns(world) == (None, None)
    assert len(lines(world, "subtask.resumed")) == 1
    (told,) = notices(world, world.aisha)
    said = "Kari Nordmann har gjenopptatt deloppgaven «Vurder emnene»."
    assert (world.aisha.text_of(told), told.text) == (f"@Aisha Rahman: {said}", said)
    assert len(notices(world, kari)) == 1
    for person in (kari, world.aisha):
        assert "På vent" not in person.text_of(person.card("Vurder emnene"))


async def test_a_second_click_shows_how_it_stands_and_tells_nobody_again(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await hold(world, aisha)
    await enter(world, kari)
    await enter(world, aisha)
    await aisha.click("Gjenoppta")
    await world.quiet()
    await kari.click("Gjenoppta")
    await world.quiet()
    assert "På vent" not in modal_on_top(kari)
    assert len(lines(world, "subtask.resumed")) == 1
    assert len(notices(world, kari)) == 2
    assert notices(world, aisha) == []


async def test_who_hears_late_hears_only_of_the_hold_that_stands(world: World) -> None:
    aisha = world.aisha
    await world.create()
    world.ws.faults.add(method="chat.postMessage", person="U0KARI", times=1, kind="http_500")
    await ask(world, aisha)
    await fill(aisha)
    await send(aisha)
    await world.ws.until(lambda: not world.ws.faults.active)
    await world.ws.until(lambda: "Endre" in aisha.labels())
    await aisha.click("Endre")
    await world.ws.until(lambda: len(aisha.modals) == 2)
    await fill(aisha, "2027-01-15")
    await send(aisha)
    await world.settled()
    assert [told.text for told in notices(world, world.kari)] == [
        "Aisha Rahman har satt deloppgaven «Vurder emnene» på vent til fre. 15. jan. 2027."
    ]


async def test_the_clock_ends_it_and_leaves_the_telling_to_itself(world: World) -> None:
    await world.create()
    await hold(world, world.aisha)
    context = world.bot.services.context
    with transaction.begin(context, now=world.clock.now()) as act:
        row = subtask_rows.get(act.connection, 1)
        assert row is not None
        holding.end_in(act, row)
    world.bot.services.executor.changed.set()
    await world.quiet()
    assert columns(world) == (None, None)
    (line,) = lines(world, "subtask.hold_over")
    assert line.actor_id is None
    assert len(notices(world, world.kari)) == 1
    for person in (world.kari, world.aisha):
        assert "På vent" not in person.text_of(person.card("Vurder emnene"))


async def test_the_clock_has_to_look_again_after_each_change(world: World) -> None:
    since = sa.select(tables.subtasks.c.reminds_from_at)
    await world.create()
    await hold(world, world.aisha)
    (line,) = lines(world, "subtask.held")
    assert world.rows(since) == [(line.at,)]
    await enter(world, world.aisha)
    await world.aisha.click("Gjenoppta")
    await world.quiet()
    (line,) = lines(world, "subtask.resumed")
    assert world.rows(since) == [(line.at,)]


# ---- what ends it, and who may not ---------------------------------------------------------------


async def test_a_new_assignee_starts_afresh(world: World) -> None:
    await world.create()
    await hold(world, world.aisha)
    await reassign(world, world.kari)
    assert columns(world) == (None, None)
    for person in (world.kari, world.ola):
        assert "På vent" not in person.text_of(person.card("Vurder emnene"))


async def test_declining_ends_it_and_what_was_declined_cannot_be_put_on_hold(world: World) -> None:
    kari = world.kari
    await world.create()
    await hold(world, world.aisha)
    await ask(world, kari, "Endre")
    await decline(world)
    assert columns(world) == (None, None)
    await fill(kari)
    answer = await send(kari)
    assert "Aisha Rahman har sendt tilbake deloppgaven." in " ".join(answer.errors.values())
    await kari.dismiss()
    await kari.dismiss()
    await enter(world, kari)
    assert "Sett på vent" not in kari.labels()


async def test_solved_it_is_on_hold_no_more_and_stale_buttons_are_answered(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await world.create()
    await hold(world, aisha)
    await enter(world, kari)
    await ask(world, aisha, "Endre")
    await fill(aisha, "2027-01-15")
    await kari.click("Løs deloppgave", at=await world.card(kari))
    await world.quiet()
    for label in ("Gjenoppta", "Endre"):
        await kari.click(label)
        await world.ws.until(lambda: len(kari.modals) == 2)
        assert "løst av Kari Nordmann" in modal_on_top(kari)
        await kari.dismiss()
    answer = await send(aisha)
    assert "løst av Kari Nordmann" in " ".join(answer.errors.values())
    await aisha.dismiss()
    await aisha.dismiss()
    for person in (kari, aisha):
        assert "På vent" not in person.text_of(person.card("Vurder emnene"))
    await look(world, "aisha")
    await aisha.click("Løst", at="home")
    await world.quiet()
    assert "Løst av sakseier Kari Nordmann" in aisha.text_of("home")
    assert "på vent" not in aisha.text_of("home")
    assert len(lines(world, "subtask.held")) == 1
    assert lines(world, "subtask.resumed") == []


async def test_one_who_was_the_assignee_is_refused(world: World) -> None:
    aisha = world.aisha
    await world.create()
    await ask(world, aisha)
    await fill(aisha)
    await open_case(world, world.kari)
    await world.kari.click("Bytt ansvarlig", at="home", near="Vurder emnene")
    await world.ws.until(lambda: world.kari.modals)
    await choose_ola(world.kari)
    await world.kari.fill("Begrunnelse", "Sykmeldt.")
    assert (await send(world.kari)).closed
    await world.quiet()
    answer = await send(aisha)
    assert "ikke lenger tilgang" in " ".join(answer.errors.values())
    assert columns(world) == (None, None)
    assert "På vent" not in "\n".join(standing(world.kari))
