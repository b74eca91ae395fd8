"""What is said of a case that was erased: that it was, to those who work where it was handled."""

from __future__ import annotations

from typing import Final

from cases import loading
from cases.context import Context
from domain.errors import N_, TooLateError
from store import erasing as rows

ERASED: Final = N_("Saken er slettet etter bevaringsreglene.")


def tell(context: Context, case_id: str, *, actor: str) -> None:
    """Raise TooLateError when a case of this number was erased, and the actor has a role where it was handled."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        path = rows.erased_at(connection, loading.case_id(connection, case_id))
    if path is not None and any(path.startswith(theirs) for _, theirs in who.roles):
        raise TooLateError(ERASED)
