"""Closing a case: the question about its open subtasks, the way to each of them, and the closing itself (S21, S22)."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import closing, subtasks
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.closing_form import closing_form, still_open
from handlers.views.task_page import task_page


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Avslutt sak` on the case page: open the question."""
    question, translator = await services.translators.asked(
        closing.ask, request.value, actor=request.actor, now=services.clock.now()
    )
    view = closing_form(question, translator)
    services.modals.open(request, view)
    await ack()


async def enter_subtask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Åpne` in the question: the subtask's page in its place, so that no answer is given to what has changed."""
    page = await services.executor.execute(
        subtasks.enter, request.number, actor=request.actor, now=services.clock.now()
    )
    view = task_page(page, services.translators.of(page.reader.language))
    services.modals.replace(request.view["id"], view, actor=request.actor)
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Avslutt sak` in the question: close, or ask again when a subtask has come since (A23).

    Where the case is kept open, the dialog says so.
    """
    case_id, wanted = str(forms.about(request.view).get("case")), forms.closing(request.view)
    try:
        closed = await services.executor.execute(
            closing.close, case_id, wanted, actor=request.actor, key=request.key, now=services.clock.now()
        )
    except closing.AskAgainError as again:
        view = closing_form(again.question, await services.translators.of_person(request.actor))
        await ack(response_action="update", view=view)
        return
    await parent_view.redraw(services, request)
    if closed is None or closed.is_closed:
        await ack()
        return
    view = still_open(closed, await services.translators.of_person(request.actor))
    await ack(response_action="update", view=view)


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_CLOSE_ASK)(ask)
    app.action(ids.CLOSING_SUBTASK)(enter_subtask)
    app.view(ids.CASE_CLOSE)(submit)
