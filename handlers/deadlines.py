"""Moving deadlines: that of one subtask, and of those that are due after their case (S11)."""

from __future__ import annotations

from cases.acts import deadlines
from handlers import forms, parent_view
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.deadline_form import deadline_form, deadlines_form


async def ask(desk: Desk, request: Request) -> Answer:
    """`Flytt frist` on the task page or the case page: open the dialog."""
    form = await desk.look(deadlines.form, request.number, actor=request.actor, now=desk.now())
    view = deadline_form(form, await desk.voice_for(request.actor), under=request.under)
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def submit(desk: Desk, request: Request) -> Answer:
    """Saved before the dialog closes; the page under it shows the new deadline."""
    await desk.act(
        deadlines.move,
        forms.subtask_id(request.view),
        forms.day(request.view, ids.DEADLINE),
        forms.text(request.view, ids.REASON),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    await parent_view.redraw(desk, request)
    return None


async def ask_all(desk: Desk, request: Request) -> Answer:
    """`Flytt fristene` in the question to the owner: open the dialog, drawn from how things stand now."""
    late = await desk.look(deadlines.ask, request.value, actor=request.actor, now=desk.now())
    view = deadlines_form(late, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def submit_all(desk: Desk, request: Request) -> Answer:
    """`Flytt`: those that are ticked, or all of them where there were too many to tick."""
    about = forms.about(request.view)
    ticked = None if about.get("all") else forms.ticked(request.view, ids.SUBTASKS)
    await desk.act(
        deadlines.move_all,
        str(about.get("case")),
        ticked,
        shown_on=str(about.get("shown")),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    return None


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.SUBTASK_DEADLINE_ASK, ask)
    routes.add("view_submission", ids.SUBTASK_DEADLINE_MOVE, submit)
    routes.add("block_actions", ids.CASE_DEADLINES_ASK, ask_all)
    routes.add("view_submission", ids.CASE_DEADLINES_MOVE, submit_all)
