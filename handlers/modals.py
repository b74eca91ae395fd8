"""Showing modals right after an acknowledgement."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from cases.acts import people
from cases.execution.background import Background
from cases.execution.executor import Executor
from domain.clock import Clock
from domain.notices import TryAgain
from handlers import asking
from handlers.request import Request

log = logging.getLogger(__name__)


class Modals:
    """Opens and redraws modals; who does not get one is told."""

    def __init__(self, executor: Executor, clock: Clock, background: Background, slack: AsyncWebClient) -> None:
        """Ask `slack` to show them."""
        self._executor = executor
        self._clock = clock
        self._background = background
        self._slack = slack

    def open(self, request: Request, view: dict[str, Any]) -> None:
        """Show a modal to the one who asked; on top of the one they are in, if they are in one."""
        self._background.later(self._open(request, view))

    def replace(self, view_id: str, view: dict[str, Any], *, actor: str) -> None:
        """Redraw an open modal."""
        self._background.later(self._show(self._slack.views_update(view_id=view_id, view=view), actor))

    async def _open(self, request: Request, view: dict[str, Any]) -> None:
        method = self._slack.views_push if request.in_modal else self._slack.views_open
        await self._show(method(trigger_id=request.trigger_id, view=view), request.actor)

    async def _show(self, call: Coroutine[Any, Any, Any], actor: str) -> None:
        try:
            await call
        except SlackApiError as error:
            # Closed meanwhile is no fault; anything else is told where the person will see it.
            if error.response.get("error") != "not_found":
                log.warning("a view could not be shown: %s", error.response.get("error"))
                await self._tell_trouble(actor)
        except asking.NO_ANSWER as error:
            log.warning("a view could not be shown: %s", type(error).__name__)
            await self._tell_trouble(actor)

    async def _tell_trouble(self, actor: str) -> None:
        await self._executor.execute(people.tell, TryAgain(), actor=actor, now=self._clock.now())
