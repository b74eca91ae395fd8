"""Who the key is, and what it may: the first thing that whoever sets up a system asks."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.requests import Request

from api.callers import Caller
from api.cases import REFUSALS, told
from api.door import door_of
from cases.doors import keys
from domain.doors import WhoIs

router = APIRouter(prefix="/v1", tags=["status"])


@router.get("/status", response_model=WhoIs, responses=REFUSALS, operation_id="get_status")
async def get_status(request: Request, key: Caller) -> Response:
    """The system of this key, its place and its role."""
    runtime = door_of(request).runtime
    return told(request, await runtime.executor.query(keys.who_is, key, now=runtime.clock.now()))
