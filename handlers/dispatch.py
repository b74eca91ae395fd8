"""From what Slack sends to the one listener that answers it.

Listeners are registered in Bolt's words and answer through Bolt's `ack`. Bolt tries its listeners one after the other,
which costs more the more there are, while a table does not (docs/decisions/0015). So they stand in a table, behind a
middleware of the kind of Bolt's own `AsyncAssistant`: it finds the listener, and Bolt's runner runs it. The table is
also what tests compare with the manifest and with every id that a view draws.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from domain import tracing
from domain.errors import Refused
from domain.tracing import Outcome
from handlers import identity_numbers, refusals
from handlers.request import Answer, Request, kind_and_name
from handlers.services import Services
from handlers.views import alert

Listener = Callable[[AsyncAck, Request, Services], Awaitable[None]]
Binder = Callable[[Listener], None]

NOBODYS_DOING = ("event", "user_change")
PRESSED = ("button", "overflow")  # a row shows some of its buttons in a menu

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

    def __iter__(self) -> Iterator[Listener]:
        """Give every listener there is."""
        return iter(self._listeners.values())

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

    async def raised(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            return _done(await _outdated(services, Request(body)))
        tracing.came_to(Outcome.REFUSED if isinstance(error, Refused) else Outcome.FAILED)
        if "event" in body:
            return _not_taken_in(error)
        request = Request(body)
        if isinstance(error, Refused):
            return _done(await refusals.refuse(services, request, error))
        return _done(await refusals.fail(services, request, error))

    app.use(_Dispatch(listeners, services))
    app.error(raised)


class _Dispatch(AsyncMiddleware):
    """Lets Bolt's runner run the one listener of a request; what has none goes on to Bolt."""

    def __init__(self, listeners: Listeners, services: Services) -> None:
        self._listeners = listeners
        self._services = services

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse | None:
        request = Request(req.body)
        # Slack's ids are ASCII. The delivery asks for all who are here at once, and must not ask what it cannot.
        if (actor := request.actor) and actor.isascii() and kind_and_name(request.body) != NOBODYS_DOING:
            self._services.presence.note(actor)
        listener = self._listeners.find(request.body)
        if listener is None:
            return await next()
        found = _Found(listener, self._services, request)
        return await req.context.listener_runner.run(request=req, response=resp, listener_name="", listener=found)


class _Found(AsyncListener):
    """The listener of one request, as Bolt's runner runs it."""

    auto_acknowledgement = False
    lazy_functions = ()

    def __init__(self, listener: Listener, services: Services, request: Request) -> None:
        self._listener = listener
        self._services = services
        self._request = request

    async def run_ack_function(self, *, request: AsyncBoltRequest, response: BoltResponse) -> None:
        """Hand it its arguments, unless there is something to ask about before it hears of the request."""
        ack = request.context.ack
        if fields := identity_numbers.to_ask_about(self._request):
            await identity_numbers.ask(ack, self._request, self._services, fields)
        else:
            await self._listener(ack, self._request, self._services)


def _done(answer: Answer) -> BoltResponse:
    return BoltResponse(status=200, body=answer or "")


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
    if kind == "block_actions" and request.body["actions"][0].get("type") in PRESSED:
        log.warning("nobody listens to %s %s", kind, name)
        translator = await services.translators.of_person(request.actor)
        services.modals.open(request, alert.outdated(translator))
    return None
