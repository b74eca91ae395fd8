"""The slash commands `/sak` and `/deloppgave`."""

from __future__ import annotations

from cases.pages import main_page, subtask_pages
from domain import arriving
from handlers import create_subtask
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views.case_page import case_modal
from handlers.views.home import help_text, my_cases, my_subtasks


async def case(desk: Desk, request: Request) -> Answer:
    """`/sak`: own cases; `/sak 2026-101`: that case's page; `/sak hjelp`."""
    typed = arriving.line(str(request.body.get("text") or ""))
    if typed.casefold() == "hjelp":
        return await _help(desk, request)
    if typed:
        page = await desk.act(subtask_pages.enter_case, typed, actor=request.actor, now=desk.now())
        view = case_modal(page, desk.voice(page.reader.language))
    else:
        mine = await desk.look(main_page.lists, actor=request.actor, now=desk.now())
        view = my_cases(mine, desk.voice(mine.reader.language))
    desk.open(request.trigger_id, view, actor=request.actor)
    return None


async def subtask(desk: Desk, request: Request) -> Answer:
    """`/deloppgave`: own subtasks; `/deloppgave ny 2026-101`: the dialog; `/deloppgave hjelp`."""
    typed = arriving.line(str(request.body.get("text") or ""))
    order, _, number = typed.partition(" ")
    if not typed:
        mine = await desk.look(main_page.lists, actor=request.actor, now=desk.now())
        view = my_subtasks(mine, desk.voice(mine.reader.language))
    elif order.casefold() == "ny" and number:
        view = await create_subtask.dialog(desk, number, request.actor)
    elif order.casefold() == "ny":
        return await create_subtask.ask_for_case(desk, request)
    else:
        return await _help(desk, request)
    desk.open(request.trigger_id, view, actor=request.actor)
    return None


async def _help(desk: Desk, request: Request) -> Answer:
    words = await desk.voice_for(request.actor)
    return {"response_type": "ephemeral", "text": help_text(words, str(request.body["command"]))}


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("command", "/sak", case)
    routes.add("command", "/deloppgave", subtask)
