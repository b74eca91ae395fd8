"""`import --dry-run` and `--complete`: what would change is printed, person by person, case by case."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands.import_files import show, take_in
from bot.settings import Settings
from store.database import Database
from store.tables import people
from tests.bot.commands.import_files import ONE_CASE, file, slack_ids


def active(settings: Settings) -> set[str]:
    database = Database(settings.database_url)
    with database.read() as connection:
        found = set(connection.execute(sa.select(people.c.email).where(people.c.active)).scalars())
    database.dispose()
    return found


def test_everything_new_is_printed_and_nothing_written(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(settings, [file(tmp_path, ONE_CASE)]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Nytt sted 1: Stedet",
        "Ny person kari@uni.example: Kari Nordmann; + saksbehandler 1",
        "Ny person ola@uni.example: Ola Hansen; + saksbehandler 1",
        "Ny sak a: T; sakseier ola@uni.example",
        "Ny sak b: T; sakseier kari@uni.example",
        "Ingenting er skrevet.",
    ]
    assert slack_ids(settings) == {}


def test_what_is_known_is_printed_with_what_it_was(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(settings, [file(tmp_path, ONE_CASE)])
    capsys.readouterr()
    changed = ONE_CASE.replace("kari@uni", "kari.berg@uni").replace("Kari Nordmann", "Kari Berg")
    changed = changed.replace("title: T,", "title: U, type: klage,", 1).replace("saksbehandler}]}", "fordeler}]}", 1)

    assert show(settings, [file(tmp_path, changed)]) == 0

    what = "e-post kari@uni.example → kari.berg@uni.example; navn Kari Nordmann → Kari Berg"
    assert capsys.readouterr().out.splitlines() == [
        f"Person kari@uni.example: {what}; + fordeler 1; − saksbehandler 1",
        "Sak a: tittel T → U; type – → klage",
        "Ingenting er skrevet.",
    ]
    assert "kari@uni.example" in slack_ids(settings)


def test_what_was_imported_by_mistake_is_printed_before_it_goes(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(settings, [file(tmp_path, ONE_CASE)])
    capsys.readouterr()
    gone = file(tmp_path, "cases: [{id: a, remove: true}]")

    assert show(settings, [gone]) == 0

    assert capsys.readouterr().out.splitlines() == ["Sak a: fjernes", "Ingenting er skrevet."]
    assert take_in(settings, [gone]) == 0
    assert "Én sak er fjernet." in capsys.readouterr().out
    assert take_in(settings, [gone]) == 0
    assert "Ingenting er nytt eller endret." in capsys.readouterr().out


def test_who_is_not_in_a_complete_file_loses_access_when_it_is_applied_and_not_before(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(settings, [file(tmp_path, ONE_CASE)])
    capsys.readouterr()
    only_ola = file(tmp_path, "people: [{email: ola@uni.example, name: Ola Hansen}]")

    assert show(settings, [only_ola], complete=True) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Person kari@uni.example: mister tilgangen",
        "Sak b: ville stå uten sakseier",
        "Ingenting er skrevet.",
    ]
    assert active(settings) == {"kari@uni.example", "ola@uni.example"}

    assert take_in(settings, [only_ola], complete=True) == 0

    assert active(settings) == {"ola@uni.example"}
    assert "b: kari@uni.example er ikke aktiv" in capsys.readouterr().out


def test_a_file_without_people_is_not_complete(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(settings, [file(tmp_path, ONE_CASE)])

    assert take_in(settings, [file(tmp_path, 'places: [{code: "1", name: S}]')], complete=True) == 1

    assert "Filene nevner ingen personer." in capsys.readouterr().err
    assert active(settings) == {"kari@uni.example", "ola@uni.example"}


def test_a_file_that_was_cut_off_does_not_shut_most_people_out(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """See https://github.com/owncloud/core/issues/29547 : what is cut off between two entries is a right file."""
    entry = "  - {{email: p{0}@uni.example, name: Person {0}, active: true}}"
    lines = ["people:", *map(entry.format, range(20))]
    take_in(settings, [file(tmp_path, "\n".join(lines))])
    cut, too_much, enough = ("\n".join(lines[: 1 + stay]) for stay in (1, 9, 10))

    assert [take_in(settings, [file(tmp_path, text)], complete=True) for text in (cut, too_much)] == [1, 1]

    said = capsys.readouterr().err
    assert "19 av 20 ville mistet tilgangen. Er filen hel?" in said
    assert "11 av 20" in said
    assert len(active(settings)) == 20
    named = "\n".join(line.replace("true", "false") for line in lines[10:])
    assert take_in(settings, [file(tmp_path, f"{too_much}\n{named}")], complete=True) == 0
    assert len(active(settings)) == 9
    assert take_in(settings, [file(tmp_path, "\n".join(lines))]) == 0
    assert take_in(settings, [file(tmp_path, enough)], complete=True) == 0
    assert len(active(settings)) == 10
