"""Slack's Web API as this program calls it: one session, no hidden repetitions, every outcome told apart.

The client's own retry handlers are off: a repeated `chat.postMessage` is a second message. Repeating is
the delivery's business, which looks first.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.pace import Pace
from bot.mail_settings import trusting
from bot.slack.errors import RATE_LIMITED, Verdict, verdict_on
from bot.slack.json_text import Answer
from domain.webhooks import is_this_machine

SECONDS = 15
FILE_SECONDS = 600
PAUSE = 30.0  # where Slack does not say for how long


class WaitError(SlackClientError):
    """This method may not be called before so many seconds are over; nothing was done."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"ratelimited: wait {seconds:.3g} s")
        self.seconds = seconds


class NotDoneError(Exception):
    """Slack cannot be reached, or not with this installation; it has surely done nothing, and will do it later."""


class NotYetError(NotDoneError):
    """Something else must be sent first; nothing is wrong."""


class UnknownOutcomeError(Exception):
    """The answer was lost: Slack may have done it or not."""


class RefusedError(Exception):
    """Slack (or the mail server) says no and will say no again; `code` is its reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class GoneError(RefusedError):
    """What the call was about is not there any more."""


class ChannelLostError(NotDoneError):
    """The conversation that was remembered is not the right one any more."""


class WronglyAskedError(Exception):
    """Slack does not understand this program: a fault of ours, which says nothing about the content."""


NO_ANSWER = (WaitError, NotDoneError, UnknownOutcomeError, RefusedError, WronglyAskedError)
"""All that `call` raises, for who only needs to know that there is no answer."""


def make_session(seconds: float = SECONDS) -> aiohttp.ClientSession:
    """Open the one session that all calls share, each of which may take so long; the caller closes it."""
    connector = aiohttp.TCPConnector(ssl=trusting(None))
    timeout = aiohttp.ClientTimeout(total=seconds)
    # What one server lets us keep is nothing to send to another, and grows: no cookies.
    jar = aiohttp.DummyCookieJar()
    return aiohttp.ClientSession(connector=connector, timeout=timeout, response_class=Answer, cookie_jar=jar)


def time_for_a_file(session: aiohttp.ClientSession) -> aiohttp.ClientTimeout:
    """How long a file's bytes may take: minutes in all, but no longer between two signs of life than any call."""
    silence = session.timeout.total
    return aiohttp.ClientTimeout(total=FILE_SECONDS, sock_connect=silence, sock_read=silence)


class CallOutcome(StrEnum):
    """How a call of Slack's went."""

    ANSWERED = "answered"
    REFUSED = "refused"
    RATELIMITED = "ratelimited"
    UNANSWERED = "unanswered"


class PacedClient(AsyncWebClient):
    """Slack's own client, which asks our pace before each call and tells it how the call went."""

    def __init__(self, *, pace: Pace, **options: Any) -> None:
        """`options` are those of the client."""
        super().__init__(**options)
        self.pace = pace
        self.called: Callable[[str, CallOutcome], object] = _nothing
        """Called after each call with the method and how it went."""

    async def api_call(self, api_method: str, **request: Any) -> AsyncSlackResponse:
        """Call a method of the Web API. Raises WaitError without calling it when it is not its turn."""
        channel = (request.get("json") or {}).get("channel")
        if wait := self.pace.begin(api_method, channel):
            raise WaitError(wait)
        failed, outcome = False, CallOutcome.ANSWERED
        try:
            return await super().api_call(api_method, **request)
        except BaseException as error:
            failed, outcome = self._note(api_method, error), _outcome(error)
            raise
        finally:
            self.pace.end(api_method, channel, failed=failed)
            self.called(api_method, outcome)

    def _note(self, method: str, error: BaseException) -> bool:
        """Hold a method that Slack asks a pause for; tell whether the failure is one that strikes every call of it."""
        meant = meaning(error)
        if isinstance(meant, WaitError):
            self.pace.hold(method, meant.seconds)
        if isinstance(meant, ChannelLostError):
            return False  # one person's conversation
        return isinstance(meant, NotDoneError | UnknownOutcomeError)


def _nothing(*_: object) -> None:
    return


