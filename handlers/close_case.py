"""Closing a case: the question about its open subtasks, the way to each of them, and the closing itself (S21, S22)."""

from __future__ import annotations

from cases.acts import closing, subtasks
from handlers import forms, parent_view
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.closing_form import closing_form
from handlers.views.task_page import task_page


async def ask(desk: Desk, request: Request) -> Answer:
    """`Avslutt sak` on the case page: open the question."""
    question = await desk.look(closing.ask, request.value, actor=request.actor)
    view = closing_form(question, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def enter_subtask(desk: Desk, request: Request) -> Answer:
    """`Åpne` in the question: the subtask's page in its place, so that no answer is given to what has changed."""
    page = await desk.act(subtasks.enter, request.number, actor=request.actor, now=desk.now())
    view = task_page(page, desk.voice(page.reader.language))
    desk.replace(request.view["id"], view, actor=request.actor)
    return None


async def submit(desk: Desk, request: Request) -> Answer:
    """`Avslutt sak` in the question: close, or ask again when a subtask has come since (A23)."""
    about = forms.about(request.view)
    try:
        await desk.act(
            closing.close,
            str(about.get("case")),
            seen=int(about.get("seen", 0)),
            actor=request.actor,
            key=request.key,
            now=desk.now(),
        )
    except closing.AskAgainError as again:
        view = closing_form(again.question, await desk.voice_for(request.actor))
        return {"response_action": "update", "view": view}
    await parent_view.redraw(desk, request)
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.CASE_CLOSE_ASK, ask)
    routes.add("block_actions", ids.CLOSING_SUBTASK, enter_subtask)
    routes.add("view_submission", ids.CASE_CLOSE, submit)
