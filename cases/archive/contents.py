"""What of the database is in the record of a case, and what is left out, and why.

In is what the rows of store/case_rows.py read, as a value or by where it stands; everything else is named here, a
table as a whole or a column by itself.
tests/cases/archive/test_contents.py walks every column there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CLOCK: Final = "when the clock looks at it next, or since when it reminds: says nothing of the case"
_SEARCH: Final = "made from what is in the record, for the search"
_SLACK: Final = "where something stands in Slack, which is a window and not the record"
_OF_A_PERSON: Final = "about a person, and not about what they did in this case"
_SELF: Final = "the program's own book-keeping"

LEFT_OUT: Final[Mapping[str, str]] = {
    "cases.searched": _SEARCH,
    "cases.look_at": _CLOCK,
    "cases.reminds_from_at": _CLOCK,
    "places.path": "the same as the names of the places above it, as numbers",
    "people.former_emails": _OF_A_PERSON,
    "people.searched": _SEARCH,
    "people.slack_id": _SLACK,
    "people.active": _OF_A_PERSON,
    "people.account_closed": _OF_A_PERSON,
    "people.language": _OF_A_PERSON,
    "people.slack_language": _OF_A_PERSON,
    "people.slack_zone": _OF_A_PERSON,
    "people.dm_channel": _SLACK,
    "people.reminding": _OF_A_PERSON,
    "people.muted": _OF_A_PERSON,
    "people.quiet_hours": _OF_A_PERSON,
    "people.look_at": _CLOCK,
    "roles": "what somebody may do now, at places; who did what in the case is in its history",
    "absences": _OF_A_PERSON,
    "attachments.case_id": "it stands in its case",
    "attachments.slack_file_id": _SLACK,
    "disqualifications.case_id": "it stands in its case",
    "subtasks.case_id": "it stands in its case",
    "subtasks.look_at": _CLOCK,
    "subtasks.reminds_from_at": _CLOCK,
    "messages.channel": _SLACK,
    "messages.ts": _SLACK,
    "message_files.slack_file_id": _SLACK,
    "reads": "how far somebody has read by now: no act, and it changes with every look",
    "rounds.case_id": "it stands in its case",
    "offers.case_id": "it stands in its case",
    "bulk_moves.planned_at": "what was shown before a move of many cases; what it did here is in the history",
    "bulk_moves.planned": "names other cases; what it did here is in the history",
    "bulk_moves.moved_at": "the time of the offer",
    "bulk_moves.moved": "names other cases; what it did here is in the history",
    "bulk_moves.undone_at": "what was taken back here is in the history",
    "history.case_id": "it stands in its case",
    "saved_searches": _OF_A_PERSON,
    "calendars": _OF_A_PERSON,
    "search_texts": _SEARCH,
    "search_stale": _SEARCH,
    "posts": _SLACK,
    "homes": _SLACK,
    "outbox": "what was to be shown to somebody in Slack; what it showed is in the record",
    "inbox": "what Slack told, until it was taken in; what it told is in the record",
    "reminders": "what somebody was to be reminded of; no act of a person",
    "packages": "how the case left, which is none of it",
    "erasures": "what was erased of a case or of somebody; the lines of the history name it",
    "history_seals": "proves all lines of all cases, one after the other; nothing can be proved by those of one case",
    "administration": "the log of administration, kept apart from the cases",
    "systems": "what a system may do now; what it did in the case is in its history",
    "keys": "by what a system is known; says nothing of the case",
    "answered": "what a system was answered when it brought something in; what it brought is in the record",
    "webhooks": "where a system is told of what happens; what happened is in the record",
    "told_cases": "how many events of the case systems were told of; what happened is in the record",
    "gaps": _SELF,
    "processes": _SELF,
    "marks": _SELF,
}
"""By `table` or `table.column`."""
