"""Socket Mode: we call Slack, and keep two lines open, so that losing one is hardly noticed.

A client of our own: slack_sdk's takes 10 to 20 seconds to notice a broken line, drops the acknowledgements of what
is under way when it closes, and starts any number of tasks. Here a line that is to be refreshed serves on
until the next one is open, and every envelope is answered on the line it came by.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import WSMsgType
from slack_sdk.web.async_client import AsyncWebClient

from bot.backing_off import back_off
from bot.slack.client import NO_ANSWER, WaitError, call, proxy_for
from bot.slack.envelopes import acknowledgement, parsed, retries
from bot.slack.errors import WRONG_TOKEN
from bot.slack.http_mode import Dispatch
from bot.slack.other_lines import SETTLE_SECONDS, strangers
from bot.slack.other_lines import told as told_of_strangers
from bot.slack.tokens import told

logger = logging.getLogger(__name__)

LINES = 2  # of the ten that Slack allows an app: https://docs.slack.dev/apis/events-api/using-socket-mode
AT_ONCE = 64
PATIENCE = 3  # so many intervals without a sign of life, and the line is lost
REFRESH = 6  # so many intervals a line serves on: Slack warns about ten seconds before it closes one
LONGEST_PAUSE = 30.0
STOP_SECONDS = 2.5


class TokenRefusedError(Exception):
    """Slack does not take the app-level token; the reason is Slack's own word."""


class LineLostError(Exception):
    """A line could not be opened."""


@dataclass(eq=False)
class _Line:
    """One open connection, and what came by it and is not yet answered."""

    socket: aiohttp.ClientWebSocketResponse
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    busy: set[asyncio.Task[None]] = field(default_factory=set)
    greeting: dict[str, Any] = field(default_factory=dict)
    reader: asyncio.Task[None] = field(init=False)


@contextlib.asynccontextmanager
async def _closed_on_fault(socket: aiohttp.ClientWebSocketResponse) -> AsyncIterator[None]:
    """Close what was opened when what follows fails, or is cancelled."""
    try:
        yield
    except BaseException:
        await socket.close()
        raise


