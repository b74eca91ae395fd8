"""Bytes are kept in the folder or the bucket that is meant, whole, or not at all: one set of promises, two places."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from bot.archive.package import put_there_whole
from domain.bucket_place import BucketPlace
from store.bucket import PIECE, BucketStore
from store.files import DamagedError, Files, FileStore, MissingError
from store.half_done import LEFT_BEHIND
from tests.bucket import S3


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    server = S3()
    yield server
    server.stop()


KEEPS = """
import sys
from pathlib import Path
{opened}

def chunks():
    yield b"halv"
    print("in the middle", flush=True)
    sys.stdin.read()

room = files.aside()
files.keep(chunks())
"""


class Place(Protocol):
    """Where files are kept, with hands for what happens to such places."""

    half_done: Path

    def open(self) -> Files: ...
    def put(self, sha256: str, content: bytes) -> None: ...
    def away(self) -> AbstractContextManager[None]: ...


class Folder:
    def __init__(self, folder: Path) -> None:
        self.folder, self.half_done = folder / "data" / "files", folder / "data" / "files" / ".aside"

    def open(self) -> Files:
        return FileStore(self.folder)

    def put(self, sha256: str, content: bytes) -> None:
        (self.folder / sha256[:2] / sha256[2:]).write_bytes(content)

    @contextmanager
    def away(self) -> Iterator[None]:
        elsewhere = self.folder.rename(self.folder.with_name("elsewhere"))
        yield
        elsewhere.rename(self.folder)


class Bucket:
    def __init__(self, s3: S3, folder: Path) -> None:
        self._s3, self._name, self.half_done = s3, s3.new_bucket(), folder / f"saksbot-{os.getuid()}"
        self.place: BucketPlace = s3.place(self._name)

    def open(self) -> Files:
        return BucketStore(self.place)

    def put(self, sha256: str, content: bytes) -> None:
        self._s3.ask("PUT", f"{self._name}/vedlegg/{sha256[:2]}/{sha256[2:]}", content)

    def away(self) -> AbstractContextManager[None]:
        return self._s3.away()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    if request.param == "folder":
        return Folder(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return Bucket(request.getfixturevalue("s3"), tmp_path)


def under_way(place: Place) -> list[Path]:
    return list(place.half_done.iterdir()) if place.half_done.exists() else []


def test_bytes_are_kept_once_found_again_and_let_go(place: Place) -> None:
    files = place.open()
    sha256, size = files.keep([b"%PDF", b" vedlegg"])
    again = place.open()
    assert again.keep([b"%PDF vedlegg"]) == (sha256, size)
    with again.lend(sha256) as path:
        assert path.read_bytes() == b"%PDF vedlegg"
    assert size == again.size(sha256) == 12
    empty, _ = files.keep([])
    kept = {one.sha256: one for one in files.listed()}
    assert {name: one.size for name, one in kept.items()} == {sha256: 12, empty: 0}
    assert all(abs(one.kept_at - datetime.now(UTC)) < timedelta(minutes=5) for one in kept.values())

    files.discard(sha256)
    files.discard(sha256)  # a second time is no fault

    assert (again.size(sha256), [one.sha256 for one in again.listed()]) == (None, [empty])
    with pytest.raises(MissingError):
        again.lend(sha256)
    assert under_way(place) == [], "a copy that was lent stays on the machine"


def test_changed_bytes_are_never_handed_out(place: Place) -> None:
    files = place.open()
    sha256, _ = files.keep([b"kvittering"])
    for changed in (b"kvitterinG", b"kvitt", b"kvittering, men lenger", b""):
        place.put(sha256, changed)
        with pytest.raises(DamagedError):
            files.lend(sha256)
    assert under_way(place) == []
    files.keep([b"kvittering"])  # brought from the backup
    with files.lend(sha256) as path:
        assert path.read_bytes() == b"kvittering"


def test_what_does_not_come_whole_leaves_nothing(place: Place) -> None:
    files = place.open()

    def breaks_off() -> Iterator[bytes]:
        yield b"begynnelsen"
        raise ConnectionResetError("cut off")

    with pytest.raises(ConnectionResetError):
        files.keep(breaks_off())
    with files.aside() as folder:
        Path(folder, "liste.csv").write_bytes(b"navn")
    assert (list(files.listed()), under_way(place)) == ([], [])


def test_who_is_killed_in_the_middle_leaves_only_what_is_swept(place: Place) -> None:
    opened = (
        f"from store.files import FileStore\nfiles = FileStore(Path({str(place.folder)!r}))"
        if isinstance(place, Folder)
        else "from store.bucket import *\nfiles = BucketStore(BucketPlace('here', endpoint='http://127.0.0.1:9'))"
    )
    environment = {**os.environ, "TMPDIR": str(place.half_done.parent)}
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPS.format(opened=opened)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in the middle\n"
        process.kill()
    files = place.open()
    assert (list(files.listed()), len(under_way(place))) == ([], 2)

    files.sweep()
    assert len(under_way(place)) == 2, "somebody else may be at work at it"
    for one in under_way(place):
        os.utime(one, (then := time.time() - LEFT_BEHIND - 1, then))
    files.sweep()
    assert under_way(place) == []


def test_while_it_is_away_nothing_is_kept_lent_or_let_go_and_afterwards_all_is_there(place: Place) -> None:
    files = place.open()
    first, _ = files.keep([b"eldre"])
    for one in (files, place.open()):
        with place.away():
            for attempt in (partial(one.keep, [b"nytt"]), partial(one.discard, first), one.require_ready):
                with pytest.raises(OSError, match=r"files/\.saksbot|the bucket: "):
                    attempt()
            with pytest.raises(MissingError):
                one.lend(first)
            assert one.size(first) is None
        one.require_ready()
    second, _ = files.keep([b"nytt"])
    assert [len(list(one.listed())) for one in (files, place.open())] == [2, 2]
    assert files.size(second) == 4


@pytest.mark.parametrize("instead", ["an empty folder", "a file"])
def test_nothing_is_kept_where_the_disk_should_be_while_it_is_away(instead: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    files = FileStore(folder)
    files.keep([b"eldre"])
    folder.rename(tmp_path / "away")
    folder.mkdir() if instead == "an empty folder" else folder.touch()
    with pytest.raises(OSError, match=r"files/\.saksbot"):
        files.keep([b"nytt"])


@pytest.mark.parametrize(("said", "is_kept"), [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.EIO, False)])
def test_a_disk_that_syncs_no_folders_keeps_files_and_one_that_fails_does_not(
    said: int, is_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As some SMB mounts do: https://github.com/syncthing/syncthing/issues/4432 ."""
    sync = os.fsync

    def of_such_a_disk(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(said, os.strerror(said))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", of_such_a_disk)
    files, package = FileStore(tmp_path / "files"), tmp_path / "package.zip"
    for act in (lambda: files.keep([b"nytt"]), lambda: write_package(package)):
        with nullcontext() if is_kept else pytest.raises(OSError, match=os.strerror(said)):
            act()
    assert package.read_bytes() == b"hel"


def write_package(to: Path) -> None:
    with put_there_whole(to) as half_done:
        half_done.write_bytes(b"hel")


def test_a_folder_of_before_is_taken_as_it_is_and_swept(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    left, at_work = tmp_path / ".new-a1b2", tmp_path / ".new-c3d4"
    left.touch()
    at_work.touch()
    os.utime(left, (1, 1))
    files = FileStore(tmp_path)
    sha256, _ = files.keep([b"nytt"])
    files.sweep()
    assert files.size(sha256) == 4
    assert (left.exists(), at_work.exists()) == (False, True)


def test_a_large_file_is_sent_in_one_request_and_brought_in_pieces(
    s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    place = Bucket(s3, tmp_path)
    sha256, size = place.open().keep([b"x" * PIECE, b"y" * PIECE, b"z"])
    with place.open().lend(sha256) as path:
        assert path.stat().st_size == size == 2 * PIECE + 1


def test_a_bucket_that_is_not_there_is_said_to_be_so(s3: S3) -> None:
    nowhere = BucketStore(s3.place("finnes-ikke"))
    with pytest.raises(OSError, match="there is no such bucket"):
        nowhere.require_ready()
    with pytest.raises(OSError, match="there is no such bucket"):
        nowhere.keep([b"nytt"])


def test_what_is_under_way_lies_in_a_folder_that_is_nobody_elses(
    s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"saksbot-{os.getuid()}").mkdir(mode=0o755)
    with pytest.raises(PermissionError, match="this user's alone"):
        BucketStore(s3.place(s3.new_bucket())).keep([b"nytt"])
