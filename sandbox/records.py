"""What the workspace writes down: calls, refusals, requests to the bot, and what people were shown.

Tests read these lists; the page's inspector draws them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]
View = dict[str, Any]


@dataclass
class Call:
    """One Web API call by the bot, with what it got back."""

    method: str
    args: Json
    started_at: datetime
    person: str | None = None
    status: int = 0
    answer: Json | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Refusal:
    """Something Slack would have refused, or that the bot did wrong."""

    code: str
    detail: str
    at: datetime
    method: str | None = None

    def __str__(self) -> str:
        where = f"{self.method}: " if self.method else ""
        return f"{where}{self.code} – {self.detail}"


@dataclass(frozen=True)
class Ack:
    """What the bot answered to something sent to it; names of headers are in small letters."""

    status: int
    body: Any
    at: datetime
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Request:
    """One thing sent to the bot, once; a repeated delivery is a Request of its own."""

    kind: str
    envelope: str
    payload: Json
    person: str | None
    sent_at: datetime
    attempt: int = 0
    retry_reason: str | None = None
    ack: Ack | None = None
    trouble: str | None = None


@dataclass(frozen=True)
class Shown:
    """A text that a person was shown, and where."""

    person_id: str
    surface: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Answer:
    """How an act of a person ended, as the person sees it."""

    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    trouble: bool = False

    @property
    def ok(self) -> bool:
        """Say whether nothing stood in the way."""
        return not self.errors and not self.trouble


class NotPossible(AssertionError):
    """A person tried what no Slack client would have let them do."""
