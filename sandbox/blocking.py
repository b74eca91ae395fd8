"""A running workspace for tests that are not asynchronous: it lives in a thread of its own, and every act waits.

SlackWorkspace is what the fixture slack_workspace gives (sandbox.pytest_plugin); it can be opened without pytest too:

    with running(workspace_from(Path("manifest.yml"))) as slack:
        start_my_bot(slack.environment)
        slack.person("Alice").say("hello")

A person finds what is visible by its words, and waits a few seconds for what the bot has yet to show.
"""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, TypeVar

from sandbox.faults import Fault
from sandbox.messages import Message
from sandbox.people.client import Surface
from sandbox.person import Person
from sandbox.records import Answer, NotPossible, Refusal
from sandbox.server import Server, serve
from sandbox.workspace import Workspace

Result = TypeVar("Result")
PATIENCE = 5.0


class Loop:
    """The event loop of the workspace, in its thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack sandbox", daemon=True)
        self._thread.start()

    def wait_for(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run this in the loop and return what it gives."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def call(self, act: Callable[[], Result]) -> Result:
        """Call this in the loop; at once when that is where we are, as inside a condition that is waited for."""
        if threading.current_thread() is self._thread:
            return act()

        async def work() -> Result:
            return act()

        return self.wait_for(work())

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Actor:
    """One person, for tests that wait; what can be done and seen is what sandbox.Person documents."""

    def __init__(self, slack: "SlackWorkspace", person: Person) -> None:
        self._slack = slack
        self.person = person
        """The person as the asynchronous workspace has them."""
        self.id, self.name = person.id, person.name

    # ---- acting

    def open_home(self) -> None:
        """Open the app's Home tab."""
        self._slack.loop.wait_for(self.person.open_home())

    def open_messages(self) -> None:
        """Open the app's Messages tab."""
        self._slack.loop.wait_for(self.person.open_messages())

    def say(self, text: str, *, channel: str | None = None, thread_ts: str | None = None) -> Message:
        """Write to the app, in a channel or in a thread."""
        return self._slack.loop.wait_for(self.person.say(text, thread_ts, channel=channel))

    def edit(self, ts: str, text: str) -> Message:
        """Rewrite one of one's own messages."""
        return self._slack.loop.wait_for(self.person.edit(ts, text))

    def delete(self, ts: str) -> None:
        """Delete one of one's own messages."""
        self._slack.loop.wait_for(self.person.delete(ts))

    def command(self, command: str, text: str = "", *, channel: str | None = None) -> Answer:
        """Send a slash command, to the app or in a channel."""
        return self._slack.loop.wait_for(self.person.command(command, text, channel=channel))

    def shortcut(self, callback_id: str) -> Answer:
        """Use a global shortcut."""
        return self._slack.loop.wait_for(self.person.shortcut(callback_id))

    def message_shortcut(self, callback_id: str, ts: str) -> Answer:
        """Use a message shortcut on a message."""
        return self._slack.loop.wait_for(self.person.message_shortcut(callback_id, ts))

    def click(self, label: str, at: Surface | None = None, near: str | None = None) -> Answer:
        """Press the button or menu entry with these words."""
        return self._patiently(lambda: self.person.click(label, at, near))

    def fill(self, label: str, value: Any, at: Surface | None = None) -> Answer:
        """Write into a field, or hand files in as pairs of name and bytes."""
        return self._patiently(lambda: self.person.fill(label, value, at))

    def choose(self, label: str, option: str, at: Surface | None = None) -> Answer:
        """Choose the option that shows this text."""
        return self._patiently(lambda: self.person.choose(label, option, at))

    def tick(self, label: str, *options: str, at: Surface | None = None) -> Answer:
        """Tick these boxes."""
        return self._patiently(lambda: self.person.tick(label, *options, at=at))

    def untick(self, label: str, *options: str, at: Surface | None = None) -> Answer:
        """Take the tick away from these boxes."""
        return self._patiently(lambda: self.person.untick(label, *options, at=at))

    def send(self) -> Answer:
        """Press the modal's submit button; what it complains of is afterwards in `errors`, by label."""
        return self._patiently(self.person.send)

    def dismiss(self) -> None:
        """Press the modal's close button."""
        self._patiently(self.person.dismiss)

    # ---- seeing

    def sees(self, text: str) -> str:
        """Wait until this text is somewhere before the person, and return all that stands on that surface."""
        return str(self._slack.until(lambda: next((one for one in self._surfaces() if text in one), None)))

    def text_of(self, surface: Surface) -> str:
        """Return everything readable on a message, on "home" or in a modal."""
        return self._slack.loop.call(lambda: self.person.text_of(surface))

    def messages(self, channel: str | None = None) -> list[Message]:
        """Return the conversation with the app, or what this person sees of a channel, oldest first."""
        return self._slack.loop.call(lambda: self.person.in_channel(channel) if channel else self.person.messages)

    @property
    def errors(self) -> dict[str, str]:
        """What the modal complained of when it was last sent in, by label."""
        return dict(self.person.errors)

    def _surfaces(self) -> list[str]:
        views = [*(["home"] if self.person.home else []), *(view["id"] for view in self.person.modals[-1:])]
        return [self.person.text_of(one) for one in (*views, *self.person.seen())]

    def _patiently(self, act: Callable[[], Awaitable[Result]]) -> Result:
        return self._slack.loop.wait_for(self._once_possible(act))

    async def _once_possible(self, act: Callable[[], Awaitable[Result]]) -> Result:
        """Try again at each change: an act that is not possible has sent nothing."""
        clock = asyncio.get_running_loop()
        deadline = clock.time() + PATIENCE
        while True:
            change = self._slack.workspace.next_change()
            try:
                return await act()
            except NotPossible:
                left = deadline - clock.time()
                done, _ = await asyncio.wait([change], timeout=max(0.0, left))
                if not done:
                    raise


