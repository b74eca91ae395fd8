"""The work on a subtask: open its page, save the conclusion, solve it."""

from __future__ import annotations

from cases.acts import conclusions, subtasks
from cases.pages import subtask_pages
from domain.values import TaskPage
from handlers import forms
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.task_page import solve_question, task_page


async def enter(desk: Desk, request: Request) -> Answer:
    """`Åpne`: show the task page; for the assignee this is the opening that turns Ny into Åpen."""
    page = await desk.act(subtasks.enter, request.number, actor=request.actor, now=desk.now())
    view = task_page(page, desk.voice(page.reader.language))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def save(desk: Desk, request: Request) -> Answer:
    """`Lagre konklusjon`: save, and keep the page open with what stands in it now."""
    page = await desk.act(
        conclusions.save,
        forms.subtask_id(request.view),
        forms.text(request.view, ids.CONCLUSION),
        actor=request.actor,
        now=desk.now(),
    )
    return {"response_action": "update", "view": task_page(page, desk.voice(page.reader.language))}


async def solve_from_card(desk: Desk, request: Request) -> Answer:
    """`Løs deloppgave` on the card, which has asked already where there was no conclusion."""
    await desk.act(subtasks.solve, request.number, actor=request.actor, now=desk.now())
    return None


async def solve_from_page(desk: Desk, request: Request) -> Answer:
    """`Løs deloppgave` on the task page: takes along what stands in the field, and asks when that is nothing."""
    typed = forms.text(request.view, ids.CONCLUSION)
    if typed.strip():
        page = await desk.act(subtasks.solve, request.number, actor=request.actor, now=desk.now(), conclusion=typed)
        _redraw(desk, request.view["id"], page, request.actor)
        return None
    subtask = await desk.look(subtask_pages.changeable, request.number, actor=request.actor)
    question = solve_question(subtask, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, question, actor=request.actor, on_top=True)
    return None


async def solve_without_conclusion(desk: Desk, request: Request) -> Answer:
    """Solve after the question, and show what is under it as it is now."""
    number = forms.subtask_id(request.view)
    page = await desk.act(subtasks.solve, number, actor=request.actor, now=desk.now(), conclusion="")
    if under := request.view.get("previous_view_id"):
        _redraw(desk, under, page, request.actor)
    return None


def _redraw(desk: Desk, view_id: str, page: TaskPage, actor: str) -> None:
    desk.replace(view_id, task_page(page, desk.voice(page.reader.language)), actor=actor)


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.SUBTASK_OPEN, enter)
    routes.add("block_actions", ids.CASE_SUBTASK, enter)
    routes.add("view_submission", ids.CONCLUSION_SAVE, save)
    routes.add("block_actions", ids.SUBTASK_SOLVE, solve_from_card)
    routes.add("block_actions", ids.TASK_SOLVE, solve_from_page)
    routes.add("view_submission", ids.SUBTASK_SOLVE_EMPTY, solve_without_conclusion)
