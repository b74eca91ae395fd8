"""Socket Mode: tickets, connections, envelopes and their acknowledgements, and four ways to lose a line.

Each envelope goes to exactly one of the connections. What was sent into a line that then broke is nobody's
fault: events come again on the next line, interactions do not.

Without a line an event is tried again as the Events API says, and is lost when the last try finds none either. A
maintainer says in slackapi/bolt-python#1071 that Slack retries and that an app without any line may miss events;
slackapi/java-slack-sdk#810 and vellum-ai/vellum-assistant#29444 saw it. That Slack holds an event back for a moment
after the last line has gone, as a line is replaced within seconds, is a guess.
"""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from aiohttp import WSMsgType, web

from sandbox.records import Ack, Json, Request
from sandbox.state.ground import Ground
from sandbox.transport.undelivered import Undelivered

MOST_CONNECTIONS = 10
HELD = timedelta(seconds=10)
Loss = Literal["disconnect", "close", "abort", "silence"]


@dataclass(eq=False)
class Connection:
    """One open line to the bot."""

    socket: web.WebSocketResponse
    request: web.Request
    retiring: bool = False
    silent: bool = False


@dataclass
class Pending:
    """An envelope that awaits its acknowledgement, and the line it went down."""

    line: Connection
    answer: "asyncio.Future[Any]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class SocketHub:
    """All open lines, and the envelopes under way."""

    def __init__(self, ws: Ground) -> None:
        self._ws = ws
        self._connections: list[Connection] = []
        self._turn = 0
        self.held = HELD
        """For how long, by the workspace's clock, an event waits for a line after the last one has gone."""
        self._gone_at = ws.clock.now()
        self._stirred = asyncio.Event()
        ws.clock.subscribe(self._stirred.set)
        self._answered: set[str] = set()
        self._expired: set[str] = set()
        self._pending: dict[str, Pending] = {}

    @property
    def open(self) -> list[Connection]:
        """Return the lines that take new envelopes."""
        return [line for line in self._connections if not line.retiring]

    async def connected(self) -> None:
        """Wait until there is a line; raises Undelivered when the last one has been gone for too long."""
        while not self.open:
            left = (self._gone_at + self.held - self._ws.clock.now()).total_seconds()
            if left <= 0:
                raise Undelivered("connection_failed", "no Socket Mode connection is open", None)
            self._stirred.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._stirred.wait()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one line from its opening to its end."""
        if not self._ws.socket_tickets.redeem(request.match_info["ticket"]):
            return web.Response(status=404)
        socket = web.WebSocketResponse(autoping=False, autoclose=True, timeout=1.0)
        await socket.prepare(request)
        if len(self._connections) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            return socket
        line = Connection(socket, request)
        await socket.send_json(self._hello())
        self._connections.append(line)
        self._stirred.set()
        self._ws.changed()
        try:
            await self._listen(line)
        finally:
            self._ended(line)
        return socket

    async def send(self, request: Request) -> Ack:
        """Send it down one line and return the acknowledgement; raises Undelivered without one in time."""
        lines = self.open
        if not lines:
            raise Undelivered("connection_failed", "no Socket Mode connection is open", "unreachable")
        self._turn += 1
        line = lines[self._turn % len(lines)]
        envelope_id = self._ws.ids.uuid()
        pending = self._pending[envelope_id] = Pending(line)
        if not line.silent:
            await self._write(line, _envelope(envelope_id, request))
        try:
            async with asyncio.timeout(self._ws.ack_limit):  # wait_for may swallow the cancelling when the server stops
                body = await pending.answer
        except TimeoutError:
            if line.silent:
                self._retire(line)
            detail = f"not acknowledged within {self._ws.ack_limit:g} s"
            raise Undelivered("timeout", detail, None if line.silent else "not_acknowledged") from None
        except ConnectionResetError:
            raise Undelivered("connection_failed", "the line broke", None) from None
        finally:
            self._expired.add(envelope_id)
            del self._pending[envelope_id]
        return Ack(200, body, self._ws.clock.now())

    async def close(self) -> None:
        """End every line, because the server stops."""
        for line in list(self._connections):
            line.silent = False
            await line.socket.close()

    def drop(self, how: Loss) -> "asyncio.Task[None]":
        """Lose every open line in this way; can be awaited.

        disconnect announces it as Slack does before it refreshes a line, close ends it cleanly, abort tears it
        without a word, silence leaves it open and never says anything again, not even a pong.
        """
        return self._ws.spawn(self._drop(how, self.open))

    async def _drop(self, how: Loss, lines: list[Connection]) -> None:
        for line in lines:
            if how == "silence":
                line.silent = True
                continue
            self._retire(line)
            if how == "disconnect":
                await self._write(line, {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
            elif how == "close":
                self._ws.spawn(line.socket.close())
            elif line.request.transport is not None:
                line.request.transport.abort()
        self._ws.changed()

    async def _write(self, line: Connection, message: Json) -> None:
        try:
            await line.socket.send_str(json.dumps(message))
        except (ConnectionError, RuntimeError):
            self._ended(line)

    async def _listen(self, line: Connection) -> None:
        async for message in line.socket:
            if line.silent:
                continue
            if message.type is WSMsgType.PING:
                with contextlib.suppress(ConnectionError):  # the bot has died meanwhile
                    await line.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledged(message.data)

    def _acknowledged(self, text: str) -> None:
        try:
            message = json.loads(text)
            envelope_id = message["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._ws.refuse("bad_socket_message", f"not an acknowledgement: {text[:200]}")
            return
        if envelope_id in self._answered:
            self._ws.refuse("second_ack", f"envelope {envelope_id} was acknowledged twice")
        elif (pending := self._pending.get(envelope_id)) is not None and not pending.answer.done():
            self._answered.add(envelope_id)
            pending.answer.set_result(message.get("payload"))
        elif envelope_id not in self._expired:
            self._ws.refuse("unknown_envelope", f"no envelope {envelope_id} is waiting")

    def _retire(self, line: Connection) -> None:
        """Give the line nothing new any more."""
        if line in self.open:
            line.retiring = True
            self._gone_at = self._ws.clock.now()

    def _ended(self, line: Connection) -> None:
        self._retire(line)
        if line in self._connections:
            self._connections.remove(line)
        for pending in self._pending.values():
            if pending.line is line and not pending.answer.done():
                pending.answer.set_exception(ConnectionResetError())
        self._ws.changed()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._ws.app_id},
        }


def _envelope(envelope_id: str, request: Request) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": request.envelope,
        "payload": request.payload,
        "accepts_response_payload": request.envelope != "events_api",
    }
    if request.envelope == "events_api":
        envelope |= {"retry_attempt": request.attempt, "retry_reason": _socket_reason(request)}
    return envelope


def _socket_reason(request: Request) -> str:
    return "timeout" if request.attempt else ""
