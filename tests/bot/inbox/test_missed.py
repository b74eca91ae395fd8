"""From a thread as Slack shows it to the events that were missed: what counts as one, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.inbox.missed import events_of
from cases.acts.gaps import Known, Thread
from tests.institution import MONDAY


def test_a_file_that_was_taken_out_of_a_message_is_a_change_of_it() -> None:
    known = Known("1795420801.000100", "U0AISHA", MONDAY, deleted=False, files=frozenset({"F1", "F2"}))
    thread = Thread(4, "D1", "1795420800.000100", MONDAY, None, {known.ts: known})
    gone, left = {"id": "F1", "mode": "tombstone"}, {"id": "F2", "mode": "hosted"}
    message = {"type": "message", "user": "U0AISHA", "ts": known.ts, "text": "Se her", "files": [gone, left]}
    root = {"type": "message", "user": "UBOT", "bot_id": "B1", "ts": thread.ts}
    ((key, event),) = events_of(thread, [root, message, root], read_at=MONDAY + timedelta(minutes=9))
    assert key == "gap:D1:1795420801.000100:files:F1"
    assert (event["subtype"], event["message"], event["channel_type"]) == ("message_changed", message, "im")
    assert events_of(thread, [root, {**message, "files": [left, {"id": "F1"}]}], read_at=MONDAY) == []


@pytest.mark.parametrize(
    ("root", "seconds", "solved_at"),
    [
        (None, 600, None),
        ({"ts": "1795420800.000100", "subtype": "tombstone", "user": "USLACKBOT"}, 600, None),
        ({"ts": "1795420800.000100"}, 30, None),
        ({"ts": "1795420800.000100"}, 600, MONDAY - timedelta(days=1)),
    ],
    ids=["its root is gone", "its root was deleted", "it is too young to be shown everywhere", "it was solved before"],
)
def test_what_is_not_shown_does_not_count_as_deleted_when(
    root: dict[str, str] | None, seconds: int, solved_at: datetime | None
) -> None:
    known = Known("1795420801.000100", "U0AISHA", MONDAY, deleted=False, files=frozenset())
    thread = Thread(4, "D1", "1795420800.000100", MONDAY, solved_at, {known.ts: known})
    assert events_of(thread, [root] if root else [], read_at=MONDAY + timedelta(seconds=seconds)) == []
    shown = [{"ts": thread.ts}]
    (found,) = events_of(replace(thread, solved_at=None), shown, read_at=MONDAY + timedelta(minutes=9))
    assert found[1]["subtype"] == "message_deleted"
