"""A card that Slack has deleted is posted anew, with the whole conversation below it, and nothing stands elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from store import tables
from tests.bot.lives import TITLE, given_up
from tests.handlers.grants import LABEL, open_access
from tests.handlers.main_page import open_case
from tests.institution import ATTACHMENTS
from tests.retention import retain_nothing, strays, whole
from tests.world import World, open_world


@pytest.fixture
async def talk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution; Kari and Aisha have talked about a subtask, with files."""
    async with open_world(sqlite_url, tmp_path) as world:
        await world.create(attachments=["Vitnemål"])
        await world.aisha.say("Hva med emne 3?", thread_ts=world.aisha.card(TITLE).ts, files=[("emne3.pdf", b"%PDF")])
        await world.quiet()
        await world.kari.say("Ta med det også.", thread_ts=world.kari.card(TITLE).ts)
        await world.quiet()
        yield world
        gone = ("message_not_found", "thread_not_found")  # the bot finds that out by asking
        world.ws.refusals[:] = [one for one in world.ws.refusals if one.code not in gone]


async def test_a_message_below_a_card_that_is_gone_comes_below_a_new_one_with_all_that_was_said(talk: World) -> None:
    retain_nothing(talk, talk.aisha)
    await talk.kari.say("Er du der?", thread_ts=talk.kari.card(TITLE).ts)
    await talk.settled()

    said = whole(talk.aisha)
    assert [any(words in one for one in said) for words in ("Vitnemål", "emne 3", "emne3.pdf", "Ta med", "Er du der?")]
    assert sorted(said) == sorted(set(said)), "each once"
    order = ["Hva med emne 3?", "Ta med det også.", "Er du der?"]
    texts = [words for one in said for words in order if words in one]
    assert texts == order
    assert strays(talk.aisha) == []
    assert given_up(talk) == []


async def test_what_she_writes_below_the_new_card_reaches_the_other_party(talk: World) -> None:
    retain_nothing(talk, talk.aisha)
    await talk.kari.say("Er du der?", thread_ts=talk.kari.card(TITLE).ts)
    await talk.settled()
    await talk.aisha.say("Her er jeg.", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.settled()
    assert "Her er jeg." in whole(talk.kari)[-1]


@pytest.mark.parametrize("what", ["attachment", "status", "notice"])
async def test_whatever_meets_the_gap_first_brings_the_card_back(talk: World, what: str) -> None:
    retain_nothing(talk, talk.aisha)
    if what == "attachment":
        kari = await open_access(talk)
        await kari.tick(LABEL, "Emneliste")
        await kari.send()
    elif what == "status":
        await talk.kari.click("Åpne", at=talk.kari.card(TITLE))
        await talk.ws.until(lambda: talk.kari.modals)
        await talk.kari.fill("Konklusjon", "Kan godkjennes.")
        await talk.kari.send()
    else:
        await talk.kari.click("Løs deloppgave", at=talk.kari.card(TITLE))
    await talk.settled()
    said = whole(talk.aisha)
    assert any("emne 3" in one for one in said)
    assert any("Vitnemål" in one for one in said)
    assert any("Emneliste" in one for one in said) == (what == "attachment")
    assert strays(talk.aisha) == []
    assert given_up(talk) == []


async def test_a_post_whose_answer_was_lost_beside_a_thread_that_is_gone_is_taken_away_too(talk: World) -> None:
    retain_nothing(talk, talk.aisha)
    talk.ws.faults.add("chat.postMessage", talk.aisha.id, kind="cut_after_effect")
    await talk.kari.say("Er du der?", thread_ts=talk.kari.card(TITLE).ts)
    await talk.settled()
    assert ["Er du der?" in one for one in whole(talk.aisha)].count(True) == 1
    assert strays(talk.aisha) == []


@pytest.mark.parametrize("call", ["chat.getPermalink", "chat.delete"])
@pytest.mark.parametrize("trouble", [{"kind": "ratelimited"}, {"kind": "error", "code": "access_denied"}])
async def test_a_post_beside_a_thread_is_found_again_when_it_could_not_be_looked_at_or_taken_away_at_once(
    talk: World, call: str, trouble: dict[str, Any]
) -> None:
    retain_nothing(talk, talk.aisha)
    fault = talk.ws.faults.add(call, talk.aisha.id, **trouble)
    await talk.kari.say("Er du der?", thread_ts=talk.kari.card(TITLE).ts)
    await talk.settled()
    assert fault.used == 1
    assert ["Er du der?" in one for one in whole(talk.aisha)].count(True) == 1
    assert strays(talk.aisha) == []


async def test_a_conversation_that_slack_does_not_know_any_more_is_opened_anew(talk: World) -> None:
    with talk.database.begin() as connection:
        wrong = tables.people.update().where(tables.people.c.slack_id == talk.aisha.id).values(dm_channel="D0GONE0000")
        connection.execute(wrong)
    with talk.ws.expect_refusal("channel_not_found"):
        await talk.kari.say("Er du der?", thread_ts=talk.kari.card(TITLE).ts)
        await talk.settled()
    assert any("Er du der?" in one for one in whole(talk.aisha))
    row = talk.rows(sa.select(tables.people.c.dm_channel).where(tables.people.c.slack_id == talk.aisha.id))[0]
    assert row.dm_channel == talk.aisha.conversation.id


ALL = sorted(ATTACHMENTS.values())


async def fetched(world: World) -> list[str]:
    """Ask for the case's attachments, and give what stands in the conversation afterwards."""
    await open_case(world, world.kari)
    await world.kari.click("Hent vedlegg", at="home")
    await world.settled()
    world.kari.modals.clear()
    standing = [one for one in world.kari.messages if not one.deleted and one.thread_ts != world.kari.card(TITLE).ts]
    return sorted(str(file["title"]) for one in standing for file in one.files if file.get("mode") != "tombstone")


async def test_attachments_that_slack_has_deleted_come_again_when_they_are_asked_for(talk: World) -> None:
    first = await fetched(talk)
    retain_nothing(talk, talk.kari)
    await talk.aisha.say("Er du der?", thread_ts=talk.aisha.card(TITLE).ts)  # brings her card back
    await talk.settled()
    assert first == await fetched(talk) == ALL
    assert await fetched(talk) == ALL, "and no second time"


async def test_one_attachment_that_was_deleted_comes_again_when_it_is_asked_for(talk: World) -> None:
    await fetched(talk)
    one = next(file["id"] for each in talk.kari.messages for file in each.files if file["title"] == "Emneliste")
    talk.ws.files.delete(talk.ws.files[one])
    await talk.settled()
    assert await fetched(talk) == ALL


async def test_who_opens_a_subtask_on_the_main_page_gets_the_card_back_that_its_page_speaks_of(talk: World) -> None:
    retain_nothing(talk, talk.aisha)
    await talk.aisha.open_home()
    await talk.quiet()
    await talk.aisha.click("Åpne", at="home", near=TITLE)
    await talk.ws.until(lambda: talk.aisha.modals)
    assert "Vedleggene ligger i tråden" in talk.aisha.text_of(talk.aisha.modals[-1]["id"])
    await talk.settled()
    said = whole(talk.aisha)
    assert [any(words in one for one in said) for words in ("Vitnemål", "emne 3", "Ta med")] == [True] * 3
    standing = len(talk.aisha.messages)
    await talk.aisha.dismiss()
    await talk.aisha.click("Åpne", at="home", near=TITLE)
    await talk.settled()
    assert len(talk.aisha.messages) == standing, "once"
