"""`Historikk`: what was done in a case or a subtask, on the case page and on the task page."""

from __future__ import annotations

from cases.pages import history_pages
from domain.forms import HistoryPage
from handlers import forms
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.history_page import history_page


async def of_case(desk: Desk, request: Request) -> Answer:
    """Open the history of a case, from its page."""
    page = await desk.look(history_pages.of_case, request.value, actor=request.actor)
    return await _open(desk, request, page)


async def of_subtask(desk: Desk, request: Request) -> Answer:
    """Open the history of a subtask, from its page."""
    page = await desk.look(history_pages.of_subtask, request.number, actor=request.actor)
    return await _open(desk, request, page)


async def _open(desk: Desk, request: Request, page: HistoryPage) -> Answer:
    view = history_page(page, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def turn(desk: Desk, request: Request) -> Answer:
    """Turn to older or newer lines."""
    about, actor = forms.about(request.view), request.actor
    if "case" in about:
        page = await desk.look(history_pages.of_case, str(about["case"]), actor=actor, page=request.number)
    else:
        subtask_id = forms.subtask_id(request.view)
        page = await desk.look(history_pages.of_subtask, subtask_id, actor=actor, page=request.number)
    desk.replace(request.view["id"], history_page(page, await desk.voice_for(actor)), actor=actor)
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.CASE_HISTORY, of_case)
    routes.add("block_actions", ids.TASK_HISTORY, of_subtask)
    routes.add("block_actions", ids.HISTORY_PAGE, turn)
    routes.add("block_actions", ids.HISTORY_BACK_PAGE, turn)
