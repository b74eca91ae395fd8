"""Giving a case to an owner: from the list `Saker til fordeling`, or anew from the case page (F5, F8)."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import distribution
from domain.forms import Distribution
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.distribution_form import distribution_form
from handlers.views.subtask_form import assignee_options


async def ask(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Fordel` or `Omfordel sak`: open the dialog."""
    form, translator = await services.translators.asked(
        distribution.form, request.value, actor=request.actor, now=services.clock.now()
    )
    view = distribution_form(form, translator)
    services.modals.open(request, view)
    await ack()


async def submit(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Lagre og fordel`: saved before the dialog closes."""
    about = forms.about(request.view)
    owner_id, deadline_on = forms.number(request.view, ids.OWNER), forms.day(request.view, ids.DEADLINE)
    await services.executor.execute(
        distribution.distribute,
        str(about.get("case")),
        Distribution(owner_id, deadline_on, instead_of=about.get("owner")),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await parent_view.redraw(services, request)
    await ack()


async def suggest_owners(ack: AsyncAck, request: Request, services: Services) -> None:
    """Answer typing in `Sakseier` with the people who can own a case."""
    case_id, typed = str(forms.about(request.view).get("case")), request.typed
    found, translator = await services.translators.asked(
        distribution.possible_owners, case_id, typed, actor=request.actor
    )
    await ack(options=assignee_options(found, translator))


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.CASE_DISTRIBUTE_ASK)(ask)
    app.view(ids.CASE_DISTRIBUTE)(submit)
    app.options(ids.OWNER_PICK)(suggest_owners)
