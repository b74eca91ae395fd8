"""Creating a subtask: the dialog from a case, from a shortcut or from a message, and its submission."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import assigning, subtasks
from cases.pages import subtask_pages
from domain.values import NewSubtask
from handlers import asking, forms, said
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.attachments import found_options
from handlers.views.not_all import proposal
from handlers.views.subtask_form import assignee_options, case_options, choose_case_form, subtask_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Ny deloppgave` on the case page: open the dialog."""
    view = await dialog(services, request.value, request.actor)
    services.modals.open(request, view)
    await ack()


async def dialog(services: Services, case_id: str, actor: str, description: str = "") -> dict[str, Any]:
    """Draw the dialog for a case. Raises Refused where the actor may not create a subtask."""
    form, translator = await services.translators.asked(subtasks.form, case_id, actor=actor, now=services.clock.now())
    filled = NewSubtask("", form.proposed_on, None, description, ())
    return subtask_form(form, filled, translator)


async def ask_like(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lag en lik` on the task page: open the dialog, filled like that subtask; nothing is kept before `Opprett`."""
    (form, filled), translator = await services.translators.asked(
        subtasks.like, request.number, actor=request.actor, now=services.clock.now()
    )
    services.modals.open(request, subtask_form(form, filled, translator))
    await ack()


async def ask_for_case(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the global shortcut's first step, which asks for the case."""
    _, translator = await services.translators.asked(subtask_pages.require_some_case, actor=request.actor)
    services.modals.open(request, choose_case_form(translator))
    await ack()


async def ask_from_message(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the message shortcut's first step, with the message's text as description."""
    _, translator = await services.translators.asked(subtask_pages.require_some_case, actor=request.actor)
    message = request.body.get("message") or {}
    names = await asking.names(services.executor, services.slack, said.mentions(message).people)
    read = said.read(message, names)
    description = proposal(read.text, [file.name for file in read.files if file.is_given], read.lost, translator)
    view = choose_case_form(translator, description=description)
    services.modals.open(request, view)
    await ack()


async def case_chosen(ack: AsyncAck, request: Request, services: Services) -> None:
    """Go on from the first step to the dialog itself."""
    case_id = forms.chosen(request.view, ids.CASE)
    view = await dialog(services, case_id, request.actor, forms.text(request.view, ids.DESCRIPTION))
    await ack(response_action="update", view=view)


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Opprett`: saved before the dialog closes."""
    await services.executor.execute(
        subtasks.create,
        str(forms.about(request.view).get("case")),
        forms.new_subtask(request.view),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await ack()


async def suggest_assignees(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Ansvarlig`, or in `Hvem skal spørres?`, with the people who can be chosen."""
    case_id = str(forms.about(request.view).get("case"))
    found, translator = await services.translators.asked(
        assigning.assignable, case_id, request.typed, actor=request.actor
    )
    await ack(options=assignee_options(found, translator))


async def suggest_cases(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Sak` with the cases in which the person may create subtasks."""
    found, translator = await services.translators.asked(subtask_pages.open_cases, request.typed, actor=request.actor)
    await ack(options=case_options(found, translator))


async def suggest_attachments(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Gi tilgang til vedlegg` where the case has too many to list."""
    case_id = str(forms.about(request.view).get("case"))
    form, translator = await services.translators.asked(
        subtasks.form, case_id, actor=request.actor, now=services.clock.now()
    )
    await ack(options=found_options(form.attachments, request.typed, translator))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_NEW_SUBTASK)(ask)
    app.action(ids.SUBTASK_COPY_ASK)(ask_like)
    app.shortcut(ids.CREATE_SUBTASK)(ask_for_case)
    app.shortcut(ids.CREATE_SUBTASK_FROM_MESSAGE)(ask_from_message)
    app.view(ids.SUBTASK_CHOOSE_CASE)(case_chosen)
    app.view(ids.SUBTASK_CREATE)(submit)
    app.options(ids.ASSIGNEE_PICK)(suggest_assignees)
    app.options(ids.CASE_PICK)(suggest_cases)
    app.options(ids.ATTACHMENTS_PICK)(suggest_attachments)
