"""The app was made anew in Slack: another bot, with another conversation with everybody. What is open comes there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import tables
from tests.bot.lives import TITLE, given_up
from tests.handlers.main_page import open_case
from tests.retention import strays, whole
from tests.silence import calls, come_back, go_by, say
from tests.world import World, open_world

SAID = ["Hva med emne 3?", "Takk"]


@pytest.fixture
async def talk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution; Kari and Aisha have talked about a subtask, with files."""
    async with open_world(sqlite_url, tmp_path) as world:
        await world.create(attachments=["Vitnemål"])
        await say(world.aisha, SAID[0], "emne3.pdf")
        await world.quiet()
        await say(world.kari, SAID[1])
        await world.quiet()
        yield world
        # what the old bot has put into the old conversation
        world.ws.refusals[:] = [one for one in world.ws.refusals if one.code != "cant_delete_file"]


def told(world: World, key: str) -> list[str]:
    """What stands below this person's card of what was said, in its order."""
    return [words for one in whole(world.people[key]) for words in [*SAID, "Er du der?"] if words in one]


async def test_each_party_has_the_card_and_the_conversation_in_the_new_one_at_once(talk: World) -> None:
    await talk.stop_bot()
    talk.ws.install_anew()
    await talk.start_bot()
    await talk.settled()

    assert (told(talk, "kari"), told(talk, "aisha")) == (SAID, SAID)
    assert any("Vitnemål" in one for one in whole(talk.aisha))
    assert [*strays(talk.aisha), *strays(talk.kari), *given_up(talk)] == []
    await say(talk.aisha, "Er du der?")
    await talk.quiet()
    assert told(talk, "kari") == [*SAID, "Er du der?"]


async def test_what_was_solved_before_stays_where_it_was_and_nothing_is_posted_twice(talk: World) -> None:
    await talk.kari.click("Løs deloppgave", at=talk.kari.card(TITLE))
    await talk.settled()
    await talk.stop_bot()
    talk.ws.install_anew()
    await talk.start_bot()
    await talk.settled()
    assert talk.kari.messages == talk.aisha.messages == []
    posted = calls(talk, "chat.postMessage")
    await talk.stop_bot()
    await talk.start_bot()
    await talk.settled()
    assert calls(talk, "chat.postMessage") == posted


async def test_a_message_brings_the_card_where_only_the_conversation_became_another(talk: World) -> None:
    talk.ws.install_anew()  # as the bot sees it that runs: nobody told it
    with talk.ws.expect_refusal("channel_not_found"), talk.ws.expect_refusal("message_not_found"):
        await talk.kari.open_home()
        await talk.quiet()
        await open_case(talk, talk.kari)
        await talk.kari.click("Svar", at="home")
        await talk.ws.until(lambda: talk.kari.modals)
        await talk.kari.fill("Melding", "Er du der?")
        assert (await talk.kari.send()).closed
        await talk.settled()
    assert told(talk, "aisha") == [*SAID, "Er du der?"]
    assert strays(talk.aisha) == []


async def test_a_conversation_that_became_another_while_nobody_listened_has_the_card_as_soon_as_somebody_does(
    talk: World,
) -> None:
    await talk.stop_bot()
    with talk.database.begin() as connection:  # as if what Slack has now were another one
        hers = tables.people.c.slack_id == talk.aisha.id
        connection.execute(tables.people.update().where(hers).values(dm_channel="D0GONE0000"))
        connection.execute(tables.posts.update().where(tables.posts.c.person_id == 4).values(channel="D0GONE0000"))
    await go_by(talk)
    with talk.ws.expect_refusal("channel_not_found"):
        await come_back(talk)
    cards = [one for one in talk.aisha.messages if not one.is_reply]
    assert len(cards) == 2
    assert cards[-1].ts == talk.aisha.messages[-1].thread_ts, "the conversation stands below the new one"


async def test_attachments_of_a_case_that_somebody_fetched_come_too(talk: World) -> None:
    await open_case(talk, talk.kari)
    await talk.kari.click("Hent vedlegg", at="home")
    await talk.settled()
    await talk.stop_bot()
    talk.ws.install_anew()
    await talk.start_bot()
    await talk.settled()
    titles = {str(file["title"]) for one in talk.kari.messages for file in one.files}
    assert titles >= {"Vitnemål", "Emneliste", "Legeerklæring"}
