"""The file of the institution's own closed days: what it may say, and what is told of a slip in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.closed_days import read_closed_days
from bot.settings import Settings, SettingsError


def written(folder: Path, text: str) -> str:
    file = folder / "fridager.yml"
    file.write_text(text, "utf-8")
    return str(file)


def test_a_day_a_day_of_every_year_and_a_stretch_are_closed(tmp_path: Path) -> None:
    days = read_closed_days(written(tmp_path, "- 2026-12-23\n- 12-24  # julaften\n- 2026-12-28/2026-12-30\n"))

    closed = [day for day in range(21, 32) if not days.is_open(date(2026, 12, day))]
    assert closed == [23, 24, 25, 26, 27, 28, 29, 30]
    assert not days.is_open(date(2031, 12, 24))
    assert days.why_closed(date(2026, 12, 23)) == "egen fridag"


@pytest.mark.parametrize("text", ["", "[]", "# ingen ennå\n"])
def test_an_empty_file_closes_nothing(text: str, tmp_path: Path) -> None:
    assert read_closed_days(written(tmp_path, text)) == read_closed_days("")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- julaften", "'julaften' is no day"),
        ("- 2026-02-30", "'2026-02-30' is no day"),
        ("- 13-01", "'13-01' is no day"),
        ("- 2026-12-31/2026-12-24", "'2026-12-31/2026-12-24' is no day"),
        ("- 2026-12-24 12:00:00", "is no day"),
        ("- 24.12\n- 12-24\n- 2026-13-01", "'24.12', '2026-13-01' are no days"),
        ("jul: 2026-12-24", "must be a list"),
        ("- [", "is no YAML"),
    ],
)
def test_a_slip_stops_the_start_and_is_named(text: str, said: str, tmp_path: Path) -> None:
    environment = {"CLOSED_DAYS": written(tmp_path, text)}

    with pytest.raises(SettingsError) as error:
        Settings.from_environment(environment, needs_slack=False)

    (fault,) = error.value.faults
    assert fault.startswith("CLOSED_DAYS: the file")
    assert said in fault


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.from_environment({"CLOSED_DAYS": str(tmp_path / "none.yml")}, needs_slack=False)
