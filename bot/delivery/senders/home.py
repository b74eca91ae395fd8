"""A main page (App Home)."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from bot.slack.client import RefusedError, WronglyAskedError, call
from cases.execution.runtime import Runtime
from cases.pages import main_page
from domain.errors import NotAllowedError
from domain.outbox_kinds import OutboxKind
from handlers.views import home as views
from handlers.views import home_pages
from store.claiming import Claimed


class HomeSender(Sender):
    """Draws the page of App Home that the reader has in front of them; nothing for one who never looked."""

    kind = OutboxKind.HOME

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, slack: AsyncWebClient) -> None:
        """Publish through `slack`."""
        super().__init__(runtime, direct_messages)
        self._slack = slack

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Draw it. From one who has left it is taken away, unless their account is closed, too, and Slack refuses."""
        translator, now = self._voice(recipient), self._runtime.clock.now()
        try:
            page = await self._runtime.executor.query(main_page.home, row.person_id, actor=recipient.slack_id, now=now)
        except NotAllowedError as unknown:
            try:
                return await self._publish(recipient, views.stranger(translator.refusal(unknown)))
            except (RefusedError, WronglyAskedError):
                return False
        if page is None:
            return False
        return await self._publish(recipient, home_pages.drawn(page, translator))

    async def _publish(self, recipient: Recipient, view: dict[str, Any]) -> bool:
        await call(self._slack.views_publish(user_id=recipient.slack_id, view=view))
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody is called to a page."""
        return True
