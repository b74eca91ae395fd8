"""`Hent vedlegg` for who runs a case, `Hent` for an assignee: attachments come into their own conversations."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import case_files, fetching
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import alert, ids
from handlers.views.task_page import task_page


async def fetch(ack: AsyncAck, request: Request, services: Services) -> None:
    """Let the copies come, and say where; they are there a moment later."""
    new = await services.executor.execute(
        case_files.fetch, request.value, actor=request.actor, now=services.clock.now()
    )
    view = alert.fetched(await services.translators.of_person(request.actor), new)
    services.modals.open(request, view)
    await ack()


async def fetch_granted(ack: AsyncAck, request: Request, services: Services) -> None:
    """Let one copy come; the page says that it is fetched now, and the card does so by itself."""
    page = await services.executor.execute(
        fetching.fetch, request.number, actor=request.actor, now=services.clock.now()
    )
    if request.in_modal:
        view = task_page(page, services.translators.of(page.reader.language))
        services.modals.replace(request.view["id"], view, actor=request.actor)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_FETCH)(fetch)
    app.action(ids.GRANT_FETCH)(fetch_granted)
