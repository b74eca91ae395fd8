"""The work on a subtask: open its page, save the conclusion, solve it."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import conclusions, subtasks
from cases.pages import subtask_pages
from domain.values import TaskPage
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.task_page import solve_question, task_page


async def enter(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Åpne`: show the task page; for the assignee this is the opening that turns Ny into Åpen."""
    page = await services.executor.execute(
        subtasks.enter, request.number, actor=request.actor, now=services.clock.now()
    )
    view = task_page(page, services.translators.of(page.reader.language))
    services.modals.open(request, view)
    await ack()


async def save(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre konklusjon`: save, and keep the page open with what stands in it now."""
    page = await services.executor.execute(
        conclusions.save,
        forms.subtask_id(request.view),
        forms.text(request.view, ids.CONCLUSION),
        actor=request.actor,
        now=services.clock.now(),
    )
    await ack(response_action="update", view=task_page(page, services.translators.of(page.reader.language)))


async def solve_from_card(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Løs deloppgave` on the card, which has asked already where there was no conclusion."""
    await services.executor.execute(subtasks.solve, request.number, actor=request.actor, now=services.clock.now())
    await ack()


async def solve_from_page(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Løs deloppgave` on the task page: takes along what stands in the field, and asks when that is nothing."""
    typed = forms.text(request.view, ids.CONCLUSION)
    if typed.strip():
        page = await services.executor.execute(
            subtasks.solve, request.number, actor=request.actor, now=services.clock.now(), conclusion=typed
        )
        _redraw(services, request.view["id"], page, request.actor)
        await ack()
        return
    subtask = await services.executor.query(subtask_pages.changeable, request.number, actor=request.actor)
    question = solve_question(subtask, await services.translators.of_person(request.actor))
    services.modals.open(request, question)
    await ack()


async def solve_without_conclusion(ack: AsyncAck, request: Request, services: Services) -> None:
    """Solve after the question, and show what is under it as it is now."""
    number = forms.subtask_id(request.view)
    page = await services.executor.execute(
        subtasks.solve, number, actor=request.actor, now=services.clock.now(), conclusion=""
    )
    if under := request.view.get("previous_view_id"):
        _redraw(services, under, page, request.actor)
    await ack()


def _redraw(services: Services, view_id: str, page: TaskPage, actor: str) -> None:
    services.modals.replace(view_id, task_page(page, services.translators.of(page.reader.language)), actor=actor)


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_OPEN)(enter)
    app.action(ids.CASE_SUBTASK)(enter)
    app.view(ids.CONCLUSION_SAVE)(save)
    app.action(ids.SUBTASK_SOLVE)(solve_from_card)
    app.action(ids.TASK_SOLVE)(solve_from_page)
    app.view(ids.SUBTASK_SOLVE_EMPTY)(solve_without_conclusion)
