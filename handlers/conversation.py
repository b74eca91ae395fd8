"""The conversation of a subtask: what people write in the card's thread or in a dialog."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from cases import arriving, events, messages, pages, people
from cases.events import KeptEvent
from cases.messages import Change, Heard
from handlers import forms
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids, rich_text
from handlers.views.message_form import message_form

_WRITTEN = (None, "file_share", "thread_broadcast")
_PERSON = re.compile(r"[UW][A-Z0-9]+")


async def ask(desk: Desk, request: Request) -> Answer:
    """`Skriv melding` on the task page, or the thread's button on the case page: open the dialog."""
    subtask, latest = await desk.act(pages.conversation, request.number, actor=request.actor, now=desk.now())
    view = message_form(subtask, latest, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def send(desk: Desk, request: Request) -> Answer:
    """`Send`: saved before the dialog closes; both threads show it."""
    await desk.act(
        messages.write,
        forms.subtask_id(request.view),
        forms.text(request.view, ids.MESSAGE),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    return None


async def keep(desk: Desk, request: Request) -> Answer:
    """Keep an event before it is acknowledged, if it is one of a person's own doing."""
    await kept(desk, str(request.body["event_id"]), request.body["event"])
    return None


async def kept(desk: Desk, key: str, event: dict[str, Any]) -> bool:
    """Keep an event, whoever has brought it; False for one that had come before, or is no person's doing."""
    if not _is_of_a_person(event):
        return False
    lane, ts = str(event.get("channel")), str(event.get("event_ts") or "")
    is_new = await desk.act(events.keep, key, event, lane=lane, ts=ts, now=desk.now())
    desk.heard.set()
    return is_new


def _is_of_a_person(event: dict[str, Any]) -> bool:
    """Whether a person did it; asks for so little that even what can not be read is kept."""
    message = _message(event)
    return event.get("channel_type") == "im" and "user" in message and "bot_id" not in message


def _message(event: dict[str, Any]) -> dict[str, Any]:
    return event.get("message") or event.get("previous_message") or event


async def take_in(desk: Desk, kept: KeptEvent) -> None:
    """Do what a kept event asks for. Doing it twice, here or in another process, has no second effect."""
    mentioned = sorted(set(_PERSON.findall(str(kept.event))))
    names = await desk.look(people.names, mentioned) if mentioned else {}
    heard = hear(kept.event, names)
    if heard is None:
        await desk.note(events.taken_in, kept, now=desk.now())
    else:
        await desk.note(messages.hear, heard, kept, now=desk.now())  # nobody waits for it: it may come late
        desk.changed.set()


async def tell_author(desk: Desk, kept: KeptEvent) -> None:
    """Tell who did it that an event could not be taken in."""
    message = _message(kept.event)
    thread_ts = str(message.get("thread_ts") or "") or None
    await desk.act(messages.tell_author, kept, author=str(message.get("user")), thread_ts=thread_ts, now=desk.now())


def hear(event: dict[str, Any], names: dict[str, str]) -> Heard | None:
    """Read an event as a message that a person wrote, changed or took away; None for anything else.

    A deleted message that has replies comes as a change into a tombstone.
    https://docs.slack.dev/reference/events/message
    """
    if event.get("channel_type") != "im":
        return None
    event = arriving.payload(event)
    subtype = event.get("subtype")
    if subtype in _WRITTEN:
        return _heard(Change.WRITTEN, event, event, names)
    if subtype == "message_deleted":
        return _heard(Change.DELETED, event, event.get("previous_message") or {}, names)
    if subtype == "message_changed":
        message = event.get("message") or {}
        if message.get("subtype") == "tombstone":
            return _heard(Change.DELETED, event, event.get("previous_message") or {}, names)
        return _heard(Change.EDITED, event, message, names)
    return None


def _heard(change: Change, event: dict[str, Any], message: dict[str, Any], names: dict[str, str]) -> Heard | None:
    if not (message.get("user") and message.get("ts") and event.get("channel")) or message.get("bot_id"):
        return None
    blocks = rich_text.clean(message.get("blocks") or [], names)
    blocks = blocks or rich_text.from_text(str(message.get("text") or ""), names)
    return Heard(
        change=change,
        channel=str(event["channel"]),
        ts=str(message["ts"]),
        thread_ts=message.get("thread_ts"),
        author=str(message["user"]),
        text=rich_text.plain(blocks),
        blocks=blocks,
        files=tuple(forms.sent_file(file) for file in message.get("files") or []),
        sent_at=datetime.fromtimestamp(float(message["ts"]), UTC),
        changed_at=datetime.fromtimestamp(float(event.get("event_ts") or message["ts"]), UTC),
    )


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.TASK_WRITE, ask)
    routes.add("block_actions", ids.CASE_ANSWER, ask)
    routes.add("view_submission", ids.MESSAGE_SEND, send)
    routes.add("event", "message", keep)
