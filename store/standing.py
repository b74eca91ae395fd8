"""How things stand now, in numbers, for whoever watches over the program: one statement, however much waits.

What waits is counted by kind over an index of its own, up to a number beyond which it makes no difference any more.
What waits for its reader's working hours does so on purpose, and stands in no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection

from domain.outbox_kinds import OutboxKind
from store import rows
from store.columns import Instant
from store.delivery_tables import PRESSING
from store.sql import is_one_of
from store.tables import inbox, outbox
from store.undelivered import AT_THEIR_TIME

MOST = 2_000
"""So many are counted of each kind: more says the same, and would take longer."""
REFUSED = "refused"
HEARD = "heard"


class StandingRow(NamedTuple):
    """How much there is of a kind, and since when the oldest of it."""

    kind: str
    number: int
    since_at: datetime | None

    def seconds(self, now: datetime) -> float:
        """For how long the oldest has been there; 0 where there is none."""
        return (now - self.since_at).total_seconds() if self.since_at else 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it. `by_kind` has every kind of what is sent; `refused` and `heard` are no kinds."""

    by_kind: Mapping[str, StandingRow]
    refused: StandingRow
    heard: StandingRow


_one: sa.Select[Any] = select(sa.literal_column("1"))
_kinds = sa.values(sa.column("kind", sa.Text), name="kinds").data([(kind.value,) for kind in OutboxKind]).cte("kinds")
# Said as a range, and in the order of the index: PostgreSQL would otherwise look for the oldest among all there are.
_presses = sa.and_(outbox.c.kind.between(_kinds.c.kind, _kinds.c.kind), sa.text(PRESSING))
_in_index = (outbox.c.kind, outbox.c.id)
_is_late = or_(~is_one_of(outbox.c.kind, AT_THEIR_TIME), outbox.c.not_before_at <= sa.bindparam("now", type_=Instant()))
_is_refused = sa.text("outbox.state = 'refused'")
_is_kept = sa.text("inbox.done_at IS NULL")
_since = select(outbox.c.created_at)


def _number_of(what: sa.Select[Any]) -> sa.ScalarSelect[Any]:
    return select(func.count()).select_from(what.limit(MOST).subquery()).scalar_subquery()


def _first(what: sa.Select[Any]) -> sa.ScalarSelect[Any]:
    return what.limit(1).scalar_subquery()


_each = sa.union_all(
    select(
        _kinds.c.kind.label("kind"),
        _number_of(select(outbox.c.id).where(_presses).order_by(*_in_index).correlate(_kinds)).label("number"),
        _first(_since.where(_presses, _is_late).order_by(*_in_index).correlate(_kinds)).label("since_at"),
    ),
    select(
        sa.literal(REFUSED),
        _number_of(_one.select_from(outbox).where(_is_refused)),
        _first(_since.where(_is_refused).order_by(outbox.c.id)),
    ),
    select(
        sa.literal(HEARD),
        _number_of(_one.select_from(inbox).where(_is_kept)),
        _first(select(inbox.c.received_at).order_by(inbox.c.received_at).where(_is_kept)),
    ),
).subquery()
_ALL = rows.of(StandingRow, select(_each.c.kind, _each.c.number, _each.c.since_at))


def standing(connection: Connection, now: datetime) -> Standing:
    """How things stand."""
    found = {row.kind: row for row in rows.many(connection, _ALL, {"now": now})}
    refused, heard = found.pop(REFUSED), found.pop(HEARD)
    return Standing(found, refused, heard)
