"""`Historikk`: what was done in a case or a subtask, on the case page and on the task page."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.pages import history_pages
from domain.forms import HistoryPage
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.history_page import history_page


async def of_case(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the history of a case, from its page."""
    page = await services.executor.query(history_pages.of_case, request.value, actor=request.actor)
    await _open(ack, request, services, page)


async def of_subtask(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the history of a subtask, from its page."""
    page = await services.executor.query(history_pages.of_subtask, request.number, actor=request.actor)
    await _open(ack, request, services, page)


async def _open(ack: AsyncAck, request: Request, services: Services, page: HistoryPage) -> None:
    view = history_page(page, await services.translators.of_person(request.actor))
    services.modals.open(request, view)
    await ack()


async def turn(ack: AsyncAck, request: Request, services: Services) -> None:
    """Turn to older or newer lines."""
    about, actor = forms.about(request.view), request.actor
    if "case" in about:
        page = await services.executor.query(
            history_pages.of_case, str(about["case"]), actor=actor, page=request.number
        )
    else:
        subtask_id = forms.subtask_id(request.view)
        page = await services.executor.query(history_pages.of_subtask, subtask_id, actor=actor, page=request.number)
    services.modals.replace(
        request.view["id"], history_page(page, await services.translators.of_person(actor)), actor=actor
    )
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_HISTORY)(of_case)
    app.action(ids.TASK_HISTORY)(of_subtask)
    app.action(ids.HISTORY_PAGE)(turn)
    app.action(ids.HISTORY_BACK_PAGE)(turn)
