"""What the workspace writes down while it runs, and the one signal that something has changed."""

import asyncio
import contextlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.clock import SettableClock
from sandbox.records import Call, Refusal, Request, Shown


class Ledgers:
    """Calls, refusals, requests and what people were shown; and who waits for a change."""

    def __init__(self, clock: SettableClock) -> None:
        self.clock = clock
        self.calls: list[Call] = []
        self.refusals: list[Refusal] = []
        self.expected_refusals: list[Refusal] = []
        self.requests: list[Request] = []
        self.shown: list[Shown] = []
        self._listeners: list[Callable[[], None]] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def refuse(self, code: str, detail: str, method: str | None = None) -> None:
        """Write down something that Slack would have refused or that the bot did wrong."""
        self.refusals.append(Refusal(code, detail, self.clock.now(), method))
        self.changed()

    @contextlib.contextmanager
    def expect_refusal(self, code: str) -> Iterator[list[Refusal]]:
        """Expect at least one refusal with this code inside the block; it then counts as no fault.

        Gives the list that holds those refusals once the block has ended.
        """
        before = len(self.refusals)
        matched: list[Refusal] = []
        yield matched
        matched += [refusal for refusal in self.refusals[before:] if refusal.code == code]
        if not matched:
            got = ", ".join(str(refusal) for refusal in self.refusals[before:]) or "none"
            raise AssertionError(f"expected the refusal {code!r}, got {got}")
        self.expected_refusals += matched
        self.refusals[before:] = [refusal for refusal in self.refusals[before:] if refusal.code != code]

    def assert_clean(self) -> None:
        """Fail when anything was refused that no test expected."""
        if self.refusals:
            raise AssertionError("refused:\n" + "\n".join(f"  {refusal}" for refusal in self.refusals))

    def changed(self) -> None:
        """Tell everybody who waits or listens that the state is another one."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()
        for listener in list(self._listeners):
            listener()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener at each change; returns what ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def next_change(self) -> "asyncio.Future[None]":
        """Return what is done at the next change."""
        change: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(change)
        return change

    async def until(self, condition: Callable[[], Any], timeout: float = 30.0) -> Any:  # noqa: ASYNC109
        """Wait until the condition is true, looking again after each change, and return what it gave.

        A condition that stumbles over what is not there yet (a missing message, a Home that is None) is not true
        yet. Raises AssertionError, with what the workspace saw last, when it does not come true in time.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while True:
            change = self.next_change()
            problem: Exception | None = None
            try:
                if found := condition():
                    self._waiting.discard(change)
                    return found
            except (AssertionError, LookupError, TypeError, AttributeError) as error:
                problem = error
            left = deadline - asyncio.get_running_loop().time()
            done, _ = await asyncio.wait([change], timeout=max(0.0, left))
            if not done:
                self._waiting.discard(change)
                raise AssertionError(self._report(condition, problem, timeout))

    def _report(self, condition: Callable[[], Any], problem: Exception | None, timeout: float) -> str:
        try:
            source = inspect.getsource(condition).strip()
        except (OSError, TypeError):
            source = repr(condition)
        lines = [f"not true within {timeout:g} s: {source}"]
        if problem is not None:
            lines.append(f"  it says: {problem!r}")
        lines += [f"  refused: {refusal}" for refusal in self.refusals[-5:]]
        lines += [
            f"  called: {call.method} -> {call.status} {(call.answer or {}).get('error', 'ok')}"
            for call in self.calls[-8:]
        ]
        lines += [
            f"  sent: {request.kind} -> {request.trouble or (request.ack.status if request.ack else 'no answer')}"
            for request in self.requests[-5:]
        ]
        return "\n".join(lines)
