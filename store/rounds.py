"""Rounds: one question to several people, each of whom has a subtask of the round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.engine import Connection

from domain.rounds import RoundStanding
from domain.values import WORKED_ON, Ending, SubtaskStatus
from store import rows
from store.columns import inserted_number
from store.round_tables import rounds
from store.sql import is_one_of
from store.tables import cases, subtasks
from store.whole_subtask import WHOLE, SubtaskRow

_MINE = subtasks.c.round_id == rounds.c.id
_first_title = (
    select(subtasks.c.title).where(_MINE).correlate(rounds).order_by(subtasks.c.id).limit(1).scalar_subquery()
)


class RoundRow(NamedTuple):
    """A round: of which case, what its owner has made of it, and where it stands. The first subtask's title is its."""

    case_id: str
    title: str | None
    summary: str | None
    summed_up_at: datetime | None
    standing: RoundStanding


_ROUND = rows.of(
    RoundRow,
    select(
        rounds.c.case_id,
        _first_title.label("title"),
        rounds.c.summary,
        rounds.c.summed_up_at,
        *(rounds.c[name].label(f"standing_{name}") for name in rows.fields_of(RoundStanding)),
    ),
)
_LOCK = select(rounds.c.id).where(rounds.c.id == sa.bindparam("round_id")).with_for_update()
_is_answered = sa.and_(
    subtasks.c.status == SubtaskStatus.SOLVED, is_one_of(subtasks.c.ending, (Ending.ASSIGNEE, Ending.OWNER))
)
_is_out = sa.or_(
    subtasks.c.ending == Ending.NOT_NEEDED,
    sa.and_(subtasks.c.status != SubtaskStatus.SOLVED, subtasks.c.declined_at.is_not(None)),
)
_COUNTS = select(
    sa.func.count().label("asked"),
    sa.func.count().filter(_is_answered).label("answered"),
    sa.func.count().filter(_is_out).label("out"),
).where(subtasks.c.round_id == sa.bindparam("round_id"))
# Somebody is left whose day is not past; what has ended is nobody's any more.
_has_time = sa.exists().where(
    _MINE,
    subtasks.c.status != SubtaskStatus.SOLVED,
    subtasks.c.declined_at.is_(None),
    subtasks.c.deadline_on >= sa.bindparam("today", type_=sa.Date()),
)
_DUE = (
    select(rounds.c.id)
    .join(cases, cases.c.id == rounds.c.case_id)
    .where(sa.text("rounds.ended_at IS NULL"), is_one_of(cases.c.status, WORKED_ON), ~_has_time)
    .order_by(rounds.c.id)
    .limit(1)
)


def add(connection: Connection, case_id: str, *, asked: int, shows_answers: bool, by: int, at: datetime) -> int:
    """Store a new round, whose subtasks follow, and return its number."""
    values: Mapping[str, object] = {
        "case_id": case_id,
        "asked": asked,
        "answered": 0,
        "out": 0,
        "shows_answers": shows_answers,
        "created_by": by,
        "created_at": at,
    }
    return inserted_number(connection.execute(rounds.insert(), dict(values)))


def get(connection: Connection, round_id: int, *, for_update: bool = False) -> RoundRow | None:
    """A round; `for_update` makes rivals wait until the commit. Whoever locks subtasks, too, does that before."""
    if for_update and connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"round_id": round_id})
    return rows.one(connection, _ROUND.where(rounds.c.id == round_id))


def of_case(connection: Connection, case_id: str) -> list[RoundRow]:
    """The rounds of a case, the newest first."""
    return rows.many(connection, _ROUND.where(rounds.c.case_id == case_id).order_by(rounds.c.id.desc()))


def members(connection: Connection, round_id: int) -> list[SubtaskRow]:
    """The subtasks of a round, in the order in which people were asked."""
    return rows.many(connection, WHOLE.where(subtasks.c.round_id == round_id).order_by(subtasks.c.id))


def lock_members(connection: Connection, round_id: int) -> None:
    """Make rivals about any subtask of a round wait until the commit."""
    if connection.dialect.name != "sqlite":
        statement = select(subtasks.c.id).where(subtasks.c.round_id == round_id)
        connection.execute(statement.order_by(subtasks.c.id).with_for_update())


def counts(connection: Connection, round_id: int) -> tuple[int, int, int]:
    """How many were asked, have answered, and will not answer."""
    asked, answered, out = connection.execute(_COUNTS, {"round_id": round_id}).one()
    return asked, answered, out


def note_counts(connection: Connection, counted: RoundStanding) -> None:
    """Keep what was counted."""
    values = {"asked": counted.asked, "answered": counted.answered, "out": counted.out}
    connection.execute(rounds.update().where(rounds.c.id == counted.id).values(values))


def mark_ended(connection: Connection, round_id: int, at: datetime) -> None:
    """The round, which is locked, is over from now on."""
    connection.execute(rounds.update().where(rounds.c.id == round_id).values(ended_at=at))


def due(connection: Connection, today: date) -> int | None:
    """A round that is not over though nobody is left, or the day of all who are left is past; None for none."""
    found: int | None = connection.execute(_DUE, {"today": today}).scalar()
    return found


def is_due(connection: Connection, round_id: int, today: date) -> bool:
    """Whether this round still is one of those."""
    return connection.execute(_DUE.where(rounds.c.id == round_id), {"today": today}).scalar() is not None


def sum_up(connection: Connection, round_id: int, text: str, *, by: int, at: datetime) -> None:
    """Keep what the case's owner has made of the answers; empty for nothing any more."""
    values = {"summary": text or None, "summed_up_by": by, "summed_up_at": at}
    connection.execute(rounds.update().where(rounds.c.id == round_id).values(values))
