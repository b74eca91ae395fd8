"""One question to several: the dialog, the answers, reminding all who have not answered, and taking answers over."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import rounds, subtasks
from cases.pages import round_pages
from handlers import create_subtask, forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.round_form import round_form
from handlers.views.round_page import round_page, summary_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Spør flere` on the case page: open the dialog."""
    form, translator = await services.translators.asked(
        subtasks.form, request.value, actor=request.actor, now=services.clock.now()
    )
    services.modals.open(request, round_form(form, translator))
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Spør`: saved before the dialog closes."""
    await services.executor.execute(
        rounds.ask,
        str(forms.about(request.view).get("case")),
        forms.new_round(request.view),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await ack()


async def show(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Se svarene`: as they are now, for who may see them."""
    page, translator = await services.translators.asked(
        round_pages.answers, request.number, actor=request.actor, now=services.clock.now()
    )
    services.modals.open(request, round_page(page, translator))
    await ack()


async def nudge(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Purr`: all who have not answered, at once; the page says when they hear of it."""
    page = await services.executor.execute(rounds.nudge, request.number, actor=request.actor, now=services.clock.now())
    translator = await services.translators.of_person(request.actor)
    told = translator.say("De som ikke har svart, får en purring.")
    services.modals.replace(request.view["id"], round_page(page, translator, told=told), actor=request.actor)
    await ack()


async def choose(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Oppsummer`: the ticked answers as one text that can be changed; nothing is kept before it is saved."""
    number, chosen = forms.round_id(request.view), forms.ticked(request.view, ids.ANSWERS)
    form, translator = await services.translators.asked(
        round_pages.taken_over, number, chosen, actor=request.actor, now=services.clock.now()
    )
    await ack(response_action="update", view=summary_form(form, translator))


async def sum_up(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre oppsummering`: kept, and the answers are shown again with it."""
    page = await services.executor.execute(
        rounds.sum_up,
        forms.round_id(request.view),
        forms.text(request.view, ids.TEXT),
        actor=request.actor,
        now=services.clock.now(),
    )
    translator = await services.translators.of_person(request.actor)
    view = round_page(page, translator, told=translator.say("Oppsummeringen er lagret."))
    await ack(response_action="update", view=view)


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_ROUND_ASK)(ask)
    app.view(ids.ROUND_CREATE)(submit)
    app.options(ids.ASSIGNEES_PICK)(create_subtask.suggest_assignees)
    app.action(ids.ROUND_ANSWERS)(show)
    app.action(ids.ROUND_NUDGE)(nudge)
    app.view(ids.ROUND_CHOOSE)(choose)
    app.view(ids.ROUND_SUM_UP)(sum_up)
