"""Socket Mode's envelopes, read and acknowledged.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

from typing import Any

import orjson
from slack_bolt.response import BoltResponse

from bot.slack import json_text


def parsed(text: str) -> dict[str, Any] | None:
    """A message as Slack wrote it; None for anything else."""
    try:
        message = json_text.read(text)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def retries(envelope: dict[str, Any]) -> dict[str, str] | None:
    """The headers that a repeated event would have in HTTP mode."""
    if not envelope.get("retry_attempt"):
        return None
    reason = str(envelope.get("retry_reason") or "")
    return {"x-slack-retry-num": str(envelope["retry_attempt"]), "x-slack-retry-reason": reason}


def acknowledgement(envelope: dict[str, Any], response: BoltResponse) -> str:
    """What answers an envelope, with what the bot says where Slack takes that."""
    answer: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
    if response.body and envelope.get("accepts_response_payload"):
        is_json = response.first_headers()["content-type"].startswith("application/json")
        answer["payload"] = orjson.loads(response.body) if is_json else {"text": response.body}
    return orjson.dumps(answer).decode()
