"""What every listener works with: the office, the clock, the voice for each reader, Slack for opening views.

Acts are synchronous and run in threads here: one writer for SQLite, which has only one anyway, several for
PostgreSQL. Nothing else in the program crosses between the event loop and the database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from cases.acts import people
from cases.office import NOT_SAVED, Office
from domain.errors import NotSavedError
from domain.namesakes import told_apart
from domain.notices import TryAgain
from handlers.words import Words
from handlers.writing import Writing

P = ParamSpec("P")
T = TypeVar("T")
LOOKERS = 4
GAP = 0.005  # seconds; twice this without a request, and nobody is kept waiting by other work
LONGEST_LULL = 0.25
ACTIVE_FOR = timedelta(minutes=30)
HERE_FOR = timedelta(minutes=2)
PATIENCE = 1.5  # of Slack's three seconds; the database has one more to say that it can not

log = logging.getLogger(__name__)


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        ...


class Desk:
    """Where a listener gets its work done."""

    def __init__(
        self,
        office: Office,
        clock: Clock,
        slack: AsyncWebClient,
        *,
        language: str,
        writers: int,
        discreet: bool = False,
    ) -> None:
        """`language` is that of readers who have none; `writers` is how many acts may write at once.

        `discreet` keeps titles and names out of what a phone shows on its lock screen.
        """
        self.office = office
        self.clock = clock
        self.slack = slack
        self._language = language
        self.contact = ""
        """Whom people are told to ask; empty where nobody has said."""
        self.discreet = discreet
        self._writing = Writing(office, writers)
        self._looking = ThreadPoolExecutor(LOOKERS, thread_name_prefix="look")
        self._tasks: set[asyncio.Task[None]] = set()
        self._asking = 0
        self._answered = 0
        self._seen_at: dict[str, datetime] = {}
        self.changed = asyncio.Event()
        """Set after each act: there may be something to deliver."""
        self.heard = asyncio.Event()
        """Set after each event that was kept: there is something to take in."""
        self.at_rest: Callable[[], None] = _nothing
        """Called whenever nothing goes on after an acknowledgement any more."""

    async def act(self, act: Callable[Concatenate[Office, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do an act that writes, and wake the delivery. Raises what the act raises.

        Raises NotSavedError when its turn comes so late that Slack would not wait for the answer.
        """
        asked_at = time.monotonic()

        def in_time(office: Office) -> T:
            if time.monotonic() - asked_at > PATIENCE:
                raise NotSavedError(NOT_SAVED)
            return act(office, *args, **kwargs)

        done = await self.note(in_time)
        self.changed.set()
        return done

    async def note(self, act: Callable[Concatenate[Office, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write something down that leaves nothing to deliver. Raises what the act raises."""
        return await self._writing.perform(lambda office: told_apart(act(office, *args, **kwargs)))

    async def look(self, act: Callable[Concatenate[Office, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do an act that only reads; whoever shares a name in what it gives is marked. Raises what the act raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._looking, lambda: told_apart(self.office.perform(act, *args, **kwargs)))

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Mark that somebody waits for an answer inside the block."""
        self._asking += 1
        try:
            yield
        finally:
            self._asking -= 1
            self._answered += 1

    async def lull(self) -> bool:
        """Let those who wait for an answer go first; False when, after a while, there still are some."""
        end = time.monotonic() + LONGEST_LULL
        quiet = 0
        while quiet < 2 and time.monotonic() < end:  # twice: the first look may come before a request is read
            answered = self._answered
            await asyncio.sleep(GAP)
            quiet = quiet + 1 if answered == self._answered and not self._asking else 0
        return quiet == 2

    def note_activity(self, slack_id: str) -> None:
        """Note that somebody does something here now; what waits for her is looked at if she was away before."""
        was_active = self.is_active(slack_id)
        self._seen_at.pop(slack_id, None)  # the newest stand last
        self._seen_at[slack_id] = self.now()
        if not was_active:
            self.changed.set()

    def is_active(self, slack_id: str) -> bool:
        """Whether somebody has done something here within the last half hour."""
        seen_at = self._seen_at.get(slack_id)
        return seen_at is not None and self.now() - seen_at < ACTIVE_FOR

    def here(self) -> list[str]:
        """Who has done something here within the last minutes, by id in Slack: what is theirs goes first."""
        now = self.now()
        return [slack_id for slack_id, seen_at in self._seen_at.items() if timedelta() <= now - seen_at < HERE_FOR]

    def now(self) -> datetime:
        """Return this instant by the program's clock, aware, in UTC."""
        return self.clock.now()

    def voice(self, language: str | None) -> Words:
        """Give the words in a reader's language, or in the institution's where she has none."""
        return Words.of(language or self._language, self.office.zone, self.contact)

    async def voice_for(self, slack_id: str) -> Words:
        """Look up a reader's language and give her words."""
        return self.voice(await self.look(people.language, slack_id))

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something go on after the acknowledgement; it is finished before the program stops."""
        task = asyncio.get_running_loop().create_task(_surely(work))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self.is_idle:
            self.at_rest()

    @property
    def is_idle(self) -> bool:
        """Whether nothing goes on after an acknowledgement."""
        return not self._tasks

    def open(self, trigger_id: str, view: dict[str, Any], *, actor: str, on_top: bool = False) -> None:
        """Show a modal right after the acknowledgement; `on_top` of the one she is in."""
        self.later(self._open(trigger_id, view, actor, on_top=on_top))

    async def _open(self, trigger_id: str, view: dict[str, Any], actor: str, *, on_top: bool) -> None:
        method = self.slack.views_push if on_top else self.slack.views_open
        await self._show(method(trigger_id=trigger_id, view=view), actor)

    def replace(self, view_id: str, view: dict[str, Any], *, actor: str) -> None:
        """Redraw an open modal right after the acknowledgement."""
        self.later(self._show(self.slack.views_update(view_id=view_id, view=view), actor))

    async def _show(self, call: Coroutine[Any, Any, Any], actor: str) -> None:
        try:
            await call
        except SlackApiError as error:
            # Closed meanwhile is no fault; anything else is told where she will see it.
            if error.response.get("error") != "not_found":
                log.warning("a view could not be shown: %s", error.response.get("error"))
                await self._tell_trouble(actor)
        except (OSError, TimeoutError, aiohttp.ClientError, SlackClientError) as error:
            log.warning("a view could not be shown: %s", type(error).__name__)
            await self._tell_trouble(actor)

    async def _tell_trouble(self, actor: str) -> None:
        await self.act(people.tell, TryAgain(), actor=actor, now=self.now())

    async def close(self) -> None:
        """Finish what goes on after acknowledgements, then let the threads go."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._writing.close()
        self._looking.shutdown()


async def _surely(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("what was to follow an acknowledgement failed")


def _nothing() -> None:
    return
