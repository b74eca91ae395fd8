"""Reading the history: the owner all of a case's, an assignee only what concerns their subtask.

An assignee reads what was done, but no name of an attachment that is not open to them now, and none of the
reasons that were given for somebody else's comings and goings (S35).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.engine import Connection

from cases import loading
from cases.archive.gone_names import GoneNames
from cases.context import Context
from cases.pages.paging import page_of
from domain.forms import HistoryLine, HistoryPage
from domain.history import Act, known
from domain.values import Person
from store import attachments as attachment_rows
from store import grants as grant_rows
from store import history
from store import people as people_rows

LINES = 20


@dataclass(frozen=True, slots=True)
class _Sight:
    """What a mere assignee may read of the details: these attachments, and the assignee's reasons, or a stand-in's."""

    assignees: Collection[int]
    attachment_ids: Collection[int]

    def of(self, row: history.LineRow) -> dict[str, Any]:
        hidden = set() if row.actor is not None and row.actor.id in self.assignees else {"reason", "text"}
        if row.details.get("attachment_id") not in self.attachment_ids:
            hidden.add("attachment")
        return {name: value for name, value in row.details.items() if name not in hidden}


def of_case(context: Context, case_id: str, *, actor: str, page: int = 0) -> HistoryPage:
    """Every line about a case, newest first, for one who runs it."""
    with context.database.read() as connection:
        case, _ = loading.case_for(connection, case_id, loading.actor(connection, actor))
        return _page(connection, case.id, None, case.title, page)


def of_subtask(context: Context, subtask_id: int, *, actor: str, page: int = 0) -> HistoryPage:
    """The lines about one subtask, newest first, for those who have to do with it."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        row, relation = loading.subtask_for(connection, subtask_id, who)
        sight = None
        if not relation.runs_case:
            open_now = grant_rows.standing(connection, subtask_id) if loading.has_granted(context, row) else []
            sight = _Sight(loading.holders(row), {one.id for one in open_now})
        return _page(connection, row.case_id, row.id, row.title, page, sight)


def _page(
    connection: Connection, case_id: str, subtask_id: int | None, title: str, page: int, sight: _Sight | None = None
) -> HistoryPage:
    found = page_of(partial(history.of_case, connection, case_id, subtask_id=subtask_id), LINES, page)
    gone = GoneNames.of(attachment_rows.names(connection, case_id))
    numbers = {number for row in found.shown for number in row.details.get("people", {}).values()}
    people = {one.id: one for one in people_rows.with_numbers(connection, numbers)}
    lines = tuple(_line(row, sight, gone, people) for row in found.shown)
    return HistoryPage(case_id, subtask_id, title, lines, found.number, found.has_more)


def _line(row: history.LineRow, sight: _Sight | None, gone: GoneNames, people: Mapping[int, Person]) -> HistoryLine:
    details = gone.hidden_in(sight.of(row) if sight else row.details)
    for name, number in details.pop("people", {}).items():  # by the name that they had then
        if number in people and name in details:
            details[name] = replace(people[number], name=details[name])
    return HistoryLine(row.at, known(row.act), row.actor, row.subtask_title, details)


def edited_since(connection: Connection, subtask_id: int, at: datetime) -> tuple[str, ...]:
    """Inside a transaction: which of a subtask's words were edited from this instant on."""
    lines = history.since(connection, subtask_id, Act.SUBTASK_EDITED, at)
    changed = {name for line in lines for name in line.details.get("changes", {})}
    return tuple(name for name in ("title", "description") if name in changed)
