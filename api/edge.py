"""What happens to every request before and after it is answered: a number, its path taken apart, a line in the log."""

from __future__ import annotations

import logging
import time
from urllib.parse import unquote_to_bytes

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain import tracing

SLASH = "\x00"  # stands for a slash inside a part of the path: a case's number may have one
_NUL = "\udc00"  # no text, as what is not UTF-8 becomes none: neither is taken for something else

AT_ONCE = 100  # requests; one more is told to come again

log = logging.getLogger("api")


class Edge:
    """The outermost layer: nothing that happens inside goes out as a traceback."""

    def __init__(self, app: ASGIApp, api: FastAPI, routes: frozenset[str]) -> None:
        """Go round this app, which is that API and has these paths, with the names of their parts."""
        self._app, self._api, self.routes = app, api, routes
        self._at_work = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with tracing.under() as trace:
            await self._answer(scope, receive, send, trace.id)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, number: str) -> None:
        scope["request_id"] = number
        scope["path"] = "/".join(map(_read, scope.get("raw_path", b"").split(b"/")))
        began_at, status, is_whole = time.monotonic(), 0, False

        async def numbered(message: Message) -> None:
            nonlocal status, is_whole
            if message["type"] == "http.response.start":
                status = message["status"]
                more = [(b"x-request-id", number.encode()), (b"cache-control", b"no-store")]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)
            is_whole = message["type"] == "http.response.body" and not message.get("more_body")

        self._at_work += 1
        try:
            if self._at_work > AT_ONCE:
                scope["app"] = self._api
                await self._api.state.busy(Request(scope))(scope, receive, numbered)
            else:
                await self._app(scope, receive, numbered)
        except Exception:
            if not is_whole:
                raise  # too late to say anything: the connection is cut
        finally:
            self._at_work -= 1
            route = getattr(scope.get("route"), "path", "-")  # never the path itself: it may hold a secret
            key = scope.get("key_id", "-")
            took = (time.monotonic() - began_at) * 1000
            log.info("%s %s %d %.0f ms, key %s, request %s", scope["method"], route, status, took, key, number)
            self._api.state.door.answered(route, scope["method"], status)


def _read(part: bytes) -> str:
    """A part of a path; what is no text in it is a lone surrogate."""
    return unquote_to_bytes(part).decode("utf-8", "surrogateescape").replace(SLASH, _NUL).replace("/", SLASH)
