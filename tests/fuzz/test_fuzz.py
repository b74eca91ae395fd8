"""Some of `make fuzz`: spoiled requests break nothing, and show and change nothing that is not theirs who send them."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.fuzz.campaign import Findings, one_round

SOME = 180


async def test_what_nobody_would_send_breaks_nothing_and_nobody_sees_or_changes_what_is_not_theirs(
    sqlite_url: str, tmp_path: Path
) -> None:
    findings = Findings()
    lot = Random("a story")  # noqa: S311 - the same each time
    await one_round(sqlite_url, tmp_path, lot, SOME, findings, presses=6)
    assert findings.wrong == {}
    assert findings.sent.total() >= SOME
    assert {findings.answered[f"Slack's side: {status}"] > 0 for status in (200, 400)} == {True}
    assert {findings.answered[f"the API: {status}"] > 0 for status in (200, 401, 404, 422)} == {True}
