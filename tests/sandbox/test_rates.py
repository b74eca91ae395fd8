"""Slack's rate limits, where they are switched on: who is refused, and how much Slack would have taken."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import SettableClock, Workspace
from sandbox.api.methods import METHODS
from sandbox.rates import PACED, PER_MINUTE

UNLIMITED = {"apps.connections.open"}


async def test_posts_are_paced_to_one_a_second_and_conversation_where_that_is_switched_on(
    ws: Workspace, client: AsyncWebClient, clock: SettableClock
) -> None:
    ws.rate_limits = True
    await client.chat_postMessage(channel="U0KARI", text="1")
    await client.chat_postMessage(channel="U0OLA", text="1")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.chat_postMessage(channel="U0KARI", text="2")
    clock.move(seconds=1)
    await client.chat_postMessage(channel="U0KARI", text="2")


async def test_methods_have_tiers_where_that_is_switched_on(
    ws: Workspace, client: AsyncWebClient, clock: SettableClock
) -> None:
    ws.rate_limits = True
    for _ in range(20):
        await client.users_list()
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.users_list()
    clock.move(minutes=1)
    await client.users_list()


@pytest.mark.parametrize(
    ("method", "args", "tier"),
    [
        ("conversations.open", {"users": "U0KARI"}, 50),
        ("users.info", {"user": "U0KARI"}, 100),
        ("users.list", {}, 20),
    ],
)
async def test_a_method_takes_in_a_minute_what_its_tier_says(
    ws: Workspace, client: AsyncWebClient, clock: SettableClock, method: str, args: Any, tier: int
) -> None:
    ws.rate_limits = True
    answers = await asyncio.gather(*[client.api_call(method, params=args) for _ in range(tier)])
    assert all(answer["ok"] for answer in answers)
    with pytest.raises(SlackApiError, match="ratelimited") as refusal:
        await client.api_call(method, params=args)
    wait = int(refusal.value.response.headers["Retry-After"])
    assert 55 <= wait <= 60
    clock.move(seconds=wait)
    await client.api_call(method, params=args)
    assert ws.rates.refused == {method: 1}
    assert ws.rates.could(method, timedelta(seconds=wait)) in {tier, 2 * tier}


async def test_refusals_are_counted_by_method_whatever_their_cause(ws: Workspace, client: AsyncWebClient) -> None:
    ws.rate_limits = True
    ws.faults.add("auth.test", times=2, kind="ratelimited")
    posts = [client.chat_postMessage(channel="U0KARI", text="x") for _ in range(4)]
    await asyncio.gather(client.auth_test(), client.auth_test(), *posts, return_exceptions=True)
    assert ws.rates.refused == {"auth.test": 2, "chat.postMessage": 3}


def test_how_much_slack_would_take_is_known_for_every_method(ws: Workspace) -> None:
    assert set(METHODS) == {*PER_MINUTE, PACED} | UNLIMITED
    assert ws.rates.could("conversations.open", timedelta(seconds=59)) == 50
    assert ws.rates.could("conversations.open", timedelta(seconds=180)) == 200
    assert ws.rates.could(PACED, timedelta(seconds=9), conversations=3) == 30
