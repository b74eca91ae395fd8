"""On demand, what a redrawn modal was drawn with is not told of fields that are new in it and that nobody touched."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Workspace
from tests.sandbox.tiny_bot import modal, text_field


async def test_what_is_new_and_untouched_is_not_told_and_all_else_is(
    ws: Workspace, client: AsyncWebClient, kari: Person, app: AsyncApp
) -> None:
    told: dict[str, Any] = {}

    @app.view("form")
    async def save(ack: Any, view: Any) -> None:
        told.update({name: one[name]["value"] for name, one in view["state"]["values"].items()})
        await ack()

    ws.view_desk.forgets_initial = True
    first = text_field("old", "Før", initial_value="A")
    await client.views_open(trigger_id=ws.triggers.issue(kari.id), view=modal(first))
    new = [text_field(name, name, initial_value="B") for name in ("new", "touched")]
    await client.views_update(view_id=kari.modals[0]["id"], view=modal(first, *new))
    await kari.fill("touched", "C")
    assert (await kari.send()).closed
    assert told == {"old": "A", "touched": "C"}
