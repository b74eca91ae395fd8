"""What Slack tells of colleagues: another language, another time zone, a deactivated account."""

from __future__ import annotations

from cases import people
from handlers.desk import Desk
from handlers.routes import Answer, Request, Routes

LANGUAGES = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


async def changed(desk: Desk, request: Request) -> Answer:
    """Take over a changed profile; the acknowledgement follows the commit."""
    user = request.body["event"].get("user") or {}
    if not user.get("id"):
        return None
    await desk.act(
        people.changed,
        str(user["id"]),
        language=LANGUAGES.get(str(user.get("locale", ""))[:2]),
        zone=user.get("tz"),
        active=not user.get("deleted", False),
        now=desk.now(),
    )
    return None


def register(routes: Routes) -> None:
    """Bind this listener."""
    routes.add("event", "user_change", changed)
