"""`Legg til vedlegg`: a case worker hands in files for a case (F15)."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import access
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.upload_form import upload_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the dialog, from the case page."""
    title, translator = await services.translators.asked(access.may_upload, request.value, actor=request.actor)
    view = upload_form(request.value, title, translator)
    services.modals.open(request, view)
    await ack()


async def upload(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Legg til`: noted before the dialog closes; the bytes are fetched afterwards."""
    await services.executor.execute(
        access.upload,
        str(forms.about(request.view).get("case")),
        forms.files(request.view, ids.FILES),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await parent_view.redraw(services, request)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_UPLOAD_ASK)(ask)
    app.view(ids.CASE_UPLOAD)(upload)
