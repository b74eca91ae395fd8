"""What an act costs: queries that do not grow with the database, and no call to Slack before the answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cases.acts import subtasks
from cases.context import Context
from cases.pages import main_page, overview, subtask_pages
from domain.overview import Listing, Turned
from store.database import Database
from store.files import FileStore
from tests.filled_in import new_subtask
from tests.institution import CASE, MONDAY, TODAY
from tests.stored import add_subtasks
from tests.world import World


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect every statement that the database is given meanwhile."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def context(world: World, tmp_path: Path) -> Context:
    """Give a context of the world's own database, apart from the running bot."""
    return Context(world.database, FileStore(tmp_path / "files"), world.settings.timezone)


async def test_acts_and_pages_cost_the_same_with_one_subtask_and_with_a_thousand(
    world: World, context: Context
) -> None:
    costs = []
    for count in (11, 1000):
        add_subtasks(world, count)
        with counted(world.database) as seen:
            main_page.turn(context, actor="U0AISHA", now=MONDAY)
            main_page.home(context, 4, actor="U0AISHA", now=MONDAY)
            subtask_pages.enter_case(context, CASE, actor="U0KARI", now=MONDAY)
            subtasks.enter(context, 1, actor="U0AISHA", now=MONDAY)
        costs.append(len(statements(seen)))
        await world.quiet()
    # the second time nothing is opened for the first time any more, which saves some
    assert costs[1] <= costs[0] <= 42


async def test_creating_takes_few_statements_whatever_is_there(world: World, context: Context) -> None:
    add_subtasks(world, 500)
    new = new_subtask(4, deadline_on=TODAY, attachment_ids=(1, 2))
    with counted(world.database) as seen:
        subtasks.create(context, CASE, new, actor="U0KARI", key="view:V1", now=MONDAY)
    assert len(statements(seen)) <= 14
    assert not [one for one in seen if "systems" in one]  # most have no door for machines
    world.bot.wake()
    await world.quiet()


async def test_slack_has_its_answer_while_every_delivery_still_hangs(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    kari, aisha = world.kari, world.aisha
    card = await world.card(aisha)
    for method in ("chat.postMessage", "chat.update", "conversations.open", "views.publish"):
        world.ws.faults.add(method, times=99, kind="hang_after_effect")
    asked = len(world.ws.requests)
    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    await aisha.fill("Konklusjon", "Ferdig")
    await aisha.send()
    await aisha.say("Hei", thread_ts=card.ts)
    await kari.open_home()
    await aisha.click("Løs deloppgave", at=card)
    await world.ws.until(lambda: world.ws.delivery.idle and all(request.ack for request in world.ws.requests[asked:]))
    by_people = [
        one.kind for one in world.ws.requests[asked:] if one.kind != "message" or "bot_id" not in str(one.payload)
    ]
    assert sorted(by_people) == ["app_home_opened", "block_actions", "block_actions", "message", "view_submission"]
    assert not any(request.trouble for request in world.ws.requests)
    world.ws.faults.clear()
    await world.quiet()


def statements(seen: list[str]) -> list[str]:
    """Leave out the beginnings and ends of transactions."""
    return [one for one in seen if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]


@pytest.mark.parametrize("listing", Listing)
async def test_the_overview_takes_a_handful_of_statements_whatever_is_there(
    world: World, context: Context, listing: Listing
) -> None:
    costs = []
    for count in (3, 500):
        add_subtasks(world, count)
        overview.turn(context, lambda _: Turned(listing), actor="U0INGRID", now=MONDAY)
        with counted(world.database) as seen:
            assert main_page.home(context, 5, actor="U0INGRID", now=MONDAY) is not None
        costs.append(len(statements(seen)))
    assert costs[0] <= costs[1] <= 8
    world.bot.wake()
    await world.quiet()
