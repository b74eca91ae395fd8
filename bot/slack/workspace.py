"""Whether the token is of the workspace in which the people of the database are.

With that of another one (two files of settings that were mixed up, a backup that was restored elsewhere) everybody
would be taken for gone: their accounts noted as closed, and others told to do their work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import NO_ANSWER, RefusedError, call
from bot.slack.errors import NO_SUCH_PERSON
from bot.slack.tokens import PATIENCE
from bot.startup_checks import plain_words
from store import accounts
from store.database import Database

ASKED: Final = 3  # of those who came first, and of those who came last; one who is known is enough
ENOUGH: Final = 3  # of fewer it says nothing that none of them is there
ELSEWHERE: Final = (
    "Slack knows none of the people of this database: is it another workspace's? Let SLACK_BOT_TOKEN and DATABASE_URL "
    "belong together; if everybody has a new account, import people with their new slack_id first"
)
"""What is wrong then, and what to do about it."""


async def knows_nobody(slack: AsyncWebClient, database: Database) -> bool:
    """Whether Slack knows none of several people who have an account as far as the database knows.

    Raises CannotStartError when the database cannot be asked. A Slack that does not answer knows them.
    """
    slack_ids = await asyncio.to_thread(_some_of, database)
    if len(slack_ids) < ENOUGH:
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            for slack_id in slack_ids:
                if await _is_known(slack, slack_id):
                    return False
    except (*NO_ANSWER, TimeoutError):
        return False
    return True


def is_of(us: Mapping[str, Any], user: Mapping[str, Any]) -> bool:
    """Whether a user is of our workspace, or of another one of our organization; `us` is what `auth.test` answers.

    Strangers are to Slack only those of elsewhere who are in no shared channel that the app sees, which may be any
    public one: https://github.com/timescale/tiger-agents-for-work/pull/171
    """
    theirs: Mapping[str, Any] = user.get("enterprise_user") or {}
    ours = {us.get("team_id"), us.get("enterprise_id")} - {None}
    where = {user.get("team_id"), theirs.get("enterprise_id"), *theirs.get("teams", ())}
    return not user.get("is_stranger") and bool(ours & where)


async def _is_known(slack: AsyncWebClient, slack_id: str) -> bool:
    try:
        await call(slack.users_info(user=slack_id))
    except RefusedError as refused:
        return refused.code not in NO_SUCH_PERSON
    return True


def _some_of(database: Database) -> list[str]:
    with plain_words(database), database.read() as connection:
        return accounts.some_open(connection, of_each=ASKED)
