"""Saying no to a subtask, from its card or its page."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import reassigning
from domain.forms import Reason
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.decline_form import decline_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Send tilbake`: open the dialog."""
    form, translator = await services.translators.asked(reassigning.decline_form, request.number, actor=request.actor)
    view = decline_form(form, translator)
    services.modals.open(request, view)
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes, and with it the task page, which is not theirs to see any more."""
    reason = forms.chosen(request.view, ids.REASON)
    await services.executor.execute(
        reassigning.decline,
        forms.subtask_id(request.view),
        Reason(reason) if reason in list(Reason) else None,
        forms.text(request.view, ids.TEXT),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await ack(response_action="clear")


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_DECLINE_ASK)(ask)
    app.view(ids.SUBTASK_DECLINE)(submit)
