"""Copies of attachments in threads: wanted no more, lost on the way, damaged, replaced."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.delivery.recipients import Remembered
from bot.delivery.worker import LONGEST_BEHIND
from sandbox.person import Person
from store import tables
from store.claiming import Claimed
from store.files import FileStore
from tests.bot.lives import given_up
from tests.handlers.conversations import copies
from tests.handlers.grants import LABEL, TITLE, open_access, take
from tests.handlers.history_lines import acts
from tests.institution import MONDAY
from tests.world import World


async def test_a_copy_that_is_under_way_when_it_is_withdrawn_is_never_shown(world: World) -> None:
    await world.create()
    hanging = world.ws.faults.add("upload", kind="hang_after_effect")
    kari = await open_access(world)
    await kari.tick(LABEL, "Vitnemål")
    await kari.send()
    await world.ws.until(lambda: hanging.used)
    kari = await open_access_while_busy(world)
    await kari.untick(LABEL, "Vitnemål")
    await kari.send()
    hanging.release()
    await world.settled()
    assert not [call for call in world.ws.calls if call.method == "files.completeUploadExternal"]
    assert copies(world.aisha) == []
    assert acts(world, "copy") == []


async def test_a_copy_whose_answer_was_lost_is_taken_back_all_the_same(world: World) -> None:
    await world.create()
    world.ws.faults.add("files.completeUploadExternal", kind="cut_after_effect")
    kari = await open_access(world)
    await kari.tick(LABEL, "Vitnemål")
    await kari.send()
    await world.ws.until(lambda: copies(world.aisha) == ["Vitnemål"])
    kari = await open_access_while_busy(world)
    await kari.untick(LABEL, "Vitnemål")
    await kari.send()
    await world.settled()
    assert copies(world.aisha) == []
    assert world.ws.files.all() == []
    assert acts(world, "copy") == ["copy.removed"]


async def open_access_while_busy(world: World) -> Person:
    """Open the dialog again while the delivery is not done."""
    kari = world.kari
    await kari.click("Tilgang til vedlegg", at="home", near=TITLE)
    await world.ws.until(lambda: kari.modals)
    return kari


async def test_bytes_that_are_not_what_they_were_are_told_and_hold_up_nothing(world: World) -> None:
    damaged = world.rows(sa.select(tables.attachments).where(tables.attachments.c.title == "Vitnemål"))[0].sha256
    (world.settings.files_dir / damaged[:2] / damaged[2:]).write_bytes(b"noe annet")
    await world.create(attachments=["Vitnemål", "Emneliste"])
    aisha = world.aisha
    told = [reply for reply in aisha.thread(aisha.card(TITLE).ts) if "skadet" in aisha.text_of(reply)]
    assert ["Vitnemål" in aisha.text_of(reply) for reply in told] == [True]
    assert copies(aisha) == ["Emneliste"]
    assert [kind for kind, _ in given_up(world)] == ["grant"]
    kari = world.kari
    to_owner = [kari.text_of(reply) for reply in kari.thread(kari.card(TITLE).ts)]
    assert ["Vitnemål kunne ikke legges i tråden til Aisha Rahman" in text for text in to_owner] == [True]
    await take(world, "Vitnemål")
    assert not [reply for reply in aisha.thread(aisha.card(TITLE).ts) if "Vitnemål" in aisha.text_of(reply)]


async def test_bytes_that_an_import_has_replaced_take_the_old_copys_place(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    sha256, size = FileStore(world.settings.files_dir).keep([b"ny utgave"])
    with world.database.begin() as connection:
        connection.execute(tables.attachments.update().values(sha256=sha256, size=size))
        aisha = sa.select(tables.people.c.id).where(tables.people.c.slack_id == "U0AISHA").scalar_subquery()
        row = {"key": "k", "kind": "grant", "subject_id": 1, "person_id": aisha, "ordering_key": "dm:4", "details": {}}
        connection.execute(tables.outbox.insert().values(**row, not_before_at=MONDAY, created_at=MONDAY))
    world.bot.wake()
    await world.quiet()
    assert copies(world.aisha) == ["Vitnemål"]
    assert [file.content for file in world.ws.files.all()] == [b"ny utgave"]


async def test_a_file_whose_message_waits_for_long_comes_soon_after_it(sqlite_world: World) -> None:
    talk = sqlite_world
    await talk.create()
    ends_at = talk.clock.now() + timedelta(minutes=4)
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="http_500", until=ends_at)
    await talk.aisha.say("Se her", thread_ts=talk.aisha.card(TITLE).ts, files=[("emne3.pdf", b"%PDF")])
    waits = sa.select(tables.outbox).where(tables.outbox.c.kind == "copy")
    while talk.clock.now() < ends_at:
        await talk.ws.until(talk.rests)
        behind = [row.not_before_at - talk.clock.now() for row in talk.rows(waits)]
        assert max(behind, default=timedelta()) <= timedelta(seconds=LONGEST_BEHIND)
        talk.clock.set(talk.bot.rests_until or ends_at)
    await talk.settled()
    assert copies(talk.kari) == ["emne3.pdf"]


async def test_a_copy_whose_case_is_erased_just_before_it_is_shown_goes_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember, rows = Remembered.remember, ("outbox", "posts", "grants")

    async def remember_then_erase(here: Remembered, row: Claimed, also: Any = None, **values: str | None) -> None:
        await remember(here, row, also, **values)
        if values.get("file_id") and not values.get("ts"):
            with world.database.begin() as connection:
                for name in rows:  # what was to be deleted in Slack was not there yet
                    connection.execute(tables.metadata.tables[name].delete())

    monkeypatch.setattr(Remembered, "remember", remember_then_erase)
    await world.create(attachments=["Vitnemål"])
    await world.settled()
    assert [call for call in world.ws.calls if call.method == "files.completeUploadExternal"]
    assert world.ws.files.all() == []
    assert not world.rows(sa.select(tables.posts).where(tables.posts.c.kind == "grant"))
