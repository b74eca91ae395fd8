"""Economy of the delivery: what is sent how often, and what is never sent because nobody needs it any more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.delivery.worker import SETTLED
from store import tables
from tests.bot.delivery.talk import calls, heard, states, tell
from tests.bot.lives import TITLE, given_up
from tests.world import World, open_world


@pytest.fixture
async def talk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Open the institution; Kari and Aisha share a subtask."""
    async with open_world(sqlite_url, tmp_path) as world:
        await world.create()
        yield world


async def test_ten_quick_changes_while_slack_is_slow_are_two_updates(talk: World) -> None:
    before = len(calls(talk, "chat.update", talk.kari))
    slow = talk.ws.faults.add("chat.update", talk.kari.id, kind="hang_after_effect")
    await talk.aisha.click("Åpne", at=talk.aisha.card(TITLE))
    await talk.ws.until(lambda: slow.used and talk.aisha.modals)
    for number in range(10):
        await talk.aisha.fill("Konklusjon", f"Utkast {number}")
        assert not (await talk.aisha.send()).errors
    slow.release()
    await talk.quiet()
    assert len(calls(talk, "chat.update", talk.kari)) - before == 2
    assert "Utkast 9" in talk.kari.text_of(talk.kari.card(TITLE))


async def test_a_change_while_slack_asks_to_wait_is_shown_with_the_one_that_waits(talk: World) -> None:
    talk.ws.faults.add("chat.update", talk.kari.id, kind="ratelimited", retry_after=60)
    await talk.aisha.click("Åpne", at=talk.aisha.card(TITLE))
    await talk.ws.until(lambda: talk.aisha.modals and calls(talk, "chat.update", talk.kari))
    for number in range(3):
        await talk.aisha.fill("Konklusjon", f"Utkast {number}")
        await talk.aisha.send()
    await talk.settled()
    assert len(calls(talk, "chat.update", talk.kari)) == 2
    assert "Utkast 2" in talk.kari.text_of(talk.kari.card(TITLE))
    assert not given_up(talk)


async def test_a_message_taken_back_before_it_was_sent_is_never_sent(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="ratelimited", retry_after=60)
    message = await talk.aisha.say("Uff", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.ws.until(lambda: len(calls(talk, "chat.postMessage", talk.kari)) == 2)
    await talk.aisha.delete(message.ts)
    await talk.settled()
    assert heard(talk.kari) == []
    assert len(calls(talk, "chat.postMessage", talk.kari)) == 2
    assert states(talk, "message") == ["dropped", "dropped"]


async def test_a_message_taken_back_while_nobody_knows_whether_it_came_is_taken_away(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="cut_after_effect")
    message = await talk.aisha.say("Uff", thread_ts=talk.aisha.card(TITLE).ts)
    await talk.ws.until(lambda: heard(talk.kari) == ["Uff"])
    await talk.aisha.delete(message.ts)
    await talk.settled()
    assert heard(talk.kari) == []


async def test_a_change_whose_answer_was_lost_is_changed_back_too(talk: World) -> None:
    async def conclude(text: str) -> None:
        await talk.aisha.fill("Konklusjon", text)
        await talk.aisha.send()
        await talk.ws.until(lambda: text in talk.kari.text_of(talk.kari.card(TITLE)))

    await talk.aisha.click("Åpne", at=talk.aisha.card(TITLE))
    await talk.ws.until(lambda: talk.aisha.modals)
    await conclude("Dekker emnet.")
    await talk.quiet()
    talk.ws.faults.add("chat.update", talk.kari.id, kind="cut_after_effect")
    await conclude("Dekker ikke.")
    await talk.aisha.fill("Konklusjon", "Dekker emnet.")
    await talk.aisha.send()
    await talk.settled()
    assert "Dekker emnet." in talk.kari.text_of(talk.kari.card(TITLE))


async def test_slacks_history_is_given_the_time_to_show_a_message_before_it_is_taken_for_lost(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.kari.id, kind="cut_after_effect")
    await tell(talk, "Sent")
    await talk.settled()
    assert heard(talk.kari) == ["Sent"]
    posted = calls(talk, "chat.postMessage", talk.kari)[-1]
    (looked,) = calls(talk, "conversations.replies", talk.kari)
    assert posted.ended_at is not None
    assert looked.started_at - posted.ended_at >= timedelta(seconds=SETTLED)


async def test_a_card_for_somebody_who_has_left_is_dropped(talk: World) -> None:
    talk.ws.faults.add("chat.postMessage", talk.aisha.id, kind="ratelimited", retry_after=60)
    await talk.submit(title="For sent")
    await talk.ws.until(lambda: len(calls(talk, "chat.postMessage", talk.aisha)) == 2)
    with talk.database.begin() as connection:
        left = tables.people.update().where(tables.people.c.slack_id == talk.aisha.id).values(active=False)
        connection.execute(left)
    await talk.settled()
    assert "For sent" not in "".join(talk.aisha.text_of(message) for message in talk.aisha.messages)
    assert "For sent" in talk.kari.text_of(talk.kari.card("For sent"))


async def test_everything_goes_out_little_by_little_while_people_ask_all_the_time(talk: World) -> None:
    drawn = [one for one in talk.ws.calls if one.method == "views.publish"]
    with talk.bot.services.gate.answering():
        await talk.kari.open_home()
        await talk.kari.say("Midt i det", thread_ts=talk.kari.card(TITLE).ts)
        await talk.ws.until(lambda: heard(talk.aisha) == ["Midt i det"])
        await talk.ws.until(lambda: len([one for one in talk.ws.calls if one.method == "views.publish"]) > len(drawn))


async def test_a_bot_with_nothing_to_do_leaves_the_database_alone(talk: World) -> None:
    began: list[object] = []
    engine = talk.bot.services.context.database.engine
    sa.event.listen(engine, "begin", began.append)
    # What the last acts have left, such as words to be found, is soon taken in; a loop that does not rest never ends.
    for _ in range(20):
        began.clear()
        for _ in range(200):  # time enough for as many rounds of such a loop
            await talk.bot.services.executor.query(lambda context: None)
        if len(began) < 5:
            return
    pytest.fail(f"{len(began)} transactions of a bot with nothing to do")
