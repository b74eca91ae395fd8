"""The bytes of attachments and of files that people send: kept by content, checked whenever they are read.

They lie in a folder (here) or in a bucket (store/bucket.py); tests/store/test_files.py holds both to the same promises.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, Protocol

from store import half_done

BLOCK = 1 << 20
MARK = ".saksbot"  # lies in the folder that is meant, and not where its disk should be mounted and is not
ASIDE = ".aside"
NAME: Final = re.compile("[0-9a-f]{64}")
_BEFORE = (".new-", "")  # how what was half done was called until 1.3


class DamagedError(Exception):
    """The bytes kept under a name are no longer those that the name promises."""


class MissingError(Exception):
    """The bytes kept under a name cannot be read: the disk or the bucket is away, or somebody has removed them."""


@dataclass(frozen=True, slots=True)
class Lent:
    """The bytes of a name as a file, found whole, for as long as the block lasts: `with files.lend(name) as path`."""

    path: Path
    is_copy: bool
    """Whether it was brought here only to be read, and goes."""

    def __enter__(self) -> Path:
        """Where the bytes are."""
        return self.path

    def __exit__(self, *_: object) -> None:
        """Let a copy go."""
        if self.is_copy:
            self.path.unlink(missing_ok=True)


class Kept(NamedTuple):
    """What is kept under a name: how many bytes, and since when."""

    sha256: str
    size: int
    kept_at: datetime


class Files(Protocol):
    """Where bytes are kept under the SHA-256 of what they are; equal bytes are kept once."""

    def keep(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Keep these bytes and return their name and size. They are safe when this returns. Raises OSError."""

    def lend(self, sha256: str) -> Lent:
        """The bytes of this name as a file, once they have been found whole.

        Raises MissingError when they cannot be read, DamagedError when they are not what they were.
        """

    def size(self, sha256: str) -> int | None:
        """How many bytes are kept under this name; None when there are none, or nothing can be read now."""

    def listed(self) -> Iterator[Kept]:
        """Everything that is kept. Raises OSError."""

    def discard(self, sha256: str) -> None:
        """Let the bytes of this name go. Raises OSError."""

    def require_ready(self) -> None:
        """See that bytes can be kept now, before anybody has to wait for it. Raises OSError."""

    def aside(self) -> TemporaryDirectory[str]:
        """A new folder on this machine for what is made of the files to be sent, and goes when the block ends.

        Raises OSError.
        """

    def sweep(self) -> None:
        """Take away what a process that was killed had begun. Raises OSError."""


class FileStore:
    """A folder of files named by the SHA-256 of their bytes."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; it is made when the first file is kept."""
        self._folder = folder
        self._mark = folder / MARK
        self._is_marked = os.path.exists(self._mark)  # noqa: PTH110 - a folder that may not be looked into is no error yet

    def keep(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Keep these bytes and return their name and size. They are on the disk when this returns.

        Raises OSError when the folder cannot be written to, or is another one than before: what is kept in a folder
        over which a disk is mounted later cannot be found any more.
        """
        new = half_done.write(chunks, self._aside())
        try:
            self._settle(new.path, new.sha256)
        finally:
            new.path.unlink(missing_ok=True)
        return new.sha256, new.size

    def require_ready(self) -> None:
        """See that the folder is the one that is meant. Raises OSError."""
        if not self._is_marked:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._mark.touch()
            self._is_marked = True
        self._mark.stat()

    def aside(self) -> TemporaryDirectory[str]:
        """A new folder beside the files, on the same disk. Raises OSError."""
        return half_done.room(self._aside())

    def _aside(self) -> Path:
        self.require_ready()
        folder = self._folder / ASIDE
        folder.mkdir(exist_ok=True)
        return folder

    def sweep(self) -> None:
        """Take away what a process that was killed had begun. Raises OSError."""
        half_done.tidy(self._aside())
        half_done.tidy(self._folder, *_BEFORE)

    def lend(self, sha256: str) -> Lent:
        """The very file, once it has been found whole."""
        place = self._place(sha256)
        digest = hashlib.sha256()
        try:
            with place.open("rb") as file:
                while chunk := file.read(BLOCK):
                    digest.update(chunk)
        except OSError as error:
            raise MissingError(f"{sha256}: {error.strerror}") from error
        if digest.hexdigest() != sha256:
            raise DamagedError(f"{sha256}: the bytes have changed")
        return Lent(place, is_copy=False)

    def size(self, sha256: str) -> int | None:
        """How many bytes are kept under this name; None when there are none, or the folder cannot be read."""
        try:
            return self._place(sha256).stat().st_size
        except OSError:
            return None

    def listed(self) -> Iterator[Kept]:
        """Everything that is in the folder under a name of ours."""
        for place in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if NAME.fullmatch(name := place.parent.name + place.name):
                found = place.stat()
                yield Kept(name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def discard(self, sha256: str) -> None:
        """Let the bytes of this name go. Raises OSError when the folder cannot be written to, or is another one."""
        self.require_ready()
        self._place(sha256).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]

    def _settle(self, new: Path, sha256: str) -> None:
        place = self._place(sha256)
        place.parent.mkdir(exist_ok=True)
        _sync(new)
        new.replace(place)
        for folder in (place.parent, self._folder):
            half_done.sync_folder(folder)


def _sync(file: Path) -> None:
    with file.open("rb") as content:
        os.fsync(content.fileno())
