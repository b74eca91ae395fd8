"""Cases in and out: `/v1/cases`."""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.requests import Request

from api.bodies import read_object
from api.callers import Caller
from api.door import door_of
from api.models import CaseId, CaseIn, Problem, Written, body_of
from api.problems import LONGEST_PAGE, ProblemError
from api.writes import LastSeen, Once, alone, asked, response
from cases.doors import cases_in, cases_out
from cases.doors.seen import names
from domain import arriving
from domain.doors import CasePage, HistoryLines, Subtasks, ToldCase
from domain.errors import N_
from domain.values import CaseStatus

router = APIRouter(prefix="/v1/cases", tags=["cases"])
BAD_CURSOR = N_("Markøren i after er ikke en som Saksbot har gitt.")
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": said}
    for status, said in {
        401: "No good key",
        404: "There is no such thing, or none that the key may see",
        410: "The case is erased",
        422: "What was sent cannot be used; each fault with its place",
        429: "Too many requests: see Retry-After",
        503: "The database cannot be reached, or there is too much to do: see Retry-After",
    }.items()
}
WRITES = {
    **REFUSALS,
    400: {"model": Problem, "description": "There is no usable Idempotency-Key, or the body is no JSON"},
    409: {"model": Problem, "description": "The same request is being answered: see Retry-After"},
    412: {"model": Problem, "description": "It is not what If-Match or If-None-Match says"},
    413: {"model": Problem, "description": "The body is too large"},
    415: {"model": Problem, "description": "The body is compressed, or a form: it is taken as it is"},
}
Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE)]
After = Annotated[str, Query(description="The `next` of the page before.")]


def told(request: Request, value: object) -> Response:
    """Something as JSON, with what this version of it is known by; 304 for who has it already."""
    etag = cases_out.etag(value)
    if names(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers={"ETag": etag})
    return Response(orjson.dumps(value), headers={"ETag": etag}, media_type="application/json")


def cursor(after: str) -> str:
    """What a page begins after. Raises ProblemError for what was no cursor of ours."""
    try:
        found = base64.urlsafe_b64decode(after.encode() + b"==").decode()
    except ValueError:
        raise ProblemError(422, "bad_cursor", BAD_CURSOR) from None
    # Nothing of ours is written so: a page too many would seem to be the first, and not every database takes it.
    if next_cursor(found) != (after or None) or arriving.tidy(found) != found:
        raise ProblemError(422, "bad_cursor", BAD_CURSOR)
    return found


def next_cursor(last: str | None) -> str | None:
    """The cursor for what comes after this."""
    return base64.urlsafe_b64encode(last.encode()).decode().rstrip("=") if last else None


@router.get("", response_model=CasePage, responses=REFUSALS, operation_id="list_cases")
async def list_cases(
    request: Request, key: Caller, after: After = "", limit: Limit = 50, status: CaseStatus | None = None
) -> Response:
    """The cases that the key sees, by number, page by page."""
    runtime = door_of(request).runtime
    page = await runtime.executor.query(
        cases_out.cases, key, after=cursor(after), limit=limit, status=status, now=runtime.clock.now()
    )
    return told(request, CasePage(page.items, next_cursor(page.next)))


@router.get("/{case_id}", response_model=ToldCase, responses=REFUSALS, operation_id="get_case")
async def get_case(request: Request, key: Caller, case_id: CaseId) -> Response:
    """A case as it is now."""
    runtime = door_of(request).runtime
    return told(request, await runtime.executor.query(cases_out.case, key, case_id, now=runtime.clock.now()))


@router.put(
    "/{case_id}",
    response_model=Written,
    responses={**WRITES, 201: {"model": Written, "description": "It was not known before"}},
    openapi_extra=body_of(CaseIn),
    operation_id="put_case",
)
async def put_case(
    request: Request,
    key: Caller,
    case_id: CaseId,
    seen: LastSeen,
    once: Once = "",
) -> Response:
    """Take in a case, or what is new of one: what an import file says of it, with the same checks."""
    said, body = await read_object(request)
    what = asked(request, key, once, hashlib.sha256(body).hexdigest(), seen)
    with alone(request, what) as door:
        runtime = door.runtime
        answer = await runtime.executor.execute(cases_in.put_case, what, case_id, said, now=runtime.clock.now())
    return response(answer)


@router.delete("/{case_id}", response_model=Written, responses=WRITES, operation_id="remove_case")
async def remove_case(request: Request, key: Caller, case_id: CaseId, seen: LastSeen, once: Once = "") -> Response:
    """Take a case back that came by mistake, as long as nobody has begun to work on it."""
    what = asked(request, key, once, "", seen)
    with alone(request, what) as door:
        runtime = door.runtime
        answer = await runtime.executor.execute(cases_in.remove_case, what, case_id, now=runtime.clock.now())
    return response(answer)


@router.get("/{case_id}/subtasks", response_model=Subtasks, responses=REFUSALS, operation_id="list_subtasks")
async def list_subtasks(request: Request, key: Caller, case_id: CaseId) -> Response:
    """All subtasks of a case, with their conclusions."""
    runtime = door_of(request).runtime
    return told(request, await runtime.executor.query(cases_out.subtasks, key, case_id, now=runtime.clock.now()))


@router.get("/{case_id}/history", response_model=HistoryLines, responses=REFUSALS, operation_id="list_history")
async def list_history(
    request: Request, key: Caller, case_id: CaseId, after: After = "", limit: Limit = 50
) -> Response:
    """The lines of a case's history, the newest first, page by page."""
    runtime, begin = door_of(request).runtime, cursor(after)
    if not (begin or "0").isascii() or not (begin or "0").isdigit() or len(begin) > 9:
        raise ProblemError(422, "bad_cursor", BAD_CURSOR)
    page = await runtime.executor.query(
        cases_out.lines, key, case_id, offset=int(begin or 0), limit=limit, now=runtime.clock.now()
    )
    return told(request, HistoryLines(page.items, next_cursor(page.next)))
