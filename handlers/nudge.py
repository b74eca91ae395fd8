"""Reminding the assignee of a subtask: `Purr` on the task page or the case page."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import nudging
from handlers import parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids


async def nudge(ack: AsyncAck, request: Request, services: Services) -> None:
    """Nothing is asked; the page says on which day the assignee hears of it."""
    await services.executor.execute(nudging.nudge, request.number, actor=request.actor, now=services.clock.now())
    await parent_view.redraw_pressed(services, request)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_NUDGE)(nudge)
