"""Putting a subtask on hold until a day, changing that, and taking it up again: from the task page."""

from __future__ import annotations

from cases.acts import holding
from handlers import forms, parent_view
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.hold_form import hold_form
from handlers.views.task_page import task_page


async def ask(desk: Desk, request: Request) -> Answer:
    """`Sett på vent`, or `Endre` while it is: open the dialog."""
    form = await desk.look(holding.form, request.number, actor=request.actor, now=desk.now())
    view = hold_form(form, await desk.voice_for(request.actor), under=request.under)
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def submit(desk: Desk, request: Request) -> Answer:
    """Saved before the dialog closes; the page under it shows that the subtask is on hold now.

    One that reaches beyond the deadline is asked about first, in the same dialog.
    """
    number, wanted = forms.subtask_id(request.view), forms.hold(request.view)
    try:
        await desk.act(holding.hold, number, wanted, actor=request.actor, key=request.key, now=desk.now())
    except holding.AskFirstError as first:
        under = str(forms.about(request.view).get("under"))
        view = hold_form(first.form, await desk.voice_for(request.actor), under=under)
        return {"response_action": "update", "view": view}
    await parent_view.redraw(desk, request)
    return None


async def resume(desk: Desk, request: Request) -> Answer:
    """`Gjenoppta`: end the hold and show the page as it is now, whoever has ended it."""
    page = await desk.act(holding.end, request.number, actor=request.actor, now=desk.now())
    if request.in_modal:
        view = task_page(page, desk.voice(page.reader.language))
        desk.replace(request.view["id"], view, actor=request.actor)
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.SUBTASK_HOLD_ASK, ask)
    routes.add("block_actions", ids.TASK_RESUME, resume)
    routes.add("view_submission", ids.SUBTASK_HOLD, submit)
