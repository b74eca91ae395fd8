"""Delivery by HTTP: signed as Slack signs, with Slack's content types, retry headers and deadline.

The signature's timestamp is the real time, not the workspace's: whoever checks it asks the machine's clock.
"""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode, urlsplit

import aiohttp

from sandbox.records import Ack, Request
from sandbox.state.ground import Ground
from sandbox.transport.undelivered import Undelivered


class HttpDelivery:
    """Posts requests to the bot's address, which must be on this machine."""

    def __init__(self, ws: Ground, url: str) -> None:
        if urlsplit(url).hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise ValueError(f"the sandbox delivers to this machine only, not to {url}")
        self._ws = ws
        self.url = url

    async def send(self, request: Request) -> Ack:
        """Post it and return the answer; raises Undelivered unless the bot says 200 within the limit."""
        body, content_type = encode(request)
        headers = self._headers(body, content_type, request)
        timeout = aiohttp.ClientTimeout(total=self._ws.ack_limit)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self.url, data=body, headers=headers) as answer,
            ):
                text = await answer.text()
                ack = Ack(
                    answer.status,
                    _decode(text),
                    self._ws.clock.now(),
                    {name.lower(): value for name, value in answer.headers.items()},
                )
        except TimeoutError:
            detail = f"no answer within {self._ws.ack_limit:g} s"
            raise Undelivered("http_timeout", detail, "not_acknowledged") from None
        except aiohttp.ClientError as error:
            nobody = isinstance(error, aiohttp.ClientConnectorError) and request.envelope != "events_api"
            code = "unreachable" if nobody else None
            raise Undelivered("connection_failed", f"the bot cannot be reached: {error}", code) from None
        return self._judged(request, ack)

    def _judged(self, request: Request, ack: Ack) -> Ack:
        good = ack.status == 200 if request.envelope != "events_api" else 200 <= ack.status < 300
        if good:
            return ack
        request.ack = ack
        # HTTP compares names without regard to case (RFC 9110, 5.1); docs.slack.dev/apis/events-api writes it small
        reason = "no_retry" if ack.headers.get("x-slack-no-retry") == "1" else "http_error"
        raise Undelivered(reason, f"the bot answered {ack.status}: {str(ack.body)[:200]}", "not_acknowledged")

    def _headers(self, body: bytes, content_type: str, request: Request) -> dict[str, str]:
        stamp = str(int(time.time()))
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new(self._ws.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }
        if request.attempt:
            headers["X-Slack-Retry-Num"] = str(request.attempt)
            headers["X-Slack-Retry-Reason"] = request.retry_reason or "unknown_error"
        return headers


def encode(request: Request) -> tuple[bytes, str]:
    """Return the body and content type in which Slack sends this kind of request."""
    if request.envelope == "events_api":
        return json.dumps(request.payload).encode(), "application/json"
    if request.envelope == "slash_commands":
        return urlencode(request.payload).encode(), "application/x-www-form-urlencoded"
    return urlencode({"payload": json.dumps(request.payload)}).encode(), "application/x-www-form-urlencoded"


def _decode(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
