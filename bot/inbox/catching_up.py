"""Reads in Slack what was said while nobody listened, and lets it go the way of the events that never came.

People first: whoever may act again wrote in a thread, perhaps. Then the threads, one after the other. An account that
was closed counts last, after what its owner wrote before. It keeps far from Slack's limits, and whoever waits for an
answer goes first; where it stops, the next process, or the next start, goes on.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.pace import Pace
from bot.inbox.missed import Event, events_of
from bot.loop import Loop, rest
from bot.slack.client import (
    ChannelLostError,
    GoneError,
    NotDoneError,
    RefusedError,
    UnknownOutcomeError,
    WaitError,
    WronglyAskedError,
    call,
)
from cases.acts import gaps
from cases.acts.gaps import Account, Gap, Thread
from cases.execution.keeping import keep
from cases.execution.runtime import Runtime
from handlers import user_profile
from handlers.said.events import is_of_a_person, message_of

HISTORY, REPLIES, PEOPLE, PERSON = "conversations.history", "conversations.replies", "users.list", "users.info"
WHO = "auth.test"
PAGE = 200
LEFT = {
    HISTORY: 25,
    REPLIES: 25,
    PEOPLE: 10,
    PERSON: 50,
    WHO: 0,
}  # calls a minute that stay for everybody else
IDLE = 60.0
A_MOMENT = 0.2
SOON = 15.0

log = logging.getLogger(__name__)

User = dict[str, Any]


class CatchingUp:
    """Works off gaps."""

    def __init__(self, runtime: Runtime, slack: AsyncWebClient, pace: Pace) -> None:
        """Keep what `slack` shows."""
        self._runtime = runtime
        self._executor = runtime.executor
        self._clock = runtime.clock
        self._slack = slack
        self._pace = pace
        self._owner = uuid.uuid4().hex
        self._stirred = asyncio.Event()
        self._loop = Loop("the catching up", self._go_on, self._stirred, after_fault=SOON)
        self._held: dict[str, datetime] = {}
        self._done: Counter[str] = Counter()
        self._own: set[str] = set()

    async def take_over(self) -> None:
        """Go on at once where an earlier process stopped; only where this is the only one. Raises NotSavedError."""
        await self._executor.record(gaps.take_over)

    async def run(self) -> None:
        """Catch up until it is cancelled, which it may be at any place."""
        await self._loop.run()

    def stir(self) -> None:
        """Look at once: there is a gap, or the clock was moved."""
        self._stirred.set()

    async def _go_on(self) -> float:
        """Take a step in the gap that is this process's; gives for how many seconds there is nothing to do."""
        if not self._own:
            return await self._asking(WHO, self._learn_own_ids)
        gap = await self._executor.record(gaps.claim, self._owner, now=self._clock.now())
        if gap is None:
            return IDLE
        await self._runtime.gate.lull()
        waits = []
        for part in (self._people, self._threads, self._direct_messages):
            wait = await part(gap)
            if wait == 0.0:
                return wait
            waits += [] if wait is None else [wait]
        return min(waits) if waits else await self._end(gap)

    # ---- people

    async def _people(self, gap: Gap) -> float | None:
        """Compare the next page of people; None when all have been, else the seconds until the next step."""
        if gap.has_compared:
            return None
        return await self._asking(PEOPLE, partial(self._page_of_people, gap))

    async def _page_of_people(self, gap: Gap) -> None:
        cursor, closed = None, list(gap.closed)
        try:
            answer = await call(self._slack.users_list(limit=PAGE, include_locale=True, cursor=gap.cursor))
            members = {str(one["id"]): one for one in answer["members"]}
            for slack_id in await self._executor.query(gaps.differing, [_account(one) for one in members.values()]):
                if members[slack_id].get("deleted"):
                    closed.append(slack_id)
                elif await self._take_over(members[slack_id]):
                    await self._take_over_now(slack_id)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            is_last = cursor is None
        except WronglyAskedError as error:  # a cursor does not last for ever
            log.warning("people are compared from the beginning: %s", error)
            is_last = gap.cursor is None
        now = self._clock.now()
        await self._executor.record(gaps.compared, gap, cursor=cursor, closed=closed, is_last=is_last, now=now)

    async def _take_over(self, user: User) -> bool:
        self._done["accounts"] += 1
        return await user_profile.take_over(self._executor, user, now=self._clock.now())

    # ---- threads

    async def _threads(self, gap: Gap) -> float | None:
        """Read the next thread; None when all have been, else the seconds until the next step."""
        if self._wait_for(REPLIES):
            return self._wait_for(REPLIES)
        thread = await self._executor.query(gaps.next_thread, gap)
        return None if thread is None else await self._asking(REPLIES, partial(self._thread, thread))

    async def _thread(self, thread: Thread) -> None:
        read_at = self._clock.now()
        try:
            ask = self._slack.conversations_replies
            shown = await self._all(REPLIES, ask, channel=thread.channel, ts=thread.ts)
        except GoneError:
            await self._executor.execute(gaps.card_gone, thread.person_id, thread.ts, now=read_at)
            self._done["cards posted anew"] += 1
            return
        except (ChannelLostError, RefusedError, WronglyAskedError) as error:
            log.warning("a thread cannot be read after the gap: %s", error)
            shown = []
        await self._keep(thread, shown, read_at)
        await self._executor.record(gaps.thread_read, thread, now=read_at)
        self._done["threads read"] += 1

    async def _keep(self, thread: Thread, shown: list[Event], read_at: datetime) -> None:
        for key, event in events_of(thread, shown, read_at=read_at):
            message = message_of(event)
            if self._own.isdisjoint({message.get("user"), message.get("bot_id")}) and is_of_a_person(event):
                self._done[_kind(event)] += await keep(
                    self._runtime, key, event, ordering_key=str(event.get("channel"))
                )

    async def _learn_own_ids(self) -> None:
        """Ask who the bot is in Slack: what it has posted itself says one of these. An app made anew is another."""
        answer = await call(self._slack.auth_test())
        user = str(answer["user_id"])
        if await self._executor.record(gaps.installed_as, user, now=self._clock.now()):
            log.warning("the bot is another user of Slack's than before: conversations are opened anew, with the cards")
            self._executor.changed.set()
        self._own = {user, str(answer["bot_id"])}

    async def _all(self, method: str, ask: Callable[..., Awaitable[Any]], **where: str) -> list[Event]:
        """Every message of a thread or a conversation, page by page."""
        found: list[Event] = []
        cursor: str | None = None
        while True:
            answer = await call(ask(**where, limit=PAGE, cursor=cursor))
            found += answer["messages"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return found
            while wait := self._wait_for(method):
                await rest(self._stirred, wait)

    # ---- what stands in no thread

    async def _direct_messages(self, gap: Gap) -> float | None:
        """Look through the next person's conversation: who wrote outside every thread has to be told, too."""
        if wait := self._wait_for(HISTORY):
            return wait
        place = await self._executor.query(gaps.next_conversation, gap)
        return None if place is None else await self._asking(HISTORY, partial(self._visit, gap, place))

    async def _visit(self, gap: Gap, place: Thread) -> None:
        read_at, since = self._clock.now(), f"{gap.since_at.timestamp():.6f}"
        try:
            shown = await self._all(HISTORY, self._slack.conversations_history, channel=place.channel, oldest=since)
        except (ChannelLostError, RefusedError, WronglyAskedError) as error:
            log.warning("a conversation cannot be read after the gap: %s", error)
            shown = []
            if isinstance(error, ChannelLostError):
                await self._executor.record(gaps.conversation_lost, place.person_id, now=read_at)
                self._executor.changed.set()
        roots = [one for one in shown if one.get("thread_ts") in (None, one.get("ts"))]
        await self._keep(place, roots, read_at)
        await self._executor.record(gaps.visited, gap, place.person_id)

    # ---- the end

    async def _end(self, gap: Gap) -> float:
        """Close the accounts that were found closed, once all that their owners wrote has been taken in."""
        if not await self._executor.query(gaps.is_taken_in):
            return A_MOMENT
        if gap.closed:
            return await self._asking(PERSON, partial(self._close_next, gap))
        told = ", ".join(f"{what}: {number}" for what, number in sorted(self._done.items()))
        log.info("caught up with Slack since %s; %s", gap.since_at.isoformat(timespec="seconds"), told or "nothing")
        self._done.clear()
        await self._executor.record(gaps.finish, gap, now=self._clock.now())
        return 0.0

    async def _close_next(self, gap: Gap) -> None:
        """Ask for the next account; those before are not asked for again, however long there is no room for more."""
        asked, *left = gap.closed
        await self._take_over_now(asked)
        now = self._clock.now()
        await self._executor.record(gaps.compared, gap, cursor=None, closed=left, is_last=True, now=now)

    async def _take_over_now(self, slack_id: str) -> None:
        """Ask how an account is, and once more after it was closed or opened: that may have been told meanwhile."""
        try:
            answer = await call(self._slack.users_info(user=slack_id, include_locale=True))
        except RefusedError:
            return
        differs = await self._executor.query(gaps.differing, [_account(answer["user"])])
        if differs and await self._take_over(answer["user"]):
            await self._take_over_now(slack_id)

    # ---- Slack's limits

    async def _asking(self, method: str, step: Callable[[], Awaitable[None]]) -> float:
        """Take a step that asks Slack, if it is time; gives the seconds until the next one."""
        if wait := self._wait_for(method):
            return wait
        try:
            await step()
        except WaitError as error:
            return error.seconds
        except (NotDoneError, UnknownOutcomeError) as error:
            log.warning("the catching up waits for %s: %s", method, error)
            self._held[method] = self._clock.now() + timedelta(seconds=SOON)
            return SOON
        return 0.0

    def _wait_for(self, method: str) -> float:
        held = (self._held.get(method, self._clock.now()) - self._clock.now()).total_seconds()
        return max(held if held <= SOON else 0.0, self._pace.seconds_until_room(method, beyond=LEFT[method]))


def _account(user: User) -> Account:
    closed = bool(user.get("deleted"))
    return Account(str(user["id"]), user.get("locale"), user.get("tz"), closed=closed)


def _kind(event: Event) -> str:
    return {"message_changed": "changes", "message_deleted": "deletions"}.get(str(event.get("subtype")), "messages")
