"""Where the settings and the database become the context that every act works in."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import Settings
from bot.startup_checks import CannotStartError, fault_in_schema
from cases.context import Context
from domain.bucket_place import BucketPlace
from store.database import Database
from store.files import Files, FileStore


def context_of(settings: Settings, database: Database, *, operator: str = "") -> Context:
    """The context that these settings describe, over this database; `operator` is whose account gives the command."""
    return Context(
        database,
        files_of(settings.files),
        settings.timezone,
        takes_back_when_solved=settings.takes_files_when_solved,
        attachments_on_request=settings.attachments_on_request,
        must_answer_before_closing=settings.forbids_closing_unanswered,
        sends_mail=bool(settings.smtp_url),
        days=settings.days,
        calendars_at=settings.api_url if settings.api_port is not None else "",
        discreet=settings.discreet,
        templates=settings.templates,
        operator=operator,
        retention=settings.retention,
    )


def files_of(place: Path | BucketPlace) -> Files:
    """The files that are kept there."""
    if isinstance(place, Path):
        return FileStore(place)
    from store.bucket import BucketStore  # noqa: PLC0415 - most have a folder, and need not load what speaks with S3

    return BucketStore(place)


def account() -> str:
    """Whose account on this machine gives the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())


@contextmanager
def opened(settings: Settings) -> Iterator[Context]:
    """The context for a command, over a database with the newest schema. Raises CannotStartError."""
    database = Database(settings.database_url)
    try:
        if fault := fault_in_schema(database):
            raise CannotStartError(fault)
        yield context_of(settings, database, operator=account())
    finally:
        database.dispose()
