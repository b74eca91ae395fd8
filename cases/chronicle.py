"""Reading the history: the owner all of a case's, an assignee only what concerns her subtask."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from cases import reading
from cases.office import Office
from cases.screens import HistoryLine, HistoryPage
from cases.values import Person
from store import history
from store.columns import AnyRow

LINES = 20


def of_case(office: Office, case_id: str, *, actor: str, page: int = 0) -> HistoryPage:
    """Every line about a case, newest first, for one who runs it."""
    with office.database.read() as connection:
        case, _ = reading.case_for(connection, case_id, reading.actor(connection, actor))
        return _page(connection, case.id, None, case.title, page)


def of_subtask(office: Office, subtask_id: int, *, actor: str, page: int = 0) -> HistoryPage:
    """The lines about one subtask, newest first, for those who have to do with it."""
    with office.database.read() as connection:
        row, _ = reading.subtask_for(connection, subtask_id, reading.actor(connection, actor))
        return _page(connection, row.case_id, row.id, row.title, page)


def _page(connection: Connection, case_id: str, subtask_id: int | None, title: str, page: int) -> HistoryPage:
    rows = history.of_case(connection, case_id, subtask_id=subtask_id, limit=LINES + 1, offset=page * LINES)
    lines = tuple(_line(row) for row in rows[:LINES])
    return HistoryPage(case_id, subtask_id, title, lines, page, has_more=len(rows) > LINES)


def _line(row: AnyRow) -> HistoryLine:
    actor = None
    if row.actor_id:
        actor = Person(row.actor_id, row.actor_name, row.actor_email, row.actor_slack_id, row.actor_active)
    return HistoryLine(row.at, row.act, actor, row.subtask_title, row.details)
