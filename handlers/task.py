"""The work on a subtask: open its page, save the conclusion, solve it."""

from __future__ import annotations

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import conclusions, subtasks
from cases.acts.conclusions import AnswersLackingError
from domain.errors import InvalidInputError
from domain.values import TaskPage
from handlers import forms
from handlers.dispatch import Listeners
from handlers.lost_card import look_for_card
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.answers import has_field, with_faults
from handlers.views.task_page import solve_question, task_page


async def enter(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Åpne`: show the task page; for the assignee this is the opening that turns Ny into Åpen."""
    page = await services.executor.execute(
        subtasks.enter, request.number, actor=request.actor, now=services.clock.now()
    )
    view = task_page(page, services.translators.of(page.reader.language))
    services.modals.open(request, view)
    look_for_card(services, request, page)
    await ack()


async def save(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre konklusjon`: save, and keep the page open with what stands in it now."""
    page = await services.executor.execute(
        conclusions.save,
        forms.subtask_id(request.view),
        forms.text(request.view, ids.CONCLUSION),
        forms.answers(request.view),
        actor=request.actor,
        now=services.clock.now(),
    )
    await ack(response_action="update", view=task_page(page, services.translators.of(page.reader.language)))


async def solve_from_card(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Løs deloppgave` on the card, which has asked already where there was no conclusion.

    Where its questions have to be answered first, the page opens on which they stand.
    """
    try:
        await services.executor.execute(subtasks.solve, request.number, actor=request.actor, now=services.clock.now())
    except AnswersLackingError:
        page = await services.executor.execute(
            subtasks.enter, request.number, actor=request.actor, now=services.clock.now()
        )
        translator = services.translators.of(page.reader.language)
        services.modals.open(request, task_page(replace(page, asks_first=True), translator))
    await ack()


async def solve_from_page(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Løs deloppgave` on the task page: takes along what stands in the fields, and asks when that is nothing."""
    try:
        await _solve_or_ask(request, services)
    except InvalidInputError as invalid:
        if not any(has_field(request.view, fault.field) for fault in invalid.faults):
            raise
        translator = await services.translators.of_person(request.actor)
        said = [(fault.field, translator.refusal(fault)) for fault in invalid.faults]
        services.modals.replace(request.view["id"], with_faults(request.view, said), actor=request.actor)
    await ack()


async def _solve_or_ask(request: Request, services: Services) -> None:
    typed, answers = forms.text(request.view, ids.CONCLUSION), forms.answers(request.view)
    number, now = request.number, services.clock.now()
    if not typed.strip():
        # What was answered is kept before anything is asked: the question would have no room for it.
        subtask = await services.executor.execute(
            conclusions.save_answers, number, answers, actor=request.actor, now=now
        )
        if subtask.conclusion.strip() or not any(answers.values()):
            question = solve_question(subtask, await services.translators.of_person(request.actor))
            services.modals.open(request, question)
            return
    page = await services.executor.execute(
        subtasks.solve, number, actor=request.actor, now=now, conclusion=typed, answers=answers
    )
    _redraw(services, request.view["id"], page, request.actor)


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
