"""Who a surface is drawn for: language, zone, the time it is, and what people are called.

Every renderer takes a Reader, so that the same message says "i dag" to one person and a date to another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from sandbox.page import words
from sandbox.records import Json

__all__ = ["Json", "Reader"]


@dataclass(frozen=True)
class Reader:
    """The person a surface is drawn for."""

    person_id: str
    locale: str
    tz: str
    now: datetime
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        """The person's own zone."""
        return ZoneInfo(self.tz)

    @property
    def language(self) -> str:
        """`nb`, `nn` or `en`: the language of dates and of the page's own words."""
        code = self.locale.replace("_", "-").split("-")[0].lower()
        return {"no": "nb", "nb": "nb", "nn": "nn"}.get(code, "en")

    def name_of(self, user_id: str) -> str:
        """What a user is called, or the id itself when nobody has it."""
        return self.names.get(user_id, user_id)

    def say(self, sentence: str, **values: object) -> str:
        """The page's own words, given in bokmål, in the person's language."""
        return words.say(self.language, sentence, **values)
