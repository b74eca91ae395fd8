"""`Hent vedlegg`: who runs a case gets its attachments into her own conversation with the bot."""

from __future__ import annotations

from cases.acts import case_files
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes
from handlers.views import alert, ids


async def fetch(desk: Desk, request: Request) -> Answer:
    """Let the copies come, and say where; they are there a moment later."""
    new = await desk.act(case_files.fetch, request.value, actor=request.actor, now=desk.now())
    view = alert.fetched(await desk.voice_for(request.actor), new)
    desk.open(request.trigger_id, view, actor=request.actor, on_top=request.in_modal)
    return None


def register(routes: Routes) -> None:
    """Bind this listener."""
    routes.add("block_actions", ids.CASE_FETCH, fetch)
