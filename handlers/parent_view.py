"""The page that a dialog lay on: after the dialog was sent in, it is drawn again as it is now."""

from __future__ import annotations

from typing import Any

from cases.acts import subtasks
from cases.pages import subtask_pages
from domain.errors import Refused
from handlers import forms
from handlers.request import Request
from handlers.services import Services
from handlers.views import alert, button_values, ids
from handlers.views.case_page import case_modal
from handlers.views.task_page import task_page


async def redraw(services: Services, request: Request) -> None:
    """Redraw the modal under the one just sent in, if there is one; the person may have lost the sight of it."""
    under = request.view.get("previous_view_id")
    if under:
        page = await _page(services, request, str(forms.about(request.view).get("under")))
        services.modals.replace(under, page, actor=request.actor)


async def redraw_pressed(services: Services, request: Request) -> None:
    """Redraw the modal in which something was pressed; what stands in a message or on App Home redraws itself."""
    if request.in_modal:
        page = await _page(services, request, request.under)
        services.modals.replace(request.view["id"], page, actor=request.actor)


async def _page(services: Services, request: Request, name: str) -> dict[str, Any]:
    """Draw the task page or the case page that a modal with this callback id shows."""
    about = forms.about(request.view)
    try:
        if name == ids.CONCLUSION_SAVE:
            number = forms.subtask_id(request.view)
            page = await services.executor.execute(
                subtasks.enter, number, actor=request.actor, now=services.clock.now()
            )
            return task_page(page, services.translators.of(page.reader.language))
        turned = button_values.page_of_case_modal(name)
        case_id = str(about.get("case"))
        case = await services.executor.execute(
            subtask_pages.enter_case, case_id, actor=request.actor, now=services.clock.now(), page=turned
        )
        return case_modal(case, services.translators.of(case.reader.language))
    except Refused as refused:
        translator = await services.translators.of_person(request.actor)
        return alert.trouble(translator, translator.refusal(refused))
