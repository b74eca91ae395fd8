"""The demo's large sample (`demo --large`): forty people, 300 cases and 2,000 subtasks, the small sample among them.

It is planned from the files beside this one with random numbers of its own, so that the same day always gives the
same, and then done by the acts that people do, each at its time: what is left is what work would have left.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.sample.large.doing import Doing
from bot.sample.large.plan import Plan
from cases.context import Context
from store import demo_reset


def play_large(context: Context, folder: Path, now: datetime) -> None:
    """Let some months of work happen in an empty database, up to the last working day; import files go to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    doing = Doing(context, folder, now)
    doing.carry_out(Plan(doing.calendar).steps())
    with context.database.begin(patient=True) as connection:
        demo_reset.start_afresh(connection, now)  # all of that was said in another workspace, so to speak
    with context.database.together():
        doing.beat(now)
