"""`Hele samtalen` and `Tidligere konklusjoner` on the task page: read to the end what was said and saved."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError

from cases.pages import record
from domain.forms import Conversation
from handlers import forms
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.record import earlier_conclusions, whole_conversation

PATIENCE = 1.0  # of the three seconds for which a modal may be opened: without its address a file is only named


async def ask_conversation(desk: Desk, request: Request) -> Answer:
    """`Hele samtalen`: its last page, on top of the task page."""
    page = await desk.look(record.conversation, request.number, actor=request.actor)
    desk.later(_show_conversation(desk, request, page))
    return None


async def turn_conversation(desk: Desk, request: Request) -> Answer:
    """Turn to older or newer messages."""
    number = forms.subtask_id(request.view)
    page = await desk.look(record.conversation, number, actor=request.actor, page=request.number)
    desk.later(_show_conversation(desk, request, page, instead=True))
    return None


async def _show_conversation(desk: Desk, request: Request, page: Conversation, *, instead: bool = False) -> None:
    view = whole_conversation(page, await _addresses(desk, page), await desk.voice_for(request.actor))
    if instead:
        desk.replace(request.view["id"], view, actor=request.actor)
    else:
        desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)


async def _addresses(desk: Desk, page: Conversation) -> dict[str, str]:
    """Where the files on a page can be opened, by their id in Slack; those that Slack tells of soon enough."""
    wanted = {file.slack_file_id for one in page.passages for file in one.files if file.slack_file_id}
    asked = [asyncio.create_task(_address(desk, file_id)) for file_id in sorted(wanted)]
    if not asked:
        return {}
    told, late = await asyncio.wait(asked, timeout=PATIENCE)
    for task in late:
        task.cancel()
    return dict(found for task in told if (found := task.result()))


async def _address(desk: Desk, file_id: str) -> tuple[str, str] | None:
    try:
        answer: Any = await desk.slack.files_info(file=file_id)
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return None
    address = str((answer.get("file") or {}).get("permalink") or "")
    return (file_id, address) if address.startswith("https://") else None


async def ask_conclusions(desk: Desk, request: Request) -> Answer:
    """`Tidligere konklusjoner`: on top of the task page."""
    page = await desk.look(record.conclusions, request.number, actor=request.actor)
    view = earlier_conclusions(page, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def turn_conclusions(desk: Desk, request: Request) -> Answer:
    """Turn to older or newer ones."""
    number = forms.subtask_id(request.view)
    page = await desk.look(record.conclusions, number, actor=request.actor, page=request.number)
    view = earlier_conclusions(page, await desk.voice_for(request.actor))
    desk.replace(request.view["id"], view, actor=request.actor)
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.TASK_CONVERSATION, ask_conversation)
    routes.add("block_actions", ids.CONVERSATION_PAGE, turn_conversation)
    routes.add("block_actions", ids.CONVERSATION_BACK_PAGE, turn_conversation)
    routes.add("block_actions", ids.TASK_CONCLUSIONS, ask_conclusions)
    routes.add("block_actions", ids.CONCLUSIONS_PAGE, turn_conclusions)
    routes.add("block_actions", ids.CONCLUSIONS_BACK_PAGE, turn_conclusions)
