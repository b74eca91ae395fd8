"""`Vanlige deloppgaver` on the case page: choose a set, tick its lines, see what is proposed, and create them all."""

from __future__ import annotations

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import ready_sets
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.ready_sets_form import choose_set_form, set_form, tick_lines_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the first step; with one set only, that is to tick its lines."""
    choice, translator = await services.translators.asked(ready_sets.sets, request.value, actor=request.actor)
    view = choose_set_form(choice, translator) if len(choice.sets) > 1 else tick_lines_form(choice, translator)
    services.modals.open(request, view)
    await ack()


async def set_chosen(ack: AsyncAck, request: Request, services: Services) -> None:
    """Go on to the lines of the chosen set."""
    about = forms.about(request.view)
    choice = await services.executor.query(ready_sets.sets, str(about.get("case")), actor=request.actor)
    ready_sets.require_same(choice, about.get("mark"))
    chosen = min(forms.number(request.view, ids.SET) or 0, len(choice.sets) - 1)
    translator = await services.translators.of_person(request.actor)
    await ack(response_action="update", view=tick_lines_form(replace(choice, chosen=chosen), translator))


async def lines_ticked(ack: AsyncAck, request: Request, services: Services) -> None:
    """Go on to what is proposed for each ticked line."""
    about = forms.about(request.view)
    form, translator = await services.translators.asked(
        ready_sets.form,
        str(about.get("case")),
        forms.known_number(request.view, "set") or 0,
        str(about.get("mark")),
        forms.ticked(request.view, ids.LINES),
        actor=request.actor,
        now=services.clock.now(),
    )
    await ack(response_action="update", view=set_form(form, translator))


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Opprett`: all of them are saved before the dialog closes, or none."""
    await services.executor.execute(
        ready_sets.create,
        str(forms.about(request.view).get("case")),
        forms.wanted_set(request.view),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_SETS_ASK)(ask)
    app.view(ids.SETS_CHOOSE)(set_chosen)
    app.view(ids.SETS_TICK)(lines_ticked)
    app.view(ids.SETS_CREATE)(submit)
