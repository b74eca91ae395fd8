"""Slack's Web API as this program calls it: one session, no hidden repetitions, every outcome told apart.

The client's own retry handlers are off: a repeated `chat.postMessage` is a second message. Repeating is
the delivery's business, which looks first.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

SECONDS = 15
FILE_SECONDS = 600
PAUSE = 30.0  # where Slack does not say for how long

# The answer never tells whether Slack has done it: https://docs.slack.dev/reference/methods/chat.postMessage
_MAYBE_DONE = {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
# An administrator has to mend the installation; nothing is given up meanwhile.
_INSTALLATION = {
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
    "ekm_access_denied",
    "org_login_required",
    "accesslimited",
    "team_access_not_granted",
}


class WaitError(Exception):
    """Slack asks to wait before calling this method again; it has done nothing."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"ratelimited: wait {seconds} s")
        self.seconds = seconds


class NotDoneError(Exception):
    """Slack can not be reached, or not with this installation; it has surely done nothing."""


class NotYetError(NotDoneError):
    """Something else must be sent first; nothing is wrong."""


class UnknownOutcomeError(Exception):
    """The answer was lost: Slack may have done it or not."""


class RefusedError(Exception):
    """Slack (or the mail server) says no and will say no again; `code` is its reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make_session(seconds: float = SECONDS) -> aiohttp.ClientSession:
    """Open the one session that all calls share, each of which may take so long; the caller closes it."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds))


def time_for_a_file(session: aiohttp.ClientSession) -> aiohttp.ClientTimeout:
    """How long a file's bytes may take: minutes in all, but no longer between two signs of life than any call."""
    silence = session.timeout.total
    return aiohttp.ClientTimeout(total=FILE_SECONDS, sock_connect=silence, sock_read=silence)


def make_slack_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Make a client for a Web API at `api_url`, which ends in `/api/`. It repeats nothing by itself."""
    client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[], timeout=SECONDS)
    host = urlsplit(api_url).hostname or ""
    if host in ("127.0.0.1", "localhost", "::1") or proxy_bypass(host):
        client.proxy = None  # the client takes HTTPS_PROXY from the environment, but not NO_PROXY
    return client


async def call(answer: Awaitable[Any]) -> Any:
    """Wait for one call and give its answer.

    Raises WaitError, NotDoneError, UnknownOutcomeError or RefusedError, which say what it means.
    """
    try:
        return await answer
    except SlackApiError as error:
        raise _meaning(error) from error
    except aiohttp.ClientConnectorError as error:
        raise NotDoneError(type(error).__name__) from error
    except (TimeoutError, aiohttp.ClientError, OSError, SlackClientError, ValueError) as error:
        raise UnknownOutcomeError(type(error).__name__) from error


def _meaning(error: SlackApiError) -> Exception:
    answer: Any = error.response
    said = getattr(answer, "data", None)
    code = str(said.get("error") or "") if isinstance(said, dict) else ""  # a proxy may answer in its own words
    status = getattr(answer, "status_code", 200)
    if status == 429 or code == "ratelimited":
        headers = {name.lower(): str(value) for name, value in (getattr(answer, "headers", None) or {}).items()}
        seconds = headers.get("retry-after", "")
        return WaitError(float(seconds) if seconds.isdecimal() else PAUSE)
    if status >= 500 or code in _MAYBE_DONE or not code:
        return UnknownOutcomeError(code or f"status {status}")
    return NotDoneError(code) if code in _INSTALLATION else RefusedError(code)
