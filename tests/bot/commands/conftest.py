"""What the commands that import ask for: settings of an institution that has not been told of Slack yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """Give settings without Slack, for an empty database with the newest schema."""
    environment = {"DATABASE_URL": sqlite_url, "FILES_DIR": str(tmp_path / "files")}
    return Settings.from_environment(environment, needs_slack=False)
