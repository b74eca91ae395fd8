"""What stands before somebody, and is not so any more."""

from __future__ import annotations

import sqlalchemy as sa

from store import tables
from tests.soak.truth import Truth
from tests.world import World


def untrue(world: World) -> list[str]:
    """Every card, page and message that is not as it is kept, in words."""
    known = {row.id: row.slack_id for row in world.rows(sa.select(tables.people))}
    people = {number: world.ws.people[slack_id] for number, slack_id in known.items() if slack_id}
    return Truth(world.bot.services.context, people, world.clock.now()).faults()
