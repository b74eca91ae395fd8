"""How the description names what comes in, and the answers that are no case's; what is checked stands in cases/."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter

from api.edge import SLASH
from domain import arriving


def _text(part: str) -> str:
    part.encode()  # raises a ValueError for what was no text
    return part.replace(SLASH, "/")


def _whole(text: str) -> str:
    if "\ufffd" in text:  # stands for what was not UTF-8
        raise ValueError
    return text


InQuery = Annotated[str, AfterValidator(_whole)]
"""A text in a query."""

Part = Annotated[str, AfterValidator(_text)]
"""A part of a path; a slash in it is written %2F."""

CaseId = Annotated[Part, AfterValidator(arriving.case_number)]
"""A case's number in a path, as it is kept, however it is written."""


class Applicant(BaseModel):
    """Whoever has applied."""

    name: str
    email: str


class CaseIn(BaseModel):
    """A case, as an import file says it. Left out: as it was; `withdrawn` may stand alone for a case that is known."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    place: str | None = None
    applicant: Applicant | None = None
    applied_on: date | None = None
    owner: str | None = None
    deadline: date | None = None
    text: str | None = None
    type: str | None = None
    withdrawn: bool | None = None


class Written(BaseModel):
    """What a write came to."""

    id: str
    result: Literal["created", "changed", "unchanged", "removed", "confirmed"]


class Fault(BaseModel):
    """One fault, and where it is: a JSON pointer into the body."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """Why something was not done (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[Fault] | None = None


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """How a route says which JSON it reads that it checks itself."""
    schema = TypeAdapter(model).json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
