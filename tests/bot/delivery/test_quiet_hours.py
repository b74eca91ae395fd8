"""Quiet hours: what calls somebody waits for her working hours, what makes no sound does not, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.recipients import ToDeliver
from domain.outbox_kinds import OutboxKind
from sandbox.person import Person
from store import tables
from tests.bot.delivery.hours import EVENING, MORNING, OSLO, do_not_disturb, heard, until_held
from tests.bot.lives import TITLE, given_up
from tests.handlers.conversations import copies
from tests.handlers.wishes import called
from tests.world import World


async def evening(world: World, person: Person, attachments: tuple[str, ...] = ()) -> None:
    """Let Kari and Aisha share a subtask, let one of them choose quiet hours, and let it become evening."""
    await world.create(attachments=attachments)
    await do_not_disturb(world, person)
    world.clock.set(EVENING)


async def tell(world: World, *texts: str) -> None:
    """Let Aisha write these messages in her thread."""
    for text in texts:
        await world.aisha.say(text, thread_ts=world.aisha.card(TITLE).ts)


async def test_what_a_colleague_writes_in_the_evening_comes_in_the_morning_in_its_order(world: World) -> None:
    await evening(world, world.kari)
    await tell(world, "Først", "Så", "Til slutt")
    assert await until_held(world, 3) == [("message", MORNING)] * 3
    assert heard(world.kari) == []
    world.clock.set(MORNING - timedelta(minutes=1))
    assert heard(world.kari) == []
    world.clock.set(MORNING)
    await world.quiet()
    assert heard(world.kari) == ["Først", "Så", "Til slutt"]
    assert given_up(world) == []


async def test_who_has_not_chosen_quiet_hours_hears_at_once(world: World) -> None:
    await evening(world, world.aisha)
    await tell(world, "Nå")
    await world.quiet()
    assert heard(world.kari) == ["Nå"]


async def test_a_weekend_and_a_holiday_are_quiet_all_day(world: World) -> None:
    await evening(world, world.kari)
    world.clock.set(datetime(2026, 12, 25, 11, 0, tzinfo=OSLO))
    await tell(world, "God jul")
    assert await until_held(world, 1) == [("message", datetime(2026, 12, 28, 8, 0, tzinfo=OSLO))]
    world.clock.set(datetime(2026, 12, 28, 8, 0, tzinfo=OSLO))
    await world.quiet()


async def test_the_hours_are_those_of_the_persons_own_zone(world: World) -> None:
    await evening(world, world.kari)
    world.kari.change(tz="America/New_York")  # where it is two in the afternoon
    await world.quiet()
    await tell(world, "I arbeidstiden der")
    await world.quiet()
    assert heard(world.kari) == ["I arbeidstiden der"]
    world.clock.move(hours=3)
    await tell(world, "Utenfor")
    assert await until_held(world, 1) == [("message", datetime(2026, 11, 24, 13, 0, tzinfo=UTC))]
    world.clock.move(hours=15)
    await world.quiet()


async def test_a_zone_that_nobody_knows_is_the_institutions(world: World) -> None:
    await evening(world, world.kari)
    with world.database.begin() as connection:
        connection.execute(tables.people.update().values(slack_zone="Mars/Olympus_Mons"))
    await tell(world, "Hei")
    assert await until_held(world, 1) == [("message", MORNING)]
    world.clock.set(MORNING)
    await world.quiet()


async def test_who_becomes_active_gets_at_once_what_waits_for_her(world: World) -> None:
    await evening(world, world.kari)
    await tell(world, "Først", "Så")
    await until_held(world, 2)
    await world.kari.open_home()
    await world.quiet()
    assert heard(world.kari) == ["Først", "Så"]
    world.clock.move(minutes=29)
    await tell(world, "Du er jo her")
    await world.quiet()
    assert heard(world.kari)[2:] == ["Du er jo her"]
    world.clock.move(minutes=2)
    await tell(world, "Nå er du gått")
    await until_held(world, 1)
    world.clock.set(MORNING)
    await world.quiet()


@pytest.mark.parametrize("comes", ["the morning", "the reader"])
async def test_what_is_in_hand_when_the_wait_ends_does_not_come_before_what_waited(
    world: World, monkeypatch: pytest.MonkeyPatch, comes: str
) -> None:
    await evening(world, world.kari)
    await tell(world, "Først", "Så")
    await until_held(world, 2)
    take = DirectMessages.take

    async def take_and_let_it_end(*asked: Any, **named: Any) -> tuple[list[ToDeliver], bool]:
        taken, is_all = await take(*asked, **named)
        if any(row.kind is OutboxKind.MESSAGE for row, _ in taken):  # nobody has asked yet whether it may be shown
            if comes == "the morning":
                world.clock.set(max(MORNING, world.clock.now()))
            else:
                world.bot.services.presence.note(world.kari.id)
        return taken, is_all

    monkeypatch.setattr(DirectMessages, "take", take_and_let_it_end)
    await tell(world, "Til slutt")
    await world.quiet()
    assert heard(world.kari) == ["Først", "Så", "Til slutt"]


async def test_the_answer_to_her_own_late_edit_does_not_wait(world: World) -> None:
    await world.create()
    card = world.kari.card(TITLE)
    message = await world.kari.say("I tide", thread_ts=card.ts)
    await world.quiet()
    await world.aisha.click("Løs deloppgave", at=world.aisha.card(TITLE))
    await world.quiet()
    await do_not_disturb(world, world.kari)
    world.clock.set(EVENING)
    await world.kari.edit(message.ts, "For sent")
    await world.quiet()
    assert "ikke sendt videre" in heard_last(world.kari)


def heard_last(person: Person) -> str:
    """The last thing that stands in the person's thread."""
    return str(person.text_of(person.thread(person.card(TITLE).ts)[-1]))


