"""Order, economy and patience of the delivery: what is sent when, how often, and what is given up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from sandbox.faults import Kind
from store import tables
from tests.bot.delivery.talk import calls, heard, notices, tell
from tests.bot.lives import TITLE, given_up
from tests.world import World, open_world

IN_TURN: tuple[Kind, ...] = (
    "cut_after_effect",
    "ratelimited",
    "http_500_after_effect",
    "cut_before",
    "hang_after_effect",
    "http_500",
)


@pytest.fixture
async def talk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution; Kari and Aisha share a subtask."""
    async with open_world(sqlite_url, tmp_path) as world:
        await world.create()
        yield world


# ---- order


async def test_messages_keep_their_order_whatever_happens_to_each(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path, patience=1.0) as world:
        await world.create()
        texts = [f"Melding {number}" for number in range(8)]
        for kind in IN_TURN:
            world.ws.faults.add("chat.postMessage", world.kari.id, kind=kind)
        await tell(world, *texts)
        await world.settled()
        assert heard(world.kari) == texts


async def test_trouble_in_one_conversation_holds_up_no_other(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="error", code="restricted_action")
    await tell(talk, "Venter")
    await talk.ws.until(lambda: len(calls(talk, "chat.postMessage", talk.kari)) == 2)
    await talk.kari.say("Kommer straks", thread_ts=talk.kari.card(TITLE).ts)
    await talk.ws.until(lambda: heard(talk.aisha) == ["Kommer straks"])
    assert heard(talk.kari) == []
    await talk.settled()
    assert heard(talk.kari) == ["Venter"]


async def test_what_slack_refuses_for_good_is_told_to_its_author_once_and_the_next_goes_out(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="error", code="msg_too_long")
    await tell(talk, "Den første", "Den andre")
    await talk.quiet()
    assert heard(talk.kari) == ["Den andre"]
    assert given_up(talk) == [("message", "msg_too_long")]
    (told,) = [text for text in notices(talk.aisha) if "Slack tok ikke imot meldingen din til Kari Nordmann" in text]
    assert "Skriv den på nytt, gjerne kortere." in told


async def test_who_cannot_be_reached_is_told_of_to_the_other_party(sqlite_url: str, tmp_path: Path) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        world.ws.faults.add("conversations.open", world.aisha.id, kind="error", code="user_disabled")
        await world.create(attachments=["Vitnemål"])
        assert given_up(world) == [("card", "user_disabled")]
        told = notices(world.kari)
        assert ["Slack viser ikke deloppgaven «Vurder emnene» for Aisha Rahman" in text for text in told] == [True]
        assert "Bytt ansvarlig" in world.kari.labels(world.kari.thread(world.kari.card(TITLE).ts)[0])
        assert "Aisha Rahman kan ikke lenger" in world.kari.text_of(world.kari.card(TITLE))

        world.aisha.change()  # Slack says that her account is open
        await world.settled()
        card = await world.card(world.aisha)
        assert "kan ikke lenger" not in world.kari.text_of(world.kari.card(TITLE))
        assert [file["title"] for reply in world.aisha.thread(card.ts) for file in reply.files] == ["Vitnemål"]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_file_that_slack_refuses_for_good_holds_up_nothing_and_its_owner_hears(
    method: str, sqlite_url: str, tmp_path: Path
) -> None:
    async with open_world(sqlite_url, tmp_path) as world:
        world.ws.faults.add(method, kind="error", code="file_type_not_allowed")
        await world.create(attachments=["Vitnemål"])
        assert given_up(world) == [("grant", "file_type_not_allowed")]
        assert ["Vitnemål kunne ikke legges i tråden" in text for text in notices(world.kari)] == [True]


async def test_a_large_file_holds_up_neither_a_card_nor_a_message(talk: World) -> None:
    slow = talk.ws.faults.add("upload", kind="hang_after_effect", times=9)
    await talk.submit(title="Med vedlegg", attachments=["Vitnemål"])
    await talk.ws.until(lambda: slow.used)
    await talk.kari.say("Ser du denne?", thread_ts=talk.kari.card(TITLE).ts)
    await talk.ws.until(lambda: heard(talk.aisha) == ["Ser du denne?"])
    await talk.aisha.click("Åpne", at=talk.aisha.card("Med vedlegg"))
    await talk.ws.until(lambda: "Åpen" in talk.kari.text_of(talk.kari.card("Med vedlegg")))
    assert not talk.is_quiet(), "the file is still under way"
    talk.ws.faults.clear()
    await talk.settled()
    card = talk.aisha.card("Med vedlegg")
    assert [file["title"] for reply in talk.aisha.thread(card.ts) for file in reply.files] == ["Vitnemål"]


