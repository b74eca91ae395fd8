"""`disclose`: everything about an applicant or a colleague, in a part for them and one that is looked through first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.__main__ import main
from bot.disclosure.words import INTERNAL as MARK
from bot.settings import DEFAULTS
from domain.administration import Measure
from store import tables
from store.database import Database
from store.files import FileStore
from tests.bot.archive.pdf_a import faults
from tests.bot.archive.pdf_a import words as on_paper
from tests.databases import open_database
from tests.institution import MONDAY
from tests.whole_case import CASE, PEOPLE, called, fill

APPLICANT = "søker@uni.example"
AUTHOR = PEOPLE.index("messages.author_id")
COLLEAGUE = f"{AUTHOR}@uni.example"
INTERNAL = (
    "subtasks.title", "subtasks.description", "message_versions.text", "conclusions.text", "message_files.name",
    "rounds.summary",
)  # fmt: skip
GIVEN = ("cases.title", "cases.text", "cases.applicant_name", "attachments.title", "attachments.name")
RULE = "retention:\n  - {type: CASES.type – æøå 🎓, years: 5, provision: planens punkt 4, then: delete}\n"


@pytest.fixture
def database(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("FILES_DIR", str(tmp_path / "files"))
    (tmp_path / "sett.yml").write_text(RULE, "utf-8")
    monkeypatch.setenv("TEMPLATES", str(tmp_path / "sett.yml"))
    found = open_database(database_url)
    fill(found, FileStore(tmp_path / "files"))
    with found.begin() as connection:
        connection.execute(tables.cases.update().values(applicant_email=APPLICANT))
        connection.execute(tables.people.update().values(former_emails=None))
    yield found
    found.dispose()


def disclosed(to: Path, address: str) -> dict[str, bytes]:
    """What the command writes about this address."""
    assert main(["disclose", "--person", address, "--to", str(to)]) == 0
    return {file.name: file.read_bytes() for file in to.iterdir()}


def read(paper: bytes) -> str:
    """What stands on it, without the places where a long word may be cut."""
    return on_paper(paper).replace("\u200b", "")


def logged(database: Database) -> list[tuple[int | None, str | None]]:
    log = tables.administration
    with database.read() as connection:
        found = sa.select(log.c.person_id, log.c.case_id).where(log.c.act == Measure.PERSON_DISCLOSED.value)
        return [(row.person_id, row.case_id) for row in connection.execute(found)]


def test_an_applicant_gets_the_application_and_nothing_internal_the_same_bytes_each_time(
    database: Database, tmp_path: Path
) -> None:
    files = disclosed(tmp_path / "ut", f" {APPLICANT.upper()} ")
    again = disclosed(tmp_path / "igjen", APPLICANT)

    assert sorted(files) == ["innsyn.json", "innsyn.pdf", "internt.json", "internt.pdf"]
    assert files == again
    assert [faults(files[name]) for name in ("innsyn.pdf", "internt.pdf")] == [[], []]
    for given, internal in (
        (files["innsyn.json"].decode(), files["internt.json"].decode()),
        (read(files["innsyn.pdf"]), read(files["internt.pdf"])),
    ):
        assert [name for name in GIVEN if name not in given] == []
        assert [name for name in INTERNAL if name in given or name not in internal] == []
        assert (MARK in given, MARK in internal) == (False, True)
    kept = "cases.type – æøå 🎓: saken slettes 5 år etter at saken er avsluttet (planens punkt 4)."
    how_long = json.loads(files["innsyn.json"])["about"]["Hvor lenge"]
    assert kept in how_long
    assert "slettes etter 90 dager" in how_long
    assert logged(database) == [(None, CASE), (None, CASE)]


def test_a_colleague_gets_what_is_about_them_and_what_they_wrote_is_looked_through_first(
    database: Database, tmp_path: Path
) -> None:
    number = AUTHOR + 2
    event = {"type": "message", "user": f"U0{AUTHOR}", "text": "Hei der"}
    with database.begin() as connection:
        connection.execute(
            tables.absences.insert(),
            [{"person_id": number, "from_on": MONDAY.date(), "until_on": MONDAY.date(), "with_open": True,
              "set_by": number, "set_at": MONDAY}],
        )  # fmt: skip
        connection.execute(tables.roles.insert(), [{"person_id": number, "place_id": 2, "role": "fagperson"}])
        connection.execute(
            tables.saved_searches.insert(), [{"person_id": number, "name": "Mine", "sought": {"words": "eple"}}]
        )
        connection.execute(tables.inbox.insert(), [
            {"key": "1", "received_at": MONDAY, "event": event},
            {"key": "2", "received_at": MONDAY, "event": event | {"user": f"U0{AUTHOR}9", "text": "En annens"}},
        ])  # fmt: skip

    files = disclosed(tmp_path / "ut", COLLEAGUE)

    given, internal = (json.loads(files[name])["data"] for name in ("innsyn.json", "internt.json"))
    assert given["person"][0]["name"] == called("messages.author_id")
    assert [given[name][0]["person_id"]["id"] for name in ("absences", "roles", "saved_searches")] == [number] * 3
    assert [row["author_id"]["id"] for row in given["messages"]] == [number]
    assert "message_versions.text" not in files["innsyn.json"].decode()
    assert "message_versions.text" in internal["versions"][0]["text"]
    assert [row["event"]["text"] for row in internal["inbox"]] == ["Hei der"]
    assert not any(name in files["internt.json"].decode() for name in ("cases.text", "cases.applicant_name"))
    assert logged(database) == [(number, None)]


def test_an_address_that_nobody_has_is_one_sentence_and_nothing_is_written(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["disclose", "--person", "ingen@uni.example", "--to", str(tmp_path / "ut")])

    said = capsys.readouterr()
    assert (status, said.out, said.err.count("\n")) == (1, "", 1)
    assert "ingen@uni.example" in said.err
    assert ((tmp_path / "ut").exists(), logged(database)) == (False, [])


def test_a_dry_run_counts_and_writes_nothing(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["disclose", "--person", APPLICANT, "--dry-run"])

    said = capsys.readouterr().out.splitlines()
    assert (status, said[0], said[-1]) == (0, "Saker der personen er søker: 1 (internt: 1)", "Ingenting er skrevet.")
    assert logged(database) == []
