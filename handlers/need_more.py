"""Asking the case owner for what is missing, and ending the wait: `Trenger mer`, `Trenger ikke mer`, `Besvart`."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import needing_more, waiting
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.needing_more_form import needing_more_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Trenger mer` on the card or the task page: open the dialog."""
    subtask, translator = await services.translators.asked(needing_more.form, request.number, actor=request.actor)
    view = needing_more_form(subtask, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes; the page under it says that the subtask waits."""
    number, text = forms.subtask_id(request.view), forms.text(request.view, ids.MESSAGE)
    await services.executor.execute(
        needing_more.ask, number, text, actor=request.actor, key=request.key, now=services.clock.now()
    )
    await parent_view.redraw(services, request)
    await ack()


async def end(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Trenger ikke mer` for the assignee, `Besvart` for who runs the case: the card or the page shows it."""
    await services.executor.execute(waiting.end, request.number, actor=request.actor, now=services.clock.now())
    await parent_view.redraw_pressed(services, request)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_NEED_MORE_ASK)(ask)
    app.action(ids.SUBTASK_WAIT_OVER)(end)
    app.view(ids.SUBTASK_NEED_MORE)(submit)
