"""The archive package of a case that has ended: `/v1/cases/{id}/package`, made when it is asked for."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header
from fastapi.responses import Response
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.callers import Caller
from api.cases import REFUSALS, WRITES
from api.door import Door, Package, door_of
from api.models import CaseId, Problem, Written
from api.problems import ProblemError
from api.writes import LastSeen, Once, alone, asked, response
from cases.doors import files_out, packages_out
from cases.doors.seen import names
from domain.errors import N_

router = APIRouter(prefix="/v1/cases/{case_id}/package", tags=["packages"])
ONE_AT_A_TIME = N_("En pakke for denne nøkkelen er allerede under arbeid. Vent til den er ferdig.")
BLOCK = 1 << 18
_NOT_NOW: dict[int | str, dict[str, Any]] = {
    409: {"model": Problem, "description": "The case has not ended, or there is no package of how it is now"},
}
_ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
_HEADERS = {
    "ETag": {"description": "The SHA-256 of the package, in hex.", "schema": {"type": "string"}},
    "Repr-Digest": {"description": "The same, as RFC 9530 writes it.", "schema": {"type": "string"}},
    "Missing-Files": {
        "description": "How many files of the case could not be read; KVITTERING.txt names them.",
        "schema": {"type": "integer"},
    },
}


class _Sent(Response):
    """A package, piece by piece; its file, which has no name any more, is let go however that ends."""

    def __init__(self, package: Package) -> None:
        headers = {
            "Content-Length": str(package.size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(package.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "ETag": f'"{package.digest}"',
            "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(package.digest)).decode()}:",
            "Missing-Files": str(package.missing),
        }
        super().__init__(None, 200, headers, "application/zip")
        self._file = package.file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file as file:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while block := await asyncio.to_thread(file.read, BLOCK):
                await send({"type": "http.response.body", "body": block, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


@router.get(
    "",
    response_class=Response,
    responses={**REFUSALS, **_NOT_NOW, 200: {"description": "The package", "content": _ZIP, "headers": _HEADERS}},
    operation_id="get_package",
)
async def get_package(
    request: Request,
    key: Caller,
    case_id: CaseId,
    if_none_match: Annotated[str | None, Header(description="The ETag of the package that is there already.")] = None,
) -> Response:
    """The archive package of a case that has ended, made now: the same bytes as long as the case is the same."""
    door = door_of(request)
    runtime, clock = door.runtime, door.runtime.clock
    await runtime.executor.query(files_out.require_case, key, case_id, now=clock.now())  # who waits below may have it
    with _one_at_a_time(door, key):
        found = await door.packing.perform(packages_out.to_hand_out, key, case_id, now=clock.now())
        known_by = f'"{found.known_by}"' if found.known_by else ""
        if names(if_none_match or "", known_by):
            return Response(status_code=304, headers={"ETag": known_by})
        package = await door.packing.made(found.packed.record)
    sent = _Sent(package)
    try:
        digest, size = package.digest, package.size
        await runtime.executor.record(
            packages_out.handed_out, key, found.packed, digest=digest, size=size, now=clock.now()
        )
    except BaseException:
        package.file.close()
        raise
    return sent


@router.put("/confirmation", response_model=Written, responses={**WRITES, **_NOT_NOW}, operation_id="confirm_package")
async def confirm_package(
    request: Request,
    key: Caller,
    case_id: CaseId,
    seen: LastSeen,
    once: Once = "",
) -> Response:
    """Note that the archive has the package that was fetched last, of the case as it is now."""
    what = asked(request, key, once, "", seen)
    with alone(request, what) as door:
        runtime = door.runtime
        answer = await runtime.executor.execute(packages_out.confirm, what, case_id, now=runtime.clock.now())
    return response(answer)


@contextmanager
def _one_at_a_time(door: Door, key: int) -> Iterator[None]:
    """Let no key fill the one thread in which packages are made, for people as well."""
    if key in door.packing_for:
        raise ProblemError(429, "in_progress", ONE_AT_A_TIME, retry_after=5.0)
    door.packing_for.add(key)
    try:
        yield
    finally:
        door.packing_for.discard(key)
