"""The slash commands `/sak` and `/deloppgave`."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import indexing
from cases.erasing import tombstones
from cases.pages import main_page, searching, subtask_pages
from domain import arriving
from domain.errors import N_, NotFoundError
from domain.search import Sought
from handlers import create_subtask, disqualification
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import search_results
from handlers.views.case_page import case_modal
from handlers.views.home import help_text, my_cases, my_subtasks

NOTHING = N_(
    "Fant ingenting blant det du kan åpne. Kontroller nummeret, eller prøv færre ord eller bare en del av et ord."
)


async def case(ack: AsyncAck, request: Request, services: Services) -> None:
    """`/sak`: own cases; `/sak 2026-101`: that case; `/sak WORDS`: a search; `/sak inhabil 2026-101`; `/sak hjelp`."""
    typed = arriving.order(str(request.body.get("text") or ""))
    order, _, number = typed.partition(" ")
    if typed.casefold() in ("hjelp", "inhabil"):
        await _help(ack, request, services)
        return
    if order.casefold() == "inhabil":
        await disqualification.ask_about(services, request, number)
        await ack()
        return
    if typed:
        view = await _found(typed, request, services)
    else:
        mine = await services.executor.query(main_page.lists, actor=request.actor, now=services.clock.now())
        view = my_cases(mine, services.translators.of(mine.reader.language))
    services.modals.open(request, view)
    await ack()


async def _found(typed: str, request: Request, services: Services) -> dict[str, Any]:
    """The page of the case that has this number; where the person has none, what is found by these words."""
    now = services.clock.now()
    try:
        page = await services.executor.execute(subtask_pages.enter_case, typed, actor=request.actor, now=now)
    except NotFoundError:
        await services.executor.record(indexing.take_in_some)
        found = await services.executor.query(
            searching.find, Sought(typed), actor=request.actor, now=now, limit=search_results.HITS
        )
        if not found.hits:
            await services.executor.query(tombstones.tell, typed, actor=request.actor)
            raise NotFoundError(NOTHING) from None
        return search_results.search_results(found, typed, await services.translators.of_person(request.actor))
    return case_modal(page, services.translators.of(page.reader.language))


async def subtask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`/deloppgave`: own subtasks; `/deloppgave ny 2026-101`: the dialog; `/deloppgave hjelp`."""
    typed = arriving.order(str(request.body.get("text") or ""))
    order, _, number = typed.partition(" ")
    if not typed:
        mine = await services.executor.query(main_page.lists, actor=request.actor, now=services.clock.now())
        view = my_subtasks(mine, services.translators.of(mine.reader.language))
    elif order.casefold() == "ny" and number:
        view = await create_subtask.dialog(services, number, request.actor)
    elif order.casefold() == "ny":
        await create_subtask.ask_for_case(ack, request, services)
        return
    else:
        await _help(ack, request, services)
        return
    services.modals.open(request, view)
    await ack()


async def _help(ack: AsyncAck, request: Request, services: Services) -> None:
    translator = await services.translators.of_person(request.actor)
    await ack(response_type="ephemeral", text=help_text(translator, str(request.body["command"])))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.command("/sak")(case)
    app.command("/deloppgave")(subtask)
