"""Clicks that come close together."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Workspace
from tests.sandbox.tiny_bot import button

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


async def test_two_clicks_at_once_are_two_requests(
    ws: Workspace, client: AsyncWebClient, app: AsyncApp, kari: Person
) -> None:
    triggers = []

    @app.action("go")
    async def go(ack: Any, body: Any) -> None:
        triggers.append(body["trigger_id"])
        await ack()

    await client.views_publish(
        user_id=kari.id, view=HOME | {"blocks": [{"type": "actions", "elements": [button("Gå", "go")]}]}
    )
    answers = await asyncio.gather(kari.click("Gå"), kari.click("Gå"))
    assert all(answer.ok for answer in answers)
    assert len(set(triggers)) == 2
