"""What of the subtasks that others have waits for the case's owner, and lists in which that stands first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.engine import Connection

from store.columns import AnyRow, Instant
from store.subtasks import WHOLE, assignee, still_at_place
from store.tables import can_act, cases, messages, reads, subtasks

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
_may_have_it = or_(still_at_place, subtasks.c.assignee_id == cases.c.owner_id)
_not_held = subtasks.c.held_until_on.is_(None)
_is_others = or_(subtasks.c.assignee_id != cases.c.owner_id, subtasks.c.declined_at.is_not(None))
_unopened = and_(
    subtasks.c.status == "new",
    subtasks.c.reminds_from_at < bindparam("unopened_before", type_=Instant()),
)
# The numbers are those of cases.values.Need: the most urgent first, None for nothing.
_need = sa.case(
    (subtasks.c.status == "solved", None),
    (sa.not_(_is_others), None),
    (subtasks.c.declined_at.is_not(None), 1),
    (sa.not_(and_(can_act(assignee), _may_have_it)), 2),
    (and_(_not_held, subtasks.c.deadline_on < bindparam("today", type_=sa.Date())), 3),
    (_unread, 4),
    (and_(_not_held, _unopened), 5),
    else_=None,
)
_with_need = WHOLE.add_columns(_need.label("need"))
_GIVEN = _with_need.where(cases.c.owner_id == _READER, sa.text("subtasks.status <> 'solved'"), _is_others)
_NEEDING = _GIVEN.add_columns(func.count().over().label("of_all")).where(_need.is_not(None))
_IN_CASE = _with_need.where(subtasks.c.case_id == bindparam("case_id"))
_PAGE: dict[str, Any] = {"limit": bindparam("limit"), "offset": bindparam("offset")}
_FIRST = (_need.is_(None), _need, subtasks.c.deadline_on, subtasks.c.id)


def _paged(statement: sa.Select[Any], *order: Any) -> sa.Select[Any]:
    return statement.order_by(*order).limit(_PAGE["limit"]).offset(_PAGE["offset"])


_GIVEN_PAGE = _paged(_GIVEN, *_FIRST)
_NEEDING_PAGE = _paged(_NEEDING, *_FIRST)
_CASE_PAGE = _paged(_IN_CASE, subtasks.c.status == "solved", *_FIRST)


def given_by(
    connection: Connection, person_id: int, measure: Mapping[str, object], *, limit: int, offset: int
) -> list[AnyRow]:
    """The unsolved subtasks that others have in a person's own cases: what needs her first, then by deadline.

    `measure` says what is late: `today`, and `unopened_before` (an instant).
    """
    keys = {"person_id": person_id, "limit": limit, "offset": offset, **measure}
    return list(connection.execute(_GIVEN_PAGE, keys))


def needing(connection: Connection, person_id: int, measure: Mapping[str, object], *, limit: int) -> list[AnyRow]:
    """Those of them that need her, the first ones; `of_all` of each row is how many there are."""
    return list(connection.execute(_NEEDING_PAGE, {"person_id": person_id, "limit": limit, "offset": 0, **measure}))


def of_case(
    connection: Connection, case_id: str, person_id: int, measure: Mapping[str, object], *, limit: int, offset: int
) -> list[AnyRow]:
    """A case's subtasks as its owner needs them: unsolved first, of those what needs her, then by deadline."""
    keys = {"case_id": case_id, "person_id": person_id, "limit": limit, "offset": offset, **measure}
    return list(connection.execute(_CASE_PAGE, keys))
