"""The distributor's overview of the places in reach: counted, listed, and how much everybody has now.

All of it is about what has not ended: partial indexes hold only that, however much there has been (step 0005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import and_, bindparam, func, not_, or_, select
from sqlalchemy.engine import Connection

from domain.overview import Listing
from domain.values import CaseStatus, Person, SubtaskStatus
from store import rows
from store.cases import OWNER
from store.columns import Instant
from store.disqualifications import is_out
from store.people import PERSON
from store.tables import UNSOLVED, WORKING, can_act, can_answer, cases, people, places, roles, subtasks
from store.whole_subtask import SubtaskRow, in_order, is_begun


class CaseCountsRow(NamedTuple):
    """How many cases of each kind there are."""

    ownerless: int
    undistributed: int
    late: int
    distributed: int


class SubtaskCountsRow(NamedTuple):
    """How many unsolved subtasks of each kind there are."""

    late: int
    unopened: int
    waiting: int


class PlacedCaseRow(NamedTuple):
    """A case among those of many places; `owner_answers` is None without an owner."""

    id: str
    title: str
    place: str
    status: CaseStatus
    deadline_on: date | None
    open_subtasks: int
    owner_answers: bool | None
    owner: Person | None


class LoadRow(NamedTuple):
    """How many cases a person has that have not ended, and how many subtasks that are not solved."""

    cases: int
    subtasks: int
    person: Person


_today = bindparam("today", type_=sa.Date())
_at_places: sa.BindParameter[Any] = bindparam("place_ids", expanding=True)
_UNSOLVED = sa.text(f"subtasks.{UNSOLVED}")
_is_late = cases.c.deadline_on < _today
_is_owned = cases.c.owner_id.is_not(None)
_in_scope = and_(
    sa.text(f"cases.{WORKING}"),
    cases.c.place_id.in_(_at_places),
    not_(is_out(bindparam("person_id", type_=sa.BigInteger()), cases.c.id)),
)
# Decided once for each person who owns something here, however many others there are.
_owning = select(cases.c.owner_id).where(sa.text(f"cases.{WORKING}"), cases.c.place_id.in_(_at_places), _is_owned)
_cannot_answer = cases.c.owner_id.not_in(
    select(people.c.id).where(people.c.id.in_(_owning.correlate(None)), can_answer())
)
_CASE_COUNTS = rows.of(
    CaseCountsRow,
    select(
        func.count().filter(_is_owned, _cannot_answer).label("ownerless"),
        func.count().filter(not_(_is_owned)).label("undistributed"),
        func.count().filter(_is_late).label("late"),
        func.count().filter(_is_owned).label("distributed"),
    )
    .select_from(cases)
    .where(_in_scope),
)
_not_held = subtasks.c.held_until_on.is_(None)
_STANDING: dict[Listing, sa.ColumnElement[bool]] = {
    Listing.LATE_SUBTASKS: and_(_not_held, subtasks.c.deadline_on < _today),
    Listing.UNOPENED: and_(
        subtasks.c.status == SubtaskStatus.NEW,
        func.coalesce(subtasks.c.given_at, subtasks.c.created_at) < bindparam("given_before", type_=Instant()),
        subtasks.c.declined_at.is_(None),
        _not_held,
        is_begun,
    ),
    Listing.WAITING: or_(not_(_not_held), subtasks.c.waits_for_owner_at.is_not(None), not_(is_begun)),
}
_SUBTASK_COUNTS = rows.of(
    SubtaskCountsRow,
    select(
        *(
            func.count().filter(_STANDING[listing]).label(name)
            for name, listing in (
                ("late", Listing.LATE_SUBTASKS),
                ("unopened", Listing.UNOPENED),
                ("waiting", Listing.WAITING),
            )
        )
    )
    .select_from(subtasks.join(cases, cases.c.id == subtasks.c.case_id))
    .where(_in_scope, _UNSOLVED),
)
_open_subtasks = (
    select(func.count()).select_from(subtasks).where(subtasks.c.case_id == cases.c.id, _UNSOLVED).scalar_subquery()
)
_CASES = rows.of(
    PlacedCaseRow,
    select(
        cases.c.id,
        cases.c.title,
        places.c.name.label("place"),
        cases.c.status,
        cases.c.deadline_on,
        _open_subtasks.label("open_subtasks"),
        can_answer().label("owner_answers"),
        *OWNER,
    )
    .select_from(cases.join(places, places.c.id == cases.c.place_id).outerjoin(people, people.c.id == cases.c.owner_id))
    .where(_in_scope)
    .order_by(cases.c.deadline_on.is_(None), cases.c.deadline_on, cases.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset")),
)
_CASES_OF = {Listing.LATE_CASES: _CASES.where(_is_late), Listing.CASES: _CASES.where(_is_owned)}
_SUBTASKS_OF = {
    listing: select(subtasks.c.id)
    .select_from(subtasks.join(cases, cases.c.id == subtasks.c.case_id))
    .where(_in_scope, _UNSOLVED, standing)
    .order_by(subtasks.c.deadline_on, subtasks.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
    for listing, standing in _STANDING.items()
}
_owned = (
    select(cases.c.owner_id.label("person_id"), func.count().label("number"))
    .where(_in_scope, _is_owned)
    .group_by(cases.c.owner_id)
    .subquery("owned")
)
_has_role = sa.tuple_(subtasks.c.assignee_id, cases.c.place_id).in_(select(roles.c.person_id, roles.c.place_id))
_may_have_it = or_(
    and_(_has_role, not_(is_out(subtasks.c.assignee_id, cases.c.id))), subtasks.c.assignee_id == cases.c.owner_id
)
_assigned = (
    select(subtasks.c.assignee_id.label("person_id"), func.count().label("number"))
    .select_from(subtasks.join(cases, cases.c.id == subtasks.c.case_id))
    .where(_in_scope, _UNSOLVED, is_begun, subtasks.c.declined_at.is_(None), _may_have_it)
    .group_by(subtasks.c.assignee_id)
    .subquery("assigned")
)
_belongs_here = people.c.id.in_(select(roles.c.person_id).where(roles.c.place_id.in_(_at_places)))
_WORK = rows.of(
    LoadRow,
    select(
        func.coalesce(_owned.c.number, 0).label("cases"),
        func.coalesce(_assigned.c.number, 0).label("subtasks"),
        *PERSON,
    )
    .select_from(
        people.outerjoin(_owned, _owned.c.person_id == people.c.id).outerjoin(
            _assigned, _assigned.c.person_id == people.c.id
        )
    )
    .where(can_act(), or_(_owned.c.number.is_not(None), _assigned.c.number.is_not(None), _belongs_here)),
)


@dataclass(frozen=True)
class Overseen:
    """Whose overview it is, of which places, and what is late: `given_before` is for what is not opened."""

    person_id: int
    place_ids: Sequence[int]
    today: date
    given_before: datetime

    def keys(self, **more: int) -> dict[str, object]:
        """What fills the places of the statements here."""
        return {**vars(self), **more}


def count_cases(connection: Connection, overseen: Overseen) -> CaseCountsRow:
    """How many cases of each kind there are."""
    return rows.many(connection, _CASE_COUNTS, overseen.keys())[0]


def count_subtasks(connection: Connection, overseen: Overseen) -> SubtaskCountsRow:
    """How many unsolved subtasks of each kind there are."""
    return rows.many(connection, _SUBTASK_COUNTS, overseen.keys())[0]


def cases_of(
    connection: Connection, overseen: Overseen, listing: Listing, *, limit: int, offset: int
) -> list[PlacedCaseRow]:
    """The cases of a list, nearest deadline first, those without one last."""
    return rows.many(connection, _CASES_OF[listing], overseen.keys(limit=limit, offset=offset))


def subtasks_of(
    connection: Connection, overseen: Overseen, listing: Listing, *, limit: int, offset: int
) -> list[SubtaskRow]:
    """The subtasks of a list, nearest deadline first."""
    return in_order(connection, _SUBTASKS_OF[listing], overseen.keys(limit=limit, offset=offset))


def work(connection: Connection, overseen: Overseen) -> list[LoadRow]:
    """What everybody has now who belongs to one of the places or has work there; in no order."""
    return rows.many(connection, _WORK, overseen.keys())
