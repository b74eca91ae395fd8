"""Makes findable what acts have changed, as soon as nobody waits for an answer."""

from __future__ import annotations

from cases.acts import indexing
from cases.execution.runtime import Runtime

IDLE = 60.0  # seconds between looks when nothing is written here: another process may have left something


class Indexing:
    """Takes in one piece after the other."""

    def __init__(self, runtime: Runtime) -> None:
        """Take in what acts of this runtime, and of others, change."""
        self._runtime = runtime

    async def step(self) -> float:
        """Take in some; gives for how many seconds there is nothing more. Raises NotSavedError."""
        await self._runtime.gate.lull()
        if not await self._runtime.executor.query(indexing.is_due):
            return IDLE
        await self._runtime.executor.record(indexing.take_in_some)
        return 0.0
