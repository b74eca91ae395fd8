"""Finding work again: by its number, by words and by people, in what somebody may open now and in nothing else."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy.engine import Connection

from cases import loading
from cases.context import Context
from domain import arriving, letters, searching
from domain.namesakes import told_apart
from domain.permissions import Actor
from domain.places import Place
from domain.search import Found, Hit, Order, Sought
from domain.values import CaseLine, Person
from store import openable, search
from store import places as place_rows
from store import subtasks as subtask_rows
from store.search import BareCaseRow, FoundRow, Looking, SaidRow
from store.whole_subtask import SubtaskRow

MOST_ASSIGNEES = 100
Line: TypeAlias = FoundRow | BareCaseRow
LOOKED_THROUGH = 300  # messages of one thread, for the sentence that is shown


def find(context: Context, sought: Sought, *, actor: str, now: datetime, limit: int, offset: int = 0) -> Found:
    """A page of what somebody looks for among all that they may open now. Raises NotAllowedError for who has left."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        return find_in(connection, who, sought, context.today(now), limit=limit, offset=offset)


def find_in(connection: Connection, who: Actor, sought: Sought, today: date, *, limit: int, offset: int = 0) -> Found:
    """The same where who looks is known already."""
    looking = _looking(connection, who, sought, searching.sought(sought.words), today)
    found = _in_order(connection, looking, offset + limit + 1)[offset:]
    return Found(tuple(_hits(connection, looking, found[:limit])), len(found) > limit)


def whole_in(connection: Connection, who: Actor, sought: Sought, today: date, *, limit: int) -> Found:
    """The first of all that is found, without the sentences in which the words stand: those are read piece by piece."""
    looking = _looking(connection, who, sought, searching.sought(sought.words), today)
    found = _in_order(connection, looking, limit + 1)
    return Found(tuple(_hits(connection, replace(looking, words=()), found[:limit])), len(found) > limit)


def places_in(connection: Connection, who: Actor) -> list[Place]:
    """The places by which somebody may narrow a search: those of their roles and below, each below its own."""
    return place_rows.within(connection, {path for _, path in who.roles})


def assignees(context: Context, words: str, *, actor: str) -> list[Person]:
    """Those by whom somebody may narrow a search: who has been given what they may open, by name or address."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        looking = _looking(connection, who, Sought(), arriving.sought(words), date.min)
        found = search.assignees(connection, looking, MOST_ASSIGNEES)
        return told_apart(sorted(found, key=lambda one: (letters.in_order(one.name), one.email)))


def assignee_in(connection: Connection, who: Actor, number: int) -> Person | None:
    """One of them by number; None for everybody else, since a number alone must not tell whose it is."""
    looking = _looking(connection, who, Sought(assignee_id=number), (), date.min)
    found = subtask_rows.several(connection, [row.id for row in search.subtasks_found(connection, looking, 1)])
    return found[0].assignee if found else None


def _looking(connection: Connection, who: Actor, sought: Sought, words: Sequence[str], today: date) -> Looking:
    within = None if sought.place_id is None else openable.with_those_below(connection, sought.place_id)
    scope = openable.scope(connection, who.person.id, who.reach, within)
    return Looking(scope, sought, words, today, within)


def _in_order(connection: Connection, looking: Looking, most: int) -> list[Line]:
    """The first of all that is found: subtasks and cases without any, by what the list is sorted by."""
    sought = looking.sought
    found = search.subtasks_found(connection, looking, most)
    if sought.standing or sought.due or sought.assignee_id is not None:
        return [*found]
    everything: list[Sequence[Line]] = [found, search.bare_cases(connection, looking, most)]
    return [*heapq.merge(*everything, key=_KEYS[sought.order])][:most]


def _age(row: Line) -> tuple[int, str]:
    return -(row.created_at.date() if isinstance(row, FoundRow) else row.applied_on).toordinal(), ""


def _deadline(row: Line) -> tuple[int, str]:
    if isinstance(row, FoundRow) and row.is_solved:
        return date.max.toordinal() + 1, ""
    return (row.deadline_on or date.max).toordinal(), ""


def _number(row: Line) -> tuple[int, str]:
    return 0, row.case_id if isinstance(row, FoundRow) else row.id


_KEYS = {Order.NEWEST: _age, Order.DEADLINE: _deadline, Order.CASE: _number}


def _hits(connection: Connection, looking: Looking, found: Sequence[Line]) -> list[Hit]:
    numbers = [row.id for row in found if isinstance(row, FoundRow)]
    rows = {row.id: row for row in subtask_rows.several(connection, numbers)}
    case_ids = {row.case_id if isinstance(row, FoundRow) else row.id for row in found}
    lines = {row.id: loading.case_line(row) for row in search.lines_of(connection, case_ids, looking.scope)}
    missing = {number: _missing(row, looking.words) for number, row in rows.items()}
    said: dict[int, list[SaidRow]] = {}
    mine = {number for number, row in rows.items() if looking.scope.person_id in loading.parties(row)}
    for one in search.said_in(connection, [number for number, words in missing.items() if words and number in mine]):
        said.setdefault(one.subtask_id, []).append(one)
    hits = []
    for row in found:
        if not isinstance(row, FoundRow):
            hits.append(Hit(lines[row.id]))
        elif row.id in rows:
            whole = rows[row.id]
            hit = Hit(lines.get(row.case_id) or _seen_by_assignee(whole), loading.subtask(whole))
            hits.append(_with_excerpt(hit, missing[row.id], said.get(row.id, [])[:LOOKED_THROUGH]))
    return hits


def _seen_by_assignee(row: SubtaskRow) -> CaseLine:
    """What one sees of a case who only has a subtask in it: what their card shows."""
    return CaseLine(row.case_id, row.case_title, row.case_status, None, 0, row.owner)


def _missing(row: SubtaskRow, words: Sequence[str]) -> list[str]:
    """The words that stand in no number, title or name, so that a list does not show why it was found."""
    shown = (row.case_id, row.case_title, row.title, row.assignee.name, row.owner.name if row.owner else "")
    return [word for word in words if not searching.is_found([word], *shown)]


def _with_excerpt(hit: Hit, words: Sequence[str], said: Sequence[SaidRow]) -> Hit:
    if not words or hit.subtask is None:
        return hit
    own = [(hit.subtask.description, None), (hit.subtask.conclusion, None)]
    for text, author in [*own, *((one.text, one.author) for one in said)]:
        if searching.is_found(words[:1], text):
            return replace(hit, excerpt=searching.sentence_with(words, text), said_by=author)
    return hit
