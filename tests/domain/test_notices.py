"""Notices as they are stored: names and shapes of version 1.0.0, and every notice of this one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

import pytest

from bot.delivery.notices import DRAWINGS
from domain import answers, notices
from domain.heard import Lost
from domain.notices import Notice, Somebody
from domain.stored_notices import NAMED, UnreadableNoticeError, from_json, to_json

ALL: tuple[type[Notice], ...] = get_args(Notice)
SAMPLES: Mapping[Any, Any] = MappingProxyType(
    {
        bool: True,
        int: 7,
        str: "2026-101",
        str | None: "1795000000.000100",
        Somebody: 4,
        date: date(2026, 12, 1),
        date | None: date(2026, 12, 1),
        datetime | None: datetime(2026, 11, 23, 7, 30, 0, 123456, tzinfo=UTC),
        tuple[int, ...]: (7, 8),
        tuple[Lost, ...]: (Lost("file", "kart.png"), Lost("user")),
    }
)

# Rows that 1.0.0 left must be delivered by every later version: what is here never changes, it only grows.
OF_1_0_0: list[tuple[dict[str, Any], Notice]] = [
    (
        {"say": "not_in_thread", "thread_ts": None, "files": 2, "deleted": False},
        answers.NotInThread(None, files=2, deleted=False),
    ),
    ({"say": "greeting", "thread_ts": None, "files": 0, "deleted": False}, answers.Greeting()),
    ({"say": "no_access", "thread_ts": "1.2", "files": 0, "deleted": False}, answers.NoAccess("1.2")),
    ({"say": "late_message", "thread_ts": "1.2", "files": 1, "deleted": False}, answers.LateMessage("1.2", 1)),
    (
        {"say": "late_change", "thread_ts": "1.2", "files": 1, "deleted": True},
        answers.LateChange("1.2", 1, deleted=True),
    ),
    ({"say": "not_taken_in", "thread_ts": "1.2"}, answers.NotTakenIn("1.2")),
    (
        {"say": "not_all_came", "thread_ts": "1.2", "lost": [["file", "kart.png"], ["user", ""]]},
        answers.NotAllCame("1.2", (Lost("file", "kart.png"), Lost("user"))),
    ),
    ({"say": "nothing_came", "thread_ts": "1.2", "lost": []}, answers.NothingCame("1.2")),
    ({"say": "solved"}, notices.Solved()),
    ({"say": "declined"}, notices.Declined()),
    ({"say": "assigned"}, notices.Assigned()),
    ({"say": "taken_over"}, notices.TakenOver()),
    ({"say": "owner_lost"}, notices.OwnerLost()),
    ({"say": "attachment_taken_out"}, notices.AttachmentTakenOut()),
    ({"say": "held", "by": 4, "hold": "9f"}, notices.Held(4, "9f")),
    ({"say": "resumed", "by": 4, "hold": ""}, notices.Resumed(4, "")),
    (
        {"say": "deadline_moved", "deadline": "2026-12-01", "by": 4, "case": "2026-101"},
        notices.DeadlineMoved(date(2026, 12, 1), 4, "2026-101"),
    ),
    ({"say": "undelivered_message", "person": 4, "unreachable": True}, notices.UndeliveredMessage(4, unreachable=True)),
    ({"say": "undelivered_card", "person": 4}, notices.UndeliveredCard(4)),
    ({"say": "undelivered_mail", "assignee": 4, "foreign": False}, notices.UndeliveredMail(4, foreign=False)),
    ({"say": "undelivered_file", "file": "kart.png"}, notices.UndeliveredFile("kart.png")),
    (
        {"say": "unshared_attachment", "file": "Vitnemål", "person": 4},
        notices.UnsharedAttachment("Vitnemål", 4),
    ),
    ({"say": "unfetched_attachment", "attachment": 3}, notices.UnfetchedAttachment(3)),
    ({"say": "upload_lost", "file": "kart.png", "case": "2026-101"}, notices.UploadLost("kart.png", "2026-101")),
    ({"say": "try_again"}, notices.TryAgain()),
    ({"say": "case_assigned", "case": "2026-101"}, notices.CaseAssigned("2026-101")),
    ({"say": "case_closed", "case": "2026-101"}, notices.CaseClosed("2026-101")),
    ({"say": "case_withdrawn", "case": "2026-101"}, notices.CaseWithdrawn("2026-101")),
    ({"say": "case_supplemented", "case": "2026-101"}, notices.CaseSupplemented("2026-101")),
    ({"say": "case_removed", "case": "2026-101"}, notices.CaseRemoved("2026-101")),
    (
        {"say": "case_deadline", "case": "2026-101", "deadline": None, "since": "2026-11-23T07:30:00+00:00"},
        notices.CaseDeadline("2026-101", None, datetime(2026, 11, 23, 7, 30, tzinfo=UTC)),
    ),
    (
        {"say": "deadlines_outside", "case": "2026-101", "deadline": "2026-12-01", "since": None},
        notices.DeadlinesOutside("2026-101", date(2026, 12, 1)),
    ),
    (
        {"say": "deadlines_moved", "subtasks": [7, 8], "deadline": "2026-12-01", "by": 4, "case": "2026-101"},
        notices.DeadlinesMoved("2026-101", date(2026, 12, 1), 4, (7, 8)),
    ),
]


@pytest.mark.parametrize(("stored", "notice"), OF_1_0_0, ids=[stored["say"] for stored, _ in OF_1_0_0])
def test_what_1_0_0_left_is_read_and_would_be_left_again(stored: dict[str, Any], notice: Notice) -> None:
    assert from_json(stored) == notice
    assert to_json(notice) == stored


def test_every_notice_has_a_name_of_its_own_and_is_drawn() -> None:
    assert len(NAMED) == len(ALL)
    assert set(DRAWINGS) == set(ALL)
    assert {stored["say"] for stored, _ in OF_1_0_0} <= set(NAMED)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.say)
def test_every_notice_comes_back_from_the_database_as_it_was(kind: type[Notice]) -> None:
    hints = {name: hint for name, hint in get_type_hints(kind).items() if name != "say"}
    notice = kind(**{name: SAMPLES[hint] for name, hint in hints.items()})

    assert from_json(json.loads(json.dumps(to_json(notice)))) == notice


@pytest.mark.parametrize(
    ("stored", "notice"),
    [
        ({"say": "undelivered_card", "name": "Kari"}, notices.UndeliveredCard("Kari")),
        ({"say": "held", "by": "Kari", "hold": "9f"}, notices.Held("Kari", "9f")),
        ({"say": "solved", "of_a_newer_version": 1}, notices.Solved()),
    ],
)
def test_what_an_older_or_a_newer_version_says_otherwise_is_read_all_the_same(
    stored: dict[str, Any], notice: Notice
) -> None:
    assert from_json(stored) == notice


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"say": "unheard_of"},
        {"say": "case_closed"},
        {"say": "case_closed", "case": 7},
        {"say": "unfetched_attachment", "attachment": True},
        {"say": "deadline_moved", "deadline": "i morgen", "by": 4, "case": "1"},
        {"say": "not_all_came", "lost": 3},
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(stored: dict[str, Any]) -> None:
    with pytest.raises(UnreadableNoticeError):
        from_json(stored)
