"""All that goes wrong meanwhile: faults of Slack's, lines that break, processes that die, a database that restarts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import get_args

from bot.slack.errors import VERDICTS, Verdict
from sandbox.faults import Kind
from sandbox.transport.socket_mode import Loss
from sandbox.workspace import Workspace
from tests.soak.processes import Processes

KINDS: tuple[Kind, ...] = get_args(Kind)
LOSSES: tuple[Loss, ...] = get_args(Loss)
CODES = sorted(
    code for code, verdict in VERDICTS.items() if verdict in (Verdict.LATER, Verdict.UNKNOWN, Verdict.CHANNEL)
)
METHODS = (None, None, "chat.postMessage", "chat.update", "views.publish", "views.open", "files.completeUploadExternal")


@dataclass
class Trouble:
    """Makes it, as chance will have it."""

    ws: Workspace
    processes: Processes
    lot: Random
    restart_database: Callable[[], None]
    faults: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    restarts: int = 0

    async def fail(self, pause: float) -> None:
        """Let Slack fail again and again, with so many seconds between."""
        while True:
            await asyncio.sleep(self.lot.uniform(0.5, 1.5) * pause)
            if self.lot.random() < 0.15:
                how = self.lot.choice(LOSSES)
                self.ws.socket.drop(how)
                self.faults[f"line lost: {how}"] += 1
                continue
            kind, code = self.lot.choice(KINDS), self.lot.choice(CODES)
            self.ws.faults.add(
                self.lot.choice(METHODS), times=self.lot.randint(1, 3), kind=kind, code=code, seconds=1.0, retry_after=2
            )
            self.faults[kind] += 1

    async def kill(self, pause: float, spared: int) -> None:
        """Kill one of them every so many seconds, all but the last few, and start it again."""
        while True:
            await asyncio.sleep(pause)
            at = self.lot.randrange(len(self.processes.all) - spared)
            one = self.processes.all[at]
            one.kill()
            await one.died()
            self.kills += 1
            self.processes.begin_again(at)

    async def restart(self, pause: float) -> None:
        """Restart the database every so many seconds."""
        while True:
            await asyncio.sleep(pause)
            await asyncio.to_thread(self.restart_database)
            self.restarts += 1
