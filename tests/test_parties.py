"""Whoever becomes a party gets everything that is hers, and who is none any more loses it, however it came about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from cases.pages import record
from domain.errors import NotAllowedError
from sandbox import pasted
from sandbox.person import Person
from tests.beside import imported, take_in
from tests.bot.lives import TITLE, given_up
from tests.handlers.changing_hands import ask_to_reassign, decline, reassign
from tests.handlers.closing import ask_to_close
from tests.handlers.distribution import distribute, redistribution
from tests.world import World

TABLE, TAIL = "HIS1100", "slutten på det lange"
CONVERSATION = {"Aisha spør om emne 3", "Kari svarer henne", "aisha.pdf", "kari.pdf", TABLE, TAIL}
ATTACHMENT = {"Vitnemål"}
OWN = {"aisha": {"Aisha spør om emne 3", "aisha.pdf", TABLE, TAIL}, "kari": {"Kari svarer henne", "kari.pdf"}}
Way = Callable[[World], Awaitable[object]]


async def talk(world: World) -> None:
    """Let Kari and Aisha share a subtask with an attachment and talk about it, each with a file."""
    await world.create(attachments=["Vitnemål"])
    for key, words in (("aisha", "Aisha spør om emne 3"), ("kari", "Kari svarer henne")):
        person = world.people[key]
        content = f"%PDF {key}".encode()
        await person.say(words, thread_ts=(await world.card(person)).ts, files=[(f"{key}.pdf", content)])
        await world.quiet()
    table, ts = pasted.pasted(pasted.table((TABLE, 10))), (await world.card(world.aisha)).ts
    await world.aisha.put("ord " * 3000 + TAIL, thread_ts=ts, attachments=[table])  # more than one message holds
    await world.quiet()


async def read_whole(world: World, person: Person) -> bool:
    """Whether she can read the whole conversation now; nobody can read a part of it."""
    look = world.bot.services.executor.query
    try:
        first = await look(record.conversation, 1, actor=person.id, page=0)
    except NotAllowedError:
        return False
    pages = [await look(record.conversation, 1, actor=person.id, page=number) for number in range(first.pages)]
    said = "\n".join(one.message.text for page in pages for one in page.passages)
    assert all(words in said for words in CONVERSATION - {"aisha.pdf", "kari.pdf"})
    return True


def seen(person: Person) -> set[str]:
    """What of it stands in a person's conversation."""
    there = [one for one in person.messages if not one.deleted]
    files = {file["title"] for one in there for file in one.files if file["mode"] != "tombstone"}
    said = "\n".join(person.text_of(one) for one in there if one.is_reply)
    return files | {words for words in CONVERSATION - {"aisha.pdf", "kari.pdf"} if words in said}


def file_says(*texts: str) -> Way:
    async def way(world: World) -> None:
        for text in texts:
            await take_in(world, text)
            world.bot.wake()
            await world.settled()

    return way


def aisha_is(*facts: str) -> Way:
    return file_says(*(f"people: [{{email: aisha@uni.example, name: Aisha Rahman, {fact}}}]" for fact in facts))


async def account_closed(world: World) -> None:
    world.ws.deactivate(world.aisha.id)


async def account_closed_and_opened(world: World) -> None:
    world.ws.deactivate(world.aisha.id)
    with suppress(AssertionError):
        await world.settled()
    world.aisha.deleted = False
    world.aisha.change()


async def dialog_owner(world: World) -> None:
    await redistribution(world, world.kari)
    assert (await distribute(world, world.kari, "Per Strand")).closed


async def dialog_owner_is_assignee(world: World) -> None:
    await redistribution(world, world.kari)
    assert (await distribute(world, world.kari, "Aisha Rahman")).closed


async def there_and_back(world: World) -> None:
    await reassign(world, world.kari)
    await ask_to_reassign(world, world.kari)
    await world.kari.choose("Ny ansvarlig", "Aisha Rahman")
    await world.kari.fill("Begrunnelse", "Frisk igjen.")
    assert (await world.kari.send()).closed


async def closed(world: World) -> None:
    await ask_to_close(world, world.kari)
    await world.kari.send()


ROLE = 'roles: [{place: "184.12.1", role: fagperson}]'
# How it comes about; who owns the case and who has the subtask then; whether attachments are still open to the latter.
WAYS: dict[str, tuple[Way, str | None, str | None, bool]] = {
    "given to another one in the dialog": (lambda world: reassign(world, world.kari), "kari", "ola", True),
    "given away and back": (there_and_back, "kari", "aisha", True),
    "declined": (decline, "kari", None, True),
    "another owner in the dialog": (dialog_owner, "stranger", "aisha", True),
    "the assignee becomes the owner": (dialog_owner_is_assignee, "aisha", "aisha", True),
    "another owner by import": (file_says(imported(owner="per@uni.example")), "stranger", "aisha", True),
    "another place by import": (file_says(imported(place='"185"')), "kari", None, True),
    "another place and back": (file_says(imported(place='"185"'), imported()), "kari", "aisha", True),
    "the assignee's role is lost": (aisha_is("roles: []"), "kari", None, True),
    "the assignee's role is lost and comes back": (aisha_is("roles: []", ROLE), "kari", "aisha", True),
    "the assignee leaves": (aisha_is("active: false"), "kari", None, True),
    "the assignee leaves and comes back": (aisha_is("active: false", "active: true"), "kari", "aisha", True),
    "the owner leaves": (
        file_says("people: [{email: kari@uni.example, name: Kari Nordmann, active: false}]"), None, "aisha", True,
    ),
    "the assignee's account is closed": (account_closed, "kari", None, True),
    "the assignee's account is closed and opened": (account_closed_and_opened, "kari", "aisha", True),
    "the case is closed": (closed, "kari", "aisha", False),
    "the case is withdrawn": (file_says(imported(withdrawn="true")), "kari", "aisha", False),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
async def test_everybody_sees_what_is_hers_and_nothing_else(world: World, way: str) -> None:
    act, owner, assignee, has_attachments = WAYS[way]
    await talk(world)
    assert seen(world.aisha) == CONVERSATION | ATTACHMENT
    assert seen(world.kari) == CONVERSATION

    await act(world)
    await world.settled()

    for key, person in world.people.items():
        if person.deleted:
            continue
        hers = set(OWN.get(key, ()))
        if key in (owner, assignee):
            hers |= CONVERSATION
        if key == assignee and has_attachments:
            hers |= ATTACHMENT
        assert seen(person) == hers, key
        is_shown = [one for one in person.messages if TITLE in person.text_of(one) and not one.is_reply]
        assert bool(is_shown) == (key in (owner, assignee)), key
        assert await read_whole(world, person) == (key in (owner, assignee)), key
    world.ws.refusals.clear()
    assert given_up(world) == []
