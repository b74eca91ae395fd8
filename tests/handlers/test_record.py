"""`Hele samtalen` and `Tidligere konklusjoner`: everything that is kept can be read in Slack to its end."""

from __future__ import annotations

import pytest

from cases.pages.record import CHARACTERS, MESSAGES, paged
from sandbox.person import Person
from tests.bot.lives import TITLE
from tests.handlers.changing_hands import reassign
from tests.handlers.task_page import enter
from tests.retention import retain_nothing
from tests.world import World

WHOLE = "Hele samtalen"


async def talk(world: World, number: int) -> list[str]:
    """Let Aisha write so many messages, and take some of it back; gives what is to be read in the end."""
    card = world.aisha.card(TITLE).ts
    texts = [f"Melding {each}." for each in range(1, number + 1)]
    said = [await world.aisha.say(text, thread_ts=card) for text in texts]
    await world.quiet()
    await world.aisha.edit(said[1].ts, "Melding to.")
    await world.aisha.delete(said[2].ts)
    await world.kari.say("Se denne.", thread_ts=world.kari.card(TITLE).ts, files=[("emne <!here>.pdf", b"%PDF")])
    await world.quiet()
    return [texts[0], "Melding to.", "Meldingen er slettet.", *texts[3:], "Se denne."]


async def look(world: World, person: Person, label: str = WHOLE) -> str:
    """Press the button on the task page, and read what comes on top of it."""
    below = len(person.modals)
    await person.click(label, at=person.modals[-1]["id"])
    await world.ws.until(lambda: len(person.modals) > below)
    return person.text_of(person.modals[-1]["id"])


async def turn(world: World, person: Person, label: str) -> str:
    before = person.text_of(person.modals[-1]["id"])
    await person.click(label)
    await world.ws.until(lambda: person.text_of(person.modals[-1]["id"]) != before)
    return person.text_of(person.modals[-1]["id"])


async def everything(world: World, person: Person) -> str:
    """Read the conversation to its beginning, page by page; gives it in its order."""
    read = [await look(world, person)]
    while "Eldre" in person.labels():
        read.insert(0, await turn(world, person, "Eldre"))
    return "\n".join(read)


async def test_a_long_conversation_is_read_page_by_page_with_what_was_edited_and_deleted(world: World) -> None:
    await world.create()
    texts = await talk(world, 40)
    await enter(world, world.aisha)
    assert "36 tidligere meldinger vises ikke her." not in world.aisha.text_of(world.aisha.modals[-1]["id"])
    assert "35 tidligere meldinger vises ikke her." in world.aisha.text_of(world.aisha.modals[-1]["id"])
    read = await everything(world, world.aisha)
    assert [text for text in texts if text not in read] == []
    assert "Melding 3." not in read
    at = [read.index(text) for text in texts]
    assert at == sorted(at)
    assert read.count("(redigert)") == 1
    assert "Side 3 av 3" in read
    assert "Side 2 av 3" in await turn(world, world.aisha, "Nyere")


async def test_a_file_can_be_opened_by_both(world: World) -> None:
    await world.create()
    await talk(world, 3)
    for name in ("aisha", "kari"):
        person = world.people[name]
        await enter(world, person)
        await look(world, person)
        links = [part for block in person.modals[-1]["blocks"] for part in _links(block)]
        (link,) = links
        assert link["text"] == "emne <!here>.pdf"
        mine = [file["permalink"] for one in person.messages for file in one.files]
        assert link["url"] in mine, "the one that lies in her own conversation"


def _links(node: object) -> list[dict[str, str]]:
    if isinstance(node, dict):
        here = [node] if node.get("type") == "link" else []
        return here + [one for value in node.values() for one in _links(value)]
    return [one for value in node for one in _links(value)] if isinstance(node, list) else []


async def test_a_file_that_slack_does_not_tell_of_is_named(world: World) -> None:
    await world.create()
    await talk(world, 3)
    await enter(world, world.aisha)
    world.ws.faults.add("files.info", kind="error", code="file_not_found")
    read = await look(world, world.aisha)
    assert "emne <!here>.pdf" in read
    assert [part for block in world.aisha.modals[-1]["blocks"] for part in _links(block)] == []


