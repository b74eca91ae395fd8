"""What somebody may open now, by statements: the cases they run with what is in them, and what they are to solve.

The same as domain/permissions.py says of each one; tests/test_rights_of_search.py holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import BigInteger, ColumnElement, TextClause, and_, func, literal, or_, select
from sqlalchemy.engine import Connection

from store import places as place_rows
from store.tables import SOLVED, UNSOLVED, cases, disqualifications, places, subtasks
from store.whole_subtask import may_have_it

FEW = 500  # cases that are gathered, and then sorted; of more, everything is gone through in its order


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose search it is: the person, and the places below which they distribute cases.

    `everywhere` says that these are all places, `few` that there are few cases in them. `out_of` are the cases
    from which the person is disqualified: by number, since PostgreSQL takes `is_out` for true of nearly every case.
    """

    person_id: int
    place_ids: frozenset[int] = frozenset()
    everywhere: bool = False
    few: bool = True
    out_of: frozenset[str] = frozenset()


Condition = ColumnElement[bool] | TextClause
_BY_STATUS = (sa.text(f"subtasks.{UNSOLVED}"), sa.text(f"subtasks.{SOLVED}"))  # each has an index by assignee
# No index is used for it, on either database: what lies in many places is gone through in its order.
_place = sa.literal_column("+cases.place_id", BigInteger())


def with_those_below(connection: Connection, place_id: int) -> frozenset[int]:
    """The numbers of a place and of those below it; none of one that there is not."""
    path = select(places.c.path).where(places.c.id == place_id).scalar_subquery()
    found = select(places.c.id).where(places.c.path.startswith(path))
    return frozenset(connection.execute(found).scalars())


def scope(connection: Connection, person_id: int, paths: Collection[str], within: frozenset[int] | None) -> Scope:
    """What somebody reaches who distributes below these paths; `within` are the only places that matter now."""
    out = select(disqualifications.c.case_id).where(disqualifications.c.person_id == person_id)
    out_of = frozenset(connection.execute(out).scalars())
    reached = frozenset(one.id for one in place_rows.within(connection, paths))
    if not reached:
        return Scope(person_id, out_of=out_of)
    everywhere = within is None and len(reached) == connection.execute(select(func.count(places.c.id))).scalar_one()
    reached = reached if within is None else reached & within
    some = select(cases.c.id).where(cases.c.place_id.in_(sorted(reached))).limit(FEW + 1).subquery()
    count = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return Scope(person_id, reached, everywhere, count <= FEW, out_of)


def runs(scope: Scope) -> ColumnElement[bool]:
    """Whether this person owns a case, or stands in for its owner, or distributes it."""
    me = _me(scope)
    return and_(or_(cases.c.owner_id == me, cases.c.stand_in_id == me, *_reaches(scope)), _not_kept_from(scope))


def may_open(scope: Scope) -> ColumnElement[bool]:
    """Whether this person may open a subtask, in whatever capacity."""
    if scope.everywhere:
        return _not_kept_from(scope)
    me = _me(scope)
    given = and_(or_(subtasks.c.assignee_id == me, subtasks.c.stand_in_id == me), _may_solve())
    case = or_(cases.c.owner_id == me, cases.c.stand_in_id == me, *_reaches(scope))
    return and_(or_(case, given), _not_kept_from(scope))


def ways(scope: Scope, *, of_one: bool = False) -> list[tuple[Condition, ...]]:
    """The ways in which this person may open subtasks: together they are all of them, and each has its index.

    `of_one` says that only those of one assignee matter.
    """
    me, kept = _me(scope), _not_kept_from(scope)
    reach = [(case, kept) for case in _reaches(scope)]
    if of_one:
        reach = [(*way, status) for way in reach for status in _BY_STATUS]  # type: ignore[misc]
    if scope.everywhere:
        return [*reach]
    return [
        *reach,
        (cases.c.owner_id == me, kept),
        (cases.c.stand_in_id == me, kept),
        *((subtasks.c.assignee_id == me, status, _may_solve(), kept) for status in _BY_STATUS),
        (subtasks.c.stand_in_id == me, _may_solve(), kept),
    ]


def _me(scope: Scope) -> ColumnElement[int]:
    return literal(scope.person_id, BigInteger())


def _reaches(scope: Scope) -> list[ColumnElement[bool]]:
    if scope.everywhere:
        return [sa.true()]
    if not scope.place_ids:
        return []
    return [(cases.c.place_id if scope.few else _place).in_(sorted(scope.place_ids))]


def _may_solve() -> ColumnElement[bool]:
    """Whether a subtask is its assignee's to solve: they have not declined, and may have it, now and here."""
    return and_(subtasks.c.declined_at.is_(None), may_have_it)


def _not_kept_from(scope: Scope) -> ColumnElement[bool]:
    out = [cases.c.id.not_in(sorted(scope.out_of))] if scope.out_of else []
    return and_(cases.c.removed_at.is_(None), *out)
