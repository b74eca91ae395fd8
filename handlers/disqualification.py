"""`Jeg er inhabil` for a whole case, from its page or by its number, and `Opphev inhabilitet` (the Act, chapter II)."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import disqualification
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.disqualification_form import declare_form, declared, lift_form


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Jeg er inhabil` on the case page: open the dialog."""
    await ask_about(services, request, request.value)
    await ack()


async def ask_about(services: Services, request: Request, case_id: str) -> None:
    """Open the dialog for the number that somebody gave, of whatever case or none."""
    view = declare_form(case_id, await services.translators.of_person(request.actor))
    services.modals.open(request, view)


async def declare(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes, and with it every page that is not theirs to see any more."""
    case_id = str(forms.about(request.view).get("case"))
    await services.executor.execute(
        disqualification.declare, case_id, actor=request.actor, key=request.key, now=services.clock.now()
    )
    if request.view.get("previous_view_id"):
        await ack(response_action="clear")
        return
    view = declared(case_id, await services.translators.of_person(request.actor))
    await ack(response_action="update", view=view)


async def ask_to_lift(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Opphev inhabilitet`: open the dialog."""
    form, translator = await services.translators.asked(disqualification.lift_form, request.value, actor=request.actor)
    view = lift_form(form, translator, under=request.under)
    services.modals.open(request, view)
    await ack()


async def lift(ack: AsyncAck, request: Request, services: Services) -> None:
    """Saved before the dialog closes; the page under it shows who is still out."""
    await services.executor.execute(
        disqualification.lift,
        str(forms.about(request.view).get("case")),
        forms.number(request.view, ids.PERSON),
        forms.text(request.view, ids.REASON),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await parent_view.redraw(services, request)
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_DISQUALIFY_ASK)(ask)
    app.view(ids.CASE_DISQUALIFY)(declare)
    app.action(ids.CASE_LIFT_ASK)(ask_to_lift)
    app.view(ids.CASE_LIFT)(lift)
