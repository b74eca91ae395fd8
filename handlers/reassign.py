"""Giving a subtask to somebody else (A20): from the case page, the task page, or the notice that it was declined."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import reassigning
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.reassign_form import reassign_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Bytt ansvarlig`: open the dialog."""
    form, translator = await services.translators.asked(reassigning.form, request.number, actor=request.actor)
    view = reassign_form(form, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes; the page under it shows who has the subtask now."""
    await services.executor.execute(
        reassigning.reassign,
        forms.subtask_id(request.view),
        forms.number(request.view, ids.ASSIGNEE),
        forms.text(request.view, ids.REASON),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await parent_view.redraw(services, request)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_REASSIGN_ASK)(ask)
    app.view(ids.SUBTASK_REASSIGN)(submit)
