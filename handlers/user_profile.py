"""What Slack tells of colleagues: another time zone, a Norwegian locale, a deactivated account."""

from __future__ import annotations

from cases.acts import people
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes


async def changed(desk: Desk, request: Request) -> Answer:
    """Take over a changed profile; the acknowledgement follows the commit."""
    user = request.body["event"].get("user") or {}
    if not user.get("id"):
        return None
    await desk.act(
        people.changed,
        str(user["id"]),
        locale=user.get("locale"),
        zone=user.get("tz"),
        active=not user.get("deleted", False),
        now=desk.now(),
    )
    return None


def register(routes: Routes) -> None:
    """Bind this listener."""
    routes.add("event", "user_change", changed)
