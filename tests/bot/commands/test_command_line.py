"""The command line: help, wrong words, wrong settings, and `migrate`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import DEFAULTS
from bot.startup_checks import only_process
from store import schema
from store.database import Database
from tests.program import ROOT, finished


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    address = f"sqlite:///{tmp_path / 'saksbot.db'}"
    monkeypatch.setenv("DATABASE_URL", address)
    return address


def version_of(url: str) -> str | None:
    database = Database(url)
    try:
        return schema.current(database)
    finally:
        database.dispose()


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {'  '}{command} " in shown for command in ("run", "migrate", "import", "check", "demo"))


def test_help_of_the_demo_names_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["demo", "--help"])

    shown = capsys.readouterr().out
    assert all(option in shown for option in ("--port", "--data", "--large"))


@pytest.mark.parametrize("words", [[], ["rune"], ["import"], ["demo", "--port", "x"], ["run", "fast"]])
def test_wrong_words_get_2_and_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        "keys new a --place 1 --days 0",  # would be good without end
        "keys new a --place 1 --days 99999999999",
        "keys rotate a --days -1",
        "keys webhook a --rotate --days x",
        "outbox retry 99999999999999999999",
        "outbox drop -1 --why x",
        "remind --at 9999-12-31T23:59",
        "remind --at i.morgen",
        "log --since 0001-01-01",
        "export --closed-since 2026-02-30",
    ],
)
def test_a_day_or_number_that_cannot_be_is_refused_with_what_can(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())

    assert ended.value.code == 2
    assert re.search(
        r"error: argument [-a-zID]+: must be a (day|time|whole number|number) .*; not '", capsys.readouterr().err
    )


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize("command", [["run"], ["migrate"], ["import", "people.yml"]])
def test_wrong_settings_get_2_and_one_message_that_names_them_all(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"PORT": "many", "TIMEZONE": "Mars/Base", "SLACK_BOT_TOKEN": "xoxp-geheim"}
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)

    status = main(command)

    complaint = capsys.readouterr().err
    assert status == 2
    assert all(f"  {name}: " in complaint for name in wrong)
    assert "geheim" not in complaint


async def test_the_program_says_so_too_without_a_traceback() -> None:
    status, printed, complaint = await finished("run", environment={"PORT": "many"})

    assert (status, printed) == (2, "")
    assert [line.split(":")[0].strip() for line in complaint.splitlines()] == [
        "The settings are not right",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
        "PORT",
    ]


def test_words_that_are_not_in_utf_8_are_refused_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["log", "--about", "bj\udcf8rn@uni.example"])

    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(r"error: this is not in UTF-8: 'bj\udcf8rn@uni.example'" + "\n")


def test_whoever_has_read_enough_and_a_terminal_without_our_signs_get_no_traceback(url: str) -> None:
    assert main(["migrate"]) == 0
    said = [sys.executable, "-m", "bot", "log"]
    reading, writing = os.pipe()
    os.close(reading)  # as `head` does
    ended = subprocess.run(said, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"")

    latin_1 = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    latin = subprocess.run(said, cwd=ROOT, env=latin_1, capture_output=True, check=True)
    assert r"oppgraderte databasen (fra: \u2013;" in latin.stdout.decode("latin-1")


def test_migrate_makes_the_newest_schema_and_needs_no_slack(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = main(["migrate"]), main(["migrate"])

    assert (first, second) == (0, 0)
    assert version_of(url) == schema.newest()
    assert capsys.readouterr().out.splitlines() == [
        f"The schema is now {schema.newest()}.",
        f"The schema is {schema.newest()} already.",
    ]


def test_migrate_waits_for_nobody_who_runs_on_the_same_sqlite(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with only_process(Database(url)):
        status = main(["migrate"])

    assert status == 1
    assert "Another Saksbot" in capsys.readouterr().err
    assert version_of(url) is None


def test_migrate_refuses_a_database_of_a_newer_program(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(url)
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('9999')")
    database.dispose()

    status = main(["migrate"])

    assert status == 1
    assert "newer than this program's" in capsys.readouterr().err


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    ("file", "says"),
    [("nowhere/saksbot.db", "No such file or directory"), ("letter.db", "file is not a database")],
)
def test_a_database_that_cannot_be_used_is_said_in_one_sentence(
    file: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.db").write_text("Kjære saksbehandler, " * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / file}")

    status = main(["migrate"])

    complaint = capsys.readouterr().err
    assert status == 1
    assert says in complaint
    assert len(complaint.splitlines()) == 1
