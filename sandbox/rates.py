"""Slack's rate limits, by the workspace's clock; they hold only where the test has switched them on.

Sources: docs.slack.dev/apis/web-api/rate-limits (tiers, counted per method, app and workspace over a minute; one
message a second and conversation), and for each method's tier the page of the method and `MethodsRateLimits` in
slackapi/java-slack-sdk (2026-08-07), which agree. A tier promises "so many and more, with bursts", and Slack keeps the
size of a burst to itself. Here a method gets exactly its number within any sixty seconds, all at once if the bot
likes, and a conversation no burst at all: that is a guess on the strict side.

Left out: `apps.connections.open` (tier 1, yet bots that reconnect are seen to be served), and the "several hundred
messages a minute" of a workspace, which have no number.
"""

from collections import Counter, defaultdict, deque
from datetime import datetime, timedelta

from sandbox.clock import SettableClock

MINUTE = timedelta(minutes=1)
PACED = "chat.postMessage"
TIER_2 = ("users.list", "conversations.list")
TIER_3 = (
    "chat.update",
    "chat.delete",
    "conversations.open",
    "conversations.info",
    "conversations.history",
    "conversations.replies",
    "users.lookupByEmail",
    "files.delete",
)
TIER_4 = (
    "api.test",
    "chat.postEphemeral",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
    "files.info",
    "users.info",
    "views.open",
    "views.push",
    "views.update",
    "views.publish",
)
HUNDREDS = ("auth.test", "chat.getPermalink")  # "hundreds of requests per minute"; the SDK for Java takes 600
PER_MINUTE: dict[str, int] = (
    dict.fromkeys(TIER_2, 20) | dict.fromkeys(TIER_3, 50) | dict.fromkeys(TIER_4, 100) | dict.fromkeys(HUNDREDS, 600)
)
A_MESSAGE = timedelta(seconds=1)
POST_PAUSE = timedelta(seconds=0.9)  # a second, less what two good clocks may differ


class Rates:
    """How often each method was called lately, when each conversation last got a message, and who was refused."""

    def __init__(self, clock: SettableClock) -> None:
        self.refused: Counter[str] = Counter()
        """How many answers of 429 each method got, for whatever reason."""
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)
        self._posted: dict[str, datetime] = {}

    def wait_for(self, method: str, conversation: str | None) -> int:
        """Count a call and return 0, or return for how many seconds the bot must wait."""
        if method == PACED:
            return self._wait_for_post(conversation) if conversation is not None else 0
        return self._wait_for_method(method, PER_MINUTE[method]) if method in PER_MINUTE else 0

    def could(self, method: str, span: timedelta, conversations: int = 1) -> int:
        """Say how many calls of a limited method Slack takes within the span at most, first and last moment included.

        Messages are counted for so many conversations, each with one a second. Raises KeyError for a method that
        has no limit here.
        """
        if method == PACED:
            return conversations * (span // A_MESSAGE + 1)
        return PER_MINUTE[method] * (span // MINUTE + 1)

    def _wait_for_method(self, method: str, most: int) -> int:
        now, calls = self._clock.now(), self._calls[method]
        while calls and now - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= most:
            return int((calls[0] + MINUTE - now).total_seconds()) + 1
        calls.append(now)
        return 0

    def _wait_for_post(self, conversation: str) -> int:
        now = self._clock.now()
        last = self._posted.get(conversation)
        if last is not None and now - last < POST_PAUSE:
            return 1
        self._posted[conversation] = now
        return 0
