"""Moving deadlines: that of one subtask, and of those that are due after their case (S11)."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import deadlines
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import button_values, ids
from handlers.views.deadline_form import deadline_form, deadlines_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Flytt frist` on the task page or the case page: open the dialog."""
    form, translator = await services.translators.asked(
        deadlines.form, request.number, actor=request.actor, now=services.clock.now()
    )
    view = deadline_form(form, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes; the page under it shows the new deadline."""
    await services.executor.execute(
        deadlines.move,
        forms.subtask_id(request.view),
        forms.day(request.view, ids.DEADLINE),
        forms.text(request.view, ids.REASON),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await parent_view.redraw(services, request)
    await ack()


async def ask_all(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Flytt fristene` in the question to the owner: open the dialog, drawn from how things stand now."""
    late, translator = await services.translators.asked(
        deadlines.ask, request.value, actor=request.actor, now=services.clock.now()
    )
    view = deadlines_form(late, translator)
    services.modals.open(request, view)
    await ack()


async def ask_more_time(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Flytt fristene` in the news that a case has got more time: the same dialog, about what was due with it."""
    case_id, was_on = button_values.read_more_time(request.value)
    late, translator = await services.translators.asked(
        deadlines.ask, case_id, actor=request.actor, now=services.clock.now(), was_on=was_on
    )
    services.modals.open(request, deadlines_form(late, translator))
    await ack()


async def submit_all(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Flytt`: those that are ticked, or all of them where there were too many to tick."""
    about = forms.about(request.view)
    ticked = None if about.get("all") else forms.ticked(request.view, ids.SUBTASKS)
    await services.executor.execute(
        deadlines.move_all,
        str(about.get("case")),
        ticked,
        shown_on=str(about.get("shown")),
        was_on=forms.was_on(request.view),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_DEADLINE_ASK)(ask)
    app.view(ids.SUBTASK_DEADLINE_MOVE)(submit)
    app.action(ids.CASE_DEADLINES_ASK)(ask_all)
    app.action(ids.CASE_MORE_TIME_ASK)(ask_more_time)
    app.view(ids.CASE_DEADLINES_MOVE)(submit_all)
