"""`Kalender`: one's own link by which a calendar fetches deadlines."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import calendars
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import alert, ids
from handlers.views.calendar_form import calendar_form, ended, made


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Kalender` on App Home: open the dialog."""
    made_at, translator = await services.translators.asked(calendars.made_at, actor=request.actor)
    services.modals.open(request, calendar_form(made_at, translator, discreet=services.context.discreet))
    await ack()


async def make(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lag lenke`, `Lag ny lenke`: show it in place of the dialog, once."""
    link = await services.executor.execute(
        calendars.make, actor=request.actor, key=request.key, now=services.clock.now()
    )
    if link is not None:
        view = made(link, await services.translators.of_person(request.actor))
        services.modals.replace(request.view["id"], view, actor=request.actor)
    await ack()


async def end(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Slett lenken`: end it, and say so in place of the dialog."""
    await services.executor.execute(calendars.end, actor=request.actor, now=services.clock.now())
    translator = await services.translators.of_person(request.actor)
    services.modals.replace(request.view["id"], alert.trouble(translator, ended(translator)), actor=request.actor)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.HOME_CALENDAR_ASK)(ask)
    app.action(ids.CALENDAR_MAKE)(make)
    app.action(ids.CALENDAR_END)(end)
