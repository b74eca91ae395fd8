"""The same as store/files.py, in a bucket that several machines share.

A file is sent in one request, whatever its size (S3 takes 5 GB so): then it is there whole or not at all, and a
process that is killed in the middle leaves nothing in the bucket, where parts of an upload in pieces would stay, unseen
and paid for. It is never whole in memory: the system brings in the pages of the file that is being sent.
"""

from __future__ import annotations

import mmap
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from domain.bucket_place import BucketPlace
from store import half_done
from store.files import MARK, NAME, DamagedError, Kept, Lent, MissingError

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config

_CODE: Final = re.compile(r"<Code>(\w+)</Code>")  # such as SignatureDoesNotMatch
PIECE: Final = 8 << 20
SLOWEST: Final = 256 << 10  # bytes in a second, below which a line is taken for dead


class BucketError(OSError):
    """The bucket cannot be reached, or does not let us in."""


class BucketStore:
    """A bucket, or what lies under a prefix in one, of objects named by the SHA-256 of their bytes."""

    def __init__(self, place: BucketPlace) -> None:
        """Use this bucket; nothing is asked of it yet."""
        self._where = place
        # What is asked inside a transaction holds up others: it answers quickly or not at all.
        self._quick = self._opened(timedelta(seconds=2), connecting=timedelta(seconds=1), tries=1)
        self._slow = self._opened(_time_for(PIECE), connecting=timedelta(seconds=5), tries=3)

    def keep(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Keep these bytes and return their name and size. They are in the bucket when this returns.

        Raises OSError when it cannot be reached or written to, or there is no room here to bring the bytes together.
        """
        new = half_done.write(chunks, self._aside())
        try:
            with _pages(new.path) as pages, _in_words():
                obstore.put(self._for(new.size), _key(new.sha256), pages, use_multipart=False)
        finally:
            new.path.unlink(missing_ok=True)
        return new.sha256, new.size

    def lend(self, sha256: str) -> Lent:
        """A copy on this machine's disk, found whole."""
        try:
            with _in_words():
                copy = half_done.write(self._pieces(sha256), self._aside())
        except OSError as error:
            raise MissingError(f"{sha256}: {error.strerror or error}") from error
        if copy.sha256 != sha256:
            copy.path.unlink(missing_ok=True)
            raise DamagedError(f"{sha256}: the bytes have changed")
        return Lent(copy.path, is_copy=True)

    def _pieces(self, sha256: str) -> Iterator[bytes]:
        size = obstore.head(self._slow, _key(sha256))["size"]
        for start in range(0, size, PIECE):
            yield bytes(obstore.get_range(self._slow, _key(sha256), start=start, end=min(start + PIECE, size)))

    def size(self, sha256: str) -> int | None:
        """How many bytes are kept under this name; None when there are none, or the bucket cannot be reached."""
        try:
            with _in_words():
                return obstore.head(self._quick, _key(sha256))["size"]
        except OSError:
            return None

    def listed(self) -> Iterator[Kept]:
        """Everything that is in the bucket under a name of ours; it tells of a thousand in one answer."""
        with _in_words():
            for one in (one for some in obstore.list(self._slow, chunk_size=1000) for one in some):
                if NAME.fullmatch(name := one["path"].replace("/", "", 1)):
                    yield Kept(name, one["size"], one["last_modified"])

    def discard(self, sha256: str) -> None:
        """Let the bytes of this name go. Raises OSError when the bucket cannot be reached or written to."""
        with _in_words():
            obstore.delete(self._quick, _key(sha256))

    def require_ready(self) -> None:
        """See that the bucket is there and lets us in. Raises OSError."""
        with _in_words():
            try:
                obstore.head(self._quick, MARK)
            except FileNotFoundError:  # said of a bucket that is not there, too
                obstore.put(self._quick, MARK, b"", use_multipart=False)

    def aside(self) -> tempfile.TemporaryDirectory[str]:
        """A new folder of this user's alone where the machine has what passes (TMPDIR). Raises OSError."""
        return half_done.room(self._aside())

    def _aside(self) -> Path:
        folder = Path(tempfile.gettempdir()) / f"saksbot-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
            raise PermissionError(f"{folder} must be a folder that is this user's alone: remove it")
        return folder

    def sweep(self) -> None:
        """Take away what a process on this machine that was killed had begun; in the bucket nothing is half done."""
        half_done.tidy(self._aside())

    def _for(self, size: int) -> S3Store:
        """The bucket, with time for a request of so many bytes."""
        return self._slow if size <= PIECE else self._opened(_time_for(size), connecting=timedelta(seconds=5), tries=3)

    def _opened(self, timeout: timedelta, *, connecting: timedelta, tries: int) -> S3Store:
        where = self._where
        options: ClientConfig = {
            "timeout": timeout,
            "connect_timeout": connecting,
            "allow_http": where.endpoint.startswith("http://"),
        }
        if where.authority:
            options["root_certificate"] = where.authority
        config: S3Config = {"region": where.region, "disable_bulk_delete": True}  # not everybody's S3 has that
        if where.endpoint:
            config["endpoint"] = where.endpoint
        if where.key_id:
            config["access_key_id"], config["secret_access_key"] = where.key_id, where.secret
        if where.session_token:
            config["session_token"] = where.session_token
        return S3Store(
            where.bucket,
            prefix=where.prefix or None,
            config=config,
            client_options=options,
            retry_config={"max_retries": tries, "retry_timeout": timeout},
        )


def _time_for(size: int) -> timedelta:
    return timedelta(seconds=30 + size // SLOWEST)


def _key(sha256: str) -> str:
    """As in a folder, so that what copies folders to buckets copies this."""
    return f"{sha256[:2]}/{sha256[2:]}"


@contextmanager
def _pages(path: Path) -> Iterator[bytes | mmap.mmap]:
    """The bytes of a file, brought into memory as they are needed."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            yield b""
            return
        yield mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # goes with whoever reads it last


@contextmanager
def _in_words() -> Iterator[None]:
    """What the library raises as OSError, without its many lines for programmers."""
    try:
        yield
    except FileNotFoundError as error:
        raise BucketError("there is no such bucket or object") from error
    except BaseError as error:
        raise BucketError(_first_line(error)) from error


def _first_line(error: BaseError) -> str:
    said = str(error)
    because = said.partition("\n")[0].rpartition(" - ")[2].partition("<")[0].rstrip(": ")
    code = _CODE.search(said)
    return f"the bucket: {because} ({code[1]})" if code else f"the bucket: {because}"
