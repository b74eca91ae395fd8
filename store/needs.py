"""What of the subtasks that others have waits for the case's owner, and lists in which that stands first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.engine import Connection

from domain.values import Need, SubtaskStatus
from store import rows
from store.columns import Instant
from store.disqualifications import owns
from store.ready import Ready
from store.tables import UNSOLVED, can_act, cases, messages, reads, subtasks
from store.whole_subtask import WHOLE, SubtaskRow, assignee, is_begun, may_have_it


class NeedRow(NamedTuple):
    """A subtask, and the number of why it needs the case's owner (`Need`)."""

    need: int | None
    subtask: SubtaskRow


class NeedingRow(NamedTuple):
    """A subtask that needs the case's owner, and why; `of_all` is how many there are of these."""

    of_all: int
    need: int | None
    subtask: SubtaskRow


T = TypeVar("T")
_READER: sa.BindParameter[Any] = bindparam("person_id")
_read_up_to = (
    select(reads.c.message_id)
    .where(reads.c.subtask_id == subtasks.c.id, reads.c.person_id == _READER)
    .correlate(subtasks)  # two levels up, where SQLAlchemy does not look by itself
    .scalar_subquery()
)
_unread = (
    select(messages.c.id)
    .where(messages.c.subtask_id == subtasks.c.id, messages.c.deleted_at.is_(None), messages.c.author_id != _READER)
    .where(messages.c.id > func.coalesce(_read_up_to, 0))
    .correlate(subtasks)
    .exists()
)
_not_held = subtasks.c.held_until_on.is_(None)
_is_others = or_(subtasks.c.assignee_id != cases.c.owner_id, subtasks.c.declined_at.is_not(None))
_asks_somebody = cases.c.stand_in_id.is_distinct_from(subtasks.c.assignee_id)
_unopened = and_(
    subtasks.c.status == SubtaskStatus.NEW,
    subtasks.c.reminds_from_at < bindparam("unopened_before", type_=Instant()),
)
_need = sa.case(
    (subtasks.c.status == SubtaskStatus.SOLVED, None),
    (sa.not_(and_(_is_others, is_begun)), None),
    (subtasks.c.declined_at.is_not(None), Need.RETURNED.value),
    (sa.not_(and_(can_act(assignee), may_have_it)), Need.NOBODY.value),
    (and_(subtasks.c.waits_for_owner_at.is_not(None), _asks_somebody), Need.ASKED.value),
    (and_(_not_held, subtasks.c.deadline_on < bindparam("today", type_=sa.Date())), Need.OVERDUE.value),
    (_unread, Need.UNREAD.value),
    (and_(_not_held, _unopened), Need.UNOPENED.value),
    else_=None,
)
_COLUMNS = (_need.label("need"), *WHOLE.selected_columns)
_WITH_NEED = rows.of(NeedRow, WHOLE.with_only_columns(*_COLUMNS))
_WITH_NUMBER = rows.of(NeedingRow, WHOLE.with_only_columns(func.count().over().label("of_all"), *_COLUMNS))
_given = (owns(_READER), sa.text(f"subtasks.{UNSOLVED}"), _is_others, is_begun)
_GIVEN = _WITH_NEED.where(*_given)
_NEEDING = _WITH_NUMBER.where(*_given, _need.is_not(None))
_IN_CASE = _WITH_NEED.where(subtasks.c.case_id == bindparam("case_id"))
_PAGE: dict[str, Any] = {"limit": bindparam("limit"), "offset": bindparam("offset")}
_FIRST = (_need.is_(None), _need, subtasks.c.deadline_on, subtasks.c.id)


def _paged(statement: sa.Select[T], *order: Any) -> Ready[T]:
    return Ready(statement.order_by(*order).limit(_PAGE["limit"]).offset(_PAGE["offset"]))


_GIVEN_PAGE = _paged(_GIVEN, *_FIRST)
_NEEDING_PAGE = _paged(_NEEDING, *_FIRST)
_CASE_PAGE = _paged(_IN_CASE, subtasks.c.status == SubtaskStatus.SOLVED, *_FIRST)


def given_by(
    connection: Connection, person_id: int, measure: Mapping[str, object], *, limit: int, offset: int
) -> list[NeedRow]:
    """The unsolved subtasks that others have in a person's own cases: what needs the owner first, then by deadline.

    `measure` says what is late: `today`, and `unopened_before` (an instant).
    """
    keys = {"person_id": person_id, "limit": limit, "offset": offset, **measure}
    return rows.many(connection, _GIVEN_PAGE, keys)


def needing(connection: Connection, person_id: int, measure: Mapping[str, object], *, limit: int) -> list[NeedingRow]:
    """Those of them that need the owner, the first ones."""
    return rows.many(connection, _NEEDING_PAGE, {"person_id": person_id, "limit": limit, "offset": 0, **measure})


def of_case(
    connection: Connection, case_id: str, person_id: int, measure: Mapping[str, object], *, limit: int, offset: int
) -> list[NeedRow]:
    """A case's subtasks as its owner needs them: unsolved first, of those what needs the owner, then by deadline."""
    keys = {"case_id": case_id, "person_id": person_id, "limit": limit, "offset": offset, **measure}
    return rows.many(connection, _CASE_PAGE, keys)
