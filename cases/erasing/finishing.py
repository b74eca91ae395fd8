"""What comes after the transaction of an erasure: what lies outside the database, and what lies unused in its files.

It is done again until it is done. An erasure without `done_at` is what remembers it through a crash; what stands in
Slack is taken away by the outbox, and an erasure is done when nothing of it waits there any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cases.acts import taken_back
from cases.context import Context
from store import erasing as rows
from store.erasing import ErasureRow


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to do of an erasure: `in_slack` counts what the outbox has not taken away yet."""

    erasure: ErasureRow
    in_slack: int
    is_done: bool


def finish(context: Context, remove_package: Callable[[str], None], *, now: datetime) -> list[Left]:
    """Go on with every erasure that is under way; gives what is left of each.

    `remove_package` removes the package of a case from where packages are put. Raises OSError when a folder cannot be
    written to, and UnreachableError.
    """
    with context.database.read(patient=True) as connection:
        begun = rows.under_way(connection)
    if not begun:
        return []
    for erasure in begun:
        _discard(context, erasure, now)
        for case_id in _packages_of(erasure):
            remove_package(case_id)
    is_clean = rows.scrub(context.database)
    return [_settle(context, erasure, now, is_clean=is_clean) for erasure in begun]


def _packages_of(erasure: ErasureRow) -> list[str]:
    """The cases whose packages hold what was erased; the archive has them."""
    if erasure.kind == "person":
        return list(erasure.counts.get("packages", ()))
    return [erasure.case_id] if erasure.case_id is not None else []


def _discard(context: Context, erasure: ErasureRow, now: datetime) -> None:
    """Let bytes go at once: the command that erases may be run while no bot runs."""
    with context.database.read() as connection:
        waiting = rows.still_to_take_away(connection, erasure.id)
    for sha256 in [str(one["sha256"]) for one in waiting if "sha256" in one]:
        taken_back.discard(context, sha256)
        with context.database.begin(patient=True) as connection:
            rows.taken_away(connection, erasure.id, sha256, now)


def _settle(context: Context, erasure: ErasureRow, now: datetime, *, is_clean: bool) -> Left:
    with context.database.begin(patient=True) as connection:
        waiting = len(rows.still_to_take_away(connection, erasure.id))
        is_done = is_clean and not waiting
        if is_done:
            rows.done(connection, erasure.id, now)
    return Left(erasure, waiting, is_done)
