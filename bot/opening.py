"""What must be right before anything starts: a database that answers, with the newest schema, and nobody else on it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.logs import without_secrets
from store import schema
from store.database import Database, UnreachableError


class CannotStartError(Exception):
    """Something that a person can mend stands in the way; the message says what, and what to do."""


def described(database: Database) -> str:
    """The database's name for people, without its password."""
    if database.is_sqlite:
        return f"SQLite, {Path(database.url.database or '').absolute()}"
    where = database.url.host or database.url.query.get("host") or "localhost"
    return f"PostgreSQL, {database.url.database} at {where}"


@contextmanager
def plain_words(database: Database) -> Iterator[None]:
    """Turn what a database can say no with into CannotStartError."""
    try:
        yield
    except (UnreachableError, SQLAlchemyError) as error:
        cause = error.__cause__ if isinstance(error, UnreachableError) else error
        reason = " ".join(without_secrets(str(getattr(cause, "orig", None) or cause)).split())
        raise CannotStartError(f"The database ({described(database)}) can not be used: {reason}") from error


def fault_in_schema(database: Database) -> str | None:
    """What is wrong with the schema's version, and what to do; None when it is the newest.

    Raises CannotStartError when the database does not answer.
    """
    with plain_words(database):
        version, newest = schema.current(database), schema.newest()
    name = f"The database ({described(database)})"
    if version is None:
        return f"{name} has no tables yet. Make them: python -m bot migrate"
    if version < newest:
        return f"{name} has schema {version}; this program needs {newest}. Back it up, then: python -m bot migrate"
    if version > newest:
        return f"{name} has schema {version}, newer than this program's {newest}. Start the newer program."
    return None


@contextmanager
def only_process(database: Database) -> Iterator[None]:
    """Hold a SQLite database for this process alone until the block ends; PostgreSQL serves many.

    Two processes on one file would both deliver. The lock goes with the process, however it ends. Raises
    CannotStartError when another one has it.
    """
    if not database.is_sqlite:
        yield
        return
    with _opened(Path(f"{database.url.database}.lock")) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            other = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise CannotStartError(
                f"Another Saksbot (process {other}) is using the database ({described(database)}). "
                "SQLite serves one only: stop that one first, or use PostgreSQL."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield


@contextmanager
def _opened(file: Path) -> Iterator[int]:
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        where = file.absolute().parent
        raise CannotStartError(f"The folder of the database, {where}, can not be used: {error.strerror}.") from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)
