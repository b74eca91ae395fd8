"""The main job in the real page of the real demo: Kari and Ola, each in a browser, by role and label only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.story import Story
from tests.browser.window import two_windows


@pytest.mark.timeout(300)
def test_a_subtask_lives_from_the_dialog_to_solved_in_two_browsers(tmp_path: Path) -> None:
    with two_windows(tmp_path) as (kari, ola, demo):
        Story(kari, ola, demo).tell(tmp_path)