class SlackWorkspace:
    """The workspace, its people and what went wrong in it."""

    def __init__(self, workspace: Workspace, server: Server, loop: Loop) -> None:
        self.workspace = workspace
        """The asynchronous workspace, which runs in another thread: to be read, or called through `loop`."""
        self.loop = loop
        self.url, self.api_url = server.url, server.api_url
        self.bot_token, self.app_token = workspace.bot_token, workspace.app_token
        self.signing_secret = workspace.signing_secret

    @property
    def environment(self) -> dict[str, str]:
        """What a bot must know, as variables of its environment."""
        return self.workspace.environment(self.api_url)

    def person(self, who: str) -> Actor:
        """Return the person with this id, name, first name or address."""
        for one in self.workspace.people.values():
            if who in (one.id, one.name, one.email, one.name.partition(" ")[0]):
                return Actor(self, one)
        raise NotPossible(f"there is no {who!r}; there are {[one.name for one in self.workspace.people.values()]}")

    def deliver_to(self, url: str | None) -> None:
        """Send everything to this address by signed HTTP; None means Socket Mode."""
        self.loop.call(lambda: self.workspace.deliver_to(url))

    def wait_for_bot(self, timeout: float = 10.0) -> None:
        """Wait until the bot has opened a Socket Mode line."""
        self.until(lambda: self.workspace.socket.open, timeout)

    def rest(self) -> None:
        """Give the bot a few seconds to answer what it has been sent: one that leaves before has left it unanswered."""
        with contextlib.suppress(AssertionError):
            self.until(self._is_at_rest)

    def _is_at_rest(self) -> bool:
        is_heard = all(request.ack or request.trouble for request in self.workspace.requests)
        return is_heard and self.workspace.delivery.idle

    def until(self, condition: Callable[[], Any], timeout: float = PATIENCE) -> Any:
        """Wait until the condition is true, looking again after each change, and return what it gave."""
        return self.loop.wait_for(self.workspace.until(condition, timeout))

    def move_clock(self, **delta: float) -> None:
        """Let time pass: days=2, hours=1 and the like."""
        self.loop.call(lambda: self.workspace.clock.move(**delta))

    def fail(self, method: str | None = None, **how: Any) -> Fault:
        """Make the bot's next calls of this method go wrong, as sandbox.faults tells (kind="ratelimited" …)."""
        return self.loop.call(lambda: self.workspace.faults.add(method, **how))

    @contextlib.contextmanager
    def expect_refusal(self, code: str) -> Iterator[list[Refusal]]:
        """Expect at least one refusal with this code inside the block; it then counts as no fault."""
        expecting = contextlib.ExitStack()
        yield self.loop.call(lambda: expecting.enter_context(self.workspace.expect_refusal(code)))
        self.loop.call(expecting.close)

    def assert_clean(self) -> None:
        """Fail when the bot did what Slack would have refused and no test expected it."""
        self.loop.call(self.workspace.assert_clean)


@contextlib.contextmanager
def running(workspace: Workspace, port: int = 0) -> Iterator[SlackWorkspace]:
    """Serve the workspace in a thread of its own until the block ends."""
    loop = Loop()
    served = contextlib.AsyncExitStack()
    try:
        server = loop.wait_for(served.enter_async_context(serve(workspace, port)))
        yield SlackWorkspace(workspace, server, loop)
    finally:
        loop.wait_for(served.aclose())
        loop.close()
