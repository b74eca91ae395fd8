"""`Søk` on Home: looking for work, opening what was found, and giving a search a name."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import searches, subtasks
from cases.pages import main_page, search_page, searching
from domain.search_pages import ON_HOLD
from handlers import forms, home
from handlers.dispatch import Listeners
from handlers.lost_card import look_for_card
from handlers.request import Request
from handlers.services import Services
from handlers.views import button_values, ids
from handlers.views.search_form import naming_form, person_options, place_options, search_form
from handlers.views.task_page import task_page


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Søk`, or `Endre søket`: open the dialog, empty or with what was sought."""
    is_change = request.value == "change"
    form, translator = await services.translators.asked(search_page.form, change=is_change, actor=request.actor)
    services.modals.open(request, search_form(form, translator))
    await ack()


async def show(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Vis`: what is found is the page of Home from now on."""
    sought, view_id = forms.sought(request.view)
    await services.executor.execute(searches.show, sought, view_id, actor=request.actor, now=services.clock.now())
    await ack()


async def show_held(ack: AsyncAck, request: Request, services: Services) -> None:
    """`På vent`: everything that is on hold."""
    await services.executor.execute(searches.show, ON_HOLD, actor=request.actor, now=services.clock.now())
    await ack()


async def show_view(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open a search by the name that it was given."""
    await services.executor.execute(searches.show_saved, request.number, actor=request.actor, now=services.clock.now())
    await ack()


async def open_hit(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Åpne et treff`: a case takes the place of what was found, a subtask lies upon it."""
    case_id, subtask_id = button_values.read_hit(request.chosen)
    if subtask_id is None:
        await home.turn(ack, request, services, case_id=case_id, case_page=0)
        return
    now = services.clock.now()
    page = await services.executor.execute(subtasks.enter, subtask_id, actor=request.actor, now=now)
    services.modals.open(request, task_page(page, services.translators.of(page.reader.language)))
    await services.executor.execute(main_page.turn, actor=request.actor, now=now)  # nothing stays chosen in the menu
    look_for_card(services, request, page)
    await ack()


async def ask_name(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre søket`: ask for a name."""
    form, translator = await services.translators.asked(search_page.naming_form, actor=request.actor)
    services.modals.open(request, naming_form(form, translator))
    await ack()


async def save(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre`: saved before the dialog closes."""
    await services.executor.execute(
        searches.save, forms.naming(request.view), actor=request.actor, key=request.key, now=services.clock.now()
    )
    await ack()


async def remove(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Slett søket`: what it finds stays, without a name."""
    await services.executor.execute(searches.remove, request.number, actor=request.actor, now=services.clock.now())
    await ack()


async def suggest_places(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Sted` with the places within reach."""
    found, translator = await services.translators.asked(search_page.places, request.typed, actor=request.actor)
    await ack(options=place_options(found, translator))


async def suggest_assignees(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Ansvarlig` with those who have what the actor may open."""
    found, translator = await services.translators.asked(searching.assignees, request.typed, actor=request.actor)
    await ack(options=person_options(found, translator))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SEARCH_ASK)(ask)
    app.action(ids.SEARCH_CHANGE_ASK)(ask)
    app.view(ids.SEARCH_SHOW)(show)
    app.action(ids.SEARCH_HELD)(show_held)
    app.action(ids.SEARCH_VIEW)(show_view)
    app.action(ids.SEARCH_HIT)(open_hit)
    app.action(ids.SEARCH_NAME_ASK)(ask_name)
    app.view(ids.SEARCH_SAVE)(save)
    app.action(ids.SEARCH_REMOVE)(remove)
    app.options(ids.SEARCH_PLACE_PICK)(suggest_places)
    app.options(ids.SEARCH_ASSIGNEE_PICK)(suggest_assignees)
