"""Two hundred subtasks given to somebody else in one go: shown, done, and taken back."""

from __future__ import annotations

from time import perf_counter
from uuid import uuid4

from cases.acts import bulk_doing, bulk_moves
from cases.context import Context
from domain.bulk_moves import MOST, Wanted
from tests.bench.crowd import DISTRIBUTOR, NOW, Size, heavy, slack_id

RECEIVER = 7  # an expert at the same institute
SHOWN, MOVED, UNDONE = (f"Flytt flere, {MOST} {what}" for what in ("shown", "moved", "taken back"))
WHAT = (SHOWN, MOVED, UNDONE)


def measure(context: Context, _size: Size) -> dict[str, float]:
    """Do it, and take it back."""
    keys = tuple(str(number) for number in heavy()[:MOST])
    wanted = Wanted(False, keys, RECEIVER, None, with_resting=True, reason="Har for mye å gjøre.")
    actor = slack_id(DISTRIBUTOR)
    begin = perf_counter()
    move_id = bulk_moves.plan(context, wanted, actor=actor, now=NOW).number
    shown = perf_counter()
    bulk_doing.move(context, move_id, actor=actor, key=uuid4().hex, now=NOW)
    moved = perf_counter()
    bulk_doing.undo(context, move_id, actor=actor, now=NOW)
    return {SHOWN: shown - begin, MOVED: moved - shown, UNDONE: perf_counter() - moved}
