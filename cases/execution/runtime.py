"""What everything that runs beside the acts works with: threads for acts, the time, and who is there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from cases.context import Context
from cases.execution.background import Background
from cases.execution.executor import Executor
from cases.execution.load_gate import LoadGate
from cases.execution.presence import Presence
from domain.clock import Clock


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts of a running bot that know no Slack."""

    context: Context
    clock: Clock
    executor: Executor
    presence: Presence
    background: Background
    gate: LoadGate
    heard: asyncio.Event
    """Set after each event that was kept: there is something to take in."""

    async def close(self) -> None:
        """Finish what goes on, then let the threads go."""
        await self.background.close()
        await self.executor.close()
