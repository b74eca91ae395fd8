"""How a line of the history is sealed after the one before it, so that what is changed behind the program is found out.

The digest is that of the details, with a salt: without it, a name that an erasure took out could be guessed. The seal
covers what a line keeps for ever, that digest, and the seal before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

FIRST: Final = "0" * 64
"""What the first seal comes after."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """What no erasure takes from a line."""

    id: int
    at: datetime
    case_id: str
    subtask_id: int | None
    act: str


def digest_of(salt: str, details: Mapping[str, Any]) -> str:
    """What the details of a line are known by."""
    return _hashed([salt, details])


def seal_of(before: str, line: Lasting, digest: str) -> str:
    """The seal of a line, after the seal of the one before it."""
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    return _hashed([before, line.id, at, line.case_id, line.subtask_id, line.act, digest])


def _hashed(value: object) -> str:
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
