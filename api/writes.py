"""Every write, once: by the system's own `Idempotency-Key`, with the answer of the first time for each repetition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Header
from fastapi.responses import Response
from starlette.requests import Request

from api.door import Door, door_of
from api.problems import ProblemError
from cases.doors.answers import Answer, Asked
from cases.doors.seen import Seen
from domain.errors import N_

KEY = "Idempotency-Key"
LONGEST_KEY = 255
NO_KEY = N_("Hver endring trenger hodet Idempotency-Key: høyst {limit} tegn som du ikke bruker om igjen.")
AT_WORK = N_("Den samme forespørselen er under arbeid.")

Once = Annotated[
    str,
    Header(
        alias=KEY,
        description="A new one for each write. The same again is answered as the first time, for as long as KEEP_DAYS.",
    ),
]


def _seen(
    if_match: Annotated[str | None, Header(description="Only if what is there has this ETag.")] = None,
    if_none_match: Annotated[str | None, Header(description="`*`: only if nothing is there yet.")] = None,
) -> Seen:
    return Seen(if_match, if_none_match)


LastSeen = Annotated[Seen, Depends(_seen)]
"""What the system says that it saw last of what it changes."""


def asked(request: Request, key_id: int, key: str, body_digest: str, seen: Seen) -> Asked:
    """What is asked for, with the digest of all that decides what it does. Raises ProblemError without a usable key."""
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise ProblemError(400, "idempotency_key_missing", NO_KEY, limit=LONGEST_KEY)
    told = "\n".join([request.method, request.scope["path"], request.url.query, body_digest])
    told += "\n" + (seen.if_match or "")
    if seen.if_none_match is not None:  # the digests of those without it stay what they were
        told += "\n" + seen.if_none_match
    return Asked(key_id, key, hashlib.sha256(told.encode()).hexdigest(), seen)


@contextmanager
def alone(request: Request, what: Asked) -> Iterator[Door]:
    """Answer it here and now, and nobody else the same meanwhile. Raises ProblemError for a rival.

    A rival in another process waits in the database for the first one's answer, and gets that.
    """
    door, it = door_of(request), (what.key_id, what.key)
    if it in door.at_work:
        raise ProblemError(409, "in_progress", AT_WORK, retry_after=1.0)
    door.at_work.add(it)
    try:
        yield door
    finally:
        door.at_work.discard(it)


def response(answer: Answer) -> Response:
    """The answer as it goes out; a repeated one says that it is."""
    headers = {"Idempotency-Replayed": "true"} if answer.is_repeated else {}
    return Response(answer.body, answer.status, headers, "application/json")
