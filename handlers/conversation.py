"""The conversation of a subtask: what people write in the card's thread or in a dialog."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cases import inbox
from cases.acts import messages, taken_back
from cases.inbox import KeptEvent
from cases.pages import subtask_pages
from domain import arriving
from domain.heard import Change, Heard
from handlers import asking, forms, said
from handlers.dispatch import Listeners
from handlers.request import Answer, Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.message_form import message_form

# What Slack itself says in a conversation, in somebody's name: https://docs.slack.dev/reference/events/message
_SLACKS_OWN = frozenset(
    (
        *("message_replied", "reminder_add", "pinned_item", "unpinned_item", "ekm_access_denied", "tombstone"),
        *("huddle_thread", "sh_room_created", "sh_room_shared", "bot_add", "bot_remove", "document_mention"),
        "channel_join",
    )
)


async def ask(services: Services, request: Request) -> Answer:
    """`Skriv melding` on the task page, or the thread's button on the case page: open the dialog."""
    subtask, latest = await services.executor.execute(
        subtask_pages.conversation, request.number, actor=request.actor, now=services.clock.now()
    )
    view = message_form(subtask, latest, await services.translators.of_person(request.actor))
    services.modals.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def send(services: Services, request: Request) -> Answer:
    """`Send`: saved before the dialog closes; both threads show it."""
    await services.executor.execute(
        messages.write,
        forms.subtask_id(request.view),
        forms.text(request.view, ids.MESSAGE),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    return None


async def keep(services: Services, request: Request) -> Answer:
    """Keep an event before it is acknowledged, if it is one of a person's own doing."""
    if not _is_own(request.body):
        await kept(services, str(request.body["event_id"]), request.body["event"])
    return None


async def keep_file_deleted(services: Services, request: Request) -> Answer:
    """Keep that a file is gone from Slack, whoever took it away; that it was one of the bot's own is seen later."""
    event = request.body["event"]
    await _keep(services, str(request.body["event_id"]), event, lane=f"file:{event.get('file_id')}")
    return None


async def kept(services: Services, key: str, event: dict[str, Any]) -> bool:
    """Keep an event, whoever has brought it; False for one that had come before, or is no person's doing."""
    return _is_of_a_person(event) and await _keep(services, key, event, lane=str(event.get("channel")))


async def _keep(services: Services, key: str, event: dict[str, Any], *, lane: str) -> bool:
    ts = str(event.get("event_ts") or "")
    is_new = await services.executor.execute(inbox.keep, key, event, lane=lane, ts=ts, now=services.clock.now())
    services.heard.set()
    return is_new


def _is_of_a_person(event: dict[str, Any]) -> bool:
    """Whether a person did it; asks for so little that even what can not be read is kept."""
    return event.get("channel_type") == "im" and "user" in message_of(event)


def _is_own(body: dict[str, Any]) -> bool:
    """Whether the bot itself posted it. What another app posts in a person's name is hers, and has a `bot_id`, too."""
    message = message_of(body["event"])
    bots = {install.get("user_id") for install in body.get("authorizations") or [] if install.get("is_bot")}
    is_of_this_app = bool(message.get("bot_id")) and message.get("app_id") == body.get("api_app_id", "")
    return message.get("user") in bots or is_of_this_app


def message_of(event: dict[str, Any]) -> dict[str, Any]:
    """The message that an event is about, as it is now, or was before it was deleted."""
    return event.get("message") or event.get("previous_message") or event


async def take_in(services: Services, kept: KeptEvent) -> None:
    """Do what a kept event asks for. Doing it twice, here or in another process, has no second effect."""
    if kept.event.get("type") == "file_deleted":
        await services.executor.record(
            taken_back.file_deleted, str(kept.event.get("file_id")), kept, now=services.clock.now()
        )
        services.executor.changed.set()
        return
    event = kept.event
    told = await asking.with_files(services, message_of(event))
    event = event | ({"message": told} if "message" in event else told if "user" in event else {})
    names = await asking.names(services, said.mentions(told).people)
    heard = hear(event, names)
    if heard is None:
        await services.executor.record(inbox.taken_in, kept, now=services.clock.now())
    else:
        await services.executor.record(
            messages.hear, heard, kept, now=services.clock.now()
        )  # nobody waits for it: it may come late
        services.executor.changed.set()


async def tell_author(services: Services, kept: KeptEvent) -> None:
    """Tell who did it that an event could not be taken in."""
    message = message_of(kept.event)
    thread_ts = str(message.get("thread_ts") or "") or None
    await services.executor.execute(
        messages.tell_author, kept, author=str(message.get("user")), thread_ts=thread_ts, now=services.clock.now()
    )


def hear(event: dict[str, Any], names: dict[str, str]) -> Heard | None:
    """Read an event as a message that a person wrote, changed or took away; None for anything else.

    A deleted message that has replies comes as a change into a tombstone.
    https://docs.slack.dev/reference/events/message
    """
    if event.get("channel_type") != "im":
        return None
    event = arriving.payload(event)
    subtype, present = event.get("subtype"), message_of(event)
    if subtype == "message_deleted":
        return _heard(Change.DELETED, event, event.get("previous_message") or {}, names)
    if subtype == "message_changed":
        if present.get("subtype") == "tombstone":
            return _heard(Change.DELETED, event, event.get("previous_message") or {}, names)
        return _heard(Change.EDITED, event, present, names)
    return None if subtype in _SLACKS_OWN else _heard(Change.WRITTEN, event, present, names)


def _heard(change: Change, event: dict[str, Any], message: dict[str, Any], names: dict[str, str]) -> Heard | None:
    if not (message.get("user") and message.get("ts") and event.get("channel")):
        return None
    read = said.read(message, names)
    return Heard(
        change=change,
        channel=str(event["channel"]),
        ts=str(message["ts"]),
        thread_ts=message.get("thread_ts"),
        author=str(message["user"]),
        text=read.text,
        blocks=read.blocks,
        files=read.files,
        lost=read.lost,
        sent_at=datetime.fromtimestamp(float(message["ts"]), UTC),
        changed_at=datetime.fromtimestamp(float(event.get("event_ts") or message["ts"]), UTC),
    )


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.TASK_WRITE)(ask)
    app.action(ids.CASE_ANSWER)(ask)
    app.view(ids.MESSAGE_SEND)(send)
    app.event("message")(keep)
    app.event("file_deleted")(keep_file_deleted)
