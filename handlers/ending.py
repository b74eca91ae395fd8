"""How a subtask ends without being solved, and how an ending is mended: `Ikke nødvendig`, `Angre`, `Gjenåpne`."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import editing, endings, reopening
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.attachments import found_options
from handlers.views.not_needed_form import not_needed_form
from handlers.views.reopen_form import reopen_form
from handlers.views.task_page import task_page


async def undo(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Angre` on the card or the task page: nothing is asked; the page shows the subtask as it is again."""
    page = await services.executor.execute(endings.undo, request.number, actor=request.actor, now=services.clock.now())
    if request.in_modal:
        services.modals.replace(
            request.view["id"], task_page(page, services.translators.of(page.reader.language)), actor=request.actor
        )
    await ack()


async def ask_not_needed(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Ikke nødvendig` on the task page or the case page: open the dialog."""
    subtask, translator = await services.translators.asked(editing.form, request.number, actor=request.actor)
    view = not_needed_form(subtask, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def not_needed(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes; the page under it shows how the subtask ended."""
    number, why = forms.subtask_id(request.view), forms.text(request.view, ids.REASON)
    await services.executor.execute(
        endings.not_needed, number, why, actor=request.actor, key=request.key, now=services.clock.now()
    )
    await parent_view.redraw(services, request)
    await ack()


async def ask_reopen(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Gjenåpne` on the page of a solved subtask or in its row on the case page: open the dialog."""
    form, translator = await services.translators.asked(
        reopening.form, request.number, actor=request.actor, now=services.clock.now()
    )
    view = reopen_form(form, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def reopen(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes; the page under it shows the subtask as one to be solved."""
    number, wanted = forms.subtask_id(request.view), forms.reopening(request.view)
    await services.executor.execute(
        reopening.reopen, number, wanted, actor=request.actor, key=request.key, now=services.clock.now()
    )
    await parent_view.redraw(services, request)
    await ack()


async def suggest(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing where more attachments had been open than can be listed."""
    number = forms.subtask_id(request.view)
    form, translator = await services.translators.asked(
        reopening.form, number, actor=request.actor, now=services.clock.now()
    )
    await ack(options=found_options(form.attachments, request.typed, translator))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_UNDO)(undo)
    app.action(ids.SUBTASK_NOT_NEEDED_ASK)(ask_not_needed)
    app.view(ids.SUBTASK_NOT_NEEDED)(not_needed)
    app.action(ids.SUBTASK_REOPEN_ASK)(ask_reopen)
    app.view(ids.SUBTASK_REOPEN)(reopen)
    app.options(ids.REOPEN_PICK)(suggest)
