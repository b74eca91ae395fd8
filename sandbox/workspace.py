"""Workspace: the state of the imitation, its ledgers, and the one signal that something has changed.

Everything else in the package reads and writes it: the Web API for the bot, the hands for the people.
"""

import asyncio
import contextlib
import inspect
from collections.abc import Callable, Coroutine, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sandbox.clock import Schedule, SettableClock
from sandbox.faults import Faults
from sandbox.ids import Ids
from sandbox.mailbox import Mailbox
from sandbox.person import Person
from sandbox.rates import Rates
from sandbox.records import Call, Json, Refusal, Request, Shown
from sandbox.state.files import FileStore
from sandbox.state.installed_app import InstalledApp
from sandbox.state.refusing import ResponseUrls, Triggers
from sandbox.state.views import ViewDesk
from sandbox.transport.delivery import Delivery
from sandbox.transport.socket_mode import SocketHub

Deadlines = Callable[[str], Iterable[tuple[str, date]]]


class Workspace:
    """One Slack workspace with one app installed from its manifest (a dict)."""

    def __init__(self, manifest: Json, clock: SettableClock | None = None) -> None:
        self.manifest = manifest
        self.app = InstalledApp.from_manifest(manifest)
        self.clock = clock or SettableClock()
        self.schedule = Schedule(self.clock)
        self.ids = Ids(self.clock)
        self.team_id, self.team_domain = "T0SANDBOX1", "sandbox"
        self.app_id, self.bot_id, self.bot_user_id = "A0SANDBOX1", "B0SANDBOX1", "U0SANDBOXBOT"
        self.bot_token = "xoxb-1000000001-1000000002-sandboxsandboxsandbox"  # noqa: S105 - opens nothing
        self.app_token = "xapp-1-A0SANDBOX1-1000000003-sandbox"  # noqa: S105
        self.signing_secret = "5a9d8b0x0sandbox0signing0secret0"  # noqa: S105
        self.verification_token = "sandboxverificationtoken"  # noqa: S105
        self.people: dict[str, Person] = {}
        self._channels: dict[str, Person] = {}
        self.calls: list[Call] = []
        self.refusals: list[Refusal] = []
        self.expected_refusals: list[Refusal] = []
        self.requests: list[Request] = []
        self.shown: list[Shown] = []
        self.base_url = "http://127.0.0.1:0"
        self.ack_limit = 3.0
        self.share_delay = 0.0
        self.rate_limits = False
        self.files = FileStore(self)
        self.triggers = Triggers(self.clock, self.ids)
        self.response_urls = ResponseUrls(self.clock, self.ids)
        self.view_desk = ViewDesk(self)
        self.faults = Faults(self.clock)
        self.rates = Rates(self.clock)
        self.socket = SocketHub(self)
        self.delivery = Delivery(self)
        self.mailbox: Mailbox | None = None
        self.deadlines: Deadlines = lambda _person_id: ()
        """What is due next for a person, for the page's clock: the workspace itself knows nothing of deadlines."""
        self._listeners: list[Callable[[], None]] = []
        self._waiting: set[asyncio.Future[None]] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.clock.subscribe(self.changed)

    # ---- people

    def add_person(
        self,
        id: str,
        name: str,
        email: str = "",
        *,
        locale: str = "en-US",
        tz: str = "Europe/Oslo",
        title: str = "",
        guest: bool = False,
        stranger: bool = False,
    ) -> Person:
        """Let somebody join the workspace; a stranger belongs to another one (Slack Connect).

        Raises NotPossible for a locale that Slack does not have, such as any Norwegian one.
        """
        person = Person(self, id, name, email, locale=locale, tz=tz, title=title, guest=guest, stranger=stranger)
        self.people[id] = person
        self._channels[person.conversation.id] = person
        self.changed()
        return person

    def person(self, id: str) -> Person:
        """Return the person with this user id."""
        return self.people[id]

    def deactivate(self, id: str) -> None:
        """Shut the person out, as an administrator does when somebody leaves; the app hears of it."""
        self.people[id].deactivate()

    def person_of_channel(self, channel: str) -> Person | None:
        """Return whose direct conversation with the app this is."""
        return self._channels.get(channel)

    def retain(self, keep: timedelta, person_id: str | None = None) -> None:
        """Delete what is older than this from everybody's conversation, or one person's, as a retention rule does.

        Roots go like any other message, replies that are younger stay behind without one, and the app hears nothing.
        Slack does it once a day (slack.com/help/articles/203457187). Nothing that we found says what becomes of a
        thread whose root goes so, or that an event were sent: both are guesses, the worse case for the app.
        """
        oldest = self.clock.now() - keep
        for person in self.people.values() if person_id is None else [self.people[person_id]]:
            person.conversation.forget_before(oldest)
        self.changed()

    # ---- the bot's side

    def deliver_to(self, url: str | None) -> None:
        """Send everything to this address by signed HTTP; None means Socket Mode."""
        self.delivery.aim(url)

    def double_next(self, kind: str) -> None:
        """Deliver the next request of this kind (message, block_actions, view_submission …) twice."""
        self.delivery.double_next(kind)

    # ---- the ledgers

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

    def show(self, person_id: str, surface: str, texts: list[str]) -> None:
        """Write into the visibility ledger that the person was shown these texts (the deactivated see nothing)."""
        if self.people[person_id].deleted:
            return
        now = self.clock.now()
        self.shown += [Shown(person_id, surface, text, now) for text in texts if text]

    # ---- change

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

    async def until(self, condition: Callable[[], Any], timeout: float = 10.0) -> Any:  # noqa: ASYNC109
        """Wait until the condition is true, looking again after each change, and return what it gave.

        A condition that stumbles over what is not there yet (a missing message, a Home that is None) is not true
        yet. Raises AssertionError, with what the workspace saw last, when it does not come true in time.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while True:
            change: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(change)
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

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Run this beside everything else, until it is done or the server stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        """End everything that runs on the workspace's behalf."""
        self.schedule.close()
        self.delivery.close()
        await self.socket.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
