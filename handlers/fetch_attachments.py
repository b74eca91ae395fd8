"""`Hent vedlegg`: who runs a case gets its attachments into their own conversation with the bot."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import case_files
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import alert, ids


async def fetch(ack: AsyncAck, request: Request, services: Services) -> None:
    """Let the copies come, and say where; they are there a moment later."""
    new = await services.executor.execute(
        case_files.fetch, request.value, actor=request.actor, now=services.clock.now()
    )
    view = alert.fetched(await services.translators.of_person(request.actor), new)
    services.modals.open(request, view)
    await ack()


def register(app: Listeners) -> None:
    """Bind this listener."""
    app.action(ids.CASE_FETCH)(fetch)
