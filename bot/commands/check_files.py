"""`check`, the files: they can be written, read and let go, and what the database says is there is there.

Every file's existence and size is looked at: 10,000 take a seventh of a second in a folder. Reading the bytes takes as
long as the disk does (2 GB in 2.4 s from memory), so that it goes on, in an order of chance, until some seconds are
over; the line says how far it came.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.commands.findings import Finding
from bot.context import files_of
from bot.settings import Settings
from store.database import Database
from store.files import DamagedError, Files, MissingError
from store.kept_files import KeptRow, kept_files

SECONDS = 10.0
NAMED = 5


def place(settings: Settings) -> Finding:
    """Whether files can be kept where the settings say."""
    if isinstance(settings.files, Path):
        return folder(settings.files)
    return bucket(files_of(settings.files), str(settings.files))


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


def bucket(files: Files, url: str) -> Finding:
    """Whether files can be kept in this bucket, read, and let go: what is put there to try it is gone again."""
    step = "written to"
    try:
        sha256, _ = files.keep([os.urandom(32)])
        step = "read"
        with files.lend(sha256):
            step = "deleted from"
        files.discard(sha256)
        step = "listed"
        next(iter(files.listed()), None)
    except (OSError, MissingError, DamagedError) as error:
        return Finding("FAULT", "FILES_URL", f"{url} cannot be {step} ({error}): {_cure(str(error))}")
    return Finding("ok", "FILES_URL", f"{url} can be written to, read, deleted from and listed")


# What S3 says in so many words, https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
_CURES = (
    ("ExpiredToken", "AWS_SESSION_TOKEN has ended: set a key that does not end, or a new one, and start again"),
    ("RequestTimeTooSkewed", "this machine's clock is wrong: set it, and keep it by NTP (timedatectl set-ntp true)"),
    (
        "InvalidAccessKeyId",
        "there is no such key: set AWS_ACCESS_KEY_ID and its secret right, and start again",
    ),
    (
        "SignatureDoesNotMatch",
        "AWS_SECRET_ACCESS_KEY is not that of AWS_ACCESS_KEY_ID: set it right, and start again",
    ),
)


def _cure(error: str) -> str:
    usual = "see that the bucket is there, AWS_ENDPOINT_URL and AWS_REGION right, and that the key may do it"
    return next((cure for code, cure in _CURES if f"({code})" in error), usual)


def contents(database: Database, files: Files, seconds: float = SECONDS) -> Finding:
    """Whether every file that the database knows is there, and is what it was; reads for so many seconds."""
    with database.read() as connection:
        known = kept_files(connection)
    try:
        sizes = {one.sha256: one.size for one in files.listed()}
    except OSError as error:
        return Finding("FAULT", "files", f"cannot be looked at: {error.strerror or error}")
    names = {row.sha256 for row in known}
    missing = names - sizes.keys()
    told = {row.sha256: row.size for row in known if row.size}  # Slack need not tell a size: then it is 0
    damaged = {sha256 for sha256, size in told.items() if sha256 not in missing and sizes[sha256] != size}
    read = 0
    for sha256 in _for_a_while(names - missing - damaged, seconds):
        read += 1
        try:
            with files.lend(sha256):
                pass
        except DamagedError:
            damaged.add(sha256)
        except MissingError:
            missing.add(sha256)  # there, but it cannot be read
    if missing or damaged:
        return Finding("FAULT", "files", _complaint(known, missing, damaged))
    whole = f"the bytes of {read} of {len(names)} read and right"
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
    return f"{'; '.join(filter(None, said))}. Put them back from the backup of the files, with the same names"


def _named(what: str, files: list[str]) -> str:
    if not files:
        return ""
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return f"{len(files)} {what}: {', '.join(files[:NAMED])}{more}"
