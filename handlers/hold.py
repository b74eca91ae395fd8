"""Putting a subtask on hold until a day, changing that, and taking it up again: from the task page."""

from __future__ import annotations

from cases.acts import holding
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Answer, Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.hold_form import hold_form
from handlers.views.task_page import task_page


async def ask(services: Services, request: Request) -> Answer:
    """`Sett på vent`, or `Endre` while it is: open the dialog."""
    form = await services.executor.query(holding.form, request.number, actor=request.actor, now=services.clock.now())
    view = hold_form(form, await services.translators.of_person(request.actor), under=request.under)
    services.modals.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def submit(services: Services, request: Request) -> Answer:
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
        return {"response_action": "update", "view": view}
    await parent_view.redraw(services, request)
    return None


async def resume(services: Services, request: Request) -> Answer:
    """`Gjenoppta`: end the hold and show the page as it is now, whoever has ended it."""
    page = await services.executor.execute(holding.end, request.number, actor=request.actor, now=services.clock.now())
    if request.in_modal:
        view = task_page(page, services.translators.of(page.reader.language))
        services.modals.replace(request.view["id"], view, actor=request.actor)
    return None


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_HOLD_ASK)(ask)
    app.action(ids.TASK_RESUME)(resume)
    app.view(ids.SUBTASK_HOLD)(submit)
