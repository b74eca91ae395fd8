"""Letting a subtask begin that waits for another one: `Begynn nå` on the task page or the case page."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import begin_now
from handlers import parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids


async def begin(ack: AsyncAck, request: Request, services: Services) -> None:
    """Nothing is asked: the assignee gets the card, and the page says that it is new."""
    await services.executor.execute(begin_now.begin_now, request.number, actor=request.actor, now=services.clock.now())
    await parent_view.redraw_pressed(services, request)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_BEGIN)(begin)
