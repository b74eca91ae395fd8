"""The program itself, started as an administrator starts it: `python -m bot …` with its environment."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.workspace import Workspace

ROOT = Path(__file__).parent.parent
OURS = ("SLACK_", "DATABASE_URL", "FILES_DIR", "TIMEZONE", "LANGUAGE", "HOST", "PORT", "METRICS_PORT", "LOG_")


@dataclass
class Program:
    """One process, and what it has said on standard error so far."""

    process: Process
    said: list[str] = field(default_factory=list)

    async def says(self, words: str) -> str:
        """Wait until it says a line with these words and give the line; fails when it ends without."""
        assert self.process.stderr is not None
        while line := (await self.process.stderr.readline()).decode():
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError(f"ended without saying {words!r}:\n{''.join(self.said)}")

    async def ended(self) -> int:
        """Wait for its end and give its exit status."""
        assert self.process.stderr is not None
        self.said.append((await self.process.stderr.read()).decode())
        return await self.process.wait()


@asynccontextmanager
async def started(*words: str, environment: Mapping[str, str]) -> AsyncIterator[Program]:
    """Start `python -m bot` with these words; it is killed when the block ends before it does."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=ROOT, env={**others, **environment}, stdout=PIPE, stderr=PIPE
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def finished(*words: str, environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Run `python -m bot` with these words to its end: exit status, what it printed, what it complained of."""
    async with started(*words, environment=environment) as program:
        printed, complained = await program.process.communicate()
        return await program.process.wait(), printed.decode(), complained.decode()


def environment_for(ws: Workspace, database_url: str, folder: Path, mode: str = "socket") -> dict[str, str]:
    """Settings, as environment variables, of a bot in this workspace."""
    return {
        "SLACK_BOT_TOKEN": ws.bot_token,
        "SLACK_APP_TOKEN": ws.app_token if mode == "socket" else "",
        "SLACK_SIGNING_SECRET": ws.signing_secret,
        "SLACK_API_URL": f"{ws.base_url}/api/",
        "DATABASE_URL": database_url,
        "FILES_DIR": str(folder / "files"),
        "PORT": "0",
    }
