"""From a thread as Slack shows it now, and what is known of it, to the events that Slack would have sent.

`conversations.replies` tells who wrote what, what was edited (`edited`), and, by leaving it out, what was deleted.
https://docs.slack.dev/reference/methods/conversations.replies
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from cases.acts.gaps import KEY, Known, Thread

Event = dict[str, Any]

SHOWN_BY_NOW = timedelta(minutes=1)  # what is younger may not be shown yet, and counts as deleted only later


def events_of(thread: Thread, shown: Sequence[Event], *, read_at: datetime) -> list[tuple[str, Event]]:
    """Everything that was missed in a thread, each with the key that makes it one thing, in its order.

    `shown` is the whole thread with its root, read at this instant or later, and after what is known of it.
    """
    found = [*_written(thread, shown, read_at), *_deleted(thread, shown, read_at)]
    return sorted(found, key=lambda one: str(one[1]["event_ts"]))


def _written(thread: Thread, shown: Iterable[Event], read_at: datetime) -> Iterator[tuple[str, Event]]:
    since = thread.since_at.timestamp()
    for message in {str(one.get("ts")): one for one in shown}.values():
        ts, known = str(message.get("ts")), thread.known.get(str(message.get("ts")))
        if ts == thread.ts or message.get("subtype") == "tombstone":
            continue
        edited = str((message.get("edited") or {}).get("ts") or "0")
        files = {str(one.get("id")) for one in message.get("files") or [] if one.get("mode") != "tombstone"}
        if known is None:
            if float(ts) >= since:  # what is older was heard in its time, and not kept for a reason
                yield _key(thread, ts, f"written:{edited}"), _at(thread, message, ts)
        elif known.deleted:
            continue
        elif float(edited) >= since and float(edited) > known.changed_at.timestamp():
            yield _key(thread, ts, f"edited:{edited}"), _changed(thread, message, max(edited, ts))
        elif gone := known.files - files:
            what = f"files:{':'.join(sorted(gone))}"
            yield _key(thread, ts, what), _changed(thread, message, f"{_when(thread, read_at):.6f}")


def _deleted(thread: Thread, shown: Sequence[Event], read_at: datetime) -> Iterator[tuple[str, Event]]:
    """What is known and not shown any more was deleted, where Slack's own tidying cannot have done it.

    A retention rule takes the oldest first, so that nothing has been taken below a root that stands. Below a subtask
    that was solved before the gap nobody knows when it was, and its record stays as it was.
    """
    root = next((one for one in shown if one.get("ts") == thread.ts), None)
    was_solved = thread.solved_at is not None and thread.solved_at < thread.since_at
    if root is None or root.get("subtype") == "tombstone" or was_solved:
        return
    there = {str(one.get("ts")) for one in shown}
    for known in thread.known.values():
        is_old = datetime.fromtimestamp(float(known.ts), UTC) < read_at - SHOWN_BY_NOW
        if known.ts not in there and not known.deleted and is_old:
            yield _key(thread, known.ts, "deleted"), _gone(thread, known, f"{_when(thread, read_at):.6f}")


def _when(thread: Thread, read_at: datetime) -> float:
    """When something was done of which Slack tells no time: as late as possible, but while the subtask was open."""
    return min(read_at, thread.solved_at or read_at).timestamp()


def _gone(thread: Thread, known: Known, stamp: str) -> Event:
    before = {"type": "message", "user": known.author, "text": "", "ts": known.ts, "thread_ts": thread.ts}
    said = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": stamp, "deleted_ts": known.ts}
    return _at(thread, {**said, "previous_message": before}, stamp)


def _changed(thread: Thread, message: Event, stamp: str) -> Event:
    said = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": stamp, "message": message}
    return _at(thread, said, stamp)


def _at(thread: Thread, event: Event, stamp: str) -> Event:
    return {**event, "channel": thread.channel, "channel_type": "im", "event_ts": stamp}


def _key(thread: Thread, ts: str, what: str) -> str:
    return f"{KEY}{thread.channel}:{ts}:{what}"
