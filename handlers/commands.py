"""The slash commands `/sak` and `/deloppgave`."""

from __future__ import annotations

from cases.pages import main_page, subtask_pages
from domain import arriving
from handlers import create_subtask, disqualification
from handlers.dispatch import Listeners
from handlers.request import Answer, Request
from handlers.services import Services
from handlers.views.case_page import case_modal
from handlers.views.home import help_text, my_cases, my_subtasks


async def case(services: Services, request: Request) -> Answer:
    """`/sak`: own cases; `/sak 2026-101`: that case's page; `/sak inhabil 2026-101`: out of it; `/sak hjelp`."""
    typed = arriving.line(str(request.body.get("text") or ""))
    order, _, number = typed.partition(" ")
    if typed.casefold() in ("hjelp", "inhabil"):
        return await _help(services, request)
    if order.casefold() == "inhabil":
        await disqualification.ask_about(services, request, number)
        return None
    if typed:
        page = await services.executor.execute(
            subtask_pages.enter_case, typed, actor=request.actor, now=services.clock.now()
        )
        view = case_modal(page, services.translators.of(page.reader.language))
    else:
        mine = await services.executor.query(main_page.lists, actor=request.actor, now=services.clock.now())
        view = my_cases(mine, services.translators.of(mine.reader.language))
    services.modals.open(request.trigger_id, view, actor=request.actor)
    return None


async def subtask(services: Services, request: Request) -> Answer:
    """`/deloppgave`: own subtasks; `/deloppgave ny 2026-101`: the dialog; `/deloppgave hjelp`."""
    typed = arriving.line(str(request.body.get("text") or ""))
    order, _, number = typed.partition(" ")
    if not typed:
        mine = await services.executor.query(main_page.lists, actor=request.actor, now=services.clock.now())
        view = my_subtasks(mine, services.translators.of(mine.reader.language))
    elif order.casefold() == "ny" and number:
        view = await create_subtask.dialog(services, number, request.actor)
    elif order.casefold() == "ny":
        return await create_subtask.ask_for_case(services, request)
    else:
        return await _help(services, request)
    services.modals.open(request.trigger_id, view, actor=request.actor)
    return None


async def _help(services: Services, request: Request) -> Answer:
    words = await services.translators.of_person(request.actor)
    return {"response_type": "ephemeral", "text": help_text(words, str(request.body["command"]))}


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.command("/sak")(case)
    app.command("/deloppgave")(subtask)
