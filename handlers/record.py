"""`Hele samtalen` and `Tidligere konklusjoner` on the task page: read to the end what was said and saved."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.pages import record
from domain.forms import Conversation
from handlers import asking, forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.record import earlier_conclusions, whole_conversation

PATIENCE = 1.0  # of the three seconds for which a modal may be opened: without its address a file is only named


async def ask_conversation(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Hele samtalen`: its last page, on top of the task page."""
    page = await services.executor.query(record.conversation, request.number, actor=request.actor)
    services.background.later(_show_conversation(services, request, page))
    await ack()


async def turn_conversation(ack: AsyncAck, request: Request, services: Services) -> None:
    """Turn to older or newer messages."""
    number = forms.subtask_id(request.view)
    page = await services.executor.query(record.conversation, number, actor=request.actor, page=request.number)
    services.background.later(_show_conversation(services, request, page, instead=True))
    await ack()


async def _show_conversation(
    services: Services, request: Request, page: Conversation, *, instead: bool = False
) -> None:
    view = whole_conversation(
        page, await _addresses(services, page), await services.translators.of_person(request.actor)
    )
    if instead:
        services.modals.replace(request.view["id"], view, actor=request.actor)
    else:
        services.modals.open(request, view)


async def _addresses(services: Services, page: Conversation) -> dict[str, str]:
    """Where the files on a page can be opened, by their id in Slack; those that Slack tells of soon enough."""
    wanted = {file.slack_file_id for one in page.passages for file in one.files if file.slack_file_id}
    asked = [asyncio.create_task(_address(services, file_id)) for file_id in sorted(wanted)]
    if not asked:
        return {}
    told, late = await asyncio.wait(asked, timeout=PATIENCE)
    for task in late:
        task.cancel()
    return dict(found for task in told if (found := task.result()))


async def _address(services: Services, file_id: str) -> tuple[str, str] | None:
    try:
        answer: Any = await services.slack.files_info(file=file_id)
    except asking.NO_ANSWER:
        return None
    address = str((answer.get("file") or {}).get("permalink") or "")
    return (file_id, address) if address.startswith("https://") else None


async def ask_conclusions(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Tidligere konklusjoner`: on top of the task page."""
    page, translator = await services.translators.asked(record.conclusions, request.number, actor=request.actor)
    view = earlier_conclusions(page, translator)
    services.modals.open(request, view)
    await ack()


async def turn_conclusions(ack: AsyncAck, request: Request, services: Services) -> None:
    """Turn to older or newer ones."""
    number = forms.subtask_id(request.view)
    page, translator = await services.translators.asked(
        record.conclusions, number, actor=request.actor, page=request.number
    )
    view = earlier_conclusions(page, translator)
    services.modals.replace(request.view["id"], view, actor=request.actor)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.TASK_CONVERSATION)(ask_conversation)
    app.action(ids.CONVERSATION_PAGE)(turn_conversation)
    app.action(ids.CONVERSATION_BACK_PAGE)(turn_conversation)
    app.action(ids.TASK_CONCLUSIONS)(ask_conclusions)
    app.action(ids.CONCLUSIONS_PAGE)(turn_conclusions)
    app.action(ids.CONCLUSIONS_BACK_PAGE)(turn_conclusions)
