"""Closing a case: the question about its open subtasks, the way to each of them, and the closing itself (S21, S22)."""

from __future__ import annotations

from cases.acts import closing, subtasks
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Answer, Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.closing_form import closing_form, still_open
from handlers.views.task_page import task_page


async def ask(services: Services, request: Request) -> Answer:
    """`Avslutt sak` on the case page: open the question."""
    question = await services.executor.query(closing.ask, request.value, actor=request.actor)
    view = closing_form(question, await services.translators.of_person(request.actor))
    services.modals.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def enter_subtask(services: Services, request: Request) -> Answer:
    """`Åpne` in the question: the subtask's page in its place, so that no answer is given to what has changed."""
    page = await services.executor.execute(
        subtasks.enter, request.number, actor=request.actor, now=services.clock.now()
    )
    view = task_page(page, services.translators.of(page.reader.language))
    services.modals.replace(request.view["id"], view, actor=request.actor)
    return None


async def submit(services: Services, request: Request) -> Answer:
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
        return {"response_action": "update", "view": view}
    await parent_view.redraw(services, request)
    if closed is None or closed.is_closed:
        return None
    return {
        "response_action": "update",
        "view": still_open(closed, await services.translators.of_person(request.actor)),
    }


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_CLOSE_ASK)(ask)
    app.action(ids.CLOSING_SUBTASK)(enter_subtask)
    app.view(ids.CASE_CLOSE)(submit)
