"""From what Slack sends to the one listener that answers it.

Listeners are registered in Bolt's words and answer through Bolt's `ack`. Bolt itself has one listener for each of its
words: it tries its listeners one after the other, which costs more the more there are, while a table does not
(docs/decisions/0015). The table is also what tests compare with the manifest and with every id that a view draws.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from domain import arriving
from domain.errors import Refused
from handlers import identity_numbers, refusals
from handlers.request import Answer, Request, kind_and_name
from handlers.services import Services
from handlers.views import alert

Listener = Callable[[Services, Request], Awaitable[Answer]]
Binder = Callable[[Listener], None]

ANY = re.compile("")
NOBODYS_DOING = ("event", "user_change")

log = logging.getLogger(__name__)


class Listeners:
    """The listeners of the bot, by kind and id; its words are those of Bolt's `App`."""

    def __init__(self) -> None:
        """Start empty."""
        self._listeners: dict[tuple[str, str], Listener] = {}

    def action(self, action_id: str) -> Binder:
        """Answer the button or menu with this id."""
        return self._binder("block_actions", action_id)

    def view(self, callback_id: str) -> Binder:
        """Answer the submission of the modal with this id."""
        return self._binder("view_submission", callback_id)

    def options(self, action_id: str) -> Binder:
        """Answer what is typed into the menu with this id."""
        return self._binder("block_suggestion", action_id)

    def shortcut(self, callback_id: str) -> Binder:
        """Answer the global or message shortcut with this id."""
        return self._binder("shortcut", callback_id)

    def command(self, command: str) -> Binder:
        """Answer a slash command."""
        return self._binder("command", command)

    def event(self, event_type: str) -> Binder:
        """Take in an event of this type."""
        return self._binder("event", event_type)

    def find(self, body: dict[str, Any]) -> Listener | None:
        """Find who answers this payload, if anybody does."""
        return self._listeners.get(kind_and_name(body))

    def names(self, kind: str) -> set[str]:
        """Tell which ids of a kind are answered."""
        return {name for of_kind, name in self._listeners if of_kind == kind}

    def _binder(self, kind: str, name: str) -> Binder:
        def bind(listener: Listener) -> None:
            if (kind, name) in self._listeners:
                raise ValueError(f"two listeners for {kind} {name}")
            self._listeners[kind, name] = listener

        return bind


def register(app: AsyncApp, listeners: Listeners, services: Services) -> None:
    """Let Bolt hand each request to its listener, and what that raises to a person in words."""

    async def answer(ack: AsyncAck, body: dict[str, Any]) -> None:
        request = Request(arriving.payload(body))
        if request.actor and kind_and_name(body) != NOBODYS_DOING:
            services.presence.note(request.actor)
        await ack(await _answered(listeners.find(body) or _outdated, services, request) or "")

    async def raised(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if "event" in body:
            return _not_taken_in(error)
        request = Request(arriving.payload(body))
        told = refusals.refuse if isinstance(error, Refused) else refusals.fail
        return BoltResponse(status=200, body=await told(services, request, error) or "")  # type: ignore[arg-type]

    for word in (app.action, app.view, app.event, app.options, app.command, app.shortcut):
        word(ANY)(answer)
    app.error(raised)


async def _answered(listener: Listener, services: Services, request: Request) -> Answer:
    """Let a listener answer, unless there is something to ask about before it hears of it."""
    if fields := identity_numbers.to_ask_about(request):
        return await identity_numbers.ask(services, request, fields)
    return await listener(services, request)


def _not_taken_in(error: Exception) -> BoltResponse:
    """Let Slack send an event again that was not kept."""
    if isinstance(error, Refused):
        log.warning("an event was refused: %s", error)
        return BoltResponse(status=503)
    log.error("an event failed", exc_info=error)
    return BoltResponse(status=500)


async def _outdated(services: Services, request: Request) -> Answer:
    """Answer an id that nothing listens to: a link's button, or one of a release long gone."""
    kind, name = kind_and_name(request.body)
    if kind == "block_actions" and request.body["actions"][0].get("type") == "button":
        log.warning("nobody listens to %s %s", kind, name)
        words = await services.translators.of_person(request.actor)
        services.modals.open(request.trigger_id, alert.outdated(words), actor=request.actor, on_top=request.in_modal)
    return None
