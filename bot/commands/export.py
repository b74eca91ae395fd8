"""`export`: makes the archive packages of cases, and notes which of them the archive has."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.archive.drawing import Papers
from bot.archive.names import package_name
from bot.archive.originals import originals
from bot.archive.package import Drawing, Made, make
from bot.context import opened
from bot.settings import Settings
from bot.startup_checks import CannotStartError, plain_words
from cases.archive import packages
from cases.context import Context
from domain.errors import Refused
from handlers.translator import Translator
from store.half_done import tidy

DIGITS = 16  # of a digest, by which people compare two


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases: those with these numbers, and those that have ended since a day of the institution's."""

    case_ids: Sequence[str] = ()
    closed_since: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The line about one case, and whether all is well with it."""

    said: str
    is_right: bool = True


def export(settings: Settings, wanted: Wanted, to: Path | None, drawing: Drawing | None = None) -> int:
    """Make the packages in this folder, else in EXPORT_DIR, and print a line for each; returns the exit status.

    Raises CannotStartError.
    """
    folder = _folder(to or settings.export_dir)
    papers = Papers(settings.timezone)

    def one(context: Context, case_id: str) -> Told:
        packed = packages.to_pack(context, case_id)
        place = folder / package_name(packed.record.id)
        made = make(packed.record, context.files, drawing or papers, papers.translator, place)
        packages.note(context, packed, digest=made.digest, size=made.size, now=datetime.now(UTC))
        return Told(_made(packed.record.id, made, papers.translator), is_right=not made.missing)

    return _each(settings, wanted, one)


def preview(settings: Settings, wanted: Wanted) -> int:
    """Print what would be made, and make nothing; returns the exit status. Raises CannotStartError."""
    translator = Translator.of("nb", settings.timezone)

    def one(context: Context, case_id: str) -> Told:
        record = packages.to_pack(context, case_id).record
        files = list(originals(record))
        said = translator.say(
            "{id}: {name}, deloppgaver: {subtasks}, filer: {files} ({size})",
            id=record.id,
            name=package_name(record.id),
            subtasks=len(record.subtasks),
            files=len(files),
            size=translator.size(sum(file.size for file in files)),
        )
        return Told(said)

    status = _each(settings, wanted, one)
    sys.stdout.write("Ingenting er skrevet.\n")
    return status


def confirm(settings: Settings, case_ids: Sequence[str]) -> int:
    """Note that the archive has the packages of these cases; returns the exit status. Raises CannotStartError."""
    translator = Translator.of("nb", settings.timezone)

    def one(context: Context, case_id: str) -> Told:
        has = packages.confirm(context, case_id, now=datetime.now(UTC))
        said = translator.say(
            "{id}: arkivet har pakken, sha256 {digest} (bekreftet {at} av {by})",
            id=has.case_id,
            digest=has.digest[:DIGITS],
            at=has.confirmed_at or has.made_at,
            by=has.confirmed_by or "",
        )
        return Told(said)

    return _each(settings, Wanted(case_ids), one)


def _each(settings: Settings, wanted: Wanted, one: Callable[[Context, str], Told]) -> int:
    """Do it with each case by itself: what cannot be done with one is told, and the next has its turn."""
    translator = Translator.of("nb", settings.timezone)
    status = 0
    with opened(settings) as context, plain_words(context.database):
        for case_id in _numbers(context, wanted):
            told = _one(context, case_id, one, translator)
            sys.stdout.write(f"{told.said}\n") if told.is_right else sys.stderr.write(f"{told.said}\n")
            status = status if told.is_right else 1
    return status


def _one(context: Context, case_id: str, one: Callable[[Context, str], Told], translator: Translator) -> Told:
    try:
        return one(context, case_id)
    except Refused as refused:
        return Told(f"{case_id}: {translator.refusal(refused)}", is_right=False)
    except OSError as error:
        words = "{id}: Pakken kunne ikke skrives ({why}). Skaff plass, eller velg en annen mappe med --to."
        return Told(translator.say(words, id=case_id, why=error.strerror or error), is_right=False)


def _numbers(context: Context, wanted: Wanted) -> Iterator[str]:
    """Each case once, in the order in which they are named."""
    since: list[str] = []
    if wanted.closed_since is not None:
        since = packages.ended_since(context, datetime.combine(wanted.closed_since, time(), context.zone))
    yield from dict.fromkeys([*wanted.case_ids, *since])


def _made(case_id: str, made: Made, translator: Translator) -> str:
    words = "{id}: {name}, {size}, sha256 {digest}"
    if made.missing:
        words = (
            "{id}: {name}, {size}, sha256 {digest}. Filer som mangler: {missing}, se KVITTERING.txt. "
            "Legg dem tilbake fra sikkerhetskopien av filene, og kjør kommandoen på nytt."
        )
    facts = {"id": case_id, "name": made.path.name, "size": translator.size(made.size)}
    return translator.say(words, **facts, digest=made.digest[:DIGITS], missing=len(made.missing))


def _folder(wanted: Path | None) -> Path:
    if wanted is None:
        raise CannotStartError("Say where the packages go: export … --to DIR, or set EXPORT_DIR.")
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        tidy(wanted)
    except OSError as error:
        raise CannotStartError(f"{wanted} cannot be used: {error.strerror}. Name another folder with --to.") from error
    return wanted
