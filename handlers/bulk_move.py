"""`Flytt flere`: which list, which of them and to whom, what would happen, `Flytt`, and `Angre` for five minutes."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import bulk_doing, bulk_moves
from cases.pages import moves
from domain.bulk_moves import From, Listed
from handlers import forms
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import bulk_fields, ids
from handlers.views.bulk_form import choose_form, done_form, dry_run, pick_form, place_options
from handlers.views.subtask_form import assignee_options


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """Open the dialog: at the list that the button names, or at the choice of one."""
    named, person = bulk_fields.read_of_person(request.value)
    listed = Listed(named) if named in {*Listed} else None
    translator = await services.translators.of_person(request.actor)
    if listed is None or (listed.needs_person and person is None):
        await services.executor.query(bulk_moves.may_ask, actor=request.actor)
        view = choose_form(translator, listed or "")
    else:
        view = await _listed(services, request, From(listed, person))
    services.modals.open(request, view)
    await ack()


async def choose(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Fortsett`: the list that was chosen, in place of the choice."""
    await ack(response_action="update", view=await _listed(services, request, forms.bulk_list(request.view)))


async def _listed(services: Services, request: Request, wanted: From) -> dict[str, Any]:
    now, actor = services.clock.now(), request.actor
    found = await services.executor.query(bulk_moves.candidates, wanted, actor=actor, now=now)
    return pick_form(found, await services.translators.of_person(actor))


async def plan(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Se hva som skjer`: what would become of each, in place of the choice; nothing has happened yet."""
    wanted, now = forms.bulk_move(request.view), services.clock.now()
    run = await services.executor.execute(bulk_moves.plan, wanted, actor=request.actor, now=now)
    view = dry_run(run, await services.translators.of_person(request.actor))
    await ack(response_action="update", view=view)


async def move(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Flytt`: saved before the dialog says so; where something else would happen by now, that is shown instead."""
    number = forms.move_id(request.view)
    now, translator = services.clock.now(), await services.translators.of_person(request.actor)
    try:
        await services.executor.execute(bulk_doing.move, number, actor=request.actor, key=request.key, now=now)
    except bulk_doing.ShownAgainError:
        run = await services.executor.execute(bulk_moves.show_again, number, actor=request.actor, now=now)
        await ack(response_action="update", view=dry_run(run, translator))
        return
    told = await services.executor.query(moves.receipt, number, actor=request.actor, now=now)
    await ack(response_action="update", view=done_form(told, translator))


async def undo(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Angre`: taken back, and shown in the dialog that it was pressed in; the message changes by itself."""
    await services.executor.execute(bulk_doing.undo, request.number, actor=request.actor, now=services.clock.now())
    await _redraw(services, request)
    await ack()


async def end_offers(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Trekk tilbudet tilbake`: what nobody has taken is offered no more."""
    now = services.clock.now()
    await services.executor.execute(bulk_doing.end_offers, request.number, actor=request.actor, now=now)
    await _redraw(services, request)
    await ack()


async def _redraw(services: Services, request: Request) -> None:
    if request.in_modal:
        now, actor = services.clock.now(), request.actor
        told = await services.executor.query(moves.receipt, request.number, actor=actor, now=now)
        view = done_form(told, await services.translators.of_person(actor))
        services.modals.replace(request.view["id"], view, actor=actor)


async def suggest_holders(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Hvem har dem nå?` with those who have anything within reach."""
    found, translator = await services.translators.asked(bulk_moves.holders, request.typed, actor=request.actor)
    await ack(options=assignee_options(found, translator))


async def suggest_places(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Sted`."""
    await ack(
        options=place_options(await services.executor.query(bulk_moves.places, request.typed, actor=request.actor))
    )


async def suggest_receivers(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in the field for who is to have them."""
    typed, is_of_cases = request.typed, bool(forms.about(request.view).get("cases"))
    found, translator = await services.translators.asked(
        bulk_moves.receivers, typed, is_of_cases=is_of_cases, actor=request.actor
    )
    await ack(options=assignee_options(found, translator))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.BULK_MOVE_ASK)(ask)
    app.view(ids.BULK_MOVE_CHOOSE)(choose)
    app.view(ids.BULK_MOVE_PLAN)(plan)
    app.view(ids.BULK_MOVE)(move)
    app.action(ids.BULK_MOVE_UNDO)(undo)
    app.action(ids.OFFERS_END)(end_offers)
    app.options(ids.HOLDER_PICK)(suggest_holders)
    app.options(ids.PLACE_PICK)(suggest_places)
    app.options(ids.RECEIVER_PICK)(suggest_receivers)
