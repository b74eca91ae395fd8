"""Giving a subtask to somebody else (A20): from the case page, the task page, or the notice that it was declined."""

from __future__ import annotations

from cases.acts import reassigning
from handlers import forms, parent_view
from handlers.dispatch import Listeners
from handlers.request import Answer, Request
from handlers.services import Services
from handlers.views import ids
from handlers.views.reassign_form import reassign_form


async def ask(services: Services, request: Request) -> Answer:
    """`Bytt ansvarlig`: open the dialog."""
    form = await services.executor.query(reassigning.form, request.number, actor=request.actor)
    view = reassign_form(form, await services.translators.of_person(request.actor), under=request.under)
    services.modals.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def submit(services: Services, request: Request) -> Answer:
    """Saved before the dialog closes; the page under it shows who has the subtask now."""
    await services.executor.execute(
        reassigning.reassign,
        forms.subtask_id(request.view),
        forms.number(request.view, ids.ASSIGNEE),
        forms.text(request.view, ids.REASON),
        actor=request.actor,
        key=request.key,
        now=services.clock.now(),
    )
    await parent_view.redraw(services, request)
    return None


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.action(ids.SUBTASK_REASSIGN_ASK)(ask)
    app.view(ids.SUBTASK_REASSIGN)(submit)
