"""A subtask with everything its parties see of it, and what rights are decided by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, not_, or_, select
from sqlalchemy.engine import Connection

from domain.rounds import RoundStanding
from domain.values import CaseStatus, Ending, Person, SubtaskStatus
from store import rows
from store.disqualifications import is_out
from store.ready import Ready
from store.round_tables import rounds
from store.sql import among
from store.tables import can_act, can_answer, cases, conclusions, people, places, roles, subtasks

_owner = people.alias("owner")
assignee = people.alias("assignee")
_solver = people.alias("solver")
_stand_in = people.alias("stand_in")
_owner_stand_in = people.alias("owner_stand_in")
_has_role = (
    select(roles.c.role)
    .where(roles.c.person_id == subtasks.c.assignee_id, roles.c.place_id == cases.c.place_id)
    .correlate(subtasks, cases)
    .limit(1)
    .scalar_subquery()
    .is_not(None)  # EXISTS says the same, but lets PostgreSQL read all roles there are into a hash
)
# The assignee may have it: they have a role at the case's place, and are not disqualified from the case.
still_at_place = and_(_has_role, not_(is_out(subtasks.c.assignee_id, cases.c.id)))
# It is somebody's work now: it does not wait for another one.
is_begun = subtasks.c.after_id.is_(None)
# Nothing is left of what was in a case that was erased.
is_there = cases.c.removed_at.is_(None)
# The assignee may have it so, or owns the case; and it has begun.
may_have_it = and_(is_begun, or_(still_at_place, subtasks.c.assignee_id == cases.c.owner_id))
_first = subtasks.alias("first")
_after = select(_first.c.title).where(_first.c.id == subtasks.c.after_id).scalar_subquery()


class SubtaskRow(NamedTuple):
    """A subtask. `owner` is that of its case; `owner_answers` is None without one.

    `stand_in` is who stands in for its assignee now, `owner_stand_in` for its case's owner.
    """

    id: int
    title: str
    status: SubtaskStatus
    deadline_on: date
    description: str
    case_id: str
    solved_at: datetime | None
    ending: Ending | None
    ending_text: str | None
    opened_at: datetime | None
    edited_at: datetime | None
    nudged_on: date | None
    waits_for_owner_at: datetime | None
    declined_at: datetime | None
    declined_because: str | None
    declined_text: str | None
    held_until_on: date | None
    held_because: str | None
    after_id: int | None
    after_title: str | None
    together_id: int | None
    case_title: str
    case_status: CaseStatus
    place_path: str
    assignee_at_place: bool
    conclusion: str | None
    owner_answers: bool | None
    answer_form: list[dict[str, Any]] | None
    answers: dict[str, str] | None
    owner: Person | None
    assignee: Person
    solver: Person | None
    stand_in: Person | None
    owner_stand_in: Person | None
    round: RoundStanding | None

    @property
    def is_begun(self) -> bool:
        """Whether it is somebody's work now: it does not wait for another one, which `after_id` says."""
        return self.after_id is None

    @property
    def owner_id(self) -> int | None:
        """The number of the case's owner, if it has been distributed."""
        return self.owner.id if self.owner else None

    @property
    def assignee_id(self) -> int:
        """The number of the one who is, or was last, to solve it."""
        return self.assignee.id

    @property
    def acting_assignee_id(self) -> int:
        """The number of the one who is told what concerns its assignee: who stands in, while the assignee is away."""
        return self.stand_in.id if self.stand_in else self.assignee.id

    @property
    def acting_owner_id(self) -> int | None:
        """The number of the one who is told what concerns its owner."""
        return self.owner_stand_in.id if self.owner_stand_in else self.owner_id


def _whole() -> Select[*tuple[Any, ...]]:
    conclusion, answers = (
        select(column)
        .where(conclusions.c.subtask_id == subtasks.c.id)
        .order_by(conclusions.c.number.desc())
        .limit(1)
        .scalar_subquery()
        for column in (conclusions.c.text, conclusions.c.answers)
    )
    persons = [
        column.label(f"{who.name}_{name}")
        for who in (_owner, assignee, _solver, _stand_in, _owner_stand_in)
        for name, column in (
            *((one, who.c[one]) for one in ("id", "name", "email", "slack_id")),
            ("active", can_act(who)),
        )
    ]
    return select(
        subtasks.c.id,
        subtasks.c.title,
        subtasks.c.status,
        subtasks.c.deadline_on,
        subtasks.c.description,
        subtasks.c.case_id,
        subtasks.c.solved_at,
        subtasks.c.ending,
        subtasks.c.ending_text,
        subtasks.c.opened_at,
        subtasks.c.edited_at,
        subtasks.c.nudged_on,
        subtasks.c.waits_for_owner_at,
        subtasks.c.declined_at,
        subtasks.c.declined_because,
        subtasks.c.declined_text,
        subtasks.c.held_until_on,
        subtasks.c.held_because,
        subtasks.c.after_id,
        _after.label("after_title"),
        subtasks.c.together_id,
        cases.c.title.label("case_title"),
        cases.c.status.label("case_status"),
        places.c.path.label("place_path"),
        still_at_place.label("assignee_at_place"),
        conclusion.label("conclusion"),
        can_answer(_owner).label("owner_answers"),
        subtasks.c.answer_form,
        answers.label("answers"),
        *persons,
        *(rounds.c[name].label(f"round_{name}") for name in rows.fields_of(RoundStanding)),
    ).select_from(
        subtasks.join(cases, cases.c.id == subtasks.c.case_id)
        .join(places, places.c.id == cases.c.place_id)
        .join(assignee, assignee.c.id == subtasks.c.assignee_id)
        .outerjoin(_owner, _owner.c.id == cases.c.owner_id)
        .outerjoin(_solver, _solver.c.id == subtasks.c.solved_by)
        .outerjoin(_stand_in, _stand_in.c.id == subtasks.c.stand_in_id)
        .outerjoin(_owner_stand_in, _owner_stand_in.c.id == cases.c.stand_in_id)
        .outerjoin(rounds, rounds.c.id == subtasks.c.round_id)
    )


WHOLE = rows.of(SubtaskRow, _whole().where(is_there))
_SEVERAL = Ready(WHOLE.where(among(subtasks.c.id, "numbers", Integer)))


def in_order(
    connection: Connection, numbers: Select[int] | Ready[int], keys: Mapping[str, object] | None = None
) -> list[SubtaskRow]:
    """The subtasks whose numbers a statement finds, in its order.

    Which they are is found first: with all that is shown of them, PostgreSQL would read that of every subtask there
    is, since it does not look at so many tables at once for the best order (join_collapse_limit).
    """
    found = rows.firsts(connection, numbers, keys)
    whole = {row.id: row for row in rows.listed(connection, _SEVERAL, "numbers", found)}
    return [whole[number] for number in found if number in whole]
