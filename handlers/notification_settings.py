"""`Varsler`: what a person wants to be told, and when, chosen on App Home."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import notification_settings
from domain.notification_settings import Wanted
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.notification_settings_form import wishes_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Endre varsler`: open the dialog."""
    form, translator = await services.translators.asked(notification_settings.form, actor=request.actor)
    view = wishes_form(form, translator)
    services.modals.open(request, view)
    await ack()


async def choose(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre`: saved before the dialog closes; the main page says it afterwards."""
    wanted = Wanted(
        reminding=forms.chosen(request.view, ids.REMINDING),
        ticked=forms.ticked_words(request.view, ids.KINDS),
        offered=forms.offered_words(request.view, ids.KINDS),
        quiet_hours=bool(forms.ticked_words(request.view, ids.QUIET_HOURS)),
    )
    await services.executor.execute(notification_settings.choose, wanted, actor=request.actor, now=services.clock.now())
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.HOME_WISHES_ASK)(ask)
    app.view(ids.WISHES_CHOOSE)(choose)
