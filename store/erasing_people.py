"""Takes a person out of every table: what is only about them, and their name where nothing needs it any more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Column, Table, delete, or_, select, update
from sqlalchemy.engine import Connection

from domain import letters
from store import posts as post_rows
from store import rows
from store.posts import PostRow
from store.systems import is_system
from store.tables import (
    absences,
    administration,
    attachments,
    calendars,
    can_act,
    cases,
    conclusions,
    gaps,
    history,
    homes,
    inbox,
    message_files,
    message_versions,
    messages,
    outbox,
    people,
    posts,
    reads,
    reminders,
    roles,
    rounds,
    saved_searches,
    subtasks,
)

NAMELESS: Final = "Slettet person"


class PersonRow(NamedTuple):
    """Somebody as the database knows them."""

    id: int
    name: str
    email: str
    former_emails: str | None
    slack_id: str | None
    works_here: bool


@dataclass(frozen=True, slots=True)
class Texts:
    """A row in which something is written: its table, its case, its key, and its texts by column."""

    table: Table
    case_id: str
    key: Mapping[str, Any]
    texts: dict[str, Any]


class LoggedRow(NamedTuple):
    """A line of the log of administration, and whom it is about."""

    id: int
    details: dict[str, Any]
    person_id: int | None


_PEOPLE = rows.of(
    PersonRow,
    select(
        *(people.c[name] for name in ("id", "name", "email", "former_emails", "slack_id")),
        can_act().label("works_here"),
    ),
)
_LOGGED = rows.of(LoggedRow, select(*rows.columns(LoggedRow, administration)).order_by(administration.c.id))
_WAY: Final[Mapping[str, Callable[[Table], sa.Select[str]]]] = {
    "cases": lambda _: select(cases.c.id),
    "case_id": lambda table: select(table.c.case_id),
    "subtask_id": lambda table: select(subtasks.c.case_id).join(table, table.c.subtask_id == subtasks.c.id),
}
_THEIRS: Final[tuple[tuple[Table, Column[Any]], ...]] = (
    (absences, absences.c.person_id),
    (saved_searches, saved_searches.c.person_id),
    (calendars, calendars.c.person_id),
    (homes, homes.c.person_id),
    (roles, roles.c.person_id),
    (reads, reads.c.person_id),
    (reminders, reminders.c.person_id),
)
"""What is only about a person."""
_SETTINGS: Final[Mapping[str, Any]] = {
    "slack_id": None, "language": None, "slack_language": None, "slack_zone": None, "dm_channel": None, "muted": None,
    "reminding": "at_once", "quiet_hours": False, "look_at": None, "active": False, "account_closed": True,
}  # fmt: skip
TEXTS: Final[tuple[tuple[Table, tuple[str, ...], str], ...]] = (
    (cases, ("title", "text"), "id"),
    (subtasks, ("title", "description", "ending_text", "declined_text", "answer_form"), "case_id"),
    (message_versions, ("text", "blocks"), "message_id"),
    (message_files, ("name",), "message_id"),
    (conclusions, ("text", "answers"), "subtask_id"),
    (attachments, ("title", "name"), "case_id"),
    (rounds, ("summary",), "case_id"),
    (history, ("details",), "case_id"),
)
"""Where in a case something is written in which a person can be named, and how it leads to the case."""


def known_as(connection: Connection, email: str) -> PersonRow | None:
    """Who has this address, or had it; a system has none, whatever stands in its row."""
    has = or_(people.c.email == email, people.c.former_emails.contains(email))
    found = rows.many(connection, _PEOPLE.where(has, ~is_system(people.c.id)))
    return next((one for one in found if email in (one.email, *(one.former_emails or "").split())), None)


def has_namesake(connection: Connection, name: str, but: int | None) -> bool:
    """Whether somebody else here has the same name."""
    found = select(people.c.id, people.c.name).where(people.c.name != NAMELESS)
    return any(row.id != but and row.name.casefold() == name.casefold() for row in connection.execute(found))


def applied_for(connection: Connection, email: str) -> list[tuple[str, str]]:
    """The cases of which this is the applicant's address, that are there: each with the applicant's name."""
    found = select(cases.c.id, cases.c.applicant_name, cases.c.applicant_email).where(
        cases.c.removed_at.is_(None), cases.c.applicant_email != ""
    )
    return [
        (row.id, row.applicant_name)
        for row in connection.execute(found.order_by(cases.c.id))
        if row.applicant_email.strip().casefold() == email.casefold()
    ]


def cases_with(connection: Connection, person_id: int) -> list[str]:
    """The cases that are there in which somebody has done something, or was to."""
    found: set[str] = set()
    for table in people.metadata.sorted_tables:
        by = [column for column in table.columns if column.references(people.c.id)]
        way = _WAY.get(table.name) or next((_WAY[name] for name in ("case_id", "subtask_id") if name in table.c), None)
        if by and way is not None and table is not administration and table not in dict(_THEIRS):
            theirs = way(table).where(or_(*(column == person_id for column in by)))
            found.update(connection.execute(theirs).scalars())
    there = rows.values(connection, select(cases.c.id).where(cases.c.removed_at.is_(None)), cases.c.id, found)
    return sorted(map(str, there))


def forget(connection: Connection, person_id: int, slack_id: str | None) -> dict[str, int]:
    """Remove what is only about somebody; gives how many rows of what."""
    counts = {table.name: connection.execute(delete(table).where(by == person_id)).rowcount for table, by in _THEIRS}
    connection.execute(update(absences).where(absences.c.substitute_id == person_id).values(substitute_id=None))
    keeps = outbox.c.kind.in_(("erased", "discard"))
    counts["outbox"] = connection.execute(delete(outbox).where(outbox.c.person_id == person_id, ~keeps)).rowcount
    counts["inbox"] = _forget_heard(connection, slack_id) if slack_id else 0
    connection.execute(update(messages).where(messages.c.author_id == person_id).values(channel=None, ts=None))
    connection.execute(update(people).where(people.c.id == person_id).values(dict(_SETTINGS)))
    return counts


def take_posts(connection: Connection, person_id: int) -> list[PostRow]:
    """Forget what stands in somebody's conversation; gives what was forgotten."""
    return post_rows.take(connection, posts.c.person_id == person_id)


