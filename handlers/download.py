"""`Last ned` on the page of a case that has ended: its archive package comes into the owner's own conversation."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.archive import downloads
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids, packages


async def download(ack: AsyncAck, request: Request, services: Services) -> None:
    """Let the package come, and say where."""
    is_new = await services.executor.execute(
        downloads.download, request.value, actor=request.actor, now=services.clock.now()
    )
    services.modals.open(request, packages.coming(await services.translators.of_person(request.actor), is_new=is_new))
    await ack()


def register(app: Listeners) -> None:
    """Bind this listener."""
    app.action(ids.CASE_DOWNLOAD)(download)
