"""The conversation of a subtask: what people write in the card's thread or in a dialog."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import messages
from cases.execution.keeping import keep
from cases.pages import subtask_pages
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.said.events import is_of_a_person, message_of
from handlers.services import Services
from handlers.views import ids
from handlers.views.message_form import message_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Skriv melding` on the task page, or the thread's button on the case page: open the dialog."""
    subtask, latest, earlier = await services.executor.execute(
        subtask_pages.conversation, request.number, actor=request.actor, now=services.clock.now()
    )
    view = message_form(subtask, latest, earlier, await services.translators.of_person(request.actor))
    services.modals.open(request, view)
    await ack()


async def send(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Send`: saved before the dialog closes; both threads show it."""
    await services.executor.execute(
        messages.write,
        forms.subtask_id(request.view),
        forms.text(request.view, ids.MESSAGE),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await ack()


async def keep_message(ack: AsyncAck, request: Request, services: Services) -> None:
    """Keep an event before it is acknowledged, if it is one of a person's own doing."""
    event = request.body["event"]
    if not _is_own(request.body) and is_of_a_person(event):
        await keep(services, str(request.body["event_id"]), event, ordering_key=str(event.get("channel")))
    await ack()


async def keep_file_deleted(ack: AsyncAck, request: Request, services: Services) -> None:
    """Keep that a file is gone from Slack, whoever took it away; that it was one of the bot's own is seen later."""
    event = request.body["event"]
    await keep(services, str(request.body["event_id"]), event, ordering_key=f"file:{event.get('file_id')}")
    await ack()


def _is_own(body: dict[str, Any]) -> bool:
    """Tell whether the bot posted it. What another app posts in a person's name is theirs, and has a `bot_id`, too."""
    message = message_of(body["event"])
    bots = {install.get("user_id") for install in body.get("authorizations") or [] if install.get("is_bot")}
    is_of_this_app = bool(message.get("bot_id")) and message.get("app_id") == body.get("api_app_id", "")
    return message.get("user") in bots or is_of_this_app


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.TASK_WRITE)(ask)
    app.action(ids.CASE_ANSWER)(ask)
    app.view(ids.MESSAGE_SEND)(send)
    app.event("message")(keep_message)
    app.event("file_deleted")(keep_file_deleted)
