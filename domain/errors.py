"""What an act says when it refuses: words fit for the person, and the field they belong to.

The words are message ids of the catalogues (bokmål); `values` fills their places when they are shown,
dates in the reader's own language.
"""

from __future__ import annotations

from datetime import date, datetime


class Refused(Exception):
    """An act was refused and nothing was changed. `str()` gives the bokmål sentence for the log."""

    def __init__(self, words: str, *, field: str | None = None, **values: str | int | date | datetime) -> None:
        """`words` is marked with `N_`; `field` is the form field's name where there is one."""
        super().__init__(words)
        self.words = words
        self.field = field
        self.values = values


class InvalidInputError(Refused):
    """What was typed or chosen cannot be used; `fields` says what is wrong with each field."""

    def __init__(self, faults: list[Refused]) -> None:
        """`faults` has at least one member, each with a field."""
        super().__init__(faults[0].words, field=faults[0].field, **faults[0].values)
        self.faults = faults


class NotAllowedError(Refused):
    """The person has no right to this, whatever the button said."""


class NotFoundError(Refused):
    """There is no such case or subtask, or none that the person may know of."""


class TooLateError(Refused):
    """The subtask is solved or the case closed: nothing in it can be changed any more (S44)."""


class NotSavedError(Refused):
    """The database cannot be reached; the person is asked to try again."""


class DamagedFileError(Refused):
    """The bytes kept for a file are no longer those that were taken in."""


class MissingFileError(Refused):
    """The bytes kept for a file cannot be read now."""


def N_(words: str) -> str:  # noqa: N802  (gettext's own name for marking without translating)
    """Mark a sentence for the catalogues and leave it as it is."""
    return words