class SocketMode:
    """The lines to Slack."""

    def __init__(
        self,
        dispatch: Dispatch,
        *,
        app_token: str,
        slack: AsyncWebClient,
        session: aiohttp.ClientSession,
        lines: int = LINES,
        ping_seconds: float = 2.0,
        processes: Callable[[], int] = lambda: 1,
        note_strangers: Callable[[int], None] = lambda _: None,
        note_lines: Callable[[int], None] = lambda _: None,
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        """Hand on what Slack says to `dispatch`, by so many lines.

        A line silent for `ping_seconds` gets a ping, and is lost when three in a row have no answer. `processes` tells
        how many share this one's database; when Slack counts more lines than theirs, and still does so after
        `settle_seconds`, the log says that somebody else takes a part of the events. `note_strangers` is told how many
        lines are theirs, and 0 when a line opens and there are none; `note_lines` how many lines are open, when
        that changes.
        """
        self._dispatch = dispatch
        self._app_token = app_token
        self._slack = slack
        self._session = session
        self._wanted = lines
        self._ping_seconds = ping_seconds
        self._lines: set[_Line] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._readers: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._opened = asyncio.Event()
        self._processes = processes
        self._note_strangers = note_strangers
        self._note_lines = note_lines
        self._settle_seconds = settle_seconds
        self._looking: asyncio.Task[None] | None = None
        self._has_failed = False

    async def start(self) -> None:
        """Open the lines; one that cannot be opened now is tried again until it can.

        Raises TokenRefusedError when only a person can mend it.
        """
        address = ""
        try:
            address = await self._address()
        except NO_ANSWER as error:
            if str(error) in WRONG_TOKEN:
                raise TokenRefusedError(str(error)) from error
            logger.warning("No line to Slack yet: %s", told("SLACK_APP_TOKEN", error))
        self._keepers = [asyncio.create_task(self._keep(known)) for known in (address, *[""] * (self._wanted - 1))]

    async def connected(self) -> None:
        """Wait until the first line is open."""
        await self._opened.wait()

    async def stop(self) -> None:
        """Take nothing more, answer what is under way, and close the lines."""
        tasks = [*self._keepers, *self._readers, *([self._looking] if self._looking else [])]
        for task in tasks:
            task.cancel()  # a reader still waits for its envelopes before it closes the line
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for line in list(self._lines):  # whose readers had not begun
            await line.socket.close()
        if late := [task for line in self._lines for task in line.busy]:
            logger.error("Stopping with %d envelopes unanswered", len(late))

    # ---- opening lines, and opening them again

    async def _keep(self, address: str) -> None:
        """Keep one line open for ever."""
        loop, failures = asyncio.get_running_loop(), 0
        while True:
            began = loop.time()
            try:
                line = await self._open(address or await self._address())
            except WaitError as error:
                pause = error.seconds
                if not self._has_failed:  # otherwise it is our own patience: why there is no line was said
                    self._not_open(error, pause)
            except (*NO_ANSWER, LineLostError) as error:
                failures, self._has_failed = failures + 1, True
                pause = back_off(failures, first=1.0, longest=LONGEST_PAUSE)
                self._not_open(error, pause)
            else:
                failures, self._has_failed = 0, False
                await line.ending.wait()
                pause = max(0.0, began + self._ping_seconds / 2 - loop.time())
            address = ""
            await asyncio.sleep(pause)

    def _not_open(self, error: Exception, pause: float) -> None:
        what = "A line to Slack cannot be opened" if self._lines else "No line to Slack is open: people get no answer"
        logger.warning("%s (%s); again in %.0f s", what, error, pause)

    async def _address(self) -> str:
        answer = await call(self._slack.apps_connections_open(app_token=self._app_token))
        return str(answer["url"])

    async def _open(self, address: str) -> _Line:
        try:
            socket = await self._session.ws_connect(address, autoping=False, proxy=proxy_for(address))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise LineLostError(type(error).__name__) from error
        line = _Line(socket)
        async with _closed_on_fault(socket):
            greeting = await self._next(socket)
            if greeting is None or greeting.get("type") != "hello":
                raise LineLostError("no hello" if greeting is None else str(greeting.get("reason")))
        logger.info("A line to Slack is open")
        self._lines.add(line)
        self._note_lines(len(self._lines))
        if not self._strangers(greeting):
            self._note_strangers(0)
            self._looking = None if self._looking and self._looking.done() else self._looking  # they are gone
        elif self._looking is None:
            self._looking = asyncio.create_task(self._look_again())
        self._opened.set()
        reader = asyncio.create_task(self._serve(line))
        self._readers.add(reader)
        reader.add_done_callback(self._readers.discard)
        line.reader, line.greeting = reader, greeting
        return line

    # ---- somebody else with the same tokens

    def _strangers(self, greeting: dict[str, Any], more: int = 0) -> int:
        """How many lines are neither of this process, which has `more` than it wants, nor of others on its database."""
        return strangers(greeting, max(len(self._lines), self._processes() * self._wanted + more))

    async def _look_again(self) -> None:
        """Look whether there still are too many lines when it has settled, by one line more, which says so."""
        found = 0
        await asyncio.sleep(self._settle_seconds * random.uniform(1.0, 2.0))  # noqa: S311 - others may look, too
        with contextlib.suppress(*NO_ANSWER, LineLostError):
            line = await self._open(await self._address())
            if found := self._strangers(line.greeting, more=1):
                logger.warning("%s", told_of_strangers(found))
                self._note_strangers(found)
            await asyncio.sleep(self._ping_seconds)  # it serves like any other meanwhile
            line.reader.cancel()
            await asyncio.wait([line.reader])
        if not found:
            self._looking = None  # said once; until then every line that opens may raise the question again

    # ---- what comes by a line

    async def _serve(self, line: _Line) -> None:
        reason = "Saksbot stops"
        try:
            reason = await self._read(line)
        finally:
            line.ending.set()
            self._lines.discard(line)
            self._note_lines(len(self._lines))
            logger.info("A line to Slack is over: %s", reason)
            if line.busy:
                await asyncio.wait(line.busy)
            await line.socket.close()

    async def _read(self, line: _Line) -> str:
        """Take envelopes until the line is over, and tell why."""
        reason = "closed, torn or silent"
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(None) as limit:
                while (message := await self._next(line.socket)) is not None:
                    if message.get("type") == "disconnect":
                        reason = f"Slack says {message.get('reason')}"
                        line.ending.set()  # the next one is opened meanwhile
                        limit.reschedule(asyncio.get_running_loop().time() + REFRESH * self._ping_seconds)
                    elif "envelope_id" in message:
                        await self._take(line, message)
        return reason

    async def _next(self, socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any] | None:
        """The next message; None when there will be no more."""
        silent = 0
        while silent < PATIENCE:
            try:
                frame = await socket.receive(timeout=self._ping_seconds)
            except TimeoutError:
                silent += 1
                with contextlib.suppress(ConnectionError):  # the next round notices
                    await socket.ping()
                continue
            silent = 0
            match frame.type:
                case WSMsgType.TEXT:
                    if (message := parsed(frame.data)) is not None:
                        return message
                case WSMsgType.PING:
                    with contextlib.suppress(ConnectionError):
                        await socket.pong(frame.data)
                case WSMsgType.PONG:
                    pass
                case _:
                    return None
        return None

    async def _take(self, line: _Line, envelope: dict[str, Any]) -> None:
        await self._room.acquire()
        task = asyncio.create_task(self._answer(line, envelope))
        line.busy.add(task)
        task.add_done_callback(line.busy.discard)

    async def _answer(self, line: _Line, envelope: dict[str, Any]) -> None:
        try:
            response = await self._dispatch(envelope.get("payload") or {}, retries(envelope))
            if response.status == 200:
                await line.socket.send_str(acknowledgement(envelope, response))
            else:
                logger.warning("An envelope was not acknowledged: status %d", response.status)
        except ConnectionError:
            logger.warning("The line was lost before an acknowledgement; Slack sends events again")
        except Exception:
            logger.exception("An envelope was not acknowledged")
        finally:
            self._room.release()
