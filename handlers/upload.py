"""`Legg til vedlegg`: a case worker hands in files for a case (F15)."""

from __future__ import annotations

from cases.acts import access
from handlers import forms, parent_view
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.upload_form import upload_form


async def ask(desk: Desk, request: Request) -> Answer:
    """Open the dialog, from the case page."""
    title = await desk.look(access.may_upload, request.value, actor=request.actor)
    view = upload_form(request.value, title, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def upload(desk: Desk, request: Request) -> Answer:
    """`Legg til`: noted before the dialog closes; the bytes are fetched afterwards."""
    await desk.act(
        access.upload,
        str(forms.about(request.view).get("case")),
        forms.files(request.view, ids.FILES),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    await parent_view.redraw(desk, request)
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.CASE_UPLOAD_ASK, ask)
    routes.add("view_submission", ids.CASE_UPLOAD, upload)
