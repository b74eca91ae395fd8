"""Channels on the page: a tab for each that the person is in, with its own log, field to write in and threads."""

from __future__ import annotations

import htpy as h

from sandbox.page.blocks import block
from sandbox.page.place import Place
from sandbox.page.reader import Reader
from sandbox.state.partner import Channel
from tests.sandbox.page.readers import ANN
from tests.sandbox.page.rig import Rig, read
from tests.sandbox.page.tiny_bot import tiny_workspace
from tests.sandbox.page.tiny_views import field


def channel(rig: Rig, name: str = "general", *members: str) -> Channel:
    return rig.ws.add_channel(name, members or None)


async def test_each_person_has_a_tab_for_the_channels_they_are_in(rig: Rig) -> None:
    channel(rig)
    channel(rig, "ledelse", "U0KARI")

    kari, ola = await read(rig, "/?as=U0KARI", "en"), await read(rig, "/?as=U0OLA", "en")
    assert "# general" in kari
    assert "# general" in ola
    assert "# ledelse" in kari
    assert "ledelse" not in ola
    assert 'aria-label="Messages in #general"' in kari


async def test_what_is_said_in_a_channel_stands_there_for_its_members_and_counts_until_it_is_read(rig: Rig) -> None:
    general = channel(rig, "general", "U0KARI", "U0OLA")
    log, unread = f"log-{general.id}", f"unread-{general.id}"
    kari = await rig.tab("U0KARI", view=f"channel-{general.id}")
    ola = await rig.tab("U0OLA", view="home")

    assert await kari.ask("say", text="hei alle", channel=general.id) == {}
    await ola.see("hei alle", log)
    assert "hei alle" not in str(ola.parts["log"])
    root = general.conversation.messages[0]
    await kari.ask("say", text="i tråden", thread=root.ts, channel=general.id)
    await ola.see("1 reply", log)
    await ola.ask("look", view=f"channel-{general.id}", thread=root.ts)
    await ola.see("i tråden", "replies")

    await rig.ws.people["U0KARI"].edit(root.ts, "hei hei")
    await ola.see("hei hei", log)
    assert not ola.parts.get(unread)


async def test_nobody_writes_in_a_channel_that_they_are_not_in(rig: Rig) -> None:
    secret = channel(rig, "ledelse", "U0KARI")
    ola = await rig.tab("U0OLA", language="en", view=f"channel-{secret.id}")

    told = await ola.ask("say", text="slipp meg inn", channel=secret.id)
    assert told["note"] == "That is no longer possible. The page is up to date now."
    await rig.ws.people["U0KARI"].say("internt", channel="ledelse")
    assert "internt" not in str(ola.parts)


def drawn(kind: str, **more: object) -> str:
    ws = tiny_workspace()
    ws.add_channel("general")
    reader = Reader(ANN.person_id, "en-US", "Europe/Oslo", ANN.now, ANN.names, ws.directory("U0KARI"))
    return str(h.div[block(field("w", "Where", {"type": kind, **more}), Place(reader, "V1"))])


def test_the_selects_of_channels_and_conversations_offer_what_there_is() -> None:
    channels, conversations = drawn("channels_select"), drawn("multi_conversations_select")
    assert "#general" in channels
    assert "Prøvebot" not in channels
    assert 'role="combobox"' in channels
    assert "#general" in conversations
    assert "Prøvebot" in conversations


def test_what_is_chosen_at_first_stands_by_its_name() -> None:
    ws = tiny_workspace()
    id = ws.add_channel("general").id
    assert 'value="#general"' in drawn("conversations_select", initial_conversation=id)
    assert "Remove #general" in drawn("multi_channels_select", initial_channels=[id])
