"""`export`: an administrator gets the packages of cases that have ended, and notes that the archive has them."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.__main__ import main
from bot.archive.drawing import Papers
from bot.settings import DEFAULTS
from cases.archive import packages
from domain.values import CaseStatus
from store import tables
from store.database import Database
from store.files import FileStore
from tests.bot.archive.drawing import draw_plainly
from tests.databases import open_database
from tests.whole_case import CASE, fill

PACKAGE = "sak-sak_2026-ø-"


@pytest.fixture
def database(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("FILES_DIR", str(tmp_path / "files"))
    draw_plainly(monkeypatch)
    found = open_database(database_url)
    fill(found, FileStore(tmp_path / "files"))
    with found.begin() as connection:
        connection.execute(tables.cases.update().values(removed_at=None))
    yield found
    found.dispose()


def noted(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(sa.select(tables.packages.c.digest)).scalars())


def change(database: Database, text: str) -> None:
    with database.begin() as connection:
        connection.execute(tables.message_versions.update().values(text=text))


def test_a_package_is_made_noted_once_and_told_in_one_line(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = main(["export", CASE, "--to", str(tmp_path / "ut")])
    again = main(["export", CASE.upper(), CASE, "--to", str(tmp_path / "ut")])

    said = capsys.readouterr()
    (file,) = (tmp_path / "ut").iterdir()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (first, again, said.err) == (0, 1, f"{CASE.upper()}: Saken finnes ikke.\n")
    assert file.name.startswith(PACKAGE)
    assert said.out.splitlines()[0].startswith(f"{CASE}: {file.name}, ")
    assert said.out.splitlines()[0].endswith(f"sha256 {digest[:16]}")
    assert noted(database) == [digest]


def test_nothing_that_is_written_can_be_read_by_other_users_of_the_machine(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """See https://github.com/origamiRichM/WaterBob/issues/29 : an export beside carefully closed files."""
    usual = os.umask(0o022)
    there = {*tmp_path.rglob("*")}
    try:
        assert main(["export", CASE, "--to", str(tmp_path / "ut")]) == 0
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
        assert main(["migrate"]) == 0
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(usual)

    written = {*tmp_path.rglob("*")} - there
    assert {"ut", "new.db"} <= {one.name for one in written}
    assert [one.name for one in written if one.stat().st_mode & 0o007] == []


def test_what_cannot_be_exported_is_told_with_what_to_do_and_the_next_has_its_turn(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.begin() as connection:
        connection.execute(tables.cases.update().values(status=CaseStatus.OPEN))

    status = main(["export", CASE, "2026-404", "--to", str(tmp_path / "ut")])

    assert status == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{CASE}: Saken er ikke avsluttet. Avslutt den først.",
        "2026-404: Saken finnes ikke.",
    ]
    assert list((tmp_path / "ut").iterdir()) == []
    assert noted(database) == []


def test_a_dry_run_makes_nothing(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = (closed_at(database) + timedelta(hours=12)).date()

    assert main(["export", "--closed-since", str(day - timedelta(days=1)), "--dry-run"]) == 0
    assert main(["export", "--closed-since", str(day + timedelta(days=1)), "--dry-run"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{CASE}: {PACKAGE}")
    assert lines[0].split(".zip, ")[1].startswith("deloppgaver: 1, filer: 2 (")
    assert lines[1:] == ["Ingenting er skrevet.", "Ingenting er skrevet."]
    assert noted(database) == []


def closed_at(database: Database) -> datetime:
    with database.read() as connection:
        found: datetime = connection.execute(sa.select(tables.cases.c.closed_at)).scalar_one()
        return found


def test_the_archive_confirms_the_package_as_the_case_is_now(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "arkivar")
    monkeypatch.setenv("EXPORT_DIR", str(tmp_path / "ut"))
    assert main(["export", "--confirm", CASE]) == 1
    assert main(["export", CASE]) == 0
    change(database, "Noe annet")
    assert main(["export", "--confirm", CASE]) == 1
    assert main(["export", CASE]) == 0
    assert main(["export", "--confirm", CASE]) == 0
    assert main(["export", "--confirm", CASE]) == 0

    said = capsys.readouterr()
    assert said.err.splitlines() == [
        f"{CASE}: Det er ikke laget noen pakke av saken. Lag den med «export», eller hent den først.",
        f"{CASE}: {packages.OTHER_NOW}",
    ]
    assert " av arkivar)" in said.out.splitlines()[-1]
    with database.read() as connection:
        has = packages.confirmed(connection, CASE)
    assert has is not None
    assert has.digest == noted(database)[-1]
    monkeypatch.setattr(Papers, "subtask_pdf", lambda *_: b"drawn by a newer version")
    assert main(["export", CASE]) == 0
    with database.read() as connection:
        assert packages.confirmed(connection, CASE) == has
    change(database, "Enda noe")
    with database.read() as connection:
        assert packages.confirmed(connection, CASE) is None


def test_missing_files_are_told_with_what_to_do(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.read() as connection:
        sha256 = connection.execute(sa.select(tables.attachments.c.sha256)).scalar_one()
    FileStore(tmp_path / "files").discard(sha256)

    assert main(["export", CASE, "--to", str(tmp_path)]) == 1

    assert "Filer som mangler: 1, se KVITTERING.txt. Legg dem tilbake" in capsys.readouterr().err
    (file,) = tmp_path.glob("*.zip")
    assert "finnes ikke blant filene" in zipfile.ZipFile(file).read("KVITTERING.txt").decode()


def test_a_folder_that_cannot_be_used_and_wrong_words_are_refused(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fil").write_text("")

    assert main(["export", CASE, "--to", str(tmp_path / "fil")]) == 1
    assert main(["export", CASE]) == 1
    for words in (["export"], ["export", "--confirm", CASE, "--dry-run"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2

    assert "Name another folder with --to." in capsys.readouterr().err
