"""The way into the inbox, for whoever hears that something happened."""

from __future__ import annotations

from typing import Any

from cases import inbox
from cases.execution.runtime import Runtime


async def keep(runtime: Runtime, key: str, event: dict[str, Any], *, ordering_key: str) -> bool:
    """Keep an event, behind others of its ordering key, and wake who takes it in; False for one that had come."""
    ts = str(event.get("event_ts") or "")
    is_new = await runtime.executor.execute(
        inbox.keep, key, event, ordering_key=ordering_key, ts=ts, now=runtime.clock.now()
    )
    runtime.heard.set()
    return is_new
