"""`Tilgang til vedlegg`: what of a case's attachments an assignee may see, given and taken back."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import access
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.access_form import access_form
from handlers.views.attachments import found_options


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the dialog, from the case page or the task page."""
    form, translator = await services.translators.asked(access.form, request.number, actor=request.actor)
    view = access_form(form, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def change(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre`: saved before the dialog closes; copies come and go afterwards."""
    await services.executor.execute(
        access.change,
        forms.subtask_id(request.view),
        forms.access(request.view),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await parent_view.redraw(services, request)
    await ack()


async def suggest(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing where the case has too many attachments to list."""
    form, translator = await services.translators.asked(
        access.form, forms.subtask_id(request.view), actor=request.actor
    )
    await ack(options=found_options(form.attachments, request.typed, translator))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_ACCESS_ASK)(ask)
    app.action(ids.TASK_ACCESS_ASK)(ask)
    app.view(ids.ACCESS_CHANGE)(change)
    app.options(ids.ACCESS_PICK)(suggest)
