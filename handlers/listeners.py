"""The table of contents of the bot: every listener, and the one middleware through which all are reached."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from domain import arriving
from domain.errors import Refused
from handlers import (
    access,
    close_case,
    commands,
    conversation,
    create_subtask,
    deadlines,
    decline,
    distribute,
    fetch_attachments,
    history,
    hold,
    home,
    notification_settings,
    reassign,
    record,
    refusals,
    take_out,
    task,
    upload,
    user_profile,
)
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes, kind_and_name
from handlers.views import alert

NOBODYS_DOING = ("event", "user_change")

log = logging.getLogger(__name__)


def all_routes() -> Routes:
    """Bind every listener there is."""
    routes = Routes()
    for module in (home, notification_settings, create_subtask, task, conversation, commands, user_profile):
        module.register(routes)
    for module in (close_case, distribute, reassign, decline, hold, deadlines, history, record):
        module.register(routes)
    for module in (access, upload, fetch_attachments, take_out):
        module.register(routes)
    return routes


class Listening(AsyncMiddleware):
    """Answers every request: an act's result, a refusal in words, or an error with its id."""

    def __init__(self, desk: Desk, routes: Routes) -> None:
        """Serve requests at this desk by this table."""
        self._desk = desk
        self._routes = routes

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        """Find the listener and answer Slack; an event that was not taken in is not acknowledged."""
        with self._desk.answering():
            return await self._answer(req)

    async def _answer(self, req: AsyncBoltRequest) -> BoltResponse:
        request = Request(arriving.payload(req.body))
        if kind_and_name(req.body) != NOBODYS_DOING and request.actor:
            self._desk.note_activity(request.actor)
        listener = self._routes.find(req.body)
        if listener is None:
            return _ok(await self._unknown(request))
        try:
            return _ok(await listener(self._desk, request))
        except Refused as refused:
            if "event" in req.body:
                log.warning("an event was refused: %s", refused)
                return BoltResponse(status=503)
            return _ok(await refusals.refuse(self._desk, request, refused))
        except Exception as error:
            if "event" in req.body:
                log.exception("an event failed")
                return BoltResponse(status=500)
            return _ok(await refusals.fail(self._desk, request, error))

    async def _unknown(self, request: Request) -> Answer:
        """Answer an id that nothing listens to: a link's button, or one of a release long gone."""
        kind, name = kind_and_name(request.body)
        if kind == "block_actions" and request.body["actions"][0].get("type") == "button":
            log.warning("nobody listens to %s %s", kind, name)
            words = await self._desk.voice_for(request.actor)
            view = alert.outdated(words)
            self._desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
        return None


def _ok(answer: Answer) -> BoltResponse:
    body: Any = answer if answer is not None else ""
    return BoltResponse(status=200, body=body)
