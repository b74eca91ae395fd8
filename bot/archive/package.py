"""Writes the package of a case: one ZIP, the same bytes whenever it is made of the same record.

No clock and no chance is in it, and nothing is packed, since what packs it may do so otherwise tomorrow. It is written
to a name of its own beside its place and put there when it is whole, so that whoever finds a package finds all of it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from bot.archive.names import numbered
from bot.archive.originals import Fault, Original, bytes_of, originals
from bot.archive.receipt import receipt
from cases.archive.as_json import as_json, history_as_json
from domain.archive_package import Document
from domain.case_record import CaseRecord, SubtaskRecord
from handlers.translator import Translator
from store.files import BLOCK, Files
from store.half_done import HALF_DONE, sync_folder

_WHEN: Final = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say
_READABLE: Final = 0o100644 << 16
_UNIX: Final = 3


class StoppedError(Exception):
    """Whoever wanted the package wants it no more."""


def _always() -> None:
    return


class Drawing(Protocol):
    """What draws the papers of a package: the same bytes for the same record."""

    def subtask_pdf(self, record: CaseRecord, subtask: SubtaskRecord) -> bytes:
        """One subtask, whole, as PDF/A."""

    def application_pdf(self, record: CaseRecord) -> bytes:
        """The application as PDF/A."""

    def arkivmeldinger(self, record: CaseRecord, documents: Iterable[Document]) -> Iterable[tuple[str, bytes]]:
        """The case and its documents as an archive takes them in: messages by their names."""


@dataclass(frozen=True, slots=True)
class Made:
    """A package that was made: where, the digest of its bytes, how many, and which files of the case are not in it."""

    path: Path
    digest: str
    size: int
    missing: tuple[tuple[Original, Fault], ...]


def make(
    record: CaseRecord,
    files: Files,
    drawing: Drawing,
    translator: Translator,
    to: Path,
    *,
    go_on: Callable[[], None] = _always,
) -> Made:
    """Make the package of a case and put it there, in place of an older one. Raises OSError.

    `go_on` is asked between its pieces, and raises when it is wanted no more; then nothing is left of it.
    """
    with put_there_whole(to) as half_done:
        with zipfile.ZipFile(half_done, "w", zipfile.ZIP_STORED) as archive:
            missing = _pack(_Packing(archive, go_on), record, files, drawing, translator)
        digest, size = _known_by(half_done)
    return Made(to, digest, size, missing)


def _pack(
    packing: _Packing, record: CaseRecord, files: Files, drawing: Drawing, translator: Translator
) -> tuple[tuple[Original, Fault], ...]:
    missing: list[tuple[Original, Fault]] = []
    packing.add("soknad.pdf", drawing.application_pdf(record), translator.say("Søknad"), "application/pdf")
    for subtask in record.subtasks:
        path = f"deloppgaver/{numbered(subtask.number, f'{subtask.title[:200]}.pdf')}"
        packing.add(path, drawing.subtask_pdf(record, subtask), subtask.title, "application/pdf", subtask.id)
    for original in originals(record):
        found = bytes_of(files, original)
        if isinstance(found, Fault):
            missing.append((original, found))
        else:
            with found as source:
                packing.copy(original, source)
    for name, message in drawing.arkivmeldinger(record, tuple(packing.documents)):
        packing.add(name, message)
    packing.add("historikk.json", history_as_json(record))
    packing.add("sak.json", as_json(record))
    packing.add("KVITTERING.txt", receipt(record, packing.documents, missing, translator).encode())
    packing.add("SHA256SUMS", packing.sums())
    return tuple(missing)


class _Packing:
    """A ZIP that is being written; `documents` are what people look at in it, so far."""

    def __init__(self, archive: zipfile.ZipFile, go_on: Callable[[], None]) -> None:
        self._zip = archive
        self._go_on = go_on
        self._sums: dict[str, str] = {}
        self.documents: list[Document] = []

    def add(
        self, path: str, content: bytes, title: str = "", media_type: str = "", subtask_id: int | None = None
    ) -> None:
        self._go_on()
        self._zip.writestr(_entry(path, len(content)), content)
        self._sums[path] = hashlib.sha256(content).hexdigest()
        if title or subtask_id is not None:
            self.documents.append(Document(path, title, media_type, len(content), self._sums[path], subtask_id))

    def copy(self, original: Original, source: Path) -> None:
        """Put a file in, a piece at a time."""
        digest, size = hashlib.sha256(), source.stat().st_size
        with source.open("rb") as file, self._zip.open(_entry(original.path, size), "w") as copy:
            while chunk := file.read(BLOCK):
                self._go_on()
                digest.update(chunk)
                copy.write(chunk)
        self._sums[original.path] = digest.hexdigest()
        self.documents.append(original.document(digest.hexdigest(), size))

    def sums(self) -> bytes:
        """What `sha256sum -c` reads."""
        return "".join(f"{digest}  {path}\n" for path, digest in sorted(self._sums.items())).encode()


def _entry(path: str, size: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _WHEN)
    entry.create_system, entry.external_attr, entry.file_size = _UNIX, _READABLE, size
    return entry


def _known_by(file: Path) -> tuple[str, int]:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest(), file.stat().st_size


@contextmanager
def put_there_whole(to: Path) -> Iterator[Path]:
    """A file to be written, which has its name when the block ends; nothing is left of it when the block raises."""
    begin, end = HALF_DONE
    half_done = to.with_name(f"{begin}{os.getpid()}-{secrets.token_hex(4)}{end}")
    try:
        with half_done.open("xb") as file:
            yield half_done
            os.fsync(file.fileno())
        half_done.replace(to)
    finally:
        half_done.unlink(missing_ok=True)
    sync_folder(to.parent)
