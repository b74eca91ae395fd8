"""`Last ned` at a list: which one and as what, and the file that comes into the own conversation."""

from __future__ import annotations

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.pages import lists
from domain.errors import NotFoundError
from domain.lists import Format, ListKind, WantedList
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import button_values, ids
from handlers.views.list_form import list_form, of_home


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the dialog about the list at which it was pressed."""
    pressed = button_values.read_wanted_list(request.value)
    wanted = await _wanted(pressed, request, services)
    chosen = next((one for one in wanted if one.kind is pressed.kind), wanted[0])
    services.modals.open(request, list_form(wanted, chosen, await services.translators.of_person(request.actor)))
    await ack()


async def _wanted(pressed: WantedList, request: Request, services: Services) -> list[WantedList]:
    if pressed.kind is ListKind.SEARCH:
        return [await services.executor.query(lists.sought, actor=request.actor)]
    if pressed.kind in (ListKind.OVERVIEW, ListKind.ANSWERS):
        return [pressed]
    return of_home(await services.executor.query(lists.offered, actor=request.actor))


async def download(ack: AsyncAck, request: Request, services: Services) -> None:
    """Let the file come; the dialog closes when it is sure to."""
    wanted, kind = WantedList.read(forms.about(request.view)), forms.chosen(request.view, ids.LISTED)
    if wanted is None:
        raise NotFoundError(lists.NO_SUCH_LIST)
    if kind in {*ListKind}:
        wanted = replace(wanted, kind=ListKind(kind))
    as_what = forms.chosen(request.view, ids.FORMAT)
    wanted = replace(wanted, format=Format(as_what) if as_what in {*Format} else wanted.format)
    await services.executor.execute(
        lists.download, wanted, actor=request.actor, key=request.key, now=services.clock.now()
    )
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.LIST_ASK)(ask)
    app.view(ids.LIST_DOWNLOAD)(download)
