"""What a person takes back goes: the copy, the bytes, the name on every surface; the history says who did it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from sandbox.messages import Message
from sandbox.person import Person
from store import tables
from tests.bot.inbox.late_events import deliver, held_back
from tests.bot.lives import TITLE
from tests.handlers.conversations import files_of_the_bot, shown
from tests.handlers.history_lines import read_history
from tests.world import World

WRONG, RIGHT = b"%PDF en annen student", b"%PDF rett student"
Way = Callable[[World, Message], Awaitable[object]]


async def send_two(world: World, *, text: str = "Her er vedleggene") -> Message:
    """Let Aisha send two files in one message, of which one is another student's."""
    files = [("feil student.pdf", WRONG), ("rett student.pdf", RIGHT)]
    message = await world.aisha.say(text, thread_ts=(await world.card(world.aisha)).ts, files=files)
    await world.quiet()
    return message


def has_bytes(world: World, content: bytes) -> bool:
    """Whether these bytes lie on the disk."""
    name = hashlib.sha256(content).hexdigest()
    return (world.settings.files_dir / name[:2] / name[2:]).exists()


async def task_page(world: World, person: Person) -> str:
    """Open the task page, read it, and close it again."""
    await person.click("Åpne", at=person.card(TITLE))
    view = await world.ws.until(lambda: person.modals[-1])
    text: str = person.text_of(view["id"])
    await person.close(view["id"])
    await world.quiet()
    return text


async def out_of_the_message(world: World, message: Message) -> None:
    await world.aisha.take_out_file(message.ts, "feil student.pdf")


async def out_of_slack(world: World, message: Message) -> None:
    await world.aisha.delete_file(message.files[0]["id"])


async def listed_no_more(world: World, message: Message) -> None:
    await world.aisha.edit(message.ts, files=message.files[1:])


async def out_of_the_message_after_it_was_solved(world: World, message: Message) -> None:
    await world.kari.click("Løs deloppgave", at=world.kari.card(TITLE))
    await world.quiet()
    await world.aisha.take_out_file(message.ts, "feil student.pdf")


async def out_of_the_message_twice_told(world: World, message: Message) -> None:
    world.ws.double_next("message")
    world.ws.double_next("file_deleted")
    await world.aisha.take_out_file(message.ts, "feil student.pdf")


WAYS: dict[str, Way] = {
    "taken out of the message, which stays": out_of_the_message,
    "deleted from Slack altogether": out_of_slack,
    "listed no more in the message": listed_no_more,
    "taken out after the subtask was solved": out_of_the_message_after_it_was_solved,
    "told twice of": out_of_the_message_twice_told,
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_single_file_goes_and_the_rest_stays(world: World, way: str) -> None:
    await world.create()
    message = await send_two(world)
    assert files_of_the_bot(world.kari) == ["feil student.pdf", "rett student.pdf"]
    assert has_bytes(world, WRONG)

    await WAYS[way](world, message)
    await world.quiet()

    assert files_of_the_bot(world.kari) == ["rett student.pdf"]
    assert not has_bytes(world, WRONG)
    assert has_bytes(world, RIGHT)
    assert "feil student" not in shown(world.kari)
    assert "Her er vedleggene" in shown(world.kari)
    assert "(redigert)" not in shown(world.kari)
    for person in (world.kari, world.aisha) if "solved" not in way else ():
        page = await task_page(world, person)
        assert "Fil: rett student.pdf" in page
        assert "feil student" not in page
    names = world.rows(sa.select(tables.message_files.c.name).order_by(tables.message_files.c.id))
    assert [row.name for row in names] == ["", "rett student.pdf"]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (out_of_the_message, "Aisha Rahman fjernet 1 fil fra en melding i deloppgaven «Vurder emnene»."),
        (out_of_slack, "En fil i deloppgaven «Vurder emnene» ble slettet i Slack, og er borte her også."),
    ],
)
async def test_the_history_says_who_took_it_away_and_not_what(sqlite_world: World, way: Way, said: str) -> None:
    world = sqlite_world
    await world.create()
    await way(world, await send_two(world))
    await world.quiet()
    lines = await read_history(world, world.kari)
    assert lines.count(said) == 1
    assert "feil student" not in lines


async def test_a_message_of_one_file_goes_with_it(world: World) -> None:
    await world.create()
    ts = (await world.card(world.aisha)).ts
    message = await world.aisha.say("", thread_ts=ts, files=[("feil student.pdf", WRONG)])
    await world.quiet()
    await world.aisha.take_out_file(message.ts, "feil student.pdf")
    await world.quiet()
    assert files_of_the_bot(world.kari) == []
    assert "feil student" not in shown(world.kari)
    assert [one for one in world.kari.thread(world.kari.card(TITLE).ts) if not one.deleted and not one.files] == []
    assert not has_bytes(world, WRONG)


