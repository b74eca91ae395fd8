"""`Ta oppgaven`, in the message about what is offered, and on App Home."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import offers
from cases.pages import moves
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.bulk_told import takeable


async def take(ack: AsyncAck, request: Request, services: Services) -> None:
    """Taken before it is said; who comes second is told who was first, and the message changes by itself."""
    await services.executor.execute(offers.take, request.number, actor=request.actor, now=services.clock.now())
    if request.in_modal:
        services.modals.replace(request.view["id"], await _all(services, request, has_taken=True), actor=request.actor)
    await ack()


async def show(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Kan tas` on App Home: all that is offered to the actor."""
    services.modals.open(request, await _all(services, request))
    await ack()


async def _all(services: Services, request: Request, *, has_taken: bool = False) -> dict[str, Any]:
    found, translator = await services.translators.asked(moves.takeable, actor=request.actor)
    return takeable(found, translator, has_taken=has_taken)


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.OFFER_TAKE)(take)
    app.action(ids.OFFERS_SHOW)(show)
