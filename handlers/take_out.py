"""`Fjern vedlegg` on the case page: what does not belong to the case goes, for everybody."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import taking_out
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.attachments import found_options
from handlers.views.take_out_form import take_out_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the dialog, from the case page."""
    form, translator = await services.translators.asked(taking_out.form, request.value, actor=request.actor)
    view = take_out_form(form, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def take_out(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Fjern`: saved before the dialog closes; copies and bytes go afterwards."""
    await services.executor.execute(
        taking_out.take_out,
        str(forms.about(request.view).get("case")),
        forms.ticked(request.view, ids.ATTACHMENTS),
        forms.text(request.view, ids.REASON),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await parent_view.redraw(services, request)
    await ack()


async def suggest(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing where the case has too many attachments to list."""
    form, translator = await services.translators.asked(
        taking_out.form, str(forms.about(request.view).get("case")), actor=request.actor
    )
    await ack(options=found_options(form.attachments, request.typed, translator))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_TAKE_OUT_ASK)(ask)
    app.view(ids.CASE_TAKE_OUT)(take_out)
    app.options(ids.TAKE_OUT_PICK)(suggest)
