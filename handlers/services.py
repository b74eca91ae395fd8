"""What every listener works with."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from cases.context import Context
from cases.execution.background import Background
from cases.execution.executor import Executor
from cases.execution.load_gate import LoadGate
from cases.execution.presence import Presence
from cases.execution.runtime import Runtime
from domain.clock import Clock
from handlers.modals import Modals
from handlers.translators import Translators


@dataclass(frozen=True, slots=True)
class Services(Runtime):
    """The running bot as a listener sees it: what runs acts, the words for each reader, modals, and Slack."""

    translators: Translators
    modals: Modals
    slack: AsyncWebClient

    @staticmethod
    def of(context: Context, clock: Clock, slack: AsyncWebClient, *, writers: int, language: str) -> Services:
        """Join the parts, inside a running event loop.

        `writers` is how many acts may write at once, `language` that of readers who have none.
        """
        executor, background = Executor(context, writers), Background()
        return Services(
            context=context,
            clock=clock,
            executor=executor,
            presence=Presence(clock, executor.changed.set),
            background=background,
            gate=LoadGate(),
            heard=asyncio.Event(),
            translators=Translators(context, executor, language),
            modals=Modals(executor, clock, background, slack),
            slack=slack,
        )
