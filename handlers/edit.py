"""`Rediger`: a subtask's title and description, from the task page or the case page."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import editing
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.edit_form import edit_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the dialog, filled with how it is now."""
    subtask, translator = await services.translators.asked(editing.form, request.number, actor=request.actor)
    view = edit_form(subtask, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes; the page under it shows the new words."""
    number, wanted = forms.subtask_id(request.view), forms.edit(request.view)
    await services.executor.execute(
        editing.edit, number, wanted, actor=request.actor, key=request.key, now=services.clock.now()
    )
    await parent_view.redraw(services, request)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_EDIT_ASK)(ask)
    app.view(ids.SUBTASK_EDIT)(submit)
