"""An evening in Oslo and the morning after it, and what waits from one to the other."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from store.delivery_tables import HELD
from tests.bot.lives import TITLE
from tests.handlers.wishes import NOT_DISTURBED, QUIET, open_wishes, save
from tests.world import UNHEARD, UNSENT, World

OSLO = ZoneInfo("Europe/Oslo")
EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=OSLO)
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=OSLO)


async def do_not_disturb(world: World, person: Person) -> None:
    """Choose quiet hours on App Home."""
    await open_wishes(world, person)
    await person.tick(QUIET, NOT_DISTURBED)
    await save(world, person)


def held(world: World) -> list[tuple[str, datetime]]:
    """What waits for somebody's working hours, oldest first, and until when."""
    waiting = sa.select(tables.outbox).where(tables.outbox.c.error == HELD, tables.outbox.c.state == "ready")
    return [(row.kind, row.not_before_at) for row in world.rows(waiting.order_by(tables.outbox.c.id))]


async def until_held(world: World, count: int) -> list[tuple[str, datetime]]:
    """Wait until so many rows wait for working hours, and nothing else is under way.

    One statement looks at both tables: what goes over from the one into the other is seen in one of them.
    """
    is_held = tables.outbox.c.error == HELD
    under_way = sa.select(
        sa.exists().select_from(tables.outbox).where(UNSENT, tables.outbox.c.error.is_distinct_from(HELD))
        | sa.exists().select_from(tables.inbox).where(UNHEARD),
        sa.select(sa.func.count()).select_from(tables.outbox).where(UNSENT, is_held).scalar_subquery(),
    )
    await world.ws.until(lambda: world.has_heard() and tuple(world.rows(under_way)[0]) == (False, count))
    return held(world)


def heard(person: Person) -> list[str]:
    """What others have written, as it stands in the person's thread, without headings and files."""
    texts = [person.text_of(one).splitlines() for one in person.thread(person.card(TITLE).ts) if not one.deleted]
    return [lines[1] for lines in texts if lines and " til " in lines[0] and lines[0].endswith(person.name)]
