"""What is offered to everybody with a role at a place: who may take it, and who has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection

from domain.values import WORKED_ON, Role
from store import rows
from store.disqualifications import is_out
from store.ready import Ready
from store.sql import is_one_of, pieces
from store.tables import UNSOLVED, absences, can_act, cases, offers, people, roles, subtasks


class OfferRow(NamedTuple):
    """An offer of a case, or of a subtask; `held_by` is who has it until it is taken."""

    id: int
    move_id: int
    case_id: str
    subtask_id: int | None
    place_id: int
    role: Role
    held_by: int | None
    taken_by: int | None
    ended_at: datetime | None


class HoldingRow(NamedTuple):
    """Somebody who has a role at a place, and can be reached there now."""

    place_id: int
    person_id: int


_ALL = rows.of(OfferRow, select(*rows.columns(OfferRow, offers)).order_by(offers.c.id))
_OPEN = _ALL.where(offers.c.ended_at.is_(None))
_asked = sa.bindparam("person_id", type_=sa.BigInteger())
_has_role = (
    select(roles.c.role)
    .where(roles.c.person_id == _asked, roles.c.place_id == offers.c.place_id, roles.c.role == offers.c.role)
    .correlate(offers)
    .exists()
)
_is_not_for = or_(offers.c.held_by == _asked, is_out(_asked, offers.c.case_id))
_OPEN_TO = Ready(_OPEN.where(_has_role, func.coalesce(_is_not_for, sa.false()).is_(False)).limit(sa.bindparam("limit")))
_is_away = (
    select(absences.c.id)
    .where(absences.c.person_id == people.c.id, absences.c.began_at.is_not(None), absences.c.ended_at.is_(None))
    .correlate(people)
    .exists()
)
_HOLDING = rows.of(
    HoldingRow,
    select(roles.c.place_id, roles.c.person_id)
    .join(people, people.c.id == roles.c.person_id)
    .where(can_act(), people.c.slack_id.is_not(None), sa.not_(_is_away)),
)
_of_case = and_(
    offers.c.subtask_id.is_(None),
    cases.c.owner_id.is_not_distinct_from(offers.c.held_by),
)
_of_subtask = and_(sa.text(f"subtasks.{UNSOLVED}"), subtasks.c.assignee_id == offers.c.held_by)
# What was offered is still to be had: it has not ended, and nobody else has been given it.
_stands = (
    select(offers.c.id)
    .join(cases, cases.c.id == offers.c.case_id)
    .outerjoin(subtasks, subtasks.c.id == offers.c.subtask_id)
    .where(is_one_of(cases.c.status, WORKED_ON), cases.c.place_id == offers.c.place_id, or_(_of_case, _of_subtask))
)


def holding(connection: Connection, place_ids: Collection[int], role: Role) -> list[HoldingRow]:
    """Everybody who has this role at one of these places, is here now, and can be reached."""
    return rows.among(connection, _HOLDING.where(roles.c.role == role), roles.c.place_id, place_ids)


def add(connection: Connection, written: Sequence[dict[str, object]]) -> None:
    """Offer these."""
    if written:
        connection.execute(offers.insert(), list(written))


def get(connection: Connection, offer_id: int) -> OfferRow | None:
    """One of them."""
    return rows.one(connection, _ALL.where(offers.c.id == offer_id))


def of_move(connection: Connection, move_id: int) -> list[OfferRow]:
    """All that was offered at once."""
    return rows.many(connection, _ALL.where(offers.c.move_id == move_id))


def open_for(connection: Connection, case_ids: Collection[str], subtask_ids: Collection[int]) -> list[OfferRow]:
    """The open offers of these cases themselves, and of these subtasks."""
    of_cases = rows.among(connection, _OPEN.where(offers.c.subtask_id.is_(None)), offers.c.case_id, case_ids)
    return of_cases + rows.among(connection, _OPEN, offers.c.subtask_id, subtask_ids)


def open_in(connection: Connection, case_ids: Collection[str]) -> list[OfferRow]:
    """The open offers of these cases and of all that is in them."""
    return rows.among(connection, _OPEN, offers.c.case_id, case_ids)


def open_to(connection: Connection, person_id: int, limit: int) -> list[OfferRow]:
    """The open offers to roles that somebody has, where they have them; the oldest first."""
    return rows.many(connection, _OPEN_TO, {"person_id": person_id, "limit": limit})


def standing(connection: Connection, offer_ids: Collection[int]) -> set[int]:
    """Those of these of which what was offered is still to be had."""
    found: set[int] = set()
    for piece in pieces(offer_ids):
        found.update(connection.execute(_stands.where(offers.c.id.in_(piece))).scalars())
    return found


def end(connection: Connection, offer_ids: Collection[int], at: datetime, taken_by: int | None = None) -> None:
    """Let nobody take these any more; `taken_by` has."""
    for piece in pieces(offer_ids):
        ended = offers.update().where(offers.c.id.in_(piece), offers.c.ended_at.is_(None))
        connection.execute(ended.values(ended_at=at, taken_by=taken_by))


def has_role(connection: Connection, person_id: int, place_id: int, role: Role) -> bool:
    """Whether somebody has this role at this place, and can be reached."""
    statement = select(roles.c.person_id).join(people, people.c.id == roles.c.person_id)
    here = (roles.c.person_id == person_id, roles.c.place_id == place_id, roles.c.role == role)
    return connection.execute(statement.where(*here, can_act(), people.c.slack_id.is_not(None))).first() is not None
