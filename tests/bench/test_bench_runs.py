"""The bench itself works: each thing is measured, and the table is drawn. What it measures is no matter here."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.rates import PER_MINUTE
from tests.bench import __main__ as bench
from tests.bench import many
from tests.bench.rush import OPEN, rush
from tests.bench.table import Line, lines, table


def test_everything_is_measured_and_the_table_has_a_line_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--quick"])
    said = capsys.readouterr().out
    quick = bench.QUICK
    for line in lines(quick.large, quick.homes, quick.sent, quick.waits, quick.people, quick.ended):
        assert line.title in said


def test_what_grows_is_measured_in_an_institution_of_any_size(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--many", "--quick"])
    said = capsys.readouterr().out
    assert all(line.title in said for line in many.lines(many.QUICK))


async def test_a_rush_has_all_of_the_first_minutes_calls(tmp_path: Path) -> None:
    came_to = await rush(tmp_path, 2 * PER_MINUTE[OPEN])
    assert came_to.least_seconds == 60
    assert 60 <= came_to.seconds < 100, "two more calls than these two minutes have would end it at 120"
    assert came_to.refusals == 0


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    line = Line("Ours", "ours", "floor", "/s", at_least=0.4)
    drawn = table([line], {"ours": [40, 100, 900], "floor": [100, 200, 1000]})
    assert drawn.splitlines()[1].split() == ["Ours", "100", "/s", "0.50", "0.40", "0.90", "≥", "0.4", "reached"]


def test_a_target_that_is_missed_is_called_so() -> None:
    line = Line("Ours", "ours", "floor", "ms", at_most=4)
    assert table([line], {"ours": [0.005], "floor": [0.001]}).endswith("MISSED")
