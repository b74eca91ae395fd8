"""The files that lie beside an import file: found, opened and measured before anything is taken in."""

from __future__ import annotations

import hashlib
import mimetypes
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath

from cases.importing.faults import Faults, Source
from domain import arriving
from domain.errors import N_

BLOCK = 1 << 20
LONGEST_NAME = 150

# What Python knows of these depends on the machine.
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = {
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".heic": "image/heic",
    ".webp": "image/webp",
    ".md": "text/markdown",
}


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file that was found whole; `sha256` is what its bytes were when they were looked at."""

    path: Path
    name: str
    media_type: str
    sha256: str

    def chunks(self) -> Iterator[bytes]:
        """The bytes, a piece at a time. Raises OSError when the file has gone."""
        with self.path.open("rb") as file:
            while chunk := file.read(BLOCK):
                yield chunk


def look_at(written: str, source: Source, faults: Faults) -> Bytes | None:
    """The file that an attachment's `file` names; None when it cannot be used, which is then noted."""
    plain = PurePosixPath(written)
    folder = Path(os.path.realpath(source.file.parent))
    path = _as_the_disk_has_it(folder, plain)
    if plain.is_absolute() or ".." in plain.parts or not Path(os.path.realpath(path)).is_relative_to(folder):
        words = N_("«{written}» ligger utenfor mappen til importfilen. Vedlegg må ligge i den eller i en mappe i den.")
        faults.at(source, "file", words, written=written)
        return None
    name = arriving.line(path.name)
    if len(name) > LONGEST_NAME:
        words = N_("Filnavnet er for langt: {length} tegn. Det er plass til {limit}.")
        faults.at(source, "file", words, length=len(name), limit=LONGEST_NAME)
        return None
    return _measured(path, name, written, source, faults)


def _as_the_disk_has_it(folder: Path, named: PurePosixPath) -> Path:
    """The path, each part of it as it is written on the disk where only the form of its letters differs."""
    path = folder
    for part in named.parts:
        path = path / (part if (path / part).exists() else _alike(path, part))
    return path


def _alike(folder: Path, name: str) -> str:
    try:
        return _names(folder, folder.stat().st_mtime_ns).get(arriving.line(name), name)
    except OSError:
        return name


@lru_cache(maxsize=4)  # an import asks for one file of a folder after the other
def _names(folder: Path, _changed_ns: int) -> dict[str, str]:
    """What is in a folder, by its name in the one form: a Mac takes a letter and its mark apart."""
    return {arriving.line(path.name): path.name for path in sorted(folder.iterdir(), reverse=True)}


def _measured(path: Path, name: str, written: str, source: Source, faults: Faults) -> Bytes | None:
    digest = hashlib.sha256()
    try:
        if not path.is_file():
            faults.at(source, "file", N_("Vedlegget «{written}» finnes ikke."), written=written)
            return None
        with path.open("rb") as file:
            while chunk := file.read(BLOCK):
                digest.update(chunk)
    except OSError:
        words = N_("Vedlegget «{written}» kan ikke leses. Se etter om du har lov til å lese det.")
        faults.at(source, "file", words, written=written)
        return None
    if digest.digest() == hashlib.sha256().digest():
        faults.at(source, "file", N_("Vedlegget «{written}» er tomt."), written=written)
        return None
    return Bytes(path, name, media_type(path), digest.hexdigest())


def media_type(path: PurePath) -> str:
    """What kind of file this is, by its name, on every machine alike."""
    known = _MEDIA_TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
    return known or "application/octet-stream"
