"""Whatever a person can put into a message arrives readably at the other party and in the record, or she is told.

Each kind is put into Slack as Slack's clients do it (sandbox/pasted.py says where that was seen), by a person in the
thread under her card.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from handlers.views.rich_text import plain
from sandbox import pasted
from sandbox.person import Person
from store import tables
from tests.bot.lives import TITLE
from tests.handlers.kinds import EMPTY, KINDS
from tests.world import World


@pytest.fixture
async def thread(sqlite_world: World) -> str:
    """Let Kari and Aisha share a subtask; give the root of Aisha's thread."""
    sqlite_world.ws.add_person("U0STUDADM", name="Tone Studieadm", email="tone@uni.example")
    await sqlite_world.create()
    return (await sqlite_world.card(sqlite_world.aisha)).ts


def mirrored(person: Person) -> str:
    """What the bot has put into the person's thread, a line for each row, point and paragraph."""
    there = [one for one in person.thread(person.card(TITLE).ts) if one.user == person.ws.bot_user_id]
    blocks = [block for one in there for block in one.blocks if block["type"] in ("rich_text", "table")]
    names = [
        line
        for one in there
        for block in one.blocks
        if block["type"] == "context"
        for line in [block["elements"][0]["text"]]
    ]
    return "\n".join([plain(blocks), *names])


def kept(world: World) -> str:
    """What the record says."""
    return "\n".join(row.text for row in world.rows(sa.select(tables.message_versions.c.text)))


def told(person: Person) -> str:
    """What the bot has told the person in her thread."""
    return "\n".join(
        person.text_of(one) for one in person.thread(person.card(TITLE).ts) if one.user == person.ws.bot_user_id
    )


@pytest.mark.parametrize("name", KINDS)
async def test_it_arrives_or_its_author_is_told(sqlite_world: World, thread: str, name: str) -> None:
    kind, world = KINDS[name], sqlite_world
    await world.aisha.put(thread_ts=thread, **kind.put)
    await world.quiet()
    for words in kind.arrives:
        assert words in mirrored(world.kari)
        assert words in kept(world)
    for words in kind.told:
        assert words in told(world.aisha)
    assert bool(told(world.aisha)) == bool(kind.told)
    for words in kind.hidden:
        assert words not in mirrored(world.kari) + kept(world)
    calls = [
        one
        for block in world.kari.thread(world.kari.card(TITLE).ts)
        for one in str(block.blocks).split("'user_id': ")[1:]
    ]
    assert {call.split("'")[1] for call in calls} == {"U0KARI"}


@pytest.mark.parametrize("name", KINDS)
async def test_the_shortcut_on_a_message_proposes_it_readably(sqlite_world: World, thread: str, name: str) -> None:
    kind, world = KINDS[name], sqlite_world
    message = await world.kari.put(thread_ts=world.kari.card(TITLE).ts, **kind.put)
    await world.quiet()
    await world.kari.message_shortcut("create_subtask_from_message", message.ts)
    await world.ws.until(lambda: world.kari.modals)
    proposed = world.kari.text_of(world.kari.modals[-1]["id"])
    for words in (*kind.arrives, *kind.told):
        assert words in proposed


@pytest.mark.parametrize("name", EMPTY)
async def test_a_message_of_nothing_that_arrives_is_no_empty_mirror(
    sqlite_world: World, thread: str, name: str
) -> None:
    kind, world = EMPTY[name], sqlite_world
    await world.aisha.put(thread_ts=thread, **kind.put)
    await world.quiet()
    assert mirrored(world.kari) == ""
    assert world.count(tables.messages) == 0
    for words in ("Meldingen din er ikke sendt videre", *kind.told):
        assert words in told(world.aisha)


async def test_a_message_as_long_as_slack_takes_arrives_to_its_last_word(world: World) -> None:
    await world.create()
    words = " ".join(f"ord{number}" for number in range(4600))[:40_000]
    await world.aisha.say(words, thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    arrived = set(mirrored(world.kari).split())
    assert [word for word in words.split() if word not in arrived] == []
    assert kept(world) == words


async def test_a_long_message_that_is_cut_short_or_deleted_leaves_nothing_behind(world: World) -> None:
    await world.create()
    message = await world.aisha.say("lang " * 5000, thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    assert len(world.kari.thread(world.kari.card(TITLE).ts)) > 2
    await world.aisha.edit(message.ts, "Kort")
    await world.quiet()
    assert "lang lang" not in mirrored(world.kari)
    assert len(world.kari.thread(world.kari.card(TITLE).ts)) == 1
    await world.aisha.edit(message.ts, "lang " * 5000)
    await world.quiet()
    await world.aisha.delete(message.ts)
    await world.quiet()
    assert [one for one in world.kari.thread(world.kari.card(TITLE).ts) if not one.deleted] == []


async def test_a_table_that_is_edited_is_another_table_on_the_other_side(sqlite_world: World, thread: str) -> None:
    world = sqlite_world
    message = await world.aisha.put(thread_ts=thread, attachments=[pasted.pasted(pasted.table(("HIS1100", 10)))])
    await world.quiet()
    await world.aisha.edit(message.ts, attachments=[pasted.pasted(pasted.table(("HIS1100", 20)))])
    await world.quiet()
    assert "HIS1100 | 20" in mirrored(world.kari)
    assert "HIS1100 | 10" not in mirrored(world.kari)
    assert "(redigert)" in mirrored(world.kari)


async def test_a_file_that_slack_only_names_is_asked_for(sqlite_world: World, thread: str) -> None:
    world = sqlite_world
    file = world.ws.files.hand_in("notat.txt", b"Ja.", world.aisha.id)
    file.handed_to_bot = True
    stub = pasted.denied(file.id, "check_file_info")
    await world.aisha.put("Se", thread_ts=thread, files=[stub])
    await world.quiet()
    assert "Fil: notat.txt" in mirrored(world.kari)
    assert [copy["name"] for one in world.kari.messages for copy in one.files] == ["notat.txt"]


async def test_a_hidden_file_keeps_its_name_though_not_its_bytes(sqlite_world: World, thread: str) -> None:
    world = sqlite_world
    hidden = pasted.file("F0OLD", "gammel.pdf", mode="hidden_by_limit")
    await world.aisha.put("Se", thread_ts=thread, files=[hidden])
    await world.quiet()
    assert "Fil: gammel.pdf" in mirrored(world.kari)


async def test_what_the_bot_itself_posted_is_passed_over(sqlite_world: World, thread: str) -> None:
    world = sqlite_world
    await world.aisha.say("Hei", thread_ts=thread)
    await world.quiet()
    assert world.count(tables.messages) == 1
    assert world.count(tables.message_versions) == 1
