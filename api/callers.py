"""Who comes in: `Authorization: Bearer` with a key that is good, which has not asked for too much."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from api.door import door_of
from api.problems import ProblemError
from cases.doors import keys
from domain.errors import N_

TOO_MUCH = N_("For mange forespørsler med denne nøkkelen. Vent litt.")

_bearer = HTTPBearer(auto_error=False, scheme_name="key", description="A key made by `python -m bot keys new`.")


async def _caller(request: Request, shown: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]) -> int:
    door = door_of(request)
    runtime = door.runtime
    written = shown.credentials if shown else ""
    key_id = await runtime.executor.query(keys.known, written, now=runtime.clock.now())
    request.scope["key_id"] = key_id
    if seconds := door.pace.seconds_to_wait(key_id):
        raise ProblemError(429, "too_many_requests", TOO_MUCH, retry_after=seconds)
    return key_id


Caller = Annotated[int, Depends(_caller)]
"""The number of the key with which a request comes in."""
