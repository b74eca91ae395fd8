"""`retain` and `erase`: what goes, what stays and why is told; what is told, and the log, names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import main
from bot.archive.names import package_name
from bot.settings import DEFAULTS
from cases.context import Context
from store import tables
from store.files import FileStore
from tests import erased_case
from tests.databases import open_database
from tests.erased_case import OTHER, TYPE
from tests.institution import MONDAY
from tests.whole_case import CASE

RULES = f"retention: [{{type: {TYPE}, months: 0, provision: plan 4.2, then: delete}}]\n"


@pytest.fixture
def context(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    for name in DEFAULTS:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "types.yml").write_text(RULES, "utf-8")
    (tmp_path / "export").mkdir()
    for name, value in (("FILES_DIR", "files"), ("EXPORT_DIR", "export"), ("TEMPLATES", "types.yml")):
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setenv("DATABASE_URL", database_url)
    found = Context(open_database(database_url), FileStore(tmp_path / "files"), ZoneInfo("Europe/Oslo"))
    erased_case.furnish(found)
    with found.database.begin() as connection:
        connection.execute(tables.cases.update().values(closed_at=MONDAY.replace(year=2025)))
        connection.execute(tables.packages.update().where(tables.packages.c.case_id == CASE).values(confirmed_at=None))
    for case_id in (CASE, OTHER):
        (tmp_path / "export" / package_name(case_id)).write_bytes(b"zip")
    erased_case.confirm(found, OTHER)
    yield found
    found.database.dispose()


def test_retain_says_of_each_case_what_becomes_of_it_and_why_and_does_it_once(
    context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stays = f"{CASE}: blir. Arkivet har ikke bekreftet pakken: export --confirm {CASE}."
    assert main(["retain", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{OTHER}: slettes. plan 4.2", stays, "Kan slettes nå: 1. Ingenting er slettet.",
    ]  # fmt: skip

    assert main(["retain", "--apply"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [f"{OTHER}: slettet. plan 4.2", stays, "Slettet: 1."]
    # its card, and the two that stand as lists, which may name it
    assert said[3:] == ["I Slack gjenstår 3; boten tar det bort når den kjører."]
    assert [one.name for one in (tmp_path / "export").iterdir()] == [package_name(CASE)]

    assert main(["retain", "--apply"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [stays, "Slettet: 0."]

    assert main(["log", "--about", OTHER]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(f"slettet sak {OTHER} (hjemmel: plan 4.2)")


def test_erase_gives_a_receipt_with_counts_and_without_a_name(
    context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert main(["erase", "--person", "nils@x.example", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{OTHER}: slettes.", "Ingenting er slettet."]

    receipt = tmp_path / "kvittering.txt"
    assert main(["erase", "--person", "NILS@x.example", "--apply", "--receipt", str(receipt)]) == 0
    said = capsys.readouterr()
    assert receipt.read_text("utf-8") == said.out
    assert f"{OTHER}: slettet." in said.out
    assert "  meldinger slettet: 1" in said.out
    for words in (said.out, said.err, caplog.text):
        assert "nils" not in words.casefold()
    assert not (tmp_path / "export" / package_name(OTHER)).exists()


def test_what_cannot_be_done_is_one_sentence(
    context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", "--person", "nobody@x.example", "--dry-run"]) == 1
    assert capsys.readouterr().err == "Ingen person og ingen søker har e-postadressen «nobody@x.example».\n"
    no_folder = str(tmp_path / "none" / "kvittering.txt")
    assert main(["erase", "--person", "nils@x.example", "--apply", "--receipt", no_folder]) == 1
    assert "cannot be written" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["retain"])
