"""What every act needs besides who, what and when: the database, the files, the institution's zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from cases.errors import N_, NotSavedError
from store.database import Database, UnreachableError
from store.files import FileStore

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Office:
    """The place where the case work is done."""

    database: Database
    files: FileStore
    zone: ZoneInfo
    takes_back_when_solved: bool = False
    """Whether an assignee's copies of the attachments go when the subtask is solved (they always go with the case)."""
    sends_mail: bool = False
    """Whether an assignee is told by e-mail as well (S15)."""

    def today(self, now: datetime) -> date:
        """The institution's date at this instant (A3)."""
        return now.astimezone(self.zone).date()

    def perform(self, act: Callable[Concatenate[Office, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do an act here. Raises what the act raises, and NotSavedError when the database can not be reached."""
        try:
            return act(self, *args, **kwargs)
        except UnreachableError as error:
            words = N_("Saksbot får ikke tak i databasen akkurat nå. Ingenting er lagret. Prøv igjen om litt.")
            raise NotSavedError(words) from error
