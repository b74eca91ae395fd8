"""The package of a case: everything in it, the same bytes each time, whole or not there."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.archive import package
from bot.archive.package import Made, StoppedError, make
from cases.archive.gathering import record_of
from domain.case_record import CaseRecord, MessageRecord, SentFileRecord, VersionRecord
from handlers.translator import Translator
from store.database import Database
from store.files import FileStore
from store.half_done import tidy
from tests.bot.archive.drawing import PlainDrawing
from tests.databases import new_sqlite, open_database
from tests.institution import MONDAY
from tests.whole_case import CASE, called, fill

NORWEGIAN = Translator.of("nb", ZoneInfo("Europe/Oslo"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = open_database(database_url)
    yield found
    found.dispose()


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def record(tmp_path: Path, files: FileStore) -> CaseRecord:
    return filled(open_database(new_sqlite(tmp_path / "one.db")), files)


def filled(database: Database, files: FileStore) -> CaseRecord:
    fill(database, files)
    with database.read() as connection:
        found = record_of(connection, CASE)
    assert found is not None
    return found


def made(record: CaseRecord, files: FileStore, to: Path) -> Made:
    return make(record, files, PlainDrawing(), NORWEGIAN, to)


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
        assert {(one.date_time, one.compress_type) for one in entries} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)}
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_package_holds_papers_files_and_record_and_their_sums(
    record: CaseRecord, files: FileStore, tmp_path: Path
) -> None:
    done = made(record, files, tmp_path / "sak.zip")

    inside = contents(done.path)
    assert [*inside] == [
        "soknad.pdf",
        "deloppgaver/01-subtasks_title – æøå.pdf",
        "vedlegg/01-attachments_name – æøå",
        "samtale/01-01-message_files_name – æøå",
        "arkivmelding.xml",
        "historikk.json",
        "sak.json",
        "KVITTERING.txt",
        "SHA256SUMS",
    ]
    assert inside["vedlegg/01-attachments_name – æøå"] == b"bytes 0"
    assert json.loads(inside["sak.json"])["history"] == json.loads(inside["historikk.json"])
    sums = dict(line.split("  ", 1)[::-1] for line in inside["SHA256SUMS"].decode().splitlines())
    del inside["SHA256SUMS"]
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in inside.items()}
    assert (done.digest, done.size) == (hashlib.sha256(done.path.read_bytes()).hexdigest(), done.path.stat().st_size)
    assert done.missing == ()
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []


def test_a_package_made_again_is_the_same_bytes_whichever_database_it_comes_from(
    database: Database, files: FileStore, record: CaseRecord, tmp_path: Path
) -> None:
    first = made(filled(database, files), files, tmp_path / "first.zip")
    os.utime(first.path, (0, 0))
    second = made(record, files, tmp_path / "second.zip")

    assert second.digest == first.digest
    assert made(record, files, tmp_path / "second.zip").digest == first.digest  # in its own place, too


def test_what_is_missing_or_damaged_is_named_in_the_receipt_and_in_nothing_else(
    record: CaseRecord, files: FileStore, tmp_path: Path
) -> None:
    attachment, sent = record.attachments[0], record.subtasks[0].conversation.messages[0].files[0]
    files.discard(str(attachment.sha256))
    files.lend(str(sent.sha256)).path.write_bytes(b"other bytes")
    later = replace(attachment, id=99, name="senere.pdf", sha256=None)
    record = replace(record, attachments=(attachment, later))

    done = made(record, files, tmp_path / "sak.zip")

    inside = contents(done.path)
    told = inside["KVITTERING.txt"].decode()
    assert len(done.missing) == 3
    assert not [name for name in inside if name.startswith(("vedlegg/", "samtale/"))]
    assert "3 av sakens filer mangler:" in told
    assert "«attachments.name – æøå 🎓» finnes ikke blant filene til Saksbot." in told
    assert "«message_files.name – æøå 🎓» er skadet" in told
    assert "vedlegg/02-senere.pdf: «senere.pdf» er ikke hentet fra Slack." in told
    assert "vedlegg" not in inside["arkivmelding.xml"].decode()


def test_the_receipt_says_in_norwegian_what_is_in_it_and_what_is_not(
    record: CaseRecord, files: FileStore, tmp_path: Path
) -> None:
    told = contents(made(record, files, tmp_path / "sak.zip").path)["KVITTERING.txt"].decode()

    assert told.startswith(f"Arkivpakke for sak {CASE}\ncases.title – æøå 🎓\n")
    assert f"av {called('cases.closed_by')}" in told
    assert "Sted: Øverst / places.name – æøå 🎓" in told
    assert "Pakken er formet som Noark 5. Den er ikke sertifisert." in told
    assert "deloppgaver/: én deloppgave som PDF/A" in told
    assert "Samtalen mellom sakseier og ansvarlig er intern." in told
    assert "Ingen av sakens filer mangler." in told
    assert "I én linje i historikken er opplysninger slettet." in told


def test_a_case_with_nothing_in_it_has_a_package_too(record: CaseRecord, files: FileStore, tmp_path: Path) -> None:
    nothing = replace(record, attachments=(), subtasks=(), rounds=(), offers=(), history=(), title="", text="")

    inside = contents(made(nothing, files, tmp_path / "sak.zip").path)

    assert [*inside] == ["soknad.pdf", "arkivmelding.xml", "historikk.json", "sak.json", "KVITTERING.txt", "SHA256SUMS"]
    told = inside["KVITTERING.txt"].decode()
    assert "deloppgaver/" not in told
    assert "samtale/" not in told
    assert "Den står i sak.json, som ikke skal gis til søkeren." in told


def test_five_hundred_messages_with_files_of_one_name_are_all_there(
    record: CaseRecord, files: FileStore, tmp_path: Path
) -> None:
    subtask, author = record.subtasks[0], record.subtasks[0].assignee
    sha256, size = files.keep([b"the same"])
    said = tuple(
        MessageRecord(
            number,
            author,
            MONDAY + timedelta(minutes=number),
            (VersionRecord(1, MONDAY, f"Melding {number}"),),
            (SentFileRecord(number, "../A\u030a.pdf", "application/pdf", size, sha256),),
        )
        for number in range(1, 501)
    )
    long = replace(subtask, conversation=replace(subtask.conversation, messages=said))

    inside = contents(made(replace(record, subtasks=(long,)), files, tmp_path / "sak.zip").path)

    sent = [name for name in inside if name.startswith("samtale/")]
    assert (len({*sent}), sent[0], sent[-1]) == (500, "samtale/01-01-Å.pdf", "samtale/01-500-Å.pdf")
    assert b"Melding 500" in inside["deloppgaver/01-subtasks_title – æøå.pdf"]


HALF_WAY = """
import os, signal, sys
from pathlib import Path
from bot.archive import package
from tests.bot.archive import test_package as test
from tests.databases import open_database
from cases.archive.gathering import record_of
folder = Path(sys.argv[1])
with open_database(f"sqlite:///{folder / 'one.db'}").read() as connection:
    record = record_of(connection, test.CASE)
