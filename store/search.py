"""What a search finds among what somebody may open now: subtasks, and cases that have none.

First what stands at the beginning of the list of all that they may open is gone through: who has little has all of it
there, and a common word is found there often enough. Only where that does not fill the page is the index asked, and
then it has few answers. Either way the words are looked for in the text itself, so both databases find the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Connection

from domain import searching
from domain.search import Due, Order, Sought, Standing
from domain.values import Person, SubtaskStatus
from store import rows
from store.case_lists import LINES, CaseLineRow
from store.openable import Condition, Scope, may_open, runs, ways
from store.people import PERSON
from store.search_index import GRAM, SAID, grams_of
from store.search_statements import INDEX
from store.tables import SOLVED, UNSOLVED, cases, messages, people, search_texts, subtasks

GONE_THROUGH = 1000  # of those that stand first, before the index is asked


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks for what, and in which places."""

    scope: Scope
    sought: Sought
    words: Sequence[str]
    today: date
    place_ids: frozenset[int] | None = None


class FoundRow(NamedTuple):
    """A subtask that was found, and what its place in the list goes by."""

    id: int
    created_at: datetime
    deadline_on: date
    case_id: str
    is_solved: bool


class SaidRow(NamedTuple):
    """A message that stands in a thread, with who wrote it."""

    subtask_id: int
    text: str
    author: Person


class BareCaseRow(NamedTuple):
    """A case without subtasks that was found."""

    id: str
    applied_on: date
    deadline_on: date | None


_SAID = rows.of(
    SaidRow,
    SAID.join(people, people.c.id == messages.c.author_id)
    .add_columns(*(people.c[name].label(f"author_{name}") for name in ("id", "name", "email", "slack_id")))
    .order_by(messages.c.id.desc()),
)
_GRAMS = sa.literal_column("search_texts.grams", ARRAY(sa.Integer))  # SQLite has no such column
_PEOPLE = rows.of(Person, select(*PERSON))
_FOUND = (
    subtasks.c.id,
    subtasks.c.created_at,
    subtasks.c.deadline_on,
    subtasks.c.case_id,
    (subtasks.c.status == SubtaskStatus.SOLVED).label("is_solved"),
)
_FINDING = rows.of(FoundRow, select(*_FOUND).join(cases, cases.c.id == subtasks.c.case_id))
_BARE = rows.of(
    BareCaseRow,
    select(cases.c.id, cases.c.applied_on, cases.c.deadline_on)
    .join(search_texts, search_texts.c.case_id == cases.c.id)
    .where(search_texts.c.case_id > ""),
)
_UNSOLVED, _SOLVED = sa.text(f"subtasks.{UNSOLVED}"), sa.text(f"subtasks.{SOLVED}")
# What stands where: one part of the list after the other, each with its condition and its order.
_PARTS: dict[Order, tuple[tuple[tuple[Condition, ...], tuple[str, ...]], ...]] = {
    Order.NEWEST: (((), ("-id",)),),
    Order.DEADLINE: (((_UNSOLVED,), ("deadline_on", "id")), ((_SOLVED,), ("-id",))),
    Order.CASE: (((), ("case_id", "deadline_on", "id")),),
}


def subtasks_found(connection: Connection, looking: Looking, most: int) -> list[FoundRow]:
    """The first of the subtasks that are found, in their order."""
    found: list[FoundRow] = []
    for condition, order in _PARTS[looking.sought.order]:
        if len(found) < most:
            found += _part(connection, looking, (*condition, *_narrowed(looking)), order, most - len(found))
    return found


def bare_cases(connection: Connection, looking: Looking, most: int) -> list[BareCaseRow]:
    """The first of the cases without subtasks that are found."""
    conditions = [runs(looking.scope), *_has_words(connection, looking.words)]
    if looking.place_ids is not None:
        conditions.append(cases.c.place_id.in_(sorted(looking.place_ids)))
    order: dict[Order, tuple[ColumnElement[Any], ...]] = {
        Order.NEWEST: (cases.c.applied_on.desc(), cases.c.id),
        Order.DEADLINE: (cases.c.deadline_on.is_(None), cases.c.deadline_on, cases.c.id),
        Order.CASE: (cases.c.id,),
    }
    return rows.many(connection, _BARE.where(*conditions).order_by(*order[looking.sought.order]).limit(most))


def lines_of(connection: Connection, case_ids: Collection[str], scope: Scope) -> list[CaseLineRow]:
    """Those of these cases that this person runs."""
    return rows.among(connection, LINES.where(runs(scope)), cases.c.id, case_ids)


def said_in(connection: Connection, numbers: Sequence[int]) -> list[SaidRow]:
    """What stands in the threads of these subtasks, newest first."""
    return rows.among(connection, _SAID, messages.c.subtask_id, numbers)


def assignees(connection: Connection, looking: Looking, most: int) -> list[Person]:
    """Who has been given a subtask that this person may open, and has all these words in name or address."""
    named = [people.c.searched.contains(word, autoescape=True) for word in looking.words]
    first = _first(looking.scope, (), ("-id",), GONE_THROUGH).subquery()
    numbers = connection.execute(select(first.c.id)).scalars().all()
    given = select(subtasks.c.assignee_id).where(subtasks.c.id.in_(numbers))
    theirs: ColumnElement[bool] = people.c.id.in_(given)
    if len(numbers) == GONE_THROUGH:
        each = select(subtasks.c.id).join(cases, cases.c.id == subtasks.c.case_id).correlate(people)
        each = each.where(subtasks.c.assignee_id == people.c.id, may_open(looking.scope))
        theirs = or_(*(each.where(status).exists() for status in (_UNSOLVED, _SOLVED)))
    return rows.many(connection, _PEOPLE.where(*named, theirs).order_by(people.c.name, people.c.id).limit(most))


