"""The bytes of attachments and of files that people send: kept by content, checked whenever they are read."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

BLOCK = 1 << 20
MARK = ".saksbot"  # lies in the folder that is meant, and not where its disk should be mounted and is not


class DamagedError(Exception):
    """The bytes kept under a name are no longer those that the name promises."""


class MissingError(Exception):
    """The bytes kept under a name cannot be read: the disk is away, or somebody has removed them."""


class FileStore:
    """A folder of files named by the SHA-256 of their bytes; equal bytes are kept once."""

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
        self._require_folder()
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
        half_done = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            self._settle(half_done, digest.hexdigest())
        finally:
            half_done.unlink(missing_ok=True)
        return digest.hexdigest(), size

    def _require_folder(self) -> None:
        if not self._is_marked:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._mark.touch()
            self._is_marked = True
        self._mark.stat()

    def aside(self) -> Path:
        """A folder beside the files for what is made of them to be sent, and then goes. Raises OSError."""
        self._require_folder()
        folder = self._folder / ".aside"
        folder.mkdir(exist_ok=True)
        return folder

    def path(self, sha256: str) -> Path:
        """Where the bytes of this name are kept, once they have been found whole.

        Raises MissingError when they cannot be read, DamagedError when they are not what they were.
        """
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
        return place

    def size(self, sha256: str) -> int | None:
        """How many bytes are kept under this name; None when there are none, or the folder cannot be read."""
        try:
            return self._place(sha256).stat().st_size
        except OSError:
            return None

    def discard(self, sha256: str) -> None:
        """Let the bytes of this name go. Raises OSError when the folder cannot be written to, or is another one."""
        self._require_folder()
        self._place(sha256).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]

    def _settle(self, half_done: Path, sha256: str) -> None:
        place = self._place(sha256)
        place.parent.mkdir(exist_ok=True)
        half_done.replace(place)
        for folder in (place.parent, self._folder):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