def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)
package.receipt = killed
test.made(record, test.FileStore(folder / "files"), folder / "sak.zip")
"""


def test_one_that_is_killed_in_the_middle_leaves_the_older_package_whole(
    record: CaseRecord, files: FileStore, tmp_path: Path
) -> None:
    whole = made(record, files, tmp_path / "sak.zip")

    ended = subprocess.run([sys.executable, "-c", HALF_WAY, str(tmp_path)], check=False)

    assert ended.returncode == -signal.SIGKILL
    assert hashlib.sha256(whole.path.read_bytes()).hexdigest() == whole.digest
    (left,) = tmp_path.glob("*.part")
    tidy(tmp_path)
    assert left.exists()  # somebody may still be at work at it
    (tmp_path / ".saksbot-1.part").mkdir()
    (tmp_path / ".saksbot-1.part" / "sak.zip").write_bytes(b"made to be sent")
    for one in (left, tmp_path / ".saksbot-1.part"):
        os.utime(one, (0, 0))
    tidy(tmp_path)
    assert list(tmp_path.glob("*.part")) == []
    assert whole.path.exists()


def test_one_that_fails_leaves_nothing(
    record: CaseRecord, files: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(package, "receipt", full)

    with pytest.raises(OSError, match="No space"):
        made(record, files, tmp_path / "packages.zip")

    assert [one.name for one in tmp_path.iterdir() if "part" in one.name or one.suffix == ".zip"] == []


def test_one_that_is_wanted_no_more_is_let_go_in_the_middle_of_a_file(
    record: CaseRecord, files: FileStore, tmp_path: Path
) -> None:
    asked: list[int] = []

    def go_on() -> None:
        asked.append(1)
        if len(asked) == 2:  # after the paper, before the first piece of the first file
            raise StoppedError

    with pytest.raises(StoppedError):
        make(record, files, PlainDrawing(), NORWEGIAN, tmp_path / "wanted.zip", go_on=go_on)

    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob("*.zip")) == []
