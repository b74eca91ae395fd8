"""Saying no to a subtask, from its card or its page."""

from __future__ import annotations

from cases.acts import reassigning
from domain.forms import Reason
from handlers import forms
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.decline_form import decline_form


async def ask(desk: Desk, request: Request) -> Answer:
    """`Send tilbake`: open the dialog."""
    subtask = await desk.look(reassigning.decline_form, request.number, actor=request.actor)
    view = decline_form(subtask, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def submit(desk: Desk, request: Request) -> Answer:
    """Saved before the dialog closes, and with it the task page, which is not hers to see any more."""
    reason = forms.chosen(request.view, ids.REASON)
    await desk.act(
        reassigning.decline,
        forms.subtask_id(request.view),
        Reason(reason) if reason in list(Reason) else None,
        forms.text(request.view, ids.TEXT),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    return {"response_action": "clear"}


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.SUBTASK_DECLINE_ASK, ask)
    routes.add("view_submission", ids.SUBTASK_DECLINE, submit)
