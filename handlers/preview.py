"""`Se som ansvarlig`: what the assignee of a subtask gets, on top of the dialog or the page where it is asked for."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.pages import previews
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.preview import preview


async def show_new(ack: AsyncAck, request: Request, services: Services) -> None:
    """Show what is filled into the dialog `Ny deloppgave`; nothing is saved, and the dialog stays as it is."""
    new = forms.new_subtask(request.view)
    seen, translator = await services.translators.asked(previews.of_new, request.value, new, actor=request.actor)
    services.modals.open(request, preview(*seen, translator))
    await ack()


async def show(ack: AsyncAck, request: Request, services: Services) -> None:
    """Show a subtask that there is."""
    now = services.clock.now()
    seen, translator = await services.translators.asked(
        previews.of_subtask, request.number, actor=request.actor, now=now
    )
    services.modals.open(request, preview(*seen, translator))
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CREATE_PREVIEW)(show_new)
    app.action(ids.TASK_PREVIEW)(show)
