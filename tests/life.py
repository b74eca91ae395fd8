"""A bot that runs in this process: begun, connected to a workspace, ended, and begun again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from bot.app import Saksbot, create_app
from bot.delivery.pace import Pace
from bot.settings import Settings
from bot.slack.client import make_session, make_slack_client
from bot.slack.http_mode import HttpMode
from bot.slack.socket_mode import SocketMode
from domain.clock import Clock
from sandbox.clock import SettableClock
from sandbox.workspace import Workspace
from store.database import Database


def at_once(clock: Clock) -> Pace:
    """Keep no pace: what is not about Slack's limits does not wait for them."""
    return Pace(clock.now, per_minute={}, post_seconds=0)


@dataclass
class Life:
    """What a bot needs to run in this process; it can end and begin again."""

    settings: Settings
    ws: Workspace
    clock: SettableClock
    database: Database
    patience: float
    keeps_pace: bool
    alone: bool = True
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def begin(self) -> Saksbot:
        """Start a bot, and connect it to the workspace as its settings say."""
        session = await self.stack.enter_async_context(make_session(self.patience))
        pace = Pace(self.clock.now) if self.keeps_pace else at_once(self.clock)
        slack = make_slack_client(self.settings.bot_token, self.settings.slack_api_url, session, pace=pace)
        bot = create_app(self.settings, self.database, self.clock, slack, session=session)
        self.stack.callback(self.clock.subscribe(bot.wake))
        bot.tell_when_at_rest(self.ws.changed)
        await bot.start(alone=self.alone)
        self.stack.push_async_callback(bot.stop)
        await self.stack.enter_async_context(connected(bot, self.settings, self.ws, session))
        return bot

    async def end(self) -> None:
        """Stop it."""
        await self.stack.aclose()


@asynccontextmanager
async def connected(
    bot: Saksbot, chosen: Settings, ws: Workspace, session: aiohttp.ClientSession
) -> AsyncIterator[None]:
    """Connect the bot to the workspace as its settings say."""
    if chosen.socket_mode:
        slack = make_slack_client(chosen.bot_token, chosen.slack_api_url, session)
        line = SocketMode(
            bot.dispatch, app_token=chosen.app_token, slack=slack, session=session, note_lines=bot.hearing.have_lines
        )
        await line.start()
        await line.connected()
        yield
        await line.stop()
    else:
        web = HttpMode(bot.dispatch, signing_secret=chosen.signing_secret, host="127.0.0.1", port=0)
        await web.start()
        bot.hearing.opened(is_line=False)
        ws.deliver_to(f"{web.address}/slack/events")
        yield
        await web.stop()
        bot.hearing.closed()
