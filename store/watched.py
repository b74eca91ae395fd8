"""What decides of a subtask, a case or a person whether something is to be said: what the clock sees of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Select, Table, func, literal, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql.selectable import NamedFromClause

from domain.notification_settings import Reminding
from domain.values import WORKED_ON, Role, SubtaskStatus
from store import rows
from store.columns import Instant
from store.disqualifications import answers_for, is_out
from store.sql import is_one_of
from store.tables import WORKING, can_act, can_answer, cases, people, places, roles, subtasks
from store.whole_subtask import is_begun, still_at_place

Kind: TypeAlias = Literal["subtasks", "cases", "people"]
KINDS: tuple[Kind, ...] = ("subtasks", "cases", "people")
"""What the clock looks at."""
Key: TypeAlias = int | str
"""The number of a subtask, a case or a person."""


class PartyRow(NamedTuple):
    """Somebody who is told, or not: who has left, or is not in Slack, is told nothing."""

    id: int
    zone: str | None
    slack_id: str | None
    active: bool


class WatchedSubtaskRow(NamedTuple):
    """What decides of an unsolved subtask; `owner` is that of its case.

    Who stands in for one of the two is told in that one's place.
    """

    id: int
    status: SubtaskStatus
    deadline_on: date
    declined_at: datetime | None
    held_until_on: date | None
    waits_for_owner_at: datetime | None
    reminds_from_at: datetime | None
    owned_from_at: datetime | None
    assignee_at_place: bool
    assignee: PartyRow
    owner: PartyRow | None
    stand_in: PartyRow | None
    owner_stand_in: PartyRow | None


class CasePartyRow(NamedTuple):
    """Somebody who answers for a case, or has to find somebody who does."""

    id: int
    zone: str | None
    slack_id: str | None


class WatchedCaseRow(NamedTuple):
    """What decides of an open case; `owner_answers` is None without an owner.

    `stand_in` stands in for an owner who is away, `distributor` has to find another one for whom it has lost.
    """

    id: str
    deadline_on: date | None
    reminds_from_at: datetime | None
    owner_answers: bool | None
    owner: CasePartyRow | None
    stand_in: CasePartyRow | None
    distributor: CasePartyRow | None


class WatchedPersonRow(NamedTuple):
    """What decides of a person."""

    id: int
    slack_id: str | None
    slack_zone: str | None
    reminding: Reminding
    active: bool
    look_at: datetime | None
    distributes: bool
    owns_from_at: datetime | None


WatchedRow: TypeAlias = WatchedSubtaskRow | WatchedCaseRow | WatchedPersonRow


_assignee = people.alias("assignee")
_owner = people.alias("owner")
_stand_in = people.alias("stand_in")
_owner_stand_in = people.alias("owner_stand_in")

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def _told(who: NamedFromClause[Any]) -> tuple[sa.ColumnElement[Any], ...]:
    return tuple(
        who.c[column].label(f"{who.name}_{name}")
        for name, column in (("id", "id"), ("zone", "slack_zone"), ("slack_id", "slack_id"))
    )


_WATCHED_SUBTASKS = rows.of(
    WatchedSubtaskRow,
    select(
        subtasks.c.id,
        subtasks.c.status,
        subtasks.c.deadline_on,
        subtasks.c.declined_at,
        subtasks.c.held_until_on,
        subtasks.c.waits_for_owner_at,
        subtasks.c.reminds_from_at,
        cases.c.owned_from_at,
        still_at_place.label("assignee_at_place"),
        *(
            column
            for who in (_assignee, _owner, _stand_in, _owner_stand_in)
            for column in (*_told(who), can_act(who).label(f"{who.name}_active"))
        ),
    )
    .select_from(
        subtasks.join(cases, cases.c.id == subtasks.c.case_id)
        .join(_assignee, _assignee.c.id == subtasks.c.assignee_id)
        .outerjoin(_owner, _owner.c.id == cases.c.owner_id)
        .outerjoin(_stand_in, _stand_in.c.id == subtasks.c.stand_in_id)
        .outerjoin(_owner_stand_in, _owner_stand_in.c.id == cases.c.stand_in_id)
    )
    .where(subtasks.c.status != SubtaskStatus.SOLVED, is_begun),
)
_distributor = people.alias("distributor")
_at, _above = places.alias("at"), places.alias("above")
_reaches_case = (
    select(roles.c.role)
    .select_from(roles.join(_above, _above.c.id == roles.c.place_id).join(_at, _at.c.path.startswith(_above.c.path)))
    .where(roles.c.person_id == _distributor.c.id, roles.c.role == Role.DISTRIBUTOR, _at.c.id == cases.c.place_id)
    .correlate(_distributor, cases)
    .exists()
)
# A case whose owner cannot answer for it comes once for each distributor who has to find another one.
_WATCHED_CASES = rows.of(
    WatchedCaseRow,
    select(
        cases.c.id,
        cases.c.deadline_on,
        cases.c.reminds_from_at,
        can_answer(_owner).label("owner_answers"),
        *_told(_owner),
        *_told(_stand_in),
        *_told(_distributor),
    )
    .select_from(
        cases.outerjoin(_owner, _owner.c.id == cases.c.owner_id)
        .outerjoin(_stand_in, _stand_in.c.id == cases.c.stand_in_id)
        .outerjoin(
            _distributor,
            sa.and_(
                cases.c.owner_id.is_not(None),
                sa.not_(can_answer(_owner)),
                _reaches_case,
                can_answer(_distributor),
                sa.not_(is_out(_distributor.c.id, cases.c.id)),
            ),
        )
    )
    .where(is_one_of(cases.c.status, WORKED_ON)),
)
_distributes = (
    select(roles.c.role)
    .where(roles.c.person_id == people.c.id, roles.c.role == Role.DISTRIBUTOR)
    .correlate(people)
    .exists()
)
_owned_from_at = func.coalesce(cases.c.owned_from_at, literal(LONG_AGO, Instant()), type_=Instant())
_owns_from_at = (
    select(func.min(_owned_from_at, type_=Instant()))
    .where(answers_for(people.c.id), sa.text(WORKING))
    .correlate(people)
    .scalar_subquery()
)
_WATCHED_PEOPLE = rows.of(
    WatchedPersonRow,
    select(
        people.c.id,
        people.c.slack_id,
        people.c.slack_zone,
        people.c.reminding,
        can_act().label("active"),
        people.c.look_at,
        _distributes.label("distributes"),
        _owns_from_at.label("owns_from_at"),
    ),
)
_WATCHED: dict[Kind, Select[WatchedRow]] = {
    "subtasks": _WATCHED_SUBTASKS,
    "cases": _WATCHED_CASES,
    "people": _WATCHED_PEOPLE,
}
TABLES: dict[Kind, Table] = {"subtasks": subtasks, "cases": cases, "people": people}


def watched(connection: Connection, what: Kind, numbers: Collection[Key]) -> list[WatchedRow]:
    """What decides of these `subtasks`, `cases` or `people`; those that have ended are left out.

    A case whose owner cannot answer for it comes once for each distributor who has to find another one.
    """
    return rows.many(connection, _WATCHED[what].where(TABLES[what].c.id.in_(list(numbers))))


def everything_watched(connection: Connection, what: Kind) -> Iterator[WatchedRow]:
    """All there is of `subtasks`, `cases` or `people`, one after the other: for a forecast, never for the clock."""
    return rows.in_turn(connection, _WATCHED[what].order_by(TABLES[what].c.id), 1000)
