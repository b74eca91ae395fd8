"""Who comes in: `Authorization: Bearer` with a key that is good, which has not asked for too much."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from api.door import Door, door_of
from api.problems import TWICE, ProblemError
from cases.doors import keys
from domain.errors import N_

SINGLE = ("Authorization", "Content-Type", "Idempotency-Key")
TOO_MUCH = N_("For mange forespørsler med denne nøkkelen. Vent litt.")

_bearer = HTTPBearer(auto_error=False, scheme_name="key", description="A key made by `python -m bot keys new`.")


async def _caller(request: Request, shown: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]) -> int:
    door = door_of(request)
    for name in SINGLE:
        if len(request.headers.getlist(name)) > 1:  # which one is meant, nobody can know (RFC 9110, 5.3)
            raise ProblemError(400, "twice", TWICE, name=name)
    runtime = door.runtime
    written = shown.credentials if shown else ""
    key_id = await runtime.executor.query(keys.known, written, now=runtime.clock.now())
    request.scope["key_id"] = key_id
    require_pace(door, key_id)
    return key_id


def require_pace(door: Door, who: int | str) -> None:
    """Take one request's worth of what somebody may ask for. Raises ProblemError when there is none left."""
    if seconds := door.pace.seconds_to_wait(who):
        raise ProblemError(429, "too_many_requests", TOO_MUCH, retry_after=seconds)


Caller = Annotated[int, Depends(_caller)]
"""The number of the key with which a request comes in."""
