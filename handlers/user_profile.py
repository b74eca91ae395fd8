"""What Slack tells of colleagues: another time zone, a Norwegian locale, a deactivated account."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import people
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services


async def changed(ack: AsyncAck, request: Request, services: Services) -> None:
    """Take over a changed profile; the acknowledgement follows the commit."""
    user = request.body["event"].get("user") or {}
    if not user.get("id"):
        await ack()
        return
    await services.executor.execute(
        people.changed,
        str(user["id"]),
        locale=user.get("locale"),
        zone=user.get("tz"),
        active=not user.get("deleted", False),
        now=services.clock.now(),
    )
    await ack()


def register(app: Listeners) -> None:
    """Bind this listener."""
    app.event("user_change")(changed)
