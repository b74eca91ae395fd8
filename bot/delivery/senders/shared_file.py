"""What senders of copies of files have in common.

A file waits for nobody, and nobody for it. What is to hang under a card that does not stand yet is left to the
card: posting it brings along everything that belongs below it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.delivery.direct_messages import DirectMessages
from bot.delivery.file_copies import Copies, Copy
from bot.delivery.recipients import Note, Recipient
from bot.delivery.senders.sender import Sender
from bot.slack.client import NotDoneError
from cases.acts import attachments
from cases.execution.runtime import Runtime
from domain.errors import DamagedFileError, MissingFileError
from handlers.views.file_notices import damaged_file
from store.claiming import Claimed


class SharedFileSender(Sender):
    """Puts copies into conversations and takes them away."""

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, copies: Copies) -> None:
        """Keep the copies in these."""
        super().__init__(runtime, direct_messages)
        self._copies = copies

    async def is_silent(self, row: Claimed) -> bool:
        """One that stands is replaced, or taken away, at any hour."""
        return await self._stands(row)

    async def _share(
        self,
        row: Claimed,
        recipient: Recipient,
        copy: Copy,
        still: Callable[[], Awaitable[bool]],
        noted: Note | None = None,
    ) -> bool:
        if await self._copies.stands(row, copy):
            return False
        try:
            lent = await self._runtime.executor.query(attachments.lend, copy.sha256)
        except MissingFileError as missing:
            raise NotDoneError("the file is not where the files are kept") from missing
        except DamagedFileError:
            await self._copies.take_away(row, recipient)
            said = damaged_file(copy.title, self._voice(recipient))
            await self._direct_messages.show(row, recipient, said, copy.root)
            raise
        with lent as path:
            return await self._copies.put(row, recipient, copy, path, still=still, noted=noted)
