"""`check`, the files: FILES_DIR can be written to, and holds what the database says it holds.

Every file's existence and size is looked at: 10,000 take a seventh of a second. Reading the bytes takes as long as the
disk does (2 GB in 2.4 s from memory), so that it goes on, in an order of chance, until some seconds are over; the line
says how far it came.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.commands.findings import Finding
from store.database import Database
from store.files import DamagedError, FileStore, MissingError
from store.kept_files import KeptRow, kept_files

SECONDS = 10.0
NAMED = 5


def folder(path: Path, setting: str = "FILES_DIR") -> Finding:
    """Whether files can be kept in the folder of this setting; it is made when it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path) as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        why = os.strerror(error.errno or 0)
        cure = f"let {setting} name a folder that this user owns, on a disk with room"
        return Finding("FAULT", setting, f"cannot write to {path.absolute()} ({why}): {cure}")
    return Finding("ok", setting, f"{path.absolute()} can be written to")


def export_folder(path: Path | None) -> Finding:
    """Whether packages can be put into this folder. It is not made: where a disk is to be mounted, none may be kept."""
    if path is None:
        return Finding("off", "EXPORT_DIR", "not set: archive packages are made by export only")
    if not path.is_dir():
        return Finding("FAULT", "EXPORT_DIR", f"{path.absolute()} is not there: make this folder, or mount its disk")
    return folder(path, "EXPORT_DIR")


def contents(database: Database, path: Path, seconds: float = SECONDS) -> Finding:
    """Whether every file that the database knows is in this folder, and is what it was; reads for so many seconds."""
    with database.read() as connection:
        known = kept_files(connection)
    store = FileStore(path)
    sizes = {row.sha256: store.size(row.sha256) for row in known}
    missing = {sha256 for sha256, size in sizes.items() if size is None}
    told = {row.sha256: row.size for row in known if row.size}  # Slack need not tell a size: then it is 0
    damaged = {sha256 for sha256, size in told.items() if sha256 not in missing and sizes[sha256] != size}
    read = 0
    for sha256 in _for_a_while(sizes.keys() - missing - damaged, seconds):
        read += 1
        try:
            store.path(sha256)
        except DamagedError:
            damaged.add(sha256)
        except MissingError:
            missing.add(sha256)  # there, but it cannot be read
    if missing or damaged:
        return Finding("FAULT", "files", _complaint(known, missing, damaged))
    whole = f"the bytes of {read} of {len(sizes)} read and right"
    return Finding("ok", "files", f"{len(known)} in the database, all there and of their size; {whole}")


def _for_a_while(names: Iterable[str], seconds: float) -> Iterator[str]:
    order = sorted(names)
    random.shuffle(order)
    end = time.monotonic() + seconds
    for name in order:
        if time.monotonic() > end:
            return
        yield name


def _complaint(known: Iterable[KeptRow], missing: set[str], damaged: set[str]) -> str:
    gone = [f"{row.case_id} {row.name}" for row in known if row.sha256 in missing]
    changed = [f"{row.case_id} {row.name}" for row in known if row.sha256 in damaged]
    said = [_named("missing", gone), _named("damaged", changed)]
    return f"{'; '.join(filter(None, said))}. Put them back from the backup of FILES_DIR, with the same names"


def _named(what: str, files: list[str]) -> str:
    if not files:
        return ""
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return f"{len(files)} {what}: {', '.join(files[:NAMED])}{more}"
