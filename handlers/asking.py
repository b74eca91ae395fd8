"""What has to be asked of Slack to read a message: who the people are that nobody imported, and what its files are.

Asked once and briefly: an answer that does not come holds up no message, which then names nobody and says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine
from typing import Any, Final, cast

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from cases.acts import people
from cases.execution.executor import Executor
from domain import arriving
from handlers import said

_PATIENCE: Final = 1.0  # a shortcut has three seconds for everything
_MOST: Final = 20
NO_ANSWER: Final = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError, KeyError)
"""All that a call of Slack's raises where there is no answer, or none that can be read."""


async def names(executor: Executor, slack: AsyncWebClient, ids: Collection[str]) -> dict[str, str]:
    """Who these people are: by what the institution calls them, else by what Slack does."""
    if not ids:
        return {}
    known = await executor.query(people.names, sorted(ids))
    unknown = sorted(set(ids) - known.keys())[:_MOST]
    found = await asyncio.gather(*(_answer(_name(slack, one)) for one in unknown))
    return known | {one: name for one, name in zip(unknown, found, strict=True) if name}


async def with_files(slack: AsyncWebClient, message: dict[str, Any]) -> dict[str, Any]:
    """The message with what Slack only tells of its files when it is asked (`file_access: check_file_info`).

    https://docs.slack.dev/apis/slack-connect/ ; a file that it does not tell of then stays as it came.
    """
    ids = said.files_to_ask_for(message)[:_MOST]
    if not ids:
        return message
    found = await asyncio.gather(*(_answer(_file(slack, one)) for one in ids))
    told = {one: file for one, file in zip(ids, found, strict=True) if file}
    return _with(message, told)


def _with(node: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    files = [{**file, **told.get(str(file.get("id")), {})} for file in node.get("files") or []]
    inside = [_with(one, told) if isinstance(one, dict) else one for one in node.get("attachments") or []]
    return node | ({"files": files} if files else {}) | ({"attachments": inside} if inside else {})


async def user(slack: AsyncWebClient, slack_id: str) -> dict[str, Any] | None:
    """What Slack says of somebody now; None without an answer."""
    return cast("dict[str, Any] | None", await _answer(_user(slack, slack_id)))


async def _user(slack: AsyncWebClient, slack_id: str) -> dict[str, Any]:
    return dict((await slack.users_info(user=slack_id, include_locale=True))["user"])


async def _name(slack: AsyncWebClient, slack_id: str) -> str:
    told = await _user(slack, slack_id)
    profile = told.get("profile") or {}
    return str(profile.get("real_name") or told.get("real_name") or profile.get("display_name") or "")


async def _file(slack: AsyncWebClient, file: str) -> dict[str, Any]:
    return dict((await slack.files_info(file=file))["file"])


async def _answer(question: Coroutine[Any, Any, Any]) -> Any:
    try:
        async with asyncio.timeout(_PATIENCE):
            return arriving.payload(await question)
    except NO_ANSWER:
        return None
