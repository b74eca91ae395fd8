"""Giving a case to an owner: from the list `Saker til fordeling`, or anew from the case page (F5, F8)."""

from __future__ import annotations

from cases.acts import distribution
from domain.forms import Distribution
from handlers import forms, parent_view
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import ids
from handlers.views.distribution_form import distribution_form
from handlers.views.subtask_form import assignee_options


async def ask(desk: Desk, request: Request) -> Answer:
    """`Fordel` or `Omfordel sak`: open the dialog."""
    form = await desk.look(distribution.form, request.value, actor=request.actor, now=desk.now())
    view = distribution_form(form, await desk.voice_for(request.actor))
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


async def submit(desk: Desk, request: Request) -> Answer:
    """`Lagre og fordel`: saved before the dialog closes."""
    about = forms.about(request.view)
    owner_id, deadline_on = forms.number(request.view, ids.OWNER), forms.day(request.view, ids.DEADLINE)
    await desk.act(
        distribution.distribute,
        str(about.get("case")),
        Distribution(owner_id, deadline_on, instead_of=about.get("owner")),
        actor=request.actor,
        key=request.key,
        now=desk.now(),
    )
    await parent_view.redraw(desk, request)
    return None


async def suggest_owners(desk: Desk, request: Request) -> Answer:
    """Answer typing in `Sakseier` with the people who can own a case."""
    case_id, typed = str(forms.about(request.view).get("case")), str(request.body.get("value") or "")
    found = await desk.look(distribution.possible_owners, case_id, typed, actor=request.actor)
    return {"options": assignee_options(found, await desk.voice_for(request.actor))}


def register(routes: Routes) -> None:
    """Bind these listeners."""
    routes.add("block_actions", ids.CASE_DISTRIBUTE_ASK, ask)
    routes.add("view_submission", ids.CASE_DISTRIBUTE, submit)
    routes.add("block_suggestion", ids.OWNER_PICK, suggest_owners)
