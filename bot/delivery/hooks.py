"""Calling a system's receiver, by the conventions of Standard Webhooks (https://www.standardwebhooks.com), version 1.

Only the status of the answer counts: nothing of it is read, kept or logged, and no redirection is followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from bot import __version__
from bot.slack.client import proxy_for

SECONDS = 10.0
GONE: Final = 410
SAID: Final = "webhook: "
_CURES: Final = (
    (re.compile(r"status 3\d\d"), "redirections are not followed: set the address to which it leads"),
    (re.compile(r"status 4\d\d"), "ask who runs the receiver why it refuses"),
    (
        re.compile(r".*Certificate.*"),
        "its certificate is not trusted: the address must be the name in it, and this machine trust its authority",
    ),
    (re.compile(r".*"), "see whether the receiver runs, and whether its address is right"),
)
_WAY: Final = "`keys list` shows the address, `keys webhook` changes it; what was refused: outbox retry"


class NotTakenError(Exception):
    """The receiver has not said that it took it, though it may have: it comes again, under the same id."""

    def __init__(self, why: str, seconds: float = 0.0) -> None:
        """`seconds` is for how long the receiver wants to be left alone."""
        super().__init__(why)
        self.seconds = seconds


def headers(key: str, body: bytes, secrets: Iterable[bytes], now: datetime) -> dict[str, str]:
    """What tells the receiver what this is, when it was sent, and that it comes from us."""
    written = f"msg_{key}.{int(now.timestamp())}."
    signed = (hmac.new(secret, written.encode() + body, hashlib.sha256).digest() for secret in secrets)
    return {
        "Content-Type": "application/json",
        "User-Agent": f"Saksbot/{__version__}",  # a library's own is what firewalls keep out
        "webhook-id": f"msg_{key}",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one).decode()}" for one in signed),
    }


async def post(session: aiohttp.ClientSession, url: str, body: bytes, told: dict[str, str]) -> tuple[int, str]:
    """The status and the Retry-After with which the receiver answers. Raises NotTakenError for no answer in time."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with session.post(
            url, data=body, headers=told, timeout=timeout, allow_redirects=False, proxy=proxy_for(url)
        ) as answer:
            return answer.status, answer.headers.get("Retry-After", "")
    except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
        raise NotTakenError(f"{SAID}{type(error).__name__}") from error


def require_taken(status: int, retry_after: str, now: datetime) -> None:
    """Raises NotTakenError for everything but 2xx."""
    if not 200 <= status < 300:
        raise NotTakenError(f"{SAID}status {status}", _seconds(retry_after, now))


def _seconds(retry_after: str, now: datetime) -> float:
    """What a Retry-After asks for, as a number or as a date (RFC 9110, 10.2.3); 0 for none."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        return (parsedate_to_datetime(retry_after) - now).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a zone
        return 0.0


def cure_of(error: str) -> str:
    """What can be done about what was noted; empty when it is not about a webhook."""
    if not error.startswith(SAID):
        return ""
    reason = error.removeprefix(SAID)
    return f"{next(cure for kind, cure in _CURES if kind.fullmatch(reason))}; {_WAY}"
