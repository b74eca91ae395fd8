"""Rounds in which something is away while people work: in the end everybody sees what she would have seen without."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from tests.bot.lives import given_up
from tests.crash.outages import Outage, pass_time
from tests.crash.rounds import LOOKS
from tests.crash.work import Picture, Work
from tests.institution import MONDAY
from tests.world import World

PATIENCE = 100  # real seconds until something that never arrives is called so
SOON = timedelta(minutes=1)
LATEST = MONDAY + timedelta(hours=5)  # an hour before people go home


@dataclass
class Recovery:
    """All rounds in one world."""

    world: World
    _expected: Picture = field(default_factory=dict)
    _expected_words: Picture = field(default_factory=dict)
    _rounds: int = 0

    @property
    def is_late(self) -> bool:
        """Whether the working day nears its end: what reminds people then has no place in these rounds."""
        return self.world.clock.now() > LATEST

    async def untroubled(self) -> None:
        """Learn what people see when nothing is away."""
        work = await self._come_to()
        await work.begin()
        await work.go_on()
        await self.world.settled()
        self._expected, self._expected_words = work.picture(), work.words()
        await work.end()

    async def round(self, outage: Outage) -> timedelta:
        """Let something be away while people work; gives how long after its end everything had been delivered."""
        work = await self._come_to()
        async with outage.away(work) as long:
            half = self.world.clock.now() + long / 2
            await work.begin()
            await pass_time(work, half)
            await work.go_on()
            await pass_time(work, half + long / 2)
            if outage.slack_takes:
                assert work.words() == self._expected_words, "what needs no file waits for none"
        ended_at = self.world.clock.now()
        async with asyncio.timeout(PATIENCE):
            await self.world.settled()
        took = self.world.clock.now() - ended_at
        self._judge(work, outage)
        assert took < SOON, took
        await work.end()
        return took

    def _judge(self, work: Work, outage: Outage) -> None:
        seen = work.picture()
        assert seen == self._expected, f"{seen}\nand not\n{self._expected}"
        assert given_up(self.world) == []
        assert outage.slack_takes or work.sent_in_vain() == []
        refusals = self.world.ws.refusals
        refusals[:] = [one for one in refusals if (one.method, one.code) not in LOOKS]
        self.world.ws.assert_clean()

    async def _come_to(self) -> Work:
        self._rounds += 1
        work = Work(self.world, f"Sak {self._rounds}")
        await work.prepare()
        return work
