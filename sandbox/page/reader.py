"""Who a surface is drawn for: how dates are written, zone, the time it is, and what people are called.

Every renderer takes a Reader, so that the same message says "today" to one person and a date to another.

What stands in Slack's own client is drawn in the words of an English one, whatever a person's locale: Slack has no
Norwegian. The page's explanations around it, which Slack does not have, are in the language of whoever looks at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Final, Self
from zoneinfo import ZoneInfo

from sandbox.page import words
from sandbox.records import Json
from sandbox.shapes.named import Directory

__all__ = ["Json", "Reader"]

PAGE_LOCALES: Final = {"en": "en-GB", "nb": "nb", "nn": "nn"}


@dataclass(frozen=True)
class Reader:
    """The person a surface is drawn for."""

    person_id: str
    locale: str
    tz: str
    now: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)

    def of_the_page(self, language: str) -> Self:
        """The same person as a reader of the page's own explanations in this language (en, nb, nn)."""
        return replace(self, locale=PAGE_LOCALES[language])

    @property
    def zone(self) -> tzinfo:
        """The person's own zone."""
        return ZoneInfo(self.tz)

    @property
    def language(self) -> str:
        """`nb` or `nn` where the page itself speaks it, otherwise `en`, as Slack's client does."""
        return self.locale if self.locale in ("nb", "nn") else "en"

    @property
    def tag(self) -> str:
        """The language in which dates are written, as HTML names it."""
        return self.locale if self.locale in PAGE_LOCALES.values() else "en-US"

    def name_of(self, user_id: str) -> str:
        """What a user is called, or the id itself when nobody has it."""
        return self.names.get(user_id, user_id)

    def say(self, sentence: str, **values: object) -> str:
        """The page's own words, given in English, in its reader's language."""
        return words.say(self.language, sentence, **values)
