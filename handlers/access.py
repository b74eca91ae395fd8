"""`Tilgang til vedlegg`: what of a case's attachments an assignee may see, given and taken back."""

from __future__ import annotations

from cases.acts import access
from handlers import forms, parent_view
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.access_form import access_form
from handlers.views.attachments import found_options


async def ask(desk: Desk, request: Request) -> Answer:
    """Open the dialog, from the case page or the task page."""
    form = await desk.look(access.form, request.number, actor=request.actor)
    view = access_form(form, await desk.voice_for(request.actor), under=request.under)
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def change(desk: Desk, request: Request) -> Answer:
    """`Lagre`: saved before the dialog closes; copies come and go afterwards."""
    assignee = forms.about(request.view).get("assignee")
    await desk.act(
        access.change,
        forms.subtask_id(request.view),
        forms.ticked(request.view, ids.ATTACHMENTS),
        shown=forms.ticked_before(request.view, ids.ATTACHMENTS),
        assignee_id=assignee if isinstance(assignee, int) else None,
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    await parent_view.redraw(desk, request)
    return None


async def suggest(desk: Desk, request: Request) -> Answer:
    """Answer typing where the case has too many attachments to list."""
    form = await desk.look(access.form, forms.subtask_id(request.view), actor=request.actor)
    words = await desk.voice_for(request.actor)
    return {"options": found_options(form.attachments, str(request.body.get("value") or ""), words)}


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.CASE_ACCESS_ASK, ask)
    routes.add("block_actions", ids.TASK_ACCESS_ASK, ask)
    routes.add("view_submission", ids.ACCESS_CHANGE, change)
    routes.add("block_suggestion", ids.ACCESS_PICK, suggest)
