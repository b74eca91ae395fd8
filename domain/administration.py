"""What is done about the program itself, and not in a case: the names that stand in its log, and one line of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Measure(StrEnum):
    """Everything that has a line in the log of administration; never renamed or reused."""

    FILES_IMPORTED = "files.imported"
    PERSON_ADDED = "person.added"
    PERSON_CHANGED = "person.changed"
    PERSON_TAKEN_IN = "person.taken_in"
    PERSON_IDENTIFIED = "person.identified"
    ACCOUNT_CLOSED = "account.closed"
    ACCOUNT_OPENED = "account.opened"
    SETTINGS_CHANGED = "settings.changed"
    SCHEMA_CHANGED = "schema.changed"
    DATABASE_COPIED = "database.copied"
    PACKAGE_MADE = "package.made"
    PACKAGE_DOWNLOADED = "package.downloaded"
    PACKAGE_CONFIRMED = "package.confirmed"
    CASE_ERASED = "case.erased"
    ATTACHMENTS_ERASED = "attachments.erased"
    PERSON_ERASED = "person.erased"
    PERSON_DISCLOSED = "person.disclosed"
    ROWS_RETRIED = "outbox.retried"
    ROW_DROPPED = "outbox.dropped"
    LIST_DOWNLOADED = "list.downloaded"
    MESSAGES_READ = "messages.read"
    KEY_MADE = "key.made"
    KEY_ROTATED = "key.rotated"
    KEYS_REVOKED = "keys.revoked"
    WEBHOOK_SET = "webhook.set"
    WEBHOOK_ROTATED = "webhook.rotated"
    WEBHOOK_REMOVED = "webhook.removed"
    WEBHOOK_ENDED = "webhook.ended"
    CALENDAR_MADE = "calendar.made"
    CALENDAR_ENDED = "calendar.ended"


def known(stored: str) -> Measure | None:
    """The measure of a line; None for one that another version of the program has written."""
    return Measure(stored) if stored in {*Measure} else None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line to be written: what was done, about whom or which case; `actor_id` is who did it in Slack."""

    measure: Measure
    person_id: int | None = None
    case_id: str | None = None
    actor_id: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)
