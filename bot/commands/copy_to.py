"""`copy-to`: the whole database in another one, such as from SQLite to PostgreSQL; wholly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy.engine import Connection

from bot.commands import verify_log
from bot.context import account
from bot.database_settings import read_database_url
from bot.secrecy import keep_secret, without_secrets
from bot.settings import Settings, SettingsError
from bot.startup_checks import (
    CannotStartError,
    described,
    fault_in_schema,
    only_process,
    plain_words,
    require_folder,
    schema_version,
)
from cases import sealing
from domain.administration import LogLine, Measure
from store import administration, copying, processes, schema
from store.database import Database


def read_address(environment: Mapping[str, str], text: str) -> str:
    """The address to copy to, whose password is kept as secret as the environment's own. Raises SettingsError."""
    keep_secret(environment, text)
    try:
        return read_database_url(text.strip())
    except ValueError as fault:
        raise SettingsError([without_secrets(f"the address to copy to {fault}")]) from fault


def preview(settings: Settings, address: str) -> list[str]:
    """What would be copied; nothing is written. Raises CannotStartError, as the copying would."""
    with _both(settings.database_url, address) as (source, target):
        if target.is_sqlite and not target.file.exists():  # asking would make the file
            require_folder(target)
        else:
            with plain_words(target), target.read(patient=True) as there:
                _require_empty(target, there)
        with only_process(source), plain_words(source), source.read(patient=True, whole=True) as here:
            _require_nobody(source, here)
            counts = copying.rows_by_table(here)
    told = [f"{name}: {number}" for name, number in counts.items() if number]
    return [*told, f"{sum(counts.values())} rows would be copied to {described(target)}. Nothing was written."]


def copy_to(settings: Settings, address: str) -> list[str]:
    """Copy every row, read each back and compare; says so table by table. Raises CannotStartError."""
    with _both(settings.database_url, address) as (source, target):
        try:
            with only_process(source), only_process(target), plain_words(source, target):
                told = _copied(source, target)
        except copying.DifferentError as error:
            raise CannotStartError(
                f"What was read back of {error} is not what was written. Nothing was copied: report this, please."
            ) from error
    next_step = "Name it in DATABASE_URL, and start there; FILES_DIR stays as it is"
    return [*told, f"Copied to {described(target)}; each row was read back and is the same. {next_step}."]


@contextmanager
def _both(here: str, there: str) -> Iterator[tuple[Database, Database]]:
    source, target = Database(here), Database(there)
    try:
        if fault := fault_in_schema(source):
            raise CannotStartError(fault)
        if (source.is_sqlite and target.is_sqlite and source.file == target.file) or source.url == target.url:
            raise CannotStartError("That is the database which DATABASE_URL names: copy to another one.")
        if schema_version(target) is not None and (fault := fault_in_schema(target)):
            raise CannotStartError(fault)
        yield source, target
    finally:
        source.dispose()
        target.dispose()


def _copied(source: Database, target: Database) -> list[str]:
    with copying.held_still(source) as here, target.begin(patient=True) as there:
        _require_nobody(source, here)
        _require_empty(target, there)
        schema.make_anew(there)
        copying.copy(here, there)
        told = [f"{one.table}: {one.rows}  {one.digest}" for one in copying.compared(here, there) if one.rows]
        copying.index(there)
        verdict = sealing.verdict(there)
        if verdict != sealing.verdict(here):
            raise copying.DifferentError("the chain of seals")
        line = LogLine(Measure.DATABASE_COPIED, details={"from": described(source)})
        administration.add(there, [line], datetime.now(UTC), by=account())
    return [*told, *verify_log.lines(verdict)]


def _require_nobody(database: Database, connection: Connection) -> None:
    if living := processes.living(connection, datetime.now(UTC)):
        raise CannotStartError(
            f"Saksbot is running on {described(database)} ({', '.join(living)}): what is done there meanwhile would be "
            f"lost. Stop it first. One that was killed counts as running for {processes.SILENCE.seconds} seconds."
        )


def _require_empty(database: Database, connection: Connection) -> None:
    if found := copying.in_the_way(connection):
        raise CannotStartError(f"{described(database)} is not empty: {found}. Name an empty database.")
