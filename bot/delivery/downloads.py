"""Getting private files out of Slack: streamed to disk, whole or not at all, from Slack's own addresses only."""

from __future__ import annotations

import tempfile
from typing import BinaryIO
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import RefusedError, UnknownOutcomeError, call, proxy_for, time_for_a_file
from cases.acts import attachments
from cases.execution.runtime import Runtime
from store.files import BLOCK

SLACK_HOSTS = ("slack.com", "slack-files.com")


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
        address = str(told.get("url_private_download") or told.get("url_private") or "")
        with tempfile.TemporaryFile() as file:
            await call(self._download(address, size, file))
            return await self._runtime.executor.query(attachments.keep_bytes, file)

    async def _download(self, address: str, size: int, file: BinaryIO) -> None:
        """Get a private file. Slack answers a wrong token with a page in HTML and status 200."""
        if not self._is_slack(address):
            raise RefusedError("foreign_file_address")
        headers = {"Authorization": f"Bearer {self._slack.token}"}
        timeout = time_for_a_file(self._session)
        async with self._session.get(
            address, headers=headers, timeout=timeout, allow_redirects=False, proxy=proxy_for(address)
        ) as answer:
            async for block in answer.content.iter_chunked(BLOCK):
                file.write(block)
        if answer.status != 200 or (size and file.tell() != size):
            raise UnknownOutcomeError(f"download: status {answer.status}, {file.tell()} of {size} bytes")

    def _is_slack(self, address: str) -> bool:
        parts, own = urlsplit(address), urlsplit(self._slack.base_url)
        host = parts.hostname or ""
        if (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
            return True
        return parts.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in SLACK_HOSTS)
