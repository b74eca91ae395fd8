"""`Legg til vedlegg`: a case worker hands in files for a case (F15)."""

from __future__ import annotations

from cases import access, pages
from handlers import forms
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.case_page import case_modal
from handlers.views.upload_form import upload_form


async def ask(desk: Desk, request: Request) -> Answer:
    """Open the dialog, from the case page."""
    title = await desk.look(access.may_upload, request.value, actor=request.actor)
    view = upload_form(request.value, title, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def upload(desk: Desk, request: Request) -> Answer:
    """`Legg til`: noted before the dialog closes; the bytes are fetched afterwards."""
    case_id = str(forms.about(request.view).get("case"))
    await desk.act(
        access.upload,
        case_id,
        forms.files(request.view, ids.FILES),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    if under := request.view.get("previous_view_id"):
        page = await desk.act(pages.enter_case, case_id, actor=request.actor, now=desk.now())
        desk.replace(under, case_modal(page, desk.voice(page.reader.language)), actor=request.actor)
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.CASE_UPLOAD_ASK, ask)
    routes.add("view_submission", ids.CASE_UPLOAD, upload)
