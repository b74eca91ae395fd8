"""`disclose`: everything about one person as papers and as JSON, in a part for them and one to be looked through."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bot.archive.package import put_there_whole
from bot.context import opened
from bot.disclosure import words
from bot.disclosure.paper import given_pdf, internal_pdf
from bot.settings import Settings
from bot.startup_checks import CannotStartError, plain_words
from cases import disclosing
from cases.context import Context
from domain.disclosure import Disclosure
from handlers.translator import Translator


def disclose(settings: Settings, address: str, to: Path) -> None:
    """Write the papers into this folder, have the log say so, and print what was written. Raises CannotStartError."""
    with opened(settings) as context, plain_words(context.database):
        found = _found(context, address, settings.keep_days)
        files = _files(found, Translator.of("nb", settings.timezone))
        _write(context, found, files, to)
    for name, content in files.items():
        sys.stdout.write(f"{to / name}: {len(content)} byte\n")
    sys.stdout.write("Gi ut innsyn.pdf og innsyn.json. Den interne delen vurderes av en saksbehandler først.\n")


def preview(settings: Settings, address: str) -> None:
    """Print how much there is of each kind, and write nothing. Raises CannotStartError."""
    with opened(settings) as context, plain_words(context.database):
        found = _found(context, address, settings.keep_days)
    for line in _counted(found):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write("Ingenting er skrevet.\n")


def _found(context: Context, address: str, keep_days: int) -> Disclosure:
    found = disclosing.gather(context, address, keep_days=keep_days)
    if found is None:
        raise CannotStartError(f"Nothing is known about «{address}»: no colleague and no applicant has that address.")
    return found


def _counted(found: Disclosure) -> Iterator[str]:
    given = {section.name: len(section.rows) for section in found.given}
    internal = {section.name: len(section.rows) for section in found.internal}
    for name, called in words.SECTIONS.items():
        if name in given or name in internal:
            yield f"{called}: {given.get(name, 0)}" + (f" (internt: {internal[name]})" if name in internal else "")


def _files(found: Disclosure, translator: Translator) -> Mapping[str, bytes]:
    about = dict(words.about(found))
    return {
        "innsyn.pdf": given_pdf(found, translator),
        "innsyn.json": disclosing.as_json(found, "innsyn", found.given, about),
        "internt.pdf": internal_pdf(found, translator),
        "internt.json": disclosing.as_json(found, words.INTERNAL, found.internal, words.WHY_INTERNAL),
    }


def _write(context: Context, found: Disclosure, files: Mapping[str, bytes], to: Path) -> None:
    """All files, readable by whoever gives the command alone; none of them is there before the log says so."""
    try:
        to.mkdir(parents=True, exist_ok=True)
        with ExitStack() as there:
            for name, content in files.items():
                half_done = there.enter_context(put_there_whole(to / name))
                half_done.chmod(0o600)
                half_done.write_bytes(content)
            disclosing.note(context, found, now=datetime.now(UTC))
    except OSError as error:
        raise CannotStartError(
            f"{to} cannot be written to: {error.strerror}. Name another folder with --to."
        ) from error
