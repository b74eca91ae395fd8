"""`Borte`: noting that one is away, or a colleague, with a substitute; changing that, and ending it."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import absences
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import alert, ids
from handlers.views.absence_form import absence_form, choose_person_form, ended
from handlers.views.subtask_form import assignee_options


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Borte` on App Home, or `Endre` while one is: open the dialog about oneself."""
    form, translator = await services.translators.asked(
        absences.form, None, actor=request.actor, now=services.clock.now()
    )
    services.modals.open(request, absence_form(form, translator))
    await ack()


async def ask_who(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Kollega borte`: open the first step, which asks who."""
    services.modals.open(request, choose_person_form(await services.translators.of_person(request.actor)))
    await ack()


async def person_chosen(ack: AsyncAck, request: Request, services: Services) -> None:
    """Go on from the first step to the dialog itself."""
    person = forms.number(request.view, ids.PERSON) or 0
    form, translator = await services.translators.asked(
        absences.form, person, actor=request.actor, now=services.clock.now()
    )
    view = absence_form(form, translator)
    await ack(response_action="update", view=view)


async def choose(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre`: saved before the dialog closes."""
    await services.executor.execute(
        absences.choose,
        forms.about(request.view).get("person"),
        forms.absence(request.view),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await ack()


async def end(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Avslutt fraværet`: end it, and say so in place of the dialog."""
    now = services.clock.now()
    await services.executor.execute(absences.end, request.number, actor=request.actor, now=now)
    form, translator = await services.translators.asked(absences.form, request.number, actor=request.actor, now=now)
    services.modals.replace(request.view["id"], alert.trouble(translator, ended(form, translator)), actor=request.actor)
    await ack()


async def suggest_people(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Hvem er borte?` with the people of the places where the actor distributes."""
    found, translator = await services.translators.asked(absences.people, request.typed, actor=request.actor)
    await ack(options=assignee_options(found, translator))


async def suggest_substitutes(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Stedfortreder` with the people of the absent one's places."""
    typed, person = request.typed, forms.about(request.view).get("person")
    found, translator = await services.translators.asked(absences.substitutes, person, typed, actor=request.actor)
    await ack(options=assignee_options(found, translator))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.HOME_ABSENCE_ASK)(ask)
    app.action(ids.HOME_ABSENCE_OTHER)(ask_who)
    app.action(ids.ABSENCE_END)(end)
    app.view(ids.ABSENCE_CHOOSE_PERSON)(person_chosen)
    app.view(ids.ABSENCE_CHOOSE)(choose)
    app.options(ids.PERSON_PICK)(suggest_people)
    app.options(ids.SUBSTITUTE_PICK)(suggest_substitutes)
