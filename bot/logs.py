"""The log: one line for each thing worth knowing, as text for people or JSON for machines.

A line that is written for something asked for carries its id (domain/tracing.py). What people wrote, and what opens
doors, never gets here: libraries that print whole requests are kept at `info`, and tokens, passwords and rows quoted by
the database are cut out of every line (bot/secrecy.py). Whatever an exception quotes all the same, a national identity
number in it is masked.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

import orjson

from bot.secrecy import without_secrets
from domain import tracing
from domain.identity_numbers import masked

# How much others may say: at `debug` some print whole payloads, people's messages in them; two tell of
# every request and every run of a job at `info`.
_AT_LEAST = {
    "slack_bolt": logging.ERROR,  # it warns of a token it does not need
    "slack_sdk": logging.INFO,
    "aiohttp": logging.INFO,
    "aiohttp.access": logging.WARNING,
    "alembic": logging.INFO,
    "apscheduler": logging.WARNING,
    "asyncio": logging.INFO,
    "psycopg": logging.INFO,
    "sqlalchemy": logging.WARNING,
}


def configure_logging(level: str, log_format: str, stream: TextIO | None = None) -> None:
    """Send every log line to `stream` (standard error when left out), replacing what was set up before.

    `level` and `log_format` are the values of LOG_LEVEL and LOG_FORMAT.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if log_format == "json" else TextFormatter())
    handler.addFilter(_may_be_said)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, least in _AT_LEAST.items():
        logging.getLogger(name).setLevel(max(least, root.level))


def _may_be_said(record: logging.LogRecord) -> bool:
    """Bolt gives its loggers the root's level for their own, so that their parent's says nothing."""
    return record.levelno >= _AT_LEAST.get(record.name.partition(".")[0], 0)


class TextFormatter(logging.Formatter):
    """One line for a person: time in UTC, level, the id of what was asked for where there is one, logger, words."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(request)s%(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Write the record, without what must not be written."""
        asked = tracing.request_id() or getattr(record, "error_id", "")
        record.request = f"[{asked}] " if asked else ""
        return _harmless(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """UTC to the millisecond, as everywhere in the program."""
        return _instant(record)


class JsonFormatter(logging.Formatter):
    """One JSON object on a line: time, level, logger, message, request_id, error_id, exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record, without what must not be written."""
        line = {
            "time": _instant(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _harmless(record.getMessage()),
        }
        if asked := tracing.request_id():
            line["request_id"] = asked
        if hasattr(record, "error_id"):
            line["error_id"] = str(record.error_id)
        if record.exc_info:
            line["exception"] = _harmless(self.formatException(record.exc_info))
        return orjson.dumps(line).decode()


def _harmless(text: str) -> str:
    return masked(without_secrets(text))


def _instant(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
