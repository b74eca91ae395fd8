"""Giving a subtask to somebody else (A20): from the case page, the task page, or the notice that it was declined."""

from __future__ import annotations

from cases.acts import reassigning
from handlers import forms, parent_view
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.reassign_form import reassign_form


async def ask(desk: Desk, request: Request) -> Answer:
    """`Bytt ansvarlig`: open the dialog."""
    subtask = await desk.look(reassigning.form, request.number, actor=request.actor)
    view = reassign_form(subtask, await desk.voice_for(request.actor), under=request.under)
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def submit(desk: Desk, request: Request) -> Answer:
    """Saved before the dialog closes; the page under it shows who has the subtask now."""
    await desk.act(
        reassigning.reassign,
        forms.subtask_id(request.view),
        forms.number(request.view, ids.ASSIGNEE),
        forms.text(request.view, ids.REASON),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    await parent_view.redraw(desk, request)
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.SUBTASK_REASSIGN_ASK, ask)
    routes.add("view_submission", ids.SUBTASK_REASSIGN, submit)
