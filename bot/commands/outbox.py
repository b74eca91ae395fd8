"""`outbox`: what waits and what was refused, with names, reason and cure; try it again, or drop it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.context import opened
from bot.delivery import hooks
from bot.delivery.mail_answers import CURES, reason_of
from bot.settings import Settings
from bot.slack.errors import cure_of
from bot.slack.tokens import NOT_TRUSTED, REACH, TRUST
from bot.startup_checks import CannotStartError, plain_words
from domain.administration import LogLine, Measure
from domain.namesakes import named, told_apart
from domain.outbox_kinds import OutboxKind
from domain.values import Person
from store import administration, undelivered
from store.delivery_tables import HELD
from store.undelivered import UndeliveredRow

MOST = 200
NAMES: dict[str, str] = {
    OutboxKind.CARD: "card",
    OutboxKind.CASE_COPY: "attachment fetched by its case worker",
    OutboxKind.CASE_FILES: "heading of fetched attachments",
    OutboxKind.COPY: "copy of a sent file",
    OutboxKind.DISCARD: "bytes of what was taken back",
    OutboxKind.ERASED: "something erased, to be taken away",
    OutboxKind.FETCH: "file to be fetched from Slack",
    OutboxKind.GRANT: "attachment",
    OutboxKind.HOME: "main page",
    OutboxKind.LIST: "list as a file",
    OutboxKind.LIST_OVER: "taking away a list that has lain long enough",
    OutboxKind.MAIL: "e-mail",
    OutboxKind.MESSAGE: "message",
    OutboxKind.MOVE: "message about what was moved at once",
    OutboxKind.NOTICE: "notice",
    OutboxKind.OPEN: "opening a conversation",
    OutboxKind.PACKAGE: "archive package of a case",
    OutboxKind.REMINDER: "reminder",
    OutboxKind.UNDO_OVER: "redrawing when the five minutes to undo are over",
    OutboxKind.UPLOAD: "attachment to be fetched from Slack",
    OutboxKind.WEBHOOK: "event",
}

# What is kept of a failure that is no refusal of Slack's, and what it says to an administrator.
_TROUBLE = (
    (NOT_TRUSTED, "no answer (" + TRUST + ")"),
    (re.compile(r"status \d+"), "Slack answers with {error} (" + REACH + ")"),
    (
        re.compile(r"(Client|Server|Timeout|Connection|ContentType|SSL)\w*(Error|Exception)"),
        "no answer (" + REACH + ")",
    ),
    (re.compile(r"(upload|download): .*"), "a file did not get through, {error} (" + REACH + ")"),
    (re.compile(r"this version .*"), "{error} (a newer one left it: try it again after an upgrade)"),
    (re.compile(r"\w+(Error|Exception)"), "a fault in this program (send the log to its makers)"),
)


def show(settings: Settings) -> Iterator[str]:
    """Every line about what waits and what was refused. Raises CannotStartError."""
    with opened(settings) as context, plain_words(context.database), context.database.read() as connection:
        waits, refused = undelivered.waiting(connection, MOST), undelivered.refused(connection, MOST)
        number = undelivered.number_of_waiting(connection)
    yield from _told("Waiting", "nothing waits", waits, settings)
    if number > len(waits):
        yield f"and {number - len(waits)} more"
    yield ""
    yield from _told("Refused", "nothing was refused", refused, settings)


def retry(settings: Settings, row_id: int | None) -> str:
    """Let one row, or all (None), be tried at once by the bot that runs. Raises CannotStartError."""
    with opened(settings) as context, plain_words(context.database), context.database.begin() as connection:
        now = datetime.now(UTC)
        number = undelivered.retry(connection, row_id, now)
        if number:
            details = {"row": row_id, "number": number}
            administration.add(connection, [LogLine(Measure.ROWS_RETRIED, details=details)], now, by=context.operator)
    if row_id is not None and not number:
        raise CannotStartError(f"No row {row_id} waits or was refused. `outbox` lists those that do.")
    return f"{number} to be tried again, within seconds, if the bot runs."


def drop(settings: Settings, row_id: int, why: str) -> str:
    """Let a row never be sent, and keep the reason. Raises CannotStartError."""
    with opened(settings) as context, plain_words(context.database), context.database.begin() as connection:
        now = datetime.now(UTC)
        if not undelivered.drop(connection, row_id, f"dropped by hand: {why}", now):
            raise CannotStartError(f"No row {row_id} waits or was refused. `outbox` lists those that do.")
        dropped = LogLine(Measure.ROW_DROPPED, details={"row": row_id, "why": why})
        administration.add(connection, [dropped], now, by=context.operator)
    return f"Row {row_id} will not be sent."


def reason_and_cure(error: str | None) -> str:
    """Why something waits or was refused, with what can be done about it."""
    if error is None:
        return "has not been tried yet: see whether the bot runs, or what waits before it"
    if error == HELD:
        return "waits for the reader's working hours"
    for kind, words in _TROUBLE:
        if kind.fullmatch(error):
            return words.format(error=error)
    if reason := reason_of(error):
        cure = CURES[reason]
    elif error.startswith(hooks.SAID):
        cure = hooks.cure_of(error)
    else:
        cure = cure_of(error) if error.replace("_", "").isalnum() and error.islower() else ""
    return f"{error} ({cure})" if cure else error


def _told(heading: str, nothing: str, rows: list[UndeliveredRow], settings: Settings) -> Iterator[str]:
    yield f"{heading}:" if rows else f"{heading}: {nothing}"
    people = told_apart([Person(row.person_id, row.person, row.person_email) for row in rows])
    for row, person in zip(rows, people, strict=True):
        since = row.created_at.astimezone(settings.timezone).strftime("%Y-%m-%d %H:%M")
        about = f" «{row.subtask}» ({row.case_id})" if row.subtask else ""
        yield f"{row.id:>8}  {since}  {NAMES.get(row.kind, row.kind)}{about} to {named(person)}"
        yield f"{'':>8}  {reason_and_cure(row.error)}; tried {row.attempts} times"
