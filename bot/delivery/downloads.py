"""Getting private files out of Slack: streamed to disk, whole or not at all, from Slack's own addresses only."""

from __future__ import annotations

import tempfile
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import RefusedError, UnknownOutcomeError, call, proxy_for, time_for_a_file
from cases.acts import attachments
from cases.execution.runtime import Runtime
from store.files import BLOCK

SLACK_HOSTS = ("slack.com", "slack-files.com")
OPEN_HOSTS = ("slack-edge.com",)  # where the address itself is the right to it: nextlevelbuilder/goclaw#233
HOPS = 4
OK = 200
MOVED = (301, 302, 303, 307, 308)


class Fetching:
    """Takes in the bytes of files that people have given to Slack."""

    def __init__(self, runtime: Runtime, slack: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        """Fetch through `slack` and `session`, and keep it in the context."""
        self._runtime = runtime
        self._slack = slack
        self._session = session

    async def fetch(self, slack_file_id: str, size: int) -> tuple[str, int]:
        """Keep a file's bytes and give their name and size.

        However big, the file is never whole in memory. Raises what `call` raises: GoneError when Slack has the file no
        more, or does not show it to the bot, and RefusedError also for a file that does not lie with Slack.
        """
        answer = await call(self._slack.files_info(file=slack_file_id))
        told = answer["file"]
        size = size or int(told.get("size") or 0)
        address = str(told.get("url_private_download") or told.get("url_private") or "")
        with tempfile.TemporaryFile() as file:
            await call(self._download(address, size, file))
            return await self._runtime.executor.query(attachments.keep_bytes, file)

    async def _download(self, address: str, size: int, file: BinaryIO) -> None:
        """Get a private file. Slack answers a wrong token with a page in HTML and status 200.

        It may send us on to another host of its own, which wants the token, too: aiohttp would leave it out there.
        https://github.com/NousResearch/hermes-agent/pull/114483 . Where we are sent elsewhere, as by a gateway on the
        way that wants somebody to log in, nothing is said about this file: it is tried again.
        """
        status, further = 0, address
        for _ in range(HOPS):
            try:
                status, further = await self._get(further, file)
            except RefusedError:
                if not status:
                    raise
                host = urlsplit(further).hostname
                raise UnknownOutcomeError(f"download: status {status}, sent on to {host}") from None
            if not further:
                break
        if status != OK or (size and file.tell() != size):
            raise UnknownOutcomeError(f"download: status {status}, {file.tell()} of {size} bytes")

    async def _get(self, address: str, file: BinaryIO) -> tuple[int, str]:
        """Write what stands at an address; gives the status, and where it is to be had instead."""
        headers = heads_for(address, self._slack.base_url, str(self._slack.token))
        timeout = time_for_a_file(self._session)
        async with self._session.get(
            address, headers=headers, timeout=timeout, allow_redirects=False, proxy=proxy_for(address)
        ) as answer:
            if answer.status in MOVED:
                return answer.status, urljoin(address, answer.headers.get("Location", ""))
            async for block in answer.content.iter_chunked(BLOCK):
                file.write(block)
            return answer.status, ""


def heads_for(address: str, api: str, token: str) -> dict[str, str]:
    """The heads to ask for a file with: the token goes to Slack alone, the one at `api` too.

    Raises RefusedError for an address that is not Slack's.
    """
    parts, own = urlsplit(address), urlsplit(api)
    is_own = (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
    if is_own or (parts.scheme == "https" and _is_of(SLACK_HOSTS, parts.hostname)):
        return {"Authorization": f"Bearer {token}"}
    if parts.scheme == "https" and _is_of(OPEN_HOSTS, parts.hostname):
        return {}
    raise RefusedError("foreign_file_address")


def _is_of(hosts: tuple[str, ...], host: str | None) -> bool:
    return any(host == one or (host or "").endswith(f".{one}") for one in hosts)
