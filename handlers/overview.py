"""What a distributor does on the overview on App Home: look at its lists, place by place, and into a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.pages import overview
from domain import arriving
from domain.overview import Listing, Turned
from handlers import home
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import button_values, ids


async def open_it(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Oversikt`: for all places, with what is most urgent."""
    await _turn(ack, request, services, lambda _: Turned())


async def refresh(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Oppdater`: the same page, as it is now."""
    await _turn(ack, request, services, lambda turned: turned)


async def turn_list(ack: AsyncAck, request: Request, services: Services) -> None:
    """Another list, or another page of it."""
    name, page = button_values.read_list(request.value)
    listing = Listing(name) if name in set(Listing) else None
    await _turn(ack, request, services, lambda turned: replace(turned, listing=listing, page=page))


async def choose_place(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Sted`: only what is there, or below it."""
    place_id = arriving.number(request.chosen) or None
    await _turn(ack, request, services, lambda turned: replace(turned, place_id=place_id, page=0))


async def open_case(ack: AsyncAck, request: Request, services: Services) -> None:
    """A case of the table, chosen in the menu below it."""
    await home.turn(ack, request, services, case_id=request.chosen, case_page=0)


async def _turn(ack: AsyncAck, request: Request, services: Services, change: Callable[[Turned], Turned]) -> None:
    await services.executor.execute(overview.turn, change, actor=request.actor, now=services.clock.now())
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.OVERVIEW_OPEN)(open_it)
    app.action(ids.OVERVIEW_REFRESH)(refresh)
    for name in (ids.OVERVIEW_LIST, ids.OVERVIEW_LIST_SECOND, ids.OVERVIEW_LIST_THIRD, ids.OVERVIEW_PAGE):
        app.action(name)(turn_list)
    app.action(ids.OVERVIEW_PLACE)(choose_place)
    app.action(ids.OVERVIEW_CASE)(open_case)
