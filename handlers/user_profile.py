"""What Slack tells of colleagues: another time zone, a Norwegian locale, a deactivated account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.acts import people
from cases.execution.executor import Executor
from handlers import asking
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services


async def changed(ack: AsyncAck, request: Request, services: Services) -> None:
    """Take over a changed profile; the acknowledgement follows the commit."""
    user = request.body["event"].get("user") or {}
    if user.get("id") and await take_over(services.executor, user, now=services.clock.now()):
        services.background.later(_look_again(services, str(user["id"])))
    await ack()


async def take_over(executor: Executor, user: Mapping[str, Any], *, now: datetime) -> bool:
    """Take over what a user object of Slack's says; whether Slack is to be asked once more (cases.acts.people.changed).

    https://docs.slack.dev/reference/objects/user-object
    """
    active = not user.get("deleted", False)
    locale, zone = user.get("locale"), user.get("tz")
    return await executor.execute(people.changed, str(user["id"]), locale=locale, zone=zone, active=active, now=now)


async def _look_again(services: Services, slack_id: str) -> None:
    """Ask Slack how it is now, after an account was closed or opened by what may have come late: this answer, too."""
    while user := await asking.user(services.slack, slack_id):
        if not await take_over(services.executor, user, now=services.clock.now()):
            return


def register(app: Listeners) -> None:
    """Bind this listener."""
    app.event("user_change")(changed)