async def test_a_whole_message_takes_its_files_with_it(world: World) -> None:
    await world.create()
    message = await send_two(world)
    await world.aisha.delete(message.ts)
    await world.quiet()
    assert files_of_the_bot(world.kari) == []
    assert not has_bytes(world, WRONG)
    assert not has_bytes(world, RIGHT)
    assert "Aisha Rahman slettet en melding i deloppgaven" in await read_history(world, world.kari)


async def test_a_deletion_that_tells_only_where_the_message_stood_takes_it_away(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As https://docs.slack.dev/reference/events/message/message_deleted shows it: no word of what was deleted."""
    world = sqlite_world
    await world.create()
    message = await send_two(world)
    with held_back(world, monkeypatch) as held:
        await world.aisha.delete(message.ts)
    told = [one for one in held if one["event"].get("subtype") == "message_deleted"]
    for one in told:
        del one["event"]["previous_message"]
    await deliver(world, told)
    assert files_of_the_bot(world.kari) == []
    assert "Her er vedleggene" not in shown(world.kari)
    assert not has_bytes(world, WRONG)
    assert "Aisha Rahman slettet en melding i deloppgaven" in await read_history(world, world.kari)
    nothing = told[0]["event"] | {"deleted_ts": "1700000000.000100"}
    await deliver(world, [told[0] | {"event_id": "Ev0OTHER", "event": nothing}])
    assert [one for one in world.aisha.thread(world.aisha.card(TITLE).ts) if one.bot_id and not one.deleted] == []


async def test_bytes_that_something_else_refers_to_stay(world: World) -> None:
    await world.create()
    message = await send_two(world)
    await world.kari.say("Samme fil", thread_ts=world.kari.card(TITLE).ts, files=[("kopi.pdf", WRONG)])
    await world.quiet()
    await world.aisha.take_out_file(message.ts, "feil student.pdf")
    await world.quiet()
    assert has_bytes(world, WRONG)
    assert files_of_the_bot(world.aisha) == ["kopi.pdf"]
    await world.kari.delete(
        world.kari.messages[-1].ts if world.kari.messages[-1].user == "U0KARI" else last(world.kari)
    )
    await world.quiet()
    assert not has_bytes(world, WRONG)


def last(person: Person) -> str:
    """The last message that a person wrote herself."""
    return [one.ts for one in person.messages if one.user == person.id][-1]


async def test_a_file_that_was_taken_out_before_the_bot_heard_of_it_never_comes(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = sqlite_world
    await world.create()
    ts = (await world.card(world.aisha)).ts
    with held_back(world, monkeypatch) as held:
        files = [("feil student.pdf", WRONG), ("rett student.pdf", RIGHT)]
        message = await world.aisha.say("To filer", thread_ts=ts, files=files)
        await world.aisha.take_out_file(message.ts, "feil student.pdf")
    await deliver(world, list(reversed(held)))
    await world.quiet()
    assert files_of_the_bot(world.kari) == ["rett student.pdf"]
    assert "feil student" not in shown(world.kari)
    assert not has_bytes(world, WRONG)


async def test_a_file_that_slack_has_no_more_when_it_is_fetched_leaves_no_name(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create()
    ts = (await world.card(world.aisha)).ts
    world.ws.faults.add("files.info", kind="http_500")
    message = await world.aisha.say("Se", thread_ts=ts, files=[("feil student.pdf", WRONG)])
    await world.ws.until(lambda: world.count(tables.message_files))
    with world.ws.expect_refusal("file_deleted"):
        world.ws.files[message.files[0]["id"]].deleted = True  # and the event of it is lost
        await world.settled()
    assert "feil student" not in shown(world.kari)
    assert files_of_the_bot(world.kari) == []


async def test_a_file_that_comes_with_an_edit_arrives(world: World) -> None:
    await world.create()
    message = await world.aisha.say("Se", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    file = world.ws.files.hand_in("ny.pdf", RIGHT, world.aisha.id)
    world.ws.files.attach(message, [file])
    await world.aisha.edit(message.ts, files=[world.ws.files.json(file)])
    await world.quiet()
    assert files_of_the_bot(world.kari) == ["ny.pdf"]
    assert "Fil: ny.pdf" in shown(world.kari)
