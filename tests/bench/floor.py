"""The floor: the least that a Bolt app can do with a signed request, in a process of its own."""

from __future__ import annotations

import os
from typing import Any

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.views import ids


async def authorize(**_: Any) -> AuthorizeResult:
    """One installation, one token."""
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-bench")


async def acknowledge(ack: AsyncAck) -> None:
    """Say yes and do nothing."""
    await ack()


def main() -> None:
    app = AsyncApp(authorize=authorize, signing_secret=os.environ["SLACK_SIGNING_SECRET"], process_before_response=True)
    app.view(ids.SUBTASK_CREATE)(acknowledge)
    port = int(os.environ["PORT"])
    web.run_app(app.server(port=port).web_app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main()
