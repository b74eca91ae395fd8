"""What every act needs besides who, what and when: the database, the files, the institution's zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from domain.errors import N_, NotSavedError
from domain.retention import Retention
from domain.templates import Templates
from domain.working_days import WorkingDays
from store.database import Database, UnreachableError
from store.files import Files

NOT_SAVED = N_("Saksbot får ikke tak i databasen akkurat nå. Ingenting er lagret. Prøv igjen om litt.")

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """The application context: handed to every act, whoever asks for it."""

    database: Database
    files: Files
    zone: ZoneInfo
    takes_back_when_solved: bool = False
    """Whether an assignee's copies of the attachments go when the subtask is solved (they always go with the case)."""
    attachments_on_request: bool = False
    """Whether an assignee fetches what is granted, and has a copy of it only then."""
    must_answer_before_closing: bool = False
    """Whether a case can only be closed when every subtask in it has been answered."""
    sends_mail: bool = False
    """Whether an assignee is told by e-mail as well (S15)."""
    days: WorkingDays = field(default_factory=WorkingDays)
    """When people here are at work."""
    templates: Templates = field(default_factory=Templates)
    """The ready-made sets of subtasks."""
    operator: str = ""
    """Whose account on the machine gives the command; empty for the bot that runs."""
    retention: Retention = field(default_factory=Retention)
    """How long cases are kept after they have ended."""
    calendars_at: str = ""
    """The public address below which calendars fetch deadlines; empty where they cannot."""
    discreet: bool = False
    """Whether titles and names stay out of what a phone shows on its lock screen, and of e-mail."""

    def today(self, now: datetime) -> date:
        """The institution's date at this instant (A3)."""
        return now.astimezone(self.zone).date()

    def perform(self, act: Callable[Concatenate[Context, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do an act here. Raises what the act raises, and NotSavedError when the database cannot be reached."""
        try:
            return act(self, *args, **kwargs)
        except UnreachableError as error:
            raise NotSavedError(NOT_SAVED) from error

    def perform_together(self, acts: Sequence[Callable[[Context], T]]) -> list[T | Exception]:
        """Do several acts, saved by one commit; gives what each of them returned or raised.

        One that raises is undone alone. When the database fails, nothing is saved and all get NotSavedError.
        """
        try:
            with self.database.together():
                return [self._outcome(act) for act in acts]
        except UnreachableError:
            return [NotSavedError(NOT_SAVED) for _ in acts]

    def _outcome(self, act: Callable[[Context], T]) -> T | Exception:
        try:
            return act(self)
        except UnreachableError:
            raise  # SQLite may have undone what the others did
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
            return error
