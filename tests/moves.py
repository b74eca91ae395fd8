"""What is moved at once, or offered, by the acts themselves: for scenes and tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from cases.acts import bulk_doing, bulk_moves
from domain.bulk_moves import Wanted
from domain.values import Role
from store import tables
from tests.institution import MONDAY
from tests.relations import Scene, slack_id

DISTRIBUTOR = slack_id("distributor at the place")


def cases_to(scene: Scene, receiver: str, keys: Sequence[str] = ()) -> Wanted:
    """Ask for this case, or these, to be given to somebody."""
    return Wanted(True, tuple(keys) or (scene.case_id,), scene.people[receiver], None, False, "")


def subtasks_to(scene: Scene, receiver: str, keys: Sequence[str] = ()) -> Wanted:
    """Ask for this subtask, or these, to be given to somebody."""
    return Wanted(False, tuple(keys) or (str(scene.subtask_id),), scene.people[receiver], None, True, "Fordi.")


def to_role(scene: Scene, role: Role, *, of_case: bool) -> Wanted:
    """Ask for this case, or this subtask, to be offered to everybody with a role."""
    return Wanted(of_case, (scene.case_id if of_case else str(scene.subtask_id),), None, role, True, "Fordi.")


def move(scene: Scene, wanted: Wanted, actor: str = DISTRIBUTOR, now: datetime = MONDAY) -> int:
    """Look at what would happen, and do it."""
    run = bulk_moves.plan(scene.context, wanted, actor=actor, now=now)
    bulk_doing.move(scene.context, run.number, actor=actor, key=f"{scene.key}-{run.number}", now=now)
    return run.number


def last_move(scene: Scene) -> int:
    """The number of the newest move that has to do with the scene's case; 0 for none."""
    keys = {scene.case_id, str(scene.subtask_id)}
    with scene.context.database.read() as connection:
        found = connection.execute(sa.select(tables.bulk_moves.c.id, tables.bulk_moves.c.planned))
        return max((row.id for row in found if keys & set(row.planned["keys"])), default=0)


def last_offer(scene: Scene) -> int:
    """The number of the newest offer of the case, or of the subtask; 0 for none."""
    newest = sa.select(sa.func.max(tables.offers.c.id)).where(tables.offers.c.case_id == scene.case_id)
    with scene.context.database.read() as connection:
        return connection.execute(newest).scalar() or 0
