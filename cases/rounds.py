"""Where rounds stand: counted anew after every act that may have changed it, and ended once, by an answer or the clock.

A round is over when nobody is left to answer, or when the day of all who are left is past; so it hangs on nobody who
has declined, and whatever moves somebody's deadline moves it. It stays over. In a case that has ended none ends any
more: nobody has answered who had not before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from cases import effects, loading
from domain.history import Act
from domain.round_notices import RoundOver
from domain.values import WORKED_ON
from store import rounds as round_rows
from store.rounds import RoundRow
from store.whole_subtask import SubtaskRow

if TYPE_CHECKING:
    from cases.transaction import Transaction


def settle(act: Transaction, round_ids: Iterable[int]) -> None:
    """Inside the transaction of an act: count these rounds anew; those who were asked are shown what has changed."""
    for number in sorted(round_ids):
        row = round_rows.get(act.connection, number, for_update=True)
        if row is None:
            continue
        asked, answered, out = round_rows.counts(act.connection, number)
        standing = replace(row.standing, asked=asked, answered=answered, out=out)
        if standing == row.standing:
            continue
        round_rows.note_counts(act.connection, standing)
        members = round_rows.members(act.connection, number)
        if standing.ended_at is None and standing.is_settled and members[0].case_status in WORKED_ON:
            end_in(act, row, members, by_day=False)
        show(act, members)


def end_in(act: Transaction, row: RoundRow, asked: list[SubtaskRow], *, by_day: bool) -> None:
    """Inside a transaction: the round, which is locked, is over; who answers for its case is told once."""
    number = row.standing.id
    round_rows.mark_ended(act.connection, number, act.now)
    owner = asked[0].acting_owner_id
    act.did_in_case(
        Act.ROUND_ENDED, row.case_id, {"title": row.title, "over": "day" if by_day else "answers"}, homes=[owner]
    )
    if owner and owner != act.by:
        act.show([effects.notice(RoundOver(row.case_id, number, by_day), owner, dedupe_key=f"round:{number}:over")])


def show(act: Transaction, asked: Iterable[SubtaskRow]) -> None:
    """Have it drawn again, for each of those who were asked, where the round stands."""
    for row in asked:
        if row.declined_at is None:
            act.show(effects.redraw(row.id, loading.holders(row)))


def running(row: SubtaskRow) -> bool:
    """Whether a subtask belongs to a round that is not over."""
    return row.round is not None and row.round.ended_at is None
