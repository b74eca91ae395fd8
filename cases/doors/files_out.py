"""The bytes of a case's files, out by the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.context import Context
from cases.doors import keys, sight
from domain import arriving
from domain.errors import N_, DamagedFileError, MissingFileError, NotFoundError
from store import cases as case_rows
from store.files import DamagedError, Lent, MissingError

NO_SUCH_FILE = N_("Saken har ikke noe vedlegg som heter «{name}».")
UNREADABLE = N_("Vedlegget kan ikke leses akkurat nå. Prøv igjen om litt.")
DAMAGED = N_("Vedlegget er skadet, og kan ikke hentes.")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The bytes of a file, which were found whole."""

    lent: Lent
    sha256: str


def require_case(context: Context, key_id: int, case_id: str, *, now: datetime) -> None:
    """See that there is such a case for this system, before anything is read. Raises NotFoundError."""
    with context.database.read() as connection:
        sight.case_for(connection, case_id, keys.system_of(connection, key_id, now))


def attachment(context: Context, key_id: int, case_id: str, name: str, *, now: datetime) -> KeptFile:
    """A file of a case that the system runs. Raises NotFoundError, MissingFileError, DamagedFileError."""
    with context.database.read() as connection:
        sight.case_for(connection, case_id, keys.system_of(connection, key_id, now))
        files = {one.name: one for one in case_rows.attachments_of(connection, case_id)}
    file = files.get(arriving.line(name))
    if file is None or file.sha256 is None:
        raise NotFoundError(NO_SUCH_FILE, name=name)
    try:
        return KeptFile(context.files.lend(file.sha256), file.sha256)
    except MissingError as error:
        raise MissingFileError(UNREADABLE) from error
    except DamagedError as error:
        raise DamagedFileError(DAMAGED) from error
