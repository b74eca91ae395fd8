"""How the Web API says no, and how the triggers and response addresses behind its interactions wear out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.clock import SettableClock
from sandbox.ids import Ids

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5


class ApiError(Exception):
    """The Web API's refusal: Slack's code, more fields of the answer, and words for the test's reader."""

    def __init__(self, code: str, detail: str = "", **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail or code
        self.fields = fields


@dataclass
class Trigger:
    """The right to open one view for one person, for three seconds."""

    person_id: str
    expires_at: datetime
    view_id: str | None = None
    channel: str | None = None
    used: bool = False


class Triggers:
    """All trigger ids handed out."""

    def __init__(self, clock: SettableClock, ids: Ids) -> None:
        self.life = TRIGGER_LIFE
        self._clock = clock
        self._ids = ids
        self._all: dict[str, Trigger] = {}

    def issue(self, person_id: str, view_id: str | None = None, channel: str | None = None) -> str:
        """Return a fresh trigger id for the person, and remember from which view or conversation it came."""
        key = self._ids.trigger()
        self._all[key] = Trigger(person_id, self._clock.now() + self.life, view_id, channel)
        return key

    def person_of(self, key: str) -> str | None:
        """Say whose trigger this is, used or not."""
        trigger = self._all.get(key)
        return trigger.person_id if trigger else None

    def redeem(self, key: str) -> Trigger:
        """Use the trigger up; raises ApiError where Slack would."""
        trigger = self._all.get(key)
        if trigger is None:
            raise ApiError("invalid_trigger_id", f"there is no trigger {key!r}")
        if trigger.used:
            raise ApiError("exchanged_trigger_id", "a trigger opens one view only")
        if self._clock.now() > trigger.expires_at:
            raise ApiError("expired_trigger_id", "a trigger lives for three seconds")
        trigger.used = True
        return trigger


@dataclass
class ResponseUrl:
    """An address at which the bot may answer one interaction."""

    person_id: str
    channel: str
    expires_at: datetime
    message_ts: str | None = None
    uses_left: int = RESPONSE_URL_USES


class ResponseUrls:
    """All response addresses handed out."""

    def __init__(self, clock: SettableClock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._all: dict[str, ResponseUrl] = {}

    def issue(self, person_id: str, channel: str, message_ts: str | None = None) -> str:
        """Return the key of a fresh response address for this conversation."""
        key = self._ids.new("R")
        self._all[key] = ResponseUrl(person_id, channel, self._clock.now() + RESPONSE_URL_LIFE, message_ts)
        return key

    def use(self, key: str) -> ResponseUrl:
        """Count one use; raises ApiError when it is unknown, too old or used up."""
        found = self._all.get(key)
        if found is None:
            raise ApiError("no_such_response_url", f"no response address {key!r}")
        if self._clock.now() > found.expires_at:
            raise ApiError("expired_url", "a response address lives for thirty minutes")
        if found.uses_left == 0:
            raise ApiError("used_url", "a response address can be used five times")
        found.uses_left -= 1
        return found


class SocketTickets:
    """The right to open one Socket Mode line each."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._all: set[str] = set()

    def issue(self) -> str:
        """Return a fresh ticket."""
        key = self._ids.new("K")
        self._all.add(key)
        return key

    def redeem(self, key: str) -> bool:
        """Use the ticket up; says whether it was good."""
        good = key in self._all
        self._all.discard(key)
        return good
