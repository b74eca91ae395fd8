"""From a folder to a bucket: the files are copied as often as one likes, and the bot works on there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.__main__ import main
from bot.commands import check_files
from bot.context import context_of, files_of
from bot.settings import Settings
from cases.acts import taken_back
from store import schema, tables
from store.database import Database
from store.files import FileStore
from tests.bucket import S3
from tests.institution import ATTACHMENTS, CASE, furnish


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    server = S3()
    yield server
    server.stop()


def test_a_folder_moves_to_a_bucket_and_check_finds_all_of_it(
    s3: S3, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = FileStore(tmp_path / "files")
    database = Database(sqlite_url)
    furnish(database, folder)
    with database.read() as connection:
        names = sorted(connection.execute(sa.select(tables.attachments.c.sha256)).scalars())
    bucket = s3.environment(s3.new_bucket())
    before = {"DATABASE_URL": sqlite_url, **bucket, "FILES_DIR": str(tmp_path / "files"), "FILES_URL": ""}
    for name, value in before.items():
        monkeypatch.setenv(name, value)

    lost = folder.lend(names[0]).path
    there = lost.rename(tmp_path / "lost")
    assert main(["copy-files", bucket["FILES_URL"]]) == 1
    assert f"{len(names) - 1} copied, 0 there already." in (said := capsys.readouterr().err)
    assert f"NOT copied, missing or damaged here: {CASE} " in said
    there.rename(lost)
    assert main(["copy-files", bucket["FILES_URL"]]) == 0
    assert f"{len(names)} files: 1 copied, {len(names) - 1} there already." in capsys.readouterr().out
    assert main(["copy-files", "s3://A@b"]) == 1

    settings = Settings.from_environment({"DATABASE_URL": sqlite_url, **bucket}, needs_slack=False)
    files = files_of(settings.files)
    assert sorted(one.sha256 for one in files.listed()) == names
    assert str(check_files.place(settings)).startswith("ok     FILES_URL: s3://saksbot-")
    number = len(ATTACHMENTS)
    assert f"the bytes of {number} of {number} read and right" in check_files.contents(database, files).words
    files.discard(names[0])
    assert f"1 missing: {CASE} " in check_files.contents(database, files).words
    with s3.away():
        assert "cannot be written to (the bucket: " in check_files.place(settings).words
        assert check_files.contents(database, files).words.startswith("cannot be looked at: the bucket: ")
        assert main(["copy-files", bucket["FILES_URL"]]) == 1
        assert "See that it is there and may be written to, and give the command again" in capsys.readouterr().err


def test_what_was_kept_for_something_never_saved_goes_the_next_night_unless_it_is_too_much(
    sqlite_url: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    settings = Settings.from_environment(
        {"DATABASE_URL": sqlite_url, "FILES_DIR": str(tmp_path / "files")}, needs_slack=False
    )
    context = context_of(settings, database)
    furnish(database, context.files)
    kept = {one.sha256 for one in context.files.listed()}
    for number in range(taken_back.FEW):
        context.files.keep([f"never saved {number}".encode()])
    now = datetime.now(UTC)
    assert taken_back.discard_what_is_left(context, now=now) == 0, "whoever keeps them may be about to refer to them"
    assert taken_back.discard_what_is_left(context, now=now + timedelta(days=2)) == taken_back.FEW
    assert {one.sha256 for one in context.files.listed()} == kept

    other = context_of(settings, empty := Database(f"sqlite:///{tmp_path / 'another.db'}"))
    schema.upgrade(empty)
    for number in range(30):
        context.files.keep([f"of another database {number}".encode()])
    with pytest.raises(taken_back.TooManyLeftError):
        taken_back.discard_what_is_left(other, now=now + timedelta(days=2))
