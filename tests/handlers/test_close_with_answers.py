"""The closing dialog is work: for each open subtask what was said last, its draft, and what is to become of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.handlers.closing import ask_to_close
from tests.handlers.endings import page, solve
from tests.handlers.history_lines import lines
from tests.handlers.task_page import enter
from tests.institution import CASE
from tests.stored import add_subtasks
from tests.world import World, open_world

FIRST, SECOND = "Vurder emnene", "Vurder pensum"
NO_CHOICE_FOR_IT = "Setningen blir ikke lagret med dette valget."


async def choose(person: Person, title: str, choice: str, text: str = "") -> None:
    """Choose what is to become of a subtask."""
    await person.choose(f"Hva skal skje med «{title}»?", choice)
    if text:
        await person.fill(f"Setning om «{title}»", text)


def case_status(world: World) -> str:
    """Read where the only case stands."""
    (row,) = world.rows(sa.select(tables.cases.c.status))
    return str(row.status)


def endings(world: World) -> dict[str, Any]:
    """How each subtask ended, and with which sentence."""
    return {row.title: (row.ending, row.ending_text) for row in world.rows(sa.select(tables.subtasks))}


async def begin(world: World) -> None:
    """Two subtasks: Aisha has written and begun a conclusion in the first one."""
    aisha = world.aisha
    await world.create()
    await world.create(title=SECOND, assignee="Aisha Rahman", deadline="2026-12-11")
    await aisha.say("Emne 3 er vanskelig.", thread_ts=(await world.card(aisha, FIRST)).ts)
    await world.quiet()
    await aisha.click("Åpne", at=aisha.card(FIRST))
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill("Konklusjon", "Foreløpig: emne 1 er likeverdig.")
    await aisha.send()
    await aisha.dismiss()
    await world.quiet()


async def test_the_last_message_and_the_draft_stand_at_each(world: World) -> None:
    await begin(world)
    question = await ask_to_close(world, world.kari)
    assert "Siste melding fra Aisha Rahman: Emne 3 er vanskelig." in question
    assert "Utkast til konklusjon: Foreløpig: emne 1 er likeverdig." in question
    assert question.index("Emne 3") < question.index(SECOND)
    assert world.kari.value_of(f"Hva skal skje med «{FIRST}»?") == "Løses når saken avsluttes"


async def test_each_ends_as_was_chosen_and_every_place_says_how(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await begin(world)
    await ask_to_close(world, kari)
    await choose(kari, FIRST, "Løs med en setning", "Emne 1 godkjennes.")
    await choose(kari, SECOND, "Ikke nødvendig", "Pensum er kjent.")
    assert (await kari.send()).closed, kari.errors
    await world.quiet()
    assert case_status(world) == "closed"
    assert endings(world) == {FIRST: ("owner", "Emne 1 godkjennes."), SECOND: ("not_needed", "Pensum er kjent.")}
    first, second = aisha.text_of(aisha.card(FIRST)), aisha.text_of(aisha.card(SECOND))
    assert "Status: Løst av sakseier Kari Nordmann" in first
    assert "Slik ble den løst: Emne 1 godkjennes." in first
    assert "Foreløpig: emne 1 er likeverdig." in first
    assert "Status: Avsluttet som ikke nødvendig av Kari Nordmann" in second
    assert "Ikke nødvendig: Pensum er kjent." in second
    assert aisha.labels(aisha.card(FIRST)) == ["Åpne"]
    (closed,) = lines(world, "case.closed")
    assert closed.details == {"subtasks": 0}


async def test_a_sentence_is_demanded_where_one_belongs_and_none_is_lost_where_none_does(world: World) -> None:
    kari = world.kari
    await begin(world)
    await ask_to_close(world, kari)
    await choose(kari, FIRST, "Ikke nødvendig")
    await kari.fill(f"Setning om «{SECOND}»", "Hvor skal dette hen?")
    await kari.send()
    assert kari.errors == {
        f"Setning om «{FIRST}»": "Skriv hvorfor deloppgaven ikke er nødvendig.",
        f"Setning om «{SECOND}»": kari.errors[f"Setning om «{SECOND}»"],
    }
    assert NO_CHOICE_FOR_IT in kari.errors[f"Setning om «{SECOND}»"]
    assert {ending for ending, _ in endings(world).values()} == {None}


async def test_who_is_reminded_keeps_the_case_open_and_the_dialog_says_so(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await begin(world)
    await ask_to_close(world, kari)
    assert "Saken avsluttes ikke hvis du velger «Purr» eller «Hold saken åpen»" in page(kari)
    await choose(kari, FIRST, "Purr")
    await choose(kari, SECOND, "Ikke nødvendig", "Pensum er kjent.")
    assert not (await kari.send()).closed
    await world.quiet()
    assert "Saken avsluttes ikke, fordi du valgte å holde den åpen." in page(kari)
    assert "1 deloppgave er avsluttet. 1 ansvarlig får en purring. 1 deloppgave er fortsatt åpen." in page(kari)
    assert kari.modals[-1].get("submit") is None
    assert case_status(world) == "open"
    assert endings(world) == {FIRST: (None, None), SECOND: ("not_needed", "Pensum er kjent.")}
    told = aisha.text_of(aisha.thread(aisha.card(FIRST).ts)[-1])
    sentence = "Kari Nordmann minner vennlig om deloppgaven «Vurder emnene». Frist tor. 10. des. 2026."
    assert told == f"@Aisha Rahman: {sentence}"


async def test_what_nothing_is_chosen_for_stays_as_it_is_when_the_case_does(world: World) -> None:
    kari = world.kari
    await begin(world)
    await ask_to_close(world, kari)
    await choose(kari, FIRST, "Hold saken åpen")
    await kari.send()
    await world.quiet()
    assert endings(world) == {FIRST: (None, None), SECOND: (None, None)}
    assert "2 deloppgaver er fortsatt åpne." in page(kari)


async def test_nobody_is_reminded_of_her_own_or_of_what_rests(world: World) -> None:
    kari = world.kari
    await world.create(assignee="Kari Nordmann")
    await ask_to_close(world, kari)
    options = next(block for block in kari.modals[-1]["blocks"] if block.get("block_id", "").startswith("choice:"))
    assert [option["text"]["text"] for option in options["element"]["options"]] == [
        "Løses når saken avsluttes",
        "Løs med en setning",
        "Ikke nødvendig",
        "Hold saken åpen",
    ]


async def test_a_draft_that_was_saved_meanwhile_is_there_whatever_was_chosen(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await begin(world)
    await ask_to_close(world, kari)
    await choose(kari, SECOND, "Løs med en setning", "Alt er kjent.")
    await aisha.click("Åpne", at=aisha.card(SECOND))
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill("Konklusjon", "Pensum dekkes av boka.")
    await aisha.send()
    await world.quiet()
    assert (await kari.send()).closed
    await world.quiet()
    kept = [row.text for row in world.rows(sa.select(tables.conclusions.c.text).order_by(tables.conclusions.c.text))]
    assert kept == ["Foreløpig: emne 1 er likeverdig.", "Pensum dekkes av boka."]
    card = aisha.text_of(aisha.card(SECOND))
    assert "Slik ble den løst: Alt er kjent." in card
    assert "Pensum dekkes av boka." in card


async def test_what_somebody_has_solved_meanwhile_is_left_as_she_solved_it(world: World) -> None:
    kari = world.kari
    await begin(world)
    await ask_to_close(world, kari)
    await choose(kari, FIRST, "Ikke nødvendig", "Trengs ikke.")
    await world.aisha.click("Løs deloppgave", at=world.aisha.card(FIRST))
    await world.quiet()
    assert (await kari.send()).closed
    await world.quiet()
    assert endings(world) == {FIRST: ("assignee", None), SECOND: ("case_closed", None)}


async def test_what_comes_meanwhile_is_shown_and_what_was_typed_stands(world: World) -> None:
    kari, ingrid = world.kari, world.ingrid
    await begin(world)
    await ask_to_close(world, kari)
    await choose(kari, FIRST, "Ikke nødvendig", "Trengs ikke.")
    await ingrid.command("/deloppgave", f"ny {CASE}")
    await world.ws.until(lambda: ingrid.modals)
    await ingrid.fill("Tittel", "Kommet i mellomtiden")
    await ingrid.fill("Frist", "2026-12-10")
    await ingrid.choose("Ansvarlig", "Aisha Rahman")
    await ingrid.fill("Beskrivelse", "Se på dette.")
    await ingrid.send()
    await world.quiet()
    assert not (await kari.send()).closed
    assert "Kommet i mellomtiden" in page(kari)
    assert kari.value_of(f"Hva skal skje med «{FIRST}»?") == "Ikke nødvendig"
    assert kari.value_of(f"Setning om «{FIRST}»") == "Trengs ikke."
    assert {ending for ending, _ in endings(world).values()} == {None}


async def test_with_more_than_ten_the_others_share_one_choice(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    add_subtasks(world, 13)
    await ask_to_close(world, kari)
    fields = [label for label in kari.labels() if label.startswith("Hva skal skje")]
    assert len(fields) == 11
    assert fields[-1] == "Hva skal skje med de 3 som ikke har sitt eget valg?"
    first = fields[0].removeprefix("Hva skal skje med «").removesuffix("»?")
    await choose(kari, first, "Ikke nødvendig", "Trengs ikke.")
    await kari.choose(fields[-1], "Løs med en setning")
    await kari.fill("Setning om dem", "Dekket av de andre.")
    assert (await kari.send()).closed, kari.errors
    await world.quiet()
    assert Counter(endings(world).values()) == {
        ("not_needed", "Trengs ikke."): 1,
        ("case_closed", None): 9,
        ("owner", "Dekket av de andre."): 3,
    }


async def test_where_the_place_wants_answers_no_case_is_closed_over_an_unanswered_one(
    database_url: str, tmp_path: Path
) -> None:
    async with open_world(database_url, tmp_path, CLOSE_UNANSWERED="forbid") as world:
        kari = world.kari
        await begin(world)
        question = await ask_to_close(world, kari)
        assert "De må besvares før saken kan avsluttes." in question
        assert "Saken avsluttes ikke hvis" not in question
        fields = [block for block in kari.modals[-1]["blocks"] if block.get("block_id", "").startswith("choice:")]
        offered = [[option["text"]["text"] for option in each["element"]["options"]] for each in fields]
        assert offered == [["Løs med en setning", "Ikke nødvendig"]] * 2
        await choose(kari, FIRST, "Løs med en setning", "Emne 1 godkjennes.")
        await choose(kari, SECOND, "Ikke nødvendig", "Pensum er kjent.")
        assert (await kari.send()).closed
        await world.quiet()
        assert case_status(world) == "closed"
        assert endings(world) == {FIRST: ("owner", "Emne 1 godkjennes."), SECOND: ("not_needed", "Pensum er kjent.")}


async def test_nor_by_a_dialog_that_was_drawn_before_the_place_wanted_that(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        kari = world.kari
        await world.create()
        await ask_to_close(world, kari)
        old = kari.modals[-1]
        assert world.life is not None
        await world.stop_bot()
        world.life.settings = replace(world.life.settings, forbids_closing_unanswered=True)
        await world.start_bot()
        answer = await kari.submit(old["id"])
        await world.quiet()
        assert not answer.closed
        assert "Den må besvares før saken kan avsluttes." in page(kari)
        assert case_status(world) == "open"


async def test_a_case_without_open_subtasks_is_closed_there_too(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, CLOSE_UNANSWERED="forbid") as world:
        await world.create()
        await solve(world, world.aisha)
        assert "ingen uløste deloppgaver" in await ask_to_close(world, world.kari)
        assert (await world.kari.send()).closed
        await world.quiet()
        assert case_status(world) == "closed"


async def test_by_the_dialog_too_what_one_has_solved_oneself_is_taken_back_while_the_case_is_open(world: World) -> None:
    kari = world.kari
    await begin(world)
    await ask_to_close(world, kari)
    await choose(kari, FIRST, "Løs med en setning", "Godkjennes.")
    await choose(kari, SECOND, "Hold saken åpen")
    await kari.send()
    await world.quiet()
    await kari.dismiss()
    await kari.click("Angre", at=kari.card(FIRST))
    await world.quiet()
    assert endings(world) == {FIRST: (None, None), SECOND: (None, None)}
    await enter(world, world.aisha)