def _outcome(error: BaseException) -> CallOutcome:
    meant = meaning(error)
    if isinstance(meant, WaitError):
        return CallOutcome.RATELIMITED
    was_answered = isinstance(error, SlackApiError) and not isinstance(meant, UnknownOutcomeError)
    return CallOutcome.REFUSED if was_answered else CallOutcome.UNANSWERED


def make_slack_client(
    token: str, api_url: str, session: aiohttp.ClientSession, *, pace: Pace | None = None
) -> PacedClient:
    """Make a client for a Web API at `api_url`, which ends in `/api/`. It repeats nothing by itself.

    `pace` is left out where nothing else of this process calls Slack.
    """
    client = PacedClient(
        token=token,
        base_url=api_url,
        session=session,
        retry_handlers=[],
        timeout=SECONDS,
        pace=pace or Pace(lambda: datetime.now(UTC)),
        logger=logging.getLogger("slack_sdk"),  # has a level of its own: else each call is written out for nobody
    )
    client.proxy = proxy_for(api_url)  # left to itself it takes HTTPS_PROXY from the environment, but not NO_PROXY
    return client


def proxy_for(address: str) -> str | None:
    """The address of the proxy by which this address is reached: calls, files and lines alike. None for none.

    As HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say; never for this machine itself.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if is_this_machine(host) or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    first = "http" if parts.scheme in ("http", "ws") else "https"
    known = getproxies()
    named = (known.get(scheme, "").strip() for scheme in (first, "https", "http", "all"))
    proxy = next((one for one in named if one), None)
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


@contextmanager
def after_effect() -> Iterator[None]:
    """Mark that Slack has done something for this row already: what cannot be done inside the block leaves open what.

    Raises UnknownOutcomeError instead of NotDoneError and WaitError, so that the next attempt looks before it posts.
    """
    try:
        yield
    except (NotDoneError, WaitError) as error:
        raise UnknownOutcomeError(str(error)) from error


async def call(answer: Awaitable[Any]) -> Any:
    """Wait for one call and give its answer.

    Raises WaitError, NotDoneError, UnknownOutcomeError, RefusedError or WronglyAskedError, which say what it means.
    """
    try:
        return await answer
    except Exception as error:
        meant = meaning(error)
        if meant is None or meant is error:
            raise
        raise meant from error


def meaning(error: BaseException) -> Exception | None:
    """What it means that a call failed in this way; None when it says nothing about the call."""
    match error:
        case SlackApiError():
            return _meaning_of_answer(error)
        case WaitError() | NotDoneError() | UnknownOutcomeError() | RefusedError() | WronglyAskedError():
            return error
        case aiohttp.ClientConnectorError():
            return NotDoneError(type(error).__name__)
        case TimeoutError() | aiohttp.ClientError() | OSError() | SlackClientError() | ValueError():
            return UnknownOutcomeError(type(error).__name__)
    return None


def _meaning_of_answer(error: SlackApiError) -> Exception:
    answer: Any = error.response
    said = getattr(answer, "data", None)
    code = str(said.get("error") or "") if isinstance(said, dict) else ""  # a proxy may answer in its own words
    status = getattr(answer, "status_code", 200)
    if status == 429 or code in RATE_LIMITED:
        headers = {name.lower(): str(value) for name, value in (getattr(answer, "headers", None) or {}).items()}
        seconds = headers.get("retry-after", "")
        return WaitError(float(seconds) if seconds.isdecimal() else PAUSE)
    if status >= 500 or not code:
        return UnknownOutcomeError(code or f"status {status}")
    return _BY_VERDICT[verdict_on(code)](code)


_BY_VERDICT: Mapping[Verdict, Callable[[str], Exception]] = {
    Verdict.LATER: NotDoneError,
    Verdict.ADMINISTRATOR: NotDoneError,
    Verdict.UNKNOWN: UnknownOutcomeError,
    Verdict.GONE: GoneError,
    Verdict.CHANNEL: ChannelLostError,
    Verdict.CONTENT: RefusedError,
    Verdict.PERSON: RefusedError,
    Verdict.OURS: WronglyAskedError,
}
