"""Bytes are kept in the folder that is meant, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.files import FileStore


def test_the_folder_is_made_for_the_first_file(tmp_path: Path) -> None:
    files = FileStore(tmp_path / "data" / "files")
    sha256, size = files.keep([b"%PDF", b" vedlegg"])
    assert files.path(sha256).read_bytes() == b"%PDF vedlegg"
    assert size == files.size(sha256) == 12


@pytest.mark.parametrize("instead", ["nothing", "an empty folder", "a file"])
@pytest.mark.parametrize("starts_anew", [False, True])
def test_nothing_is_kept_where_the_disk_should_be_while_it_is_away(
    instead: str, starts_anew: bool, tmp_path: Path
) -> None:
    folder, away = tmp_path / "files", tmp_path / "away"
    files = FileStore(folder)
    first, _ = files.keep([b"eldre"])
    if starts_anew:
        files = FileStore(folder)
    folder.rename(away)
    if instead == "an empty folder":
        folder.mkdir()
    elif instead == "a file":
        folder.touch()
    with pytest.raises(OSError, match=r"files/\.saksbot"):
        files.keep([b"nytt"])
    if folder.exists():
        folder.unlink() if folder.is_file() else folder.rmdir()
    away.rename(folder)
    second, _ = files.keep([b"nytt"])
    assert [files.path(one).read_bytes() for one in (first, second)] == [b"eldre", b"nytt"]


def test_a_folder_of_before_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    files = FileStore(tmp_path)
    sha256, _ = files.keep([b"nytt"])
    assert files.path(sha256).read_bytes() == b"nytt"
