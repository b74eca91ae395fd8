"""A tiny real Bolt app goes through a whole story, in Socket Mode and over signed HTTP."""

from typing import Any

import pytest

from sandbox import Person, Server, Workspace
from tests.sandbox.tiny_bot import button, field, make_app, modal, option, running, text_field


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_home_button_modal_suggestion_submission_card_and_thread(
    ws: Workspace, server: Server, kari: Person, ola: Person, mode: str
) -> None:
    app = make_app(ws, server)

    @app.event("app_home_opened")
    async def opened(event: Any, client: Any) -> None:
        blocks = [{"type": "actions", "block_id": "top", "elements": [button("Ny deloppgave", "new")]}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("new")
    async def new(ack: Any, body: Any, client: Any) -> None:
        select = {"type": "external_select", "min_query_length": 0}
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(text_field(), field("who", "Ansvarlig", select))
        )
        await ack()

    @app.options("who")
    async def who(ack: Any, payload: Any) -> None:
        assert payload["value"] == "Ola"
        await ack(options=[option("Ola Hansen", "U0OLA")])

    @app.view("form")
    async def save(ack: Any, view: Any, client: Any) -> None:
        values = view["state"]["values"]
        title = values["title"]["title"]["value"]
        if title == "for kort":
            await ack(response_action="errors", errors={"title": "Skriv mer"})
            return
        await ack()
        await client.chat_postMessage(channel=values["who"]["who"]["selected_option"]["value"], text=title)

    @app.event("message")
    async def said(event: Any, client: Any) -> None:
        if event.get("user") == "U0OLA":
            await client.chat_postMessage(channel="U0KARI", text=event["text"])

    async with running(ws, server, app, mode):
        await kari.open_home()
        await ws.until(lambda: kari.home)
        await kari.click("Ny deloppgave")
        await kari.fill("Tittel", "for kort")
        assert (await kari.send()).errors == {"who": "Please complete this required field."}
        await kari.choose("Ansvarlig", "Ola")
        assert not (await kari.send()).closed
        assert kari.errors == {"Tittel": "Skriv mer"}
        await kari.fill("Tittel", "Vurder emnet")
        assert (await kari.send()).closed
        card = await ws.until(lambda: ola.card("Vurder emnet"))
        await ola.say("Gjerne <!channel> & takk", thread_ts=card.ts)
        await ws.until(lambda: kari.card("Gjerne <!channel> & takk"))

    assert [r.kind for r in ws.requests if r.person == "U0KARI"][:4] == [
        "app_home_opened",
        "block_actions",
        "block_suggestion",
        "view_submission",
    ]
    assert not [s for s in ws.shown if s.person_id == "U0OLA" and "Skriv mer" in s.text]


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_commands_and_shortcuts_reach_the_app_and_get_an_answer(
    ws: Workspace, server: Server, kari: Person, mode: str
) -> None:
    app, used = make_app(ws, server), []

    @app.command("/sak")
    async def command(ack: Any, command: Any) -> None:
        await ack(f"Sak {command['text']}")

    @app.shortcut("new")
    async def shortcut(ack: Any, shortcut: Any) -> None:
        used.append(shortcut["type"])
        await ack()

    @app.shortcut("pass_on")
    async def pass_on(ack: Any, shortcut: Any) -> None:
        used.append(shortcut["message"]["text"])
        await ack()

    @app.event("message")
    async def ignore() -> None:
        pass

    async with running(ws, server, app, mode):
        await kari.command("/sak", "2026-101")
        answer = kari.messages[-1]
        assert answer.text == "Sak 2026-101"
        assert answer.ephemeral
        await kari.shortcut("new")
        said = await kari.say("hei")
        await kari.message_shortcut("pass_on", said.ts)
        await ws.until(lambda: any(r.kind == "message" and r.ack for r in ws.requests))
    assert used == ["shortcut", "hei"]
