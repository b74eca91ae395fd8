"""Finding work again: by its number, by words and by people, in what somebody may open now and in nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import loading
from cases.context import Context
from domain import letters, searching
from domain.namesakes import told_apart
from domain.permissions import Actor
from domain.search import Found, Hit, Sought, SoughtPlace
from domain.values import CaseLine, Person
from store import search
from store.case_lists import CaseLineRow
from store.search import SaidRow, Scope
from store.whole_subtask import SubtaskRow

MOST_ASSIGNEES = 100


def find(context: Context, sought: Sought, *, actor: str, now: datetime, limit: int, offset: int = 0) -> Found:
    """A page of what somebody looks for among all that they may open now. Raises NotAllowedError for who has left."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        scope, narrowed = _scope(connection, who), _narrowed(connection, sought)
        words = searching.sought(sought.words)
        if sought.words.strip() and not words:
            return Found()
        hits = _everything(connection, context, scope, sought, narrowed, words, now)
        return Found(tuple(hits[offset : offset + limit]), len(hits) > offset + limit)


def places(context: Context, *, actor: str) -> list[SoughtPlace]:
    """The places by which somebody may narrow a search: those of their roles and below, each below its own."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        return search.below(connection, {path for _, path in who.roles})


def assignees(context: Context, words: str, *, actor: str) -> list[Person]:
    """Those by whom somebody may narrow a search: who has been given what they may open, by name or address."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        wanted = searching.sought(words)
        found = search.assignees(connection, _scope(connection, who))
        named = [one for one in found if searching.is_found(wanted, one.name, one.email)]
        return told_apart(sorted(named, key=lambda one: (letters.in_order(one.name), one.email)))[:MOST_ASSIGNEES]


def _scope(connection: Connection, who: Actor) -> Scope:
    return Scope(who.person.id, frozenset(one.id for one in search.below(connection, who.reach)))


def _narrowed(connection: Connection, sought: Sought) -> frozenset[int] | None:
    """The places to which a search is narrowed; None for all."""
    return None if sought.place_id is None else search.with_those_below(connection, sought.place_id)


def _everything(
    connection: Connection,
    context: Context,
    scope: Scope,
    sought: Sought,
    narrowed: frozenset[int] | None,
    words: Sequence[str],
    now: datetime,
) -> list[Hit]:
    numbers = search.subtask_numbers(connection, scope, sought, context.today(now), narrowed)
    said: dict[int, list[SaidRow]] = {}
    for one in search.said_in(connection, numbers):
        said.setdefault(one.subtask_id, []).append(one)
    hits = []
    for row in search.with_numbers(connection, numbers):
        texts = (row.description, row.conclusion or "", *(one.text for one in said.get(row.id, [])))
        if searching.is_found(words, *_heads(row), *texts):
            hits.append(_hit(row, words, said.get(row.id, [])))
    if sought.standing or sought.due or sought.assignee_id:
        return hits
    bare = search.bare_cases(connection, scope, narrowed)
    return hits + [Hit(loading.case_line(one)) for one in bare if searching.is_found(words, *_heads_of_case(one))]


def _heads_of_case(line: CaseLineRow) -> tuple[str, ...]:
    return (line.id, line.title, line.owner.name if line.owner else "")


def _heads(row: SubtaskRow) -> tuple[str, ...]:
    """What of a subtask a list shows anyway: number, titles and names."""
    return (row.case_id, row.case_title, row.title, row.assignee.name, row.owner.name if row.owner else "")


def _hit(row: SubtaskRow, words: Sequence[str], said: Sequence[SaidRow]) -> Hit:
    case = CaseLine(row.case_id, row.case_title, row.case_status, None, 0, row.owner)
    subtask = loading.subtask(row)
    missing = [word for word in words if not searching.is_found([word], *_heads(row))]
    if not missing:
        return Hit(case, subtask)
    for text, author in [(row.description, None), (row.conclusion or "", None), *((o.text, o.author) for o in said)]:
        if excerpt := searching.sentence_with(missing, text):
            return Hit(case, subtask, excerpt, author)
    return Hit(case, subtask)
