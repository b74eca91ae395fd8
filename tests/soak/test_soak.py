"""Some of `make soak`: an institution at work while processes are killed, Slack fails and the database goes away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests import postgres
from tests.soak.life import Plan, open_life

SHORT = Plan(
    people=24, processes=2, seconds=3, stretch=3, hands=6, pause=0.05, kill_every=1.5, fail_every=1, restart_every=2,
    doubles=0.5, least=(40, 2, 1), patience=timedelta(seconds=90), seed=1,
)  # fmt: skip


@pytest.mark.timeout(300)  # a busy machine
async def test_nothing_is_lost_doubled_untrue_or_out_of_order_while_everything_fails(
    postgres_url: str, tmp_path: Path
) -> None:
    def away() -> None:
        postgres.shut_database(postgres_url)
        postgres.open_database(postgres_url)

    async with open_life(postgres_url, tmp_path, SHORT, away) as life:
        figures = await life.live(lambda _: None)
    assert list(figures.wrong) == []
    assert figures.kills
    assert figures.restarts
    assert figures.acts.total() >= SHORT.least[0]
