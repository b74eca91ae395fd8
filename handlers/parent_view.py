"""The page that a dialog lay on: after the dialog was sent in, it is drawn again as it is now."""

from __future__ import annotations

from typing import Any

from cases.acts import subtasks
from cases.pages import subtask_pages
from domain.errors import Refused
from handlers import forms
from handlers.desk import Desk
from handlers.routes import Request
from handlers.views import alert, ids
from handlers.views.case_page import case_modal
from handlers.views.task_page import task_page


async def redraw(desk: Desk, request: Request) -> None:
    """Redraw the modal under the one just sent in, if there is one; the person may have lost the sight of it."""
    under = request.view.get("previous_view_id")
    if under:
        desk.replace(under, await _page(desk, request), actor=request.actor)


async def _page(desk: Desk, request: Request) -> dict[str, Any]:
    about = forms.about(request.view)
    try:
        if about.get("under") == ids.CONCLUSION_SAVE:
            number = forms.subtask_id(request.view)
            page = await desk.act(subtasks.enter, number, actor=request.actor, now=desk.now())
            return task_page(page, desk.voice(page.reader.language))
        turned = ids.page_of_case_modal(str(about.get("under")))
        case_id = str(about.get("case"))
        case = await desk.act(subtask_pages.enter_case, case_id, actor=request.actor, now=desk.now(), page=turned)
        return case_modal(case, desk.voice(case.reader.language))
    except Refused as refused:
        words = await desk.voice_for(request.actor)
        return alert.trouble(words, words.refusal(refused))
