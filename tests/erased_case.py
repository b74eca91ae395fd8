"""A case that has ended and is in the archive, with something of it in every table there is, and one beside it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import sqlalchemy as sa

from cases.archive import packages
from cases.context import Context
from domain.outbox_kinds import OutboxKind
from store import outbox as outbox_rows
from store import tables
from store.outbox import OutboxItem
from tests.institution import MONDAY
from tests.whole_case import CASE, fill

OTHER = "2026-77"
SECRET = "– æøå 🎓"  # in each text that is put into the case
TYPE = "innpassing"
THREAD_TS = "1700000000.000100"


def furnish(context: Context) -> None:
    """Put both cases into an empty database, and let the archive have both."""
    fill(context.database, context.files)
    with context.database.begin() as connection:
        for table in (tables.cases, tables.subtasks):
            texts = {"type": TYPE, "closed_at": MONDAY, "removed_at": None} if table is tables.cases else {}
            connection.execute(table.update().values({"look_at": None} | texts))
        connection.execute(tables.erasures.update().values(done_at=MONDAY))
        if connection.dialect.name != "sqlite":  # the number of that one was given by hand
            connection.execute(sa.text("SELECT setval(pg_get_serial_sequence('erasures', 'id'), 1000)"))
        for kind in OutboxKind:
            _put_everywhere(connection, kind)
        _put_beside(connection)
        _put_other(connection)
    for case_id in (CASE, OTHER):
        confirm(context, case_id)


def confirm(context: Context, case_id: str) -> None:
    """Let the archive have a case as it is now."""
    packages.note(context, packages.to_pack(context, case_id), digest="d", size=1, now=MONDAY)
    packages.confirm(context, case_id, now=MONDAY)


def _put_everywhere(connection: sa.Connection, kind: OutboxKind) -> None:
    """Something of each kind that stands, and something that waits, with its words."""
    said: dict[str, object] = {} if kind in (OutboxKind.DISCARD, OutboxKind.ERASED) else {"said": SECRET, "case": CASE}
    outbox_rows.add(connection, [OutboxItem(kind, 1, 1, said)], MONDAY)
    place: dict[str, Any] = {"kind": kind, "subject_id": 1, "person_id": 1, "channel": "D1"}
    at = {"file_id": "F1", "ts": "shared"} if kind in (OutboxKind.COPY, OutboxKind.GRANT) else {"ts": THREAD_TS}
    connection.execute(tables.posts.insert().values(place | at))


def _put_beside(connection: sa.Connection) -> None:
    says = {"said": f"{SECRET} {CASE}"}
    for table, row in (
        (tables.reads, {"subtask_id": 1, "person_id": 1, "message_id": 1}),
        (tables.reminders, {"key": "r", "kind": "deadline", "person_id": 1, "subtask_id": 1, "due_at": MONDAY}),
        (tables.homes, {"person_id": 1, "case_id": CASE, "seen_at": MONDAY, "page": "search", "page_state": says}),
        (tables.saved_searches, {"person_id": 1, "name": f"Mine {SECRET}", "sought": says}),
        (tables.inbox, {"key": "Ev1", "received_at": MONDAY, "event": {"thread_ts": THREAD_TS, "text": SECRET}}),
        (tables.inbox, {"key": "Ev2", "received_at": MONDAY, "event": {"text": "about something else"}}),
        (tables.administration, {"at": MONDAY, "act": "case.imported", "by": "root", "case_id": CASE, "details": says}),
        (tables.search_texts, {"subtask_id": 1, "text": f" {SECRET} "}),
        (tables.search_texts, {"case_id": CASE, "text": f" {SECRET} "}),
    ):  # fmt: skip
        if table is tables.search_texts and connection.dialect.name != "sqlite":
            numbers = {name: row.get(name) for name in ("case_id", "subtask_id", "text")}
            names = "(case_id, subtask_id, text, grams) VALUES (:case_id, :subtask_id, :text, '{1}')"
            connection.execute(sa.text(f"INSERT INTO search_texts {names}"), numbers)
        else:
            connection.execute(table.insert().values(row))
    planned = {"keys": ["1", CASE], "said": SECRET}
    connection.execute(tables.bulk_moves.update().values(planned=planned, moved={"said": SECRET}))


def _put_other(connection: sa.Connection) -> None:
    case = {
        "id": OTHER,
        "title": "Another",
        "place_id": 2,
        "applicant_name": "Nils",
        "applicant_email": "nils@x.example",
    }
    ended = {"status": "closed", "closed_at": MONDAY, "type": TYPE}
    connection.execute(tables.cases.insert().values(**case, applied_on=date(2026, 1, 1), text="It stays.", **ended))
    number = {"case_id": OTHER, "title": "Of another", "deadline_on": date(2026, 2, 1), "assignee_id": 1}
    by = {"description": "d", "created_by": 1, "created_at": MONDAY, "status": "solved", "ending": "assignee"}
    connection.execute(tables.subtasks.insert().values(id=50, **number, **by))
    written = {"id": 60, "subtask_id": 50, "author_id": 1, "sent_at": MONDAY}
    connection.execute(tables.messages.insert().values(written))
    connection.execute(tables.message_versions.insert().values(message_id=60, number=1, text="m", blocks=[], at=MONDAY))
    line = {"id": 70, "at": MONDAY, "case_id": OTHER, "act": "case.closed", "details": {"to": "Nils"}}
    connection.execute(tables.history.insert().values(line))
    outbox_rows.add(connection, [OutboxItem(OutboxKind.NOTICE, 50, 1, {"said": "of another"})], MONDAY)
    connection.execute(tables.posts.insert().values(kind="card", subject_id=50, person_id=1, channel="D1", ts="1.2"))


def everything(context: Context) -> dict[str, list[str]]:
    """Every row of every table as text, without the escapes of JSON."""
    with context.database.read() as connection:
        found = {}
        for table in tables.metadata.sorted_tables:
            rows = connection.execute(sa.select(table)).mappings()
            found[table.name] = sorted(json.dumps({**row}, ensure_ascii=False, default=str) for row in rows)
        return found
