"""What an administrator writes into the environment, and what the bot finds wrong with it."""

from __future__ import annotations

import pytest

from bot.settings import Settings, SettingsError

SOCKET_MODE = {"SLACK_BOT_TOKEN": "xoxb-1-abc", "SLACK_APP_TOKEN": "xapp-1-def"}


def faults_of(environment: dict[str, str], *, needs_slack: bool = True) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environment, needs_slack=needs_slack)
    return caught.value.faults