def make_nameless(connection: Connection, person_id: int) -> None:
    """Let nothing of a row of people say who it was."""
    email = f"slettet-{person_id}"
    values = {"name": NAMELESS, "email": email, "searched": letters.searchable(NAMELESS, email), "former_emails": None}
    connection.execute(update(people).where(people.c.id == person_id).values(values))


def texts(connection: Connection) -> Iterator[Texts]:
    """Each row in which something is written."""
    of_message = select(messages.c.id, subtasks.c.case_id).join(subtasks, subtasks.c.id == messages.c.subtask_id)
    of_subtask = select(subtasks.c.id, subtasks.c.case_id)
    ways = {
        "message_id": {row.id: row.case_id for row in connection.execute(of_message)},
        "subtask_id": {row.id: row.case_id for row in connection.execute(of_subtask)},
    }
    for table, names, way in TEXTS:
        keys = [column.name for column in table.primary_key]
        wanted = select(*(table.c[name] for name in dict.fromkeys((*keys, way, *names)))).order_by(*table.primary_key)
        for row in connection.execute(wanted).mappings().all():
            case_id = ways[way][row[way]] if way in ways else row[way]
            key = {name: row[name] for name in keys}
            yield Texts(table, case_id, key, {name: row[name] for name in names})


def is_line(table: Table) -> bool:
    """Whether the rows of a table are lines of the history."""
    return table is history


def write(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Write the texts of a row anew."""
    here = [table.c[name] == value for name, value in key.items()]
    connection.execute(update(table).where(*here).values(dict(values)))


def logged(connection: Connection) -> list[LoggedRow]:
    """The log of administration."""
    return rows.many(connection, _LOGGED)


def forget_words(connection: Connection, are_in: Callable[[Any], bool]) -> int:
    """Forget what was told, heard or looked for in which somebody is named, and find nothing by their name."""
    number = 0
    for table, key, name in (
        (outbox, outbox.c.id, "details"),
        (saved_searches, saved_searches.c.id, "sought"),
        (saved_searches, saved_searches.c.id, "name"),
    ):
        found = connection.execute(select(key, table.c[name])).all()
        gone = [row[0] for row in found if are_in(row[1])]
        number += connection.execute(delete(table).where(key.in_(gone))).rowcount if gone else 0
    for name in ("page_state",):
        found = connection.execute(select(homes.c.person_id, homes.c[name])).all()
        turned = [row.person_id for row in found if are_in(row[1])]
        connection.execute(update(homes).where(homes.c.person_id.in_(turned)).values(page=None, page_state=None))
    heard = connection.execute(select(inbox.c.key, inbox.c.event).where(inbox.c.event.is_not(None))).all()
    return number + _blank_events(connection, [row.key for row in heard if are_in(row.event)])


def _forget_heard(connection: Connection, slack_id: str) -> int:
    """Forget the words of somebody's events that wait or were set aside, and that their account was found closed."""
    for row in connection.execute(select(gaps.c.id, gaps.c.closed)).all():
        left = [one for one in row.closed if slack_id not in json.dumps(one)]
        if left != row.closed:
            connection.execute(update(gaps).where(gaps.c.id == row.id).values(closed=left))
    heard = connection.execute(select(inbox.c.key, inbox.c.event).where(inbox.c.event.is_not(None))).all()
    return _blank_events(connection, [row.key for row in heard if f'"{slack_id}"' in json.dumps(row.event)])


def _blank_events(connection: Connection, keys: list[str]) -> int:
    done_at = sa.func.coalesce(inbox.c.done_at, inbox.c.received_at)
    forgotten = update(inbox).where(inbox.c.key.in_(keys)).values(event=sa.null(), error=None, done_at=done_at)
    return connection.execute(forgotten).rowcount if keys else 0
