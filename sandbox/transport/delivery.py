"""Sending to the bot: interactions, which are asked once, and events, which are kept in order and retried.

Either way goes over Socket Mode or as signed HTTP; what the bot did with it is judged here.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sandbox.records import Ack, Json, Request
from sandbox.state.ground import Ground
from sandbox.transport.http_delivery import HttpDelivery
from sandbox.transport.socket_mode import SocketHub
from sandbox.transport.undelivered import Undelivered

RETRY_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))


class Delivery:
    """Everything on its way to the bot."""

    def __init__(self, ws: Ground, socket: SocketHub) -> None:
        self._ws = ws
        self._socket = socket
        self._http: HttpDelivery | None = None
        self._queues: dict[str, asyncio.Queue[Request]] = {}
        self._under_way = 0
        self.lost: list[Request] = []
        """The events that the bot never got: what they were the last time that they were tried."""
        self._doubles: list[str] = []

    @property
    def target(self) -> str | None:
        """Return the address to which everything goes by HTTP; None means Socket Mode."""
        return self._http.url if self._http else None

    def aim(self, url: str | None) -> None:
        """Send by HTTP to this address from now on; None means Socket Mode."""
        self._http = HttpDelivery(self._ws, url) if url else None

    def double_next(self, kind: str) -> None:
        """Send the next request of this kind twice at once."""
        self._doubles.append(kind)

    async def ask(self, kind: str, envelope: str, payload: Json, person: str) -> Ack | None:
        """Send an interaction and return the bot's answer; None where the person sees a failure."""
        request = self._request(kind, envelope, payload, person)
        if not self._ws.app.interactive and envelope == "interactive":
            self._ws.refuse("interactivity_disabled", f"{kind}: the manifest has interactivity turned off")
            return None
        if self._take_double(request):
            self._ws.spawn(self._attempt(replace(request)))
        return await self._attempt(request)

    def event(self, kind: str, payload: Json, person: str | None) -> None:
        """Put an event in the person's queue; their events reach the bot one after the other."""
        request = self._request(kind, "events_api", payload, person)
        key = person or ""
        if key not in self._queues:
            self._queues[key] = asyncio.Queue()
            self._ws.spawn(self._work(self._queues[key]))
        for one in [request, replace(request)] if self._take_double(request) else [request]:
            self._under_way += 1
            self._queues[key].put_nowait(one)

    def close(self) -> None:
        """Forget what has not been sent."""
        self._queues.clear()

    @property
    def idle(self) -> bool:
        """Say whether every event that happened has been handed over (or awaits a later retry)."""
        return self._under_way == 0

    async def _work(self, queue: "asyncio.Queue[Request]") -> None:
        while True:
            await self._see_off(await queue.get())

    async def _see_off(self, request: Request) -> None:
        try:
            await self._deliver(request)
        finally:
            self._under_way -= 1

    async def _deliver(self, request: Request) -> None:
        """Try now and, when that fails, once more at once and then by the clock after one and five minutes."""
        ack = await self._attempt(request)
        if ack is not None:
            return
        if request.attempt >= len(RETRY_AFTER) or request.trouble == "no_retry":
            self.lost.append(request)
            return
        pause = RETRY_AFTER[request.attempt]
        again = replace(request, attempt=request.attempt + 1, retry_reason=request.trouble, ack=None, trouble=None)
        if not pause:
            await self._deliver(again)
        else:
            due = self._ws.clock.now() + pause
            self._ws.schedule.at(due, lambda: self._redeliver(again))

    def _redeliver(self, request: Request) -> None:
        self._under_way += 1
        self._ws.spawn(self._see_off(request))

    async def _attempt(self, request: Request) -> Ack | None:
        try:
            if self._http is None and request.envelope == "events_api":
                await self._socket.connected()
            request.sent_at = self._ws.clock.now()
            self._ws.requests.append(request)
            self._ws.changed()
            send = self._http.send if self._http else self._socket.send
            request.ack = await send(request)
        except Undelivered as problem:
            request.trouble = problem.reason
            if problem.code is not None:
                self._ws.refuse(problem.code, f"{request.kind}: {problem.detail}")
        self._ws.changed()
        return request.ack if request.trouble is None else None

    def _request(self, kind: str, envelope: str, payload: Json, person: str | None) -> Request:
        return Request(kind, envelope, payload, person, self._ws.clock.now())

    def _take_double(self, request: Request) -> bool:
        for wanted in self._doubles:
            if wanted in {request.kind, request.envelope}:
                self._doubles.remove(wanted)
                return True
        return False
