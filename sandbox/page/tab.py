"""One browser tab: who it is, what it looks at, and the two halves of its socket."""

import asyncio
import contextlib

from aiohttp import WSCloseCode, WSMsgType, web

from sandbox.page.acts import perform
from sandbox.page.clock import clock_panel
from sandbox.page.failures import failure_switches
from sandbox.page.parts import Parts, Piece, Sent
from sandbox.page.reader import Json
from sandbox.page.seat import Seat
from sandbox.page.stage import Stage
from sandbox.page.traffic import Traffic

CLOCK_EVERY = 15.0


class Tab(Seat):
    """A person's page in one browser tab, from when it connects until it is gone."""

    def __init__(self, stage: Stage, person_id: str, language: str, socket: web.WebSocketResponse) -> None:
        super().__init__(stage, person_id, language)
        self._socket = socket
        self._sent = Sent()
        self._traffic = Traffic(stage.workspace)
        self._tasks: set[asyncio.Task[None]] = set()

    async def live(self) -> None:
        """Send changes and take requests until the browser leaves."""
        self.stage.tabs.add(self)
        self.wake.set()
        sender = asyncio.create_task(self._send_changes())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.json())
        finally:
            self.stage.tabs.discard(self)
            for task in (sender, *self._tasks):
                task.cancel()
            await asyncio.gather(sender, *self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """End the connection because the server stops."""
        await self._socket.close(code=WSCloseCode.GOING_AWAY)

    def _take(self, asked: Json) -> None:
        task = asyncio.create_task(self._answer(asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, asked: Json) -> None:
        answer = await perform(self, asked)
        if not self._socket.closed:
            await self._socket.send_json({"re": asked.get("n"), "answer": answer})

    async def _send_changes(self) -> None:
        while not self._socket.closed:
            await self._wait()
            self._mark_read()
            changes = self._sent.changes(self._parts())
            if changes:
                await self._socket.send_json({"parts": changes})

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), CLOCK_EVERY if self.drawer == "clock" else None)
        await asyncio.sleep(0)
        self.wake.clear()

    def _mark_read(self) -> None:
        screen = self.stage.screen(self.person_id)
        conversation = self.conversation
        if not self.visible or not (conversation or self.view == "mail"):
            return
        seen = screen.saw(conversation) if conversation else screen.saw_letters()
        if conversation and self.thread:
            seen = screen.saw(self.thread) or seen
        if seen:
            self.stage.changed()
            self.wake.clear()

    def _parts(self) -> Parts:
        stage = self.stage
        screen = stage.screen(self.person_id)
        return {
            **screen.parts(),
            **screen.around(stage.faces(), stage.guide, self.language),
            "replies": screen.thread(self.thread) if self.thread else [],
            **self._drawer_parts(),
        }

    def _drawer_parts(self) -> Parts:
        parts: Parts = {"traffic": [], "clock": [], "faults": []}
        if self.drawer in parts:
            parts[self.drawer] = self._drawn_drawer()
        return parts

    def _drawn_drawer(self) -> list[Piece]:
        workspace, reader = self.stage.workspace, self.reader
        if self.drawer == "traffic":
            return self._traffic.drawn(reader)
        if self.drawer == "clock":
            return clock_panel(reader, workspace.deadlines(self.person_id), workspace.is_working_day)
        waiting = {fault.kind: fault.left for fault in workspace.faults.active}
        return failure_switches(waiting, reader)
