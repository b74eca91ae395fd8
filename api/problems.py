"""What is answered when something is not done: `application/problem+json` (RFC 9457), never more than that.

`detail` is a sentence for people, in the institution's language; `code` is for programs and stays as it is; `errors`
has each fault with its place, as a JSON pointer into the body. What a key may not see is not found, in the same words.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match

from api.door import Say, door_of
from cases.doors.answers import OtherBodyError
from cases.doors.cases_in import FaultyCaseError
from cases.doors.seen import ChangedError
from cases.doors.sight import GoneError
from domain.errors import (
    N_,
    DamagedFileError,
    MissingFileError,
    NotAllowedError,
    NotFoundError,
    NotSavedError,
    Refused,
    TooLateError,
)

MEDIA_TYPE = "application/problem+json"
TWICE = N_("«{name}» står to ganger.")
FAULTY = N_("Det som er sendt, kan ikke brukes. Se hver feil.")
NOT_UNDERSTOOD = N_("Verdien kan ikke brukes.")
NO_NUMBER = N_("Her må det stå et helt tall fra 1 til {most}.")
NO_TEXT = N_("Teksten må være skrevet i UTF-8.")
ONE_OF = N_("Her kan det stå: {known}.")
BROKEN = N_("Noe gikk galt i Saksbot. Feilen står i loggen under nummeret i request_id.")
BUSY = N_("Saksbot har for mange forespørsler å svare på. Prøv igjen om litt.")
NO_SUCH_WAY = N_("Det finnes ikke noe her.")
NOT_SO = N_("Dette kan ikke gjøres her. Det som kan gjøres: {known}.")
LONGEST_PAGE = 100
RETRY_SECONDS = 2

log = logging.getLogger(__name__)

_ANSWERS: tuple[tuple[type[Refused], int, str], ...] = (
    (OtherBodyError, 422, "idempotency_key_reused"),
    (ChangedError, 412, "changed"),
    (GoneError, 410, "erased"),
    (NotFoundError, 404, "not_found"),
    (NotAllowedError, 401, "unknown_key"),
    (TooLateError, 409, "too_late"),
    (NotSavedError, 503, "not_saved"),
    (MissingFileError, 503, "file_unreadable"),
    (DamagedFileError, 503, "file_damaged"),
    (Refused, 422, "refused"),
)


class ProblemError(Exception):
    """Something that is only wrong with a request as such."""

    def __init__(self, status: int, code: str, words: str, /, *, retry_after: float = 0.0, **values: object) -> None:
        """`words` is marked with `N_`; `values` fills its places."""
        super().__init__(code)
        self.status, self.code, self.words = status, code, words
        self.retry_after, self.values = retry_after, values


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    retry_after: float = 0.0,
) -> Response:
    """An answer that says what is wrong."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"code": code, "detail": detail, "request_id": request.scope.get("request_id", "")}
    if errors:
        body["errors"] = list(errors)
    headers = {"Retry-After": str(math.ceil(retry_after))} if retry_after else {}
    headers |= {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    return Response(orjson.dumps(body), status, headers, MEDIA_TYPE)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 - FastAPI asks for the type
    detail = door_of(request).say(error.words, **error.values)
    return problem(request, error.status, error.code, detail, retry_after=error.retry_after)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - FastAPI asks for the type
    status, code = next((status, code) for kind, status, code in _ANSWERS if isinstance(error, kind))
    detail = door_of(request).say(error.words, **error.values)
    return problem(request, status, code, detail, retry_after=RETRY_SECONDS if status == 503 else 0.0)


async def _faulty(request: Request, error: Exception) -> Response:
    assert isinstance(error, FaultyCaseError)  # noqa: S101 - FastAPI asks for the type
    say = door_of(request).say
    errors = [{"pointer": place, "detail": say(one.words, **one.values)} for place, one in error.faults]
    return problem(request, 422, "faulty", say(FAULTY), errors=errors)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - FastAPI asks for the type
    say = door_of(request).say
    errors = [{"pointer": "/".join(map(str, ("", *one["loc"]))), "detail": _said(say, one)} for one in error.errors()]
    return problem(request, 422, "faulty", say(FAULTY), errors=errors)


def _said(say: Say, one: Mapping[str, Any]) -> str:
    match one["type"]:
        case "enum":
            return say(ONE_OF, known=one["ctx"]["expected"].replace("'", "").replace(" or ", ", "))
        case "int_parsing" | "int_parsing_size" | "greater_than_equal" | "less_than_equal":
            return say(NO_NUMBER, most=LONGEST_PAGE)  # the one number that is asked for
        case "value_error":
            return say(NO_TEXT)
        case _:
            return say(NOT_UNDERSTOOD)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - FastAPI asks for the type
    code, say = HTTPStatus(error.status_code).name.lower(), door_of(request).say
    if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return problem(request, error.status_code, code, say(NO_SUCH_WAY))
    # The first route of a path knows only its own methods.
    ways = [way for way in request.app.state.ways if way.matches(request.scope)[0] is not Match.NONE]
    known = ", ".join(sorted({method for way in ways for method in way.methods})) or "GET"  # of the description
    answer = problem(request, error.status_code, code, say(NOT_SO, known=known))
    answer.headers["Allow"] = known
    return answer


async def _broken(request: Request, error: Exception) -> Response:
    log.error("request %s failed", request.scope.get("request_id"), exc_info=error)
    return problem(request, 500, "broken", door_of(request).say(BROKEN))


def _busy(request: Request) -> Response:
    return problem(request, 503, "busy", door_of(request).say(BUSY), retry_after=RETRY_SECONDS)


def register(app: FastAPI) -> None:
    """Let the app answer so."""
    handlers = {
        ProblemError: _problem,
        Refused: _refused,
        FaultyCaseError: _faulty,
        RequestValidationError: _invalid,
        HTTPException: _http,
        Exception: _broken,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
    app.state.busy = _busy
