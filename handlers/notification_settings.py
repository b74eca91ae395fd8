"""`Varsler`: what a person wants to be told, and when, chosen on App Home."""

from __future__ import annotations

from cases.acts import notification_settings
from domain.forms import Wanted
from handlers import forms
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.notification_settings_form import wishes_form


async def ask(desk: Desk, request: Request) -> Answer:
    """`Endre varsler`: open the dialog."""
    form = await desk.look(notification_settings.form, actor=request.actor)
    view = wishes_form(form, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def choose(desk: Desk, request: Request) -> Answer:
    """`Lagre`: saved before the dialog closes; the main page says it afterwards."""
    wanted = Wanted(
        reminding=forms.chosen(request.view, ids.REMINDING),
        ticked=forms.ticked_words(request.view, ids.KINDS),
        offered=forms.offered_words(request.view, ids.KINDS),
        quiet_hours=bool(forms.ticked_words(request.view, ids.QUIET_HOURS)),
    )
    await desk.act(notification_settings.choose, wanted, actor=request.actor, now=desk.now())
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.HOME_WISHES_ASK, ask)
    routes.add("view_submission", ids.WISHES_CHOOSE, choose)
