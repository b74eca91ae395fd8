"""One round: somebody does something, the bot dies at a place, is started again, and nothing is lost or doubled."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tests.crash.bot_process import Place
from tests.crash.lives import Lives, died_by
from tests.crash.steps import STEPS, Life, Picture

Point: TypeAlias = Place | Literal["between effect and answer"]
POINTS: tuple[Point, ...] = (
    "before commit",
    "after commit",
    "before ack",
    "after ack",
    "before call",
    "between effect and answer",
)
# Looking whether something is there, or taking it away once more, is answered with no.
LOOKS = {
    ("files.info", "file_not_found"),
    ("chat.delete", "message_not_found"),
    ("files.delete", "file_deleted"),
    ("files.delete", "file_not_found"),
}


@dataclass
class Rounds:
    """All rounds of one step with one database and one workspace, and what they came to."""

    lives: Lives
    name: str
    deaths: int = 0
    unanswered: int = 0
    kept_though_unanswered: int = 0
    _expected: Picture = field(default_factory=dict)
    _effect: int = 0
    _past: list[tuple[Life, Picture]] = field(default_factory=list)
    _since: int = 0

    async def untroubled(self) -> None:
        """Learn what the step leads to when nobody dies."""
        life = await self._come_to()
        assert await STEPS[self.name].act(life)
        await self._rest(life)
        self._expected, self._effect = life.picture(), STEPS[self.name].effect(life)
        assert self._effect > 0

    async def round(self, point: Point, times: int) -> bool:
        """Kill the bot where it passes this point for the n-th time; False when it does not come there so often."""
        step, life = STEPS[self.name], await self._come_to()
        before, self._since = step.effect(life), len(self.lives.ws.requests)
        struck = await self._threaten(point, times)
        answered = await step.act(life)
        await self.lives.ws.until(lambda: struck() or self._is_over(life), timeout=30)
        if not struck():
            await self._spare(point)
        if not struck():  # it may have died of the very last thing it did
            return False
        self.lives.kill()
        await self.lives.died()
        self.lives.ws.faults.clear()
        assert died_by(self.lives) == -signal.SIGKILL
        kept = step.effect(life) > before
        assert kept or not answered or step.comes_again, "the person was told that it is done, and it is not"
        self.deaths += 1
        self.unanswered += not answered
        self.kept_though_unanswered += kept and not answered
        await self._go_on(life, kept=kept, answered=answered)
        return True

    async def nothing_came_later(self) -> None:
        """See whether what was right after each round still is after all of them."""
        await self.lives.settled()
        for life, seen in self._past:
            assert life.picture() == seen
            assert STEPS[self.name].effect(life) == self._effect

    async def _go_on(self, life: Life, *, kept: bool, answered: bool) -> None:
        """Start the bot again; who was given no answer does it again."""
        step = STEPS[self.name]
        await self.lives.start_again()
        if not answered:
            await self.lives.settled()
            assert (step.effect(life) > 0) == kept, "starting again brings nothing about by itself"
            await step.act(life)
            if kept and step.says_too_late:
                await self.lives.ws.until(lambda: life.aisha.modals)
        await self._rest(life)
        assert step.effect(life) == self._effect
        self._past.append((life, life.picture()))

    async def _threaten(self, point: Point, times: int) -> Callable[[], bool]:
        """Put Death at a point; gives how to see whether it has struck."""
        if point == "between effect and answer":
            faults = self.lives.ws.faults
            if times > 1:
                faults.add(times=times - 1, kind="slow")
            fault = faults.add(kind="hang_after_effect")
            return lambda: fault.used > 0
        await self.lives.threaten(point, times)
        return lambda: not self.lives.alive

    async def _spare(self, point: Point) -> None:
        self.lives.ws.faults.clear()
        if point != "between effect and answer":
            await self.lives.threaten(point, 0)

    def _is_over(self, life: Life) -> bool:
        return self.lives.is_quiet() and self._looks_right(life)

    def _looks_right(self, life: Life) -> bool:
        """Whether both see what they should, in order, unless Slack itself told of it in another order."""
        seen = life.picture()
        if any(request.attempt > 1 for request in self.lives.ws.requests[self._since :]):
            return {name: sorted(lines) for name, lines in seen.items()} == {
                name: sorted(lines) for name, lines in self._expected.items()
            }
        return seen == self._expected

    async def _rest(self, life: Life) -> None:
        """Wait until nothing moves any more and both see what they should, and go back to an empty screen."""
        await self.lives.settled()
        if self._expected and not self._looks_right(life):
            self.lives.clock.move(minutes=1)  # Slack sends an event again at once, and then after a minute
            with contextlib.suppress(AssertionError):  # the next lines say it better
                await self.lives.ws.until(lambda: self._is_over(life) or not self.lives.is_quiet())
            await self.lives.settled()
            assert self._looks_right(life), f"{life.picture()}\nand not\n{self._expected}"
        for person in (life.kari, life.aisha):
            while person.modals:
                await person.dismiss()
        refusals = self.lives.ws.refusals
        refusals[:] = [one for one in refusals if (one.method, one.code) not in LOOKS]
        self.lives.ws.assert_clean()

    async def _come_to(self) -> Life:
        """Begin a new subtask and bring it as far as the step."""
        life = Life(self.lives, f"Sak {self.lives.ws.ids.short()}")
        for earlier in STEPS[self.name].after:
            await STEPS[earlier].prepare(life)
            assert await STEPS[earlier].act(life)
            await self.lives.quiet()
        await STEPS[self.name].prepare(life)
        await self.lives.quiet()
        return life
