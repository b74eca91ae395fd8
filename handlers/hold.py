"""Putting a subtask on hold until a day, changing that, and taking it up again: from the task page."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import holding
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.hold_form import hold_form
from handlers.views.task_page import task_page


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Sett på vent`, or `Endre` while it is: open the dialog."""
    form, translator = await services.translators.asked(
        holding.form, request.number, actor=request.actor, now=services.clock.now()
    )
    view = hold_form(form, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes; the page under it shows that the subtask is on hold now.

    One that reaches beyond the deadline is asked about first, in the same dialog.
    """
    number, wanted = forms.subtask_id(request.view), forms.hold(request.view)
    try:
        await services.executor.execute(
            holding.hold, number, wanted, actor=request.actor, key=request.key, now=services.clock.now()
        )
    except holding.AskFirstError as first:
        under = str(forms.about(request.view).get("under"))
        view = hold_form(first.form, await services.translators.of_person(request.actor), under=under)
        await ack(response_action="update", view=view)
        return
    await parent_view.redraw(services, request)
    await ack()


async def resume(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Gjenoppta`: end the hold and show the page as it is now, whoever has ended it."""
    page = await services.executor.execute(holding.end, request.number, actor=request.actor, now=services.clock.now())
    if request.in_modal:
        view = task_page(page, services.translators.of(page.reader.language))
        services.modals.replace(request.view["id"], view, actor=request.actor)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_HOLD_ASK)(ask)
    app.action(ids.TASK_RESUME)(resume)
    app.view(ids.SUBTASK_HOLD)(submit)
