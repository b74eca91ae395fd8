"""The app of Bolt's that every request goes through, whichever way it came."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize


class _OneInstallation(AsyncAuthorize):
    """One installation, one token: nothing to look up."""

    def __init__(self, bot_token: str) -> None:
        self._of = lru_cache(maxsize=8)(partial(AuthorizeResult, bot_token=bot_token))

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: Any) -> AuthorizeResult:
        return self._of(enterprise_id=enterprise_id, team_id=team_id)


def make_bolt_app(bot_token: str) -> AsyncApp:
    """Make the app; it has no listeners yet. What Bolt could do before them and we have done, or never need, is off."""
    return AsyncApp(
        name="saksbot",  # otherwise Bolt looks through all that is being called, and their sources, for a name
        authorize=_OneInstallation(bot_token),
        process_before_response=True,  # Slack hears "done" only after the commit
        raise_error_for_unhandled_request=True,  # it is answered like what a listener raises: handlers/dispatch.py
        request_verification_enabled=False,  # done before parsing: bot/slack/http_mode.py
        ssl_check_enabled=False,  # the same
        url_verification_enabled=False,  # the same
        attaching_function_token_enabled=False,  # there are no steps of workflows
        ignoring_self_events_enabled=False,  # the listeners look at who wrote it
        attaching_conversation_kwargs_enabled=False,  # a thread in a DM is no assistant's thread
    )
