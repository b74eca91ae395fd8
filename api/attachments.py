"""The files of cases: `/v1/cases/{id}/attachments/{name}`; their bytes come and go piece by piece."""

from __future__ import annotations

import asyncio
import logging
import queue
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Any, BinaryIO
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from api.bodies import LARGEST_FILE, pieces
from api.callers import Caller
from api.cases import REFUSALS, WRITES
from api.door import Door, door_of
from api.models import CaseId, InQuery, Part, Written
from api.problems import ProblemError
from api.writes import LastSeen, Once, alone, asked, response
from cases.acts import taken_back
from cases.context import Context
from cases.doors import cases_in, cases_out, files_out
from cases.doors.cases_in import Attached
from cases.doors.files_out import KeptFile
from cases.doors.seen import names
from domain.errors import N_, MissingFileError, NotSavedError

log = logging.getLogger(__name__)
NO_SUCH_PART = N_("Det er ikke noe slikt stykke av vedlegget (Range).")
UNKEPT = N_("Vedlegget kan ikke tas vare på akkurat nå. Prøv igjen om litt.")
router = APIRouter(prefix="/v1/cases/{case_id}/attachments", tags=["attachments"])
WAITING = 4  # pieces that may wait for the disk
_BYTES: dict[str, Any] = {"type": "string", "format": "binary"}
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": _BYTES}}}}


class LentResponse(FileResponse):
    """Bytes of ours, which go when they have been sent if they are a copy."""

    def __init__(self, file: KeptFile, headers: dict[str, str]) -> None:
        super().__init__(file.lent.path, headers=headers, media_type="application/octet-stream")
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them, for as long as the caller is there.

        Raises ProblemError for a part that there is not, MissingFileError for bytes that have just gone.
        """

        async def taken(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                raise ProblemError(message["status"], "no_such_part", NO_SUCH_PART)
            await send(message)

        with self._file.lent, self._opened() as bytes_:
            self.path = f"/dev/fd/{bytes_.fileno()}"  # they may be let go before all of them have been sent
            await super().__call__(scope, receive, taken)

    def _opened(self) -> BinaryIO:
        try:
            return self._file.lent.path.open("rb")
        except OSError as error:  # another file was put in their place, or they were taken out, in this very moment
            raise MissingFileError(files_out.UNREADABLE) from error


class CutOffError(Exception):
    """What was to come did not come whole: nothing of it is kept."""


@router.put(
    "/{name}",
    response_model=Written,
    responses={**WRITES, 201: {"model": Written, "description": "It was not there before"}},
    openapi_extra=_BODY,
    operation_id="put_attachment",
)
async def put_attachment(
    request: Request,
    key: Caller,
    case_id: CaseId,
    name: Part,
    seen: LastSeen,
    once: Once = "",
    title: Annotated[InQuery, Query(description="What people see; left out, the name.")] = "",
) -> Response:
    """Add a file to a case, or put another one in its place. What was granted of it follows."""
    door = door_of(request)
    runtime = door.runtime
    asked(request, key, once, "", seen)  # before anything is read
    await runtime.executor.query(files_out.require_case, key, case_id, now=runtime.clock.now())
    sha256, size = await _kept(request, door)
    what, is_new = asked(request, key, once, sha256, seen), False
    try:
        with alone(request, what):
            file = Attached(name, title, sha256, size)
            answer = await runtime.executor.execute(
                cases_in.put_attachment, what, case_id, file, now=runtime.clock.now()
            )
        is_new = not answer.is_repeated
    finally:
        if not is_new:  # what nothing refers to is not kept
            with suppress(OSError):  # the next night lets it go
                await runtime.executor.record(taken_back.discard, sha256)
    return response(answer)


@router.delete("/{name}", response_model=Written, responses=WRITES, operation_id="take_out_attachment")
async def take_out_attachment(
    request: Request, key: Caller, case_id: CaseId, name: Part, seen: LastSeen, once: Once = ""
) -> Response:
    """Take a file out of a case to which it does not belong."""
    what = asked(request, key, once, "", seen)
    with alone(request, what) as door:
        runtime = door.runtime
        answer = await runtime.executor.execute(
            cases_in.take_out_attachment, what, case_id, name, now=runtime.clock.now()
        )
    return response(answer)


@router.get(
    "/{name}",
    response_class=FileResponse,
    responses={**REFUSALS, 200: {"content": {"application/octet-stream": {"schema": _BYTES}}}},
    operation_id="get_attachment",
)
async def get_attachment(request: Request, key: Caller, case_id: CaseId, name: Part) -> Response:
    """The bytes of a file of a case, found to be those that were kept."""
    runtime = door_of(request).runtime
    file = await runtime.executor.query(files_out.attachment, key, case_id, name, now=runtime.clock.now())
    etag = cases_out.file_etag(file.sha256)
    if names(request.headers.get("if-none-match", ""), etag):
        with file.lent:
            return Response(status_code=304, headers={"ETag": etag})
    # Nothing that came from outside is shown by a browser as a page of ours.
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "ETag": etag,
    }
    return LentResponse(file, headers)


async def _kept(request: Request, door: Door) -> tuple[str, int]:
    """Keep what comes, in a thread of its own, and never more than a few pieces of it in memory."""
    waiting: queue.Queue[bytes | CutOffError | None] = queue.Queue(WAITING)

    def come() -> Iterator[bytes]:
        while (piece := waiting.get()) is not None:
            if isinstance(piece, CutOffError):
                raise piece
            yield piece

    def keep(context: Context) -> tuple[str, int]:
        return context.files.keep(come())

    keeping = asyncio.create_task(asyncio.to_thread(keep, door.runtime.context))
    try:
        async for piece in pieces(request, LARGEST_FILE):
            await _put(waiting, piece, keeping)
        await _put(waiting, None, keeping)
        return await keeping
    except OSError as error:
        log.warning("a file that came by the door cannot be kept: %s", error)
        raise NotSavedError(UNKEPT) from error
    except BaseException:
        await _put(waiting, CutOffError(), keeping)
        await asyncio.wait([keeping])
        keeping.cancelled() or keeping.exception()  # it is ours
        raise


async def _put(
    waiting: queue.Queue[bytes | CutOffError | None], piece: bytes | CutOffError | None, keeping: asyncio.Task[Any]
) -> None:
    while not keeping.done():
        try:
            waiting.put_nowait(piece)
        except queue.Full:
            await asyncio.sleep(0.005)
        else:
            return
