"""Somebody else's lines to Slack: a process with the same tokens and another database takes a part of the events.

Slack deals what happens out among all lines of an app, so that half of it is lost to either database.
https://docs.slack.dev/apis/events-api/using-socket-mode (num_connections)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from cases.context import Context
from store.reminders import mark, set_mark

_NOTED = "strangers"
SETTLE_SECONDS = 60.0  # by then Slack has forgotten the lines of a process that was killed, and those just renewed


def strangers(greeting: Mapping[str, Any], belonging: int) -> int:
    """How many lines Slack counts, in the greeting of one, beyond so many that belong here."""
    counted = greeting.get("num_connections")
    return max(0, counted - belonging) if isinstance(counted, int) else 0


def told(number: int) -> str:
    """What it means that so many lines are somebody else's, and what to do."""
    return (
        f"Somebody else has {number} lines to Slack with the same tokens and another database, and takes a part of "
        "what people do, which is lost here. Stop that process, or give it an app of its own. If you know of none, "
        "make a new SLACK_APP_TOKEN under Basic Information, and revoke the old one"
    )


def write_down(context: Context, number: int) -> None:
    """Keep for `check` how many lines are somebody else's; 0 for none."""
    with context.database.begin() as connection:
        set_mark(connection, _NOTED, str(number))


def written_down(connection: Connection) -> int:
    """How many lines were somebody else's when a line was opened last."""
    return int(mark(connection, _NOTED) or 0)
