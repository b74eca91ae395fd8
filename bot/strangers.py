"""Somebody else's lines to Slack: a process with the same tokens and another database takes a part of the events.

Slack deals what happens out among all lines of an app, so that half of it is lost to either database.
https://docs.slack.dev/apis/events-api/using-socket-mode (num_connections)
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

logger = logging.getLogger(__name__)

SETTLE_SECONDS = 60.0  # by then Slack has forgotten the lines of a process that was killed, and those just renewed


def strangers(greeting: Mapping[str, Any], belonging: int) -> int:
    """How many lines Slack counts, in the greeting of one, beyond so many that belong here."""
    counted = greeting.get("num_connections")
    return max(0, counted - belonging) if isinstance(counted, int) else 0


def tell(number: int) -> None:
    """Say in the log that so many lines are somebody else's, what that means, and what to do."""
    logger.warning(
        "Somebody else has %d lines to Slack with the same tokens and another database, and takes a part of what "
        "people do, which is lost here. Stop that process, or give it an app of its own. If you know of none, make a "
        "new SLACK_APP_TOKEN under Basic Information, and revoke the old one",
        number,
    )