async def test_it_can_be_read_when_the_thread_is_gone(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create()
    texts = await talk(world, 8)
    retain_nothing(world, world.aisha)
    await world.aisha.command("/deloppgave")
    await world.ws.until(lambda: world.aisha.modals)
    with world.ws.expect_refusal("message_not_found"):  # so the bot learns that the card is gone
        await world.aisha.click("Åpne", near=TITLE)
        await world.ws.until(lambda: len(world.aisha.modals) == 2)
        assert "i tråden" not in world.aisha.text_of(world.aisha.modals[-1]["id"])
        read = await everything(world, world.aisha)
        await world.quiet()
    assert [text for text in texts if text not in read] == []
    assert len(world.aisha.modals) == 3, "Slack stacks no more"


async def test_a_very_long_message_is_read_to_its_end(world: World) -> None:
    await world.create()
    long = " ".join(f"ord{number}" for number in range(1, 2001))
    await world.aisha.say(long, thread_ts=world.aisha.card(TITLE).ts)
    await world.quiet()
    await enter(world, world.kari)
    read = (await everything(world, world.kari)).replace("\n", "")
    assert "fortsetter" in read
    assert [word for word in ("ord1 ", "ord500 ", "ord1000 ", "ord1999 ", "ord2000") if word not in read] == []


async def test_who_is_no_party_any_more_cannot_even_turn_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.pages.record.MESSAGES", 2)
    await world.create()
    await talk(world, 3)
    await enter(world, world.aisha)
    await look(world, world.aisha)
    await reassign(world, world.kari)
    for label in ("Eldre", WHOLE):
        seen = len(world.ws.shown)
        await look(world, world.aisha, label)
        await world.aisha.dismiss()
        await world.aisha.dismiss()
        shown = " ".join(entry.text for entry in world.ws.shown[seen:] if entry.person_id == world.aisha.id)
        assert "tilgang" in shown
        assert "Melding 1" not in shown


async def test_earlier_conclusions_can_be_read_with_who_and_when(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    assert "Tidligere konklusjoner" not in world.aisha.labels()
    for text in ("Fyller kravet.", "Fyller *ikke* kravet <!channel>."):
        await world.aisha.fill("Konklusjon", text)
        await world.aisha.send()
        world.clock.move(minutes=10)
    await world.aisha.fill("Konklusjon", "Fyller det halve.")
    await world.aisha.send()
    await world.quiet()
    await enter(world, world.kari)
    for person in (world.aisha, world.kari):
        read = await look(world, person, "Tidligere konklusjoner")
        assert read.index("Fyller *ikke* kravet <!channel>.") < read.index("Fyller kravet.")
        assert "Versjon 2 · Aisha Rahman · 23. november 2026 kl. 09.10" in read.replace("\n", "")
        assert "Fyller det halve." not in read


async def test_a_conclusion_that_was_taken_away_by_solving_stays_in_the_record(world: World) -> None:
    await world.create()
    await enter(world, world.aisha)
    for number in range(1, 5):
        await world.aisha.fill("Konklusjon", f"Utkast {number}")
        await world.aisha.send()
    await world.aisha.fill("Konklusjon", "")
    await world.aisha.click("Løs deloppgave")
    await world.ws.until(lambda: len(world.aisha.modals) == 2)
    await world.aisha.send()
    await world.quiet()
    read = await look(world, world.aisha, "Tidligere konklusjoner")
    assert [text for text in ("Utkast 4", "Utkast 3", "Utkast 2") if text not in read] == []
    assert "Utkast 1" in await turn(world, world.aisha, "Eldre")


@pytest.mark.parametrize("length", [0, 1, 3001, CHARACTERS, CHARACTERS + 1, 3 * CHARACTERS + 1])
@pytest.mark.parametrize("number", [0, 1, MESSAGES, MESSAGES + 1])
def test_pages_hold_everything_once_in_order_and_stay_small(length: int, number: int) -> None:
    pages = paged([(each, length) for each in range(number)])
    cuts = [cut for page in pages for cut in page]
    assert cuts == sorted(cuts)
    assert sum(end - begin for _, begin, end in cuts) == length * number
    assert {each for each, _, _ in cuts} == set(range(number))
    assert all(len(page) <= MESSAGES and sum(end - begin for _, begin, end in page) <= CHARACTERS for page in pages)