def _part(
    connection: Connection, looking: Looking, narrowed: tuple[Condition, ...], order: tuple[str, ...], most: int
) -> list[FoundRow]:
    if not looking.words:
        return rows.many(connection, _first(looking.scope, narrowed, order, most, of_one=_of_one(looking)))
    first = _first(looking.scope, narrowed, order, max(GONE_THROUGH, most), of_one=_of_one(looking)).subquery()
    gone_through = (
        select(*first.c, and_(sa.true(), *_has_words(connection, looking.words)))
        .join(search_texts, search_texts.c.subtask_id == first.c.id)
        .order_by(*_order(first, order))
    )
    seen = connection.execute(gone_through).all()
    found = [FoundRow(*row[:-1]) for row in seen if row[-1]]
    if len(found) >= most or len(seen) < max(GONE_THROUGH, most):
        return found[:most]
    return _by_index(connection, looking, narrowed, order, most)


def _of_one(looking: Looking) -> bool:
    return looking.sought.assignee_id is not None


def _first(
    scope: Scope, narrowed: tuple[Condition, ...], order: tuple[str, ...], most: int, *, of_one: bool = False
) -> Select[FoundRow]:
    """The first of all that somebody may open: of each way the first, and of those the first."""
    parts = [
        _FINDING.where(*way, *narrowed).order_by(*_order(subtasks, order)).limit(most)
        for way in ways(scope, of_one=of_one)
    ]
    if len(parts) == 1:
        return parts[0]
    each = sa.union(*(select(part.subquery()) for part in parts)).subquery()
    return rows.of(FoundRow, select(*each.c).order_by(*_order(each, order)).limit(most))


def _by_index(
    connection: Connection, looking: Looking, narrowed: tuple[Condition, ...], order: tuple[str, ...], most: int
) -> list[FoundRow]:
    having = select(search_texts.c.subtask_id).where(
        _indexed(connection, looking.words), *_has_words(connection, looking.words)
    )
    cte = having.cte("having")
    if connection.dialect.name != "sqlite":
        cte = cte.prefix_with("MATERIALIZED")
    found = _FINDING.join(cte, cte.c.subtask_id == subtasks.c.id).where(may_open(looking.scope), *narrowed)
    return rows.many(connection, found.order_by(*_order(subtasks, order)).limit(most))


def _order(of: sa.FromClause, order: tuple[str, ...]) -> list[ColumnElement[Any]]:
    return [of.c[name[1:]].desc() if name.startswith("-") else of.c[name] for name in order]


def _has_words(connection: Connection, words: Sequence[str]) -> list[ColumnElement[bool]]:
    at = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return [at(search_texts.c.text, searching.needle(word)) > 0 for word in words]


def _indexed(connection: Connection, words: Sequence[str]) -> ColumnElement[bool]:
    """Whether all trigrams of these words stand in a text: what is left is looked through."""
    needles = [searching.needle(word) for word in words]
    if connection.dialect.name != "sqlite":
        grams = sorted(set().union(*map(grams_of, needles)))
        return _GRAMS.contains(sa.cast(grams, ARRAY(sa.Integer)))
    tokens = {needle[at : at + GRAM] for needle in needles for at in range(len(needle) - GRAM + 1)}
    match = " ".join('"' + token.replace('"', '""') + '"' for token in sorted(tokens))
    fts = sa.table(INDEX, sa.column("rowid", BigInteger()))
    return search_texts.c.id.in_(select(fts.c.rowid).where(sa.text(f"{INDEX} MATCH :match").bindparams(match=match)))


def _narrowed(looking: Looking) -> list[ColumnElement[bool]]:
    sought, found = looking.sought, list[ColumnElement[bool]]()
    if sought.standing in (Standing.UNSOLVED, Standing.HELD) or (sought.due and sought.standing is None):
        found.append(subtasks.c.status != SubtaskStatus.SOLVED)
    if sought.standing is Standing.HELD:
        found.append(subtasks.c.held_until_on.is_not(None))
    if sought.standing in (Standing.NEW, Standing.OPEN, Standing.SOLVED):
        found.append(subtasks.c.status == SubtaskStatus(sought.standing.value))
    if sought.due:
        found.append(_is_due(sought.due, looking.today))
    if sought.assignee_id is not None:
        found.append(subtasks.c.assignee_id == sought.assignee_id)
    if looking.place_ids is not None:
        found.append(cases.c.place_id.in_(sorted(looking.place_ids)))
    return found


def _is_due(due: Due, today: date) -> ColumnElement[bool]:
    sunday = today + timedelta(days=6 - today.weekday())
    deadline = subtasks.c.deadline_on
    return {
        Due.OVERDUE: deadline < today,
        Due.TODAY: deadline == today,
        Due.THIS_WEEK: deadline.between(today, sunday),
        Due.LATER: deadline > sunday,
    }[due]
