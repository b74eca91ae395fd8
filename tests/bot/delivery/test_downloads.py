"""Files out of Slack, wherever Slack keeps their bytes; and nobody else gets the token."""

from __future__ import annotations

import pytest

from bot.delivery.downloads import heads_for
from bot.slack.client import RefusedError
from tests.bot.lives import TITLE
from tests.handlers.conversations import files_of_the_bot
from tests.world import World

API = "https://slack.com/api/"


async def test_bytes_that_lie_on_another_host_of_slacks_arrive(sqlite_world: World) -> None:
    """As on Enterprise Grid: https://github.com/NousResearch/hermes-agent/pull/114483 . They never came."""
    world = sqlite_world
    await world.create()
    world.ws.faults.add("download", kind="redirected", times=None)
    await world.aisha.say("Se", thread_ts=(await world.card(world.aisha)).ts, files=[("notat.pdf", b"%PDF notat")])
    await world.quiet()
    assert files_of_the_bot(world.kari) == ["notat.pdf"]


async def test_where_something_on_the_way_sends_us_elsewhere_for_a_while_the_file_comes_afterwards(
    sqlite_world: World,
) -> None:
    """As a gateway does that wants somebody to log in: it says nothing about this file."""
    world = sqlite_world
    await world.create()
    world.ws.faults.add("download", kind="redirected", code="https://elsewhere.example/login")
    await world.aisha.say("Se", thread_ts=(await world.card(world.aisha)).ts, files=[("notat.pdf", b"%PDF notat")])
    await world.ws.until(lambda: "sent on to elsewhere.example" in str(world.errors("fetch")))
    assert files_of_the_bot(world.kari) == []
    await world.settled()
    assert files_of_the_bot(world.kari) == ["notat.pdf"]
    answers = [world.aisha.text_of(one) for one in world.aisha.thread(world.aisha.card(TITLE).ts) if one.bot_id]
    assert "ble ikke sendt videre" not in str(answers)


@pytest.mark.parametrize(
    ("address", "has_token"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.pdf", True),
        ("https://files-origin.slack.com/files-pri/T1-F1/a.pdf", True),
        ("https://slack-files.com/T1-F1", True),
        ("https://downloads.slack-edge.com/a.pdf?signature=1", False),
    ],
)
def test_the_token_goes_to_slack_and_not_where_the_address_is_enough(address: str, *, has_token: bool) -> None:
    """As https://github.com/nextlevelbuilder/goclaw/pull/233 saw it."""
    assert ("Authorization" in heads_for(address, API, "xoxb-1")) is has_token


@pytest.mark.parametrize(
    "address",
    [
        "http://files.slack.com/a.pdf",
        "https://slack.com.evil.example/a",
        "https://notslack.com/a",
        "https://127.0.0.1/a",
        "",
    ],
)
def test_nothing_is_fetched_from_anybody_else(address: str) -> None:
    with pytest.raises(RefusedError):
        heads_for(address, API, "xoxb-1")
