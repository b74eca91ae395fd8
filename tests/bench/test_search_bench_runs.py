"""The bench of the search runs; how fast anything is, no test says."""

from __future__ import annotations

import pytest

from tests.bench import search


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_the_bench_of_the_search_runs(capsys: pytest.CaptureFixture[str], database: str) -> None:
    search.main(["--quick", "--only", database])

    shown = capsys.readouterr().out
    assert all(name in shown for name in (*search.SOUGHT, *search.WHO, "a message", "Opprett", "the index takes"))
