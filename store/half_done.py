"""Files that are being made: under a name by which whoever was killed over one is known, until they are whole."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

HALF_DONE: Final = (".saksbot-", ".part")
# What network disks and those of other systems answer that do this by themselves, or not at all, for a folder.
_NO_SUCH_THING: Final = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.ENOSYS)
LEFT_BEHIND: Final = 3600.0  # seconds after which nobody is at work at something half done any more


class Written(NamedTuple):
    """A file that was written, and goes unless it is moved."""

    path: Path
    sha256: str
    size: int


def write(chunks: Iterable[bytes], folder: Path) -> Written:
    """Write these bytes to a new file of this folder. Raises OSError, and what the chunks raise; then none is left."""
    begin, end = HALF_DONE
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder, prefix=begin, suffix=end)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Written(path, digest.hexdigest(), size)


def sync_folder(folder: Path) -> None:
    """Let the names of what is in this folder survive a power failure, where its disk can do that. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SUCH_THING:
            raise
    finally:
        os.close(descriptor)


def room(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A new folder inside this one, for as long as a block lasts. Raises OSError."""
    begin, end = HALF_DONE
    return tempfile.TemporaryDirectory(end, begin, folder)


def tidy(folder: Path, begin: str = HALF_DONE[0], end: str = HALF_DONE[1]) -> None:
    """Take away what was left half done by a process that was killed. Raises OSError."""
    for one in folder.glob(f"{begin}*{end}"):
        if time.time() - one.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)
