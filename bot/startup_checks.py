"""What must be right before anything starts: a database that answers, with the newest schema, and nobody else on it."""

from __future__ import annotations

import fcntl
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.secrecy import without_secrets
from domain.errors import NotSavedError
from store import schema
from store.database import Database, UnreachableError


class CannotStartError(Exception):
    """Something that a person can mend stands in the way; the message says what, and what to do."""


def described(database: Database) -> str:
    """The database's name for people, without its password."""
    if database.is_sqlite:
        return f"SQLite, {database.file}"
    where = database.url.host or database.url.query.get("host") or "localhost"
    where = where if isinstance(where, str) else ",".join(where)
    return f"PostgreSQL, {database.url.database} at {where}"


@contextmanager
def plain_words(*databases: Database) -> Iterator[None]:
    """Turn what a database can say no with into CannotStartError, which names these."""
    try:
        yield
    except (NotSavedError, UnreachableError, SQLAlchemyError) as error:
        cause: BaseException = error
        while isinstance(cause, NotSavedError | UnreachableError) and cause.__cause__:
            cause = cause.__cause__
        reason = " ".join(without_secrets(str(getattr(cause, "orig", None) or cause)).split())
        names = " or ".join(map(described, databases))
        words = f"The database ({names}) cannot be used: {reason.rstrip('.?')}. {_cure(reason)}."
        raise CannotStartError(words) from error


_AND_NO_LIMIT = "and default_transaction_read_only be off for database and user"
# What a database says, and what an administrator does about it.
_CURES = (
    (r"authentication failed|no password supplied", "Set user and password in DATABASE_URL right"),
    (r'database ".*" does not exist', "Make it (docs/install.md, step 3), or set its name in DATABASE_URL right"),
    (r'role ".*" does not exist', "Make the user (docs/install.md, step 3), or set the name in DATABASE_URL right"),
    (r"only reads|read-only transaction", f"Let DATABASE_URL lead to the server that takes writes, {_AND_NO_LIMIT}"),
    (r"too many (clients|connections)|connection slots", "Allow more connections: a process of the bot uses up to 12"),
    (r"(translate|resolve) host|Name or service|no address", "Set the host in DATABASE_URL right"),
    (r"unable to open|readonly database", "Let this user write to the file and to its folder"),
    (r"lock timeout", "Something else uses its tables, such as a backup: wait until that has ended, and try again"),
    (r"is locked", "Stop the program that uses the file, and try again"),
    (r"not a database|malformed", "Take the file from the backup (docs/operations.md, Restore)"),
    (r"no schema has been selected", "Let search_path of the user or the database name a schema that is there"),
    (r"already exists", "Restore its backup into a database that was made anew (docs/operations.md, Restore)"),
    (r"permission denied", "Make the user of DATABASE_URL the database's owner"),
    (r"disk is full|disk I/O|No space", "Make room on its disk"),
)


def _cure(reason: str) -> str:
    found = (cure for pattern, cure in _CURES if re.search(pattern, reason, re.IGNORECASE))
    return next(found, "See whether it runs, and whether DATABASE_URL names it and its login rightly")


def schema_version(database: Database) -> str | None:
    """The schema's version, None when there are no tables yet.

    Raises CannotStartError when the database does not answer, or does not keep its text in UTF-8.
    """
    with plain_words(database):
        encoding = schema.encoding(database)
        version = None if encoding else schema.current(database)
    if encoding:
        raise CannotStartError(
            f"The database ({described(database)}) keeps its text in {encoding}, and not every name fits into that. "
            f"Move it to one in UTF8, and name that one in DATABASE_URL: {_anew_in_utf8(database)}"
        )
    return version


def _anew_in_utf8(database: Database) -> str:
    old, new = shlex.quote(str(database.url.database)), shlex.quote(f"{database.url.database}_utf8")
    owner = f"--owner {shlex.quote(database.url.username)} " if database.url.username else ""
    made = f"createdb {owner}--encoding UTF8 --locale C.UTF-8 --template template0 {new}"
    return f"{made} && pg_dump {old} | psql {new}"


def fault_in_schema(database: Database) -> str | None:
    """What is wrong with the schema's version, and what to do; None when it is the newest.

    Raises CannotStartError when the database does not answer, or does not keep its text in UTF-8.
    """
    version, newest = schema_version(database), schema.newest()
    name = f"The database ({described(database)})"
    if version is None and database.is_sqlite and not database.file.exists():
        return f"{name} has no file yet. Make it: python -m bot migrate; or let DATABASE_URL name the one there is."
    if version is None:
        return f"{name} has no tables yet. Make them: python -m bot migrate"
    if version < newest:
        return f"{name} has schema {version}; this program needs {newest}. Back it up, then: python -m bot migrate"
    if version > newest:
        return f"{name} has schema {version}, newer than this program's {newest}. Start the newer program."
    return None


def require_writable(database: Database) -> None:
    """Raises CannotStartError when nothing can be written to the database; waits for somebody who writes to it now."""
    with plain_words(database):
        database.require_writable(patient=True)


@contextmanager
def only_process(database: Database) -> Iterator[None]:
    """Hold a SQLite database for this process alone until the block ends; PostgreSQL serves many.

    Two processes on one file would both deliver. The lock is that of the file, by whatever name it is opened, and
    goes with the process, however it ends. When the block ends, the database's connections are closed. Raises
    CannotStartError when another one has it.
    """
    if not database.is_sqlite:
        yield
        return
    with _opened(Path(f"{database.file}.lock"), 0o600) as lock, _opened(database.file, 0o644) as file:
        if not _is_ours(lock, database):
            other = os.pread(lock, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise _taken(database, f"process {other}")
        # A hard link is another name, with another lock beside it. On Linux the file itself can be locked as well;
        # elsewhere SQLite's own locks would meet with this one.
        if sys.platform == "linux" and not _is_ours(file, database):
            raise _taken(database, "by another name of the file")
        with suppress(OSError):  # a full disk takes no number; it is only there to be told
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        try:
            yield
        finally:
            database.dispose()  # closing the file ends the locks that SQLite has on it for this process


def _taken(database: Database, by: str) -> CannotStartError:
    return CannotStartError(
        f"Another Saksbot ({by}) is using the database ({described(database)}). "
        "SQLite serves one only: stop that one first, or use PostgreSQL."
    )


def _is_ours(descriptor: int, database: Database) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:  # some network disks know no locks
        raise CannotStartError(
            f"The database ({described(database)}) cannot be locked: {error.strerror}. Keep it on a local disk."
        ) from error
    return True


def require_folder(database: Database) -> None:
    """Raises CannotStartError where the file of a SQLite database that is not there yet could not be made."""
    if not os.access(database.file.parent, os.W_OK):
        raise _no_folder(database.file, "it is not there, or nothing may be written to it")


def _no_folder(file: Path, why: str | None) -> CannotStartError:
    return CannotStartError(
        f"The folder of the database, {file.parent}, cannot be used: {why}. Make it, or name another one, and let this "
        "user write to it."
    )


@contextmanager
def _opened(file: Path, mode: int) -> Iterator[int]:
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
    except OSError as error:
        raise _no_folder(file, error.strerror) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)
