"""`Ta ut vedlegg` on the case page: what does not belong to the case goes, for everybody."""

from __future__ import annotations

from cases.acts import taking_out
from handlers import forms, parent_view
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.attachments import found_options
from handlers.views.take_out_form import take_out_form


async def ask(desk: Desk, request: Request) -> Answer:
    """Open the dialog, from the case page."""
    form = await desk.look(taking_out.form, request.value, actor=request.actor)
    view = take_out_form(form, await desk.voice_for(request.actor), under=request.under)
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def take_out(desk: Desk, request: Request) -> Answer:
    """`Ta ut`: saved before the dialog closes; copies and bytes go afterwards."""
    await desk.act(
        taking_out.take_out,
        str(forms.about(request.view).get("case")),
        forms.ticked(request.view, ids.ATTACHMENTS),
        forms.text(request.view, ids.REASON),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    await parent_view.redraw(desk, request)
    return None


async def suggest(desk: Desk, request: Request) -> Answer:
    """Answer typing where the case has too many attachments to list."""
    form = await desk.look(taking_out.form, str(forms.about(request.view).get("case")), actor=request.actor)
    words = await desk.voice_for(request.actor)
    return {"options": found_options(form.attachments, str(request.body.get("value") or ""), words)}


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.CASE_TAKE_OUT_ASK, ask)
    routes.add("view_submission", ids.CASE_TAKE_OUT, take_out)
    routes.add("block_suggestion", ids.TAKE_OUT_PICK, suggest)