# ---- patience


async def test_slack_is_not_asked_again_before_it_said(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="ratelimited", retry_after=40)
    await tell(talk, "Hei")
    await talk.settled()
    _, refused, taken = calls(talk, "chat.postMessage", talk.kari)
    assert refused.ended_at is not None
    assert taken.started_at - refused.ended_at >= timedelta(seconds=39.9)
    assert heard(talk.kari) == ["Hei"]


@pytest.mark.parametrize("kind", ["http_500", "cut_before", "ratelimited"])
async def test_however_long_slack_is_down_nothing_is_given_up_and_all_goes_out_within_a_minute_after_its_end(
    talk: World, kind: Kind
) -> None:
    down = talk.ws.faults.add(times=10_000, kind=kind, retry_after=20)
    await tell(talk, "Den første", "Den andre")
    ends_at = talk.clock.now() + timedelta(minutes=120)
    while talk.clock.now() < ends_at:
        await talk.ws.until(lambda: talk.bot.rests_until or down.used >= 10_000)
        talk.clock.set(max(talk.bot.rests_until or ends_at, talk.clock.now() + timedelta(seconds=1)))
    assert heard(talk.kari) == []
    tried = len(talk.ws.calls)
    talk.ws.faults.clear()
    await talk.settled()
    assert talk.clock.now() - ends_at < timedelta(minutes=1)
    assert heard(talk.kari) == ["Den første", "Den andre"]
    assert not given_up(talk)
    assert tried < 1_000, "a Slack that is down is not called all the time"


@pytest.mark.parametrize(
    ("kind", "details", "error"),
    [
        ("unheard of", {}, "this version does not know such a row"),
        ("notice", {"say": "unheard of"}, "this version does not know the notice 'unheard of'"),
        ("notice", {"say": "case_closed"}, "this version cannot read the notice 'case_closed': KeyError('case')"),
        ("discard", {}, "KeyError"),
    ],
)
async def test_a_row_that_this_program_cannot_draw_is_set_aside_and_the_next_goes_out(
    talk: World, caplog: pytest.LogCaptureFixture, kind: str, details: dict[str, str], error: str
) -> None:
    kari = talk.rows(sa.select(tables.people.c.id).where(tables.people.c.slack_id == talk.kari.id))[0].id
    row = {"key": "x", "kind": kind, "subject_id": 1, "person_id": kari, "ordering_key": f"dm:{kari}"}
    now = talk.clock.now()
    with talk.database.begin() as connection:
        connection.execute(
            tables.outbox.insert().values(row | {"details": details, "not_before_at": now, "created_at": now})
        )
    await tell(talk, "Hei")
    await talk.settled()
    assert given_up(talk) == [(kind, error)]
    assert heard(talk.kari) == ["Hei"]
    assert f"is set aside: {error} {kind!r}" in caplog.text or f"({kind}) is refused: {error}" in caplog.text


@pytest.mark.parametrize("kind", ["cut_before", "http_500", "ratelimited"])
async def test_who_is_not_shown_what_she_asked_for_is_told(talk: World, kind: Kind) -> None:
    talk.ws.faults.add("views.open", kind=kind)
    await talk.aisha.click("Åpne", at=talk.aisha.card(TITLE))
    await talk.ws.until(lambda: "Slack klarte ikke å vise det du ba om" in talk.aisha.text_of(talk.aisha.messages[-1]))
    await talk.quiet()


async def test_a_clock_that_is_set_back_holds_nothing_for_longer_than_the_longest_pause(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="error", code="restricted_action")
    await tell(talk, "Før")
    await talk.ws.until(lambda: talk.errors("message"))
    talk.clock.move(hours=-1)
    set_back_at = talk.clock.now()
    await tell(talk, "Etter")
    await talk.settled()
    assert heard(talk.kari) == ["Før", "Etter"]
    assert talk.clock.now() - set_back_at < timedelta(minutes=5)