async def test_a_new_subtask_waits_whole_with_its_files_and_messages(world: World) -> None:
    await do_not_disturb(world, world.aisha)
    world.clock.set(EVENING)
    await world.submit(attachments=["Vitnemål"])
    await until_held(world, 1)
    await world.kari.say("Les vitnemålet", thread_ts=(await world.card(world.kari)).ts, files=[("a.pdf", b"%PDF a")])
    assert [kind for kind, _ in await until_held(world, 3)] == ["card", "message", "copy"]
    assert world.rows(sa.select(tables.message_files.c.sha256))[0].sha256, "the bytes are taken in all the same"
    assert world.aisha.messages == []
    world.clock.set(MORNING)
    await world.quiet()
    assert heard(world.aisha) == ["Les vitnemålet"]
    assert sorted(copies(world.aisha)) == ["Vitnemål", "a.pdf"]


async def test_what_stands_there_is_changed_and_taken_away_in_the_evening_too(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    wrong = await world.kari.say("Feil person", thread_ts=world.kari.card(TITLE).ts, files=[("feil.pdf", b"%PDF")])
    await world.quiet()
    await do_not_disturb(world, world.aisha)
    world.clock.set(EVENING)
    await world.kari.say("Venter", thread_ts=world.kari.card(TITLE).ts)
    await until_held(world, 1)
    await world.kari.delete(wrong.ts)
    await until_held(world, 1)
    assert heard(world.aisha) == []
    assert copies(world.aisha) == ["Vitnemål"]
    await world.kari.click("Løs deloppgave", at=world.kari.card(TITLE))
    await until_held(world, 2)
    assert "Løst av sakseier Kari Nordmann" in world.aisha.text_of(world.aisha.card(TITLE))
    assert called(world.aisha) == []
    world.clock.set(MORNING)
    await world.quiet()
    assert len(called(world.aisha)) == 2


async def test_an_attachment_is_taken_back_in_the_evening_though_a_message_waits(world: World) -> None:
    await evening(world, world.aisha, attachments=("Vitnemål",))
    await world.kari.say("Venter", thread_ts=world.kari.card(TITLE).ts)
    await until_held(world, 1)
    kari = await open_access_in_the_evening(world)
    await kari.untick("Gi tilgang til vedlegg", "Vitnemål")
    assert (await kari.send()).closed
    await until_held(world, 1)
    assert copies(world.aisha) == []
    world.clock.set(MORNING)
    await world.quiet()
    assert heard(world.aisha) == ["Venter"]


async def open_access_in_the_evening(world: World) -> Person:
    """Open the dialog for the subtask's attachments while something waits."""
    kari = world.kari
    await kari.click("Tilgang til vedlegg", at="home", near=TITLE)
    await world.ws.until(lambda: kari.modals)
    return kari
