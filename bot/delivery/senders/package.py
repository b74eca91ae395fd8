"""The archive package of a case, in the conversation of the one who answers for it: made when it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bot.archive.making import Making
from bot.archive.names import package_name
from bot.archive.originals import originals
from bot.archive.package import Made, StoppedError
from bot.delivery.direct_messages import DirectMessages
from bot.delivery.file_copies import Copies, Copy
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from bot.slack.client import NotDoneError
from cases.archive import downloads
from cases.archive.packages import ToPack
from cases.execution.runtime import Runtime
from domain.outbox_kinds import OutboxKind
from handlers.views import packages as views
from handlers.views.blocks import Message
from store.claiming import Claimed

MOST: Final = 1_000_000_000  # bytes of one file: https://slack.com/help/articles/201330736-Add-files-to-Slack


class PackageSender(Sender):
    """Makes the package and puts it there, in place of an older one; or says why it cannot."""

    kind = OutboxKind.PACKAGE

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, copies: Copies, making: Making) -> None:
        """Make the packages with `making`, and keep them in these conversations."""
        super().__init__(runtime, direct_messages)
        self._copies = copies
        self._making = making

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Bring it to whoever may have it now; whoever may not loses the one that is there."""
        if row.details.get("stands") and await self._is_theirs(row, recipient):
            return False
        packed = await self._making.perform(downloads.for_owner, row.subject_id, recipient.slack_id)
        if packed is None:
            return await self._copies.take_away(row, recipient)
        number = packed.record.id
        if row.details.get("failed"):
            return await self._say(row, recipient, views.not_brought(number, self._voice(recipient)))
        size = sum(file.size for file in originals(packed.record))
        if size > MOST:
            return await self._say(row, recipient, views.too_big(number, size, self._voice(recipient)))
        with self._runtime.context.files.aside() as folder:
            try:
                made = await self._making.make(packed.record, Path(folder) / package_name(number))
            except StoppedError as stopped:
                raise NotDoneError("the bot stops") from stopped
            if made.size > MOST:
                return await self._say(row, recipient, views.too_big(number, made.size, self._voice(recipient)))
            return await self._put(row, recipient, packed, made)

    async def _put(self, row: Claimed, recipient: Recipient, packed: ToPack, made: Made) -> bool:
        async def still() -> bool:
            return await self._is_theirs(row, recipient)

        title = views.title(packed.record.id, self._voice(recipient))
        copy = Copy(made.digest, made.path.name, title, None)
        return await self._copies.put(row, recipient, copy, made.path, still=still)

    async def _is_theirs(self, row: Claimed, recipient: Recipient) -> bool:
        return await self._runtime.executor.query(downloads.is_owners, row.subject_id, recipient.slack_id)

    async def _say(self, row: Claimed, recipient: Recipient, said: Message) -> bool:
        """Say it in the place of the package."""
        await self._copies.take_away(row, recipient)
        await self._direct_messages.show(row, recipient, said, None)
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """Whoever asked for it is there and waits; one that stands is replaced, or taken away, at any hour."""
        return True

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell who wanted it, unless that is what cannot be told."""
        if not row.details.get("failed"):
            subject, now = row.subject_id, self._runtime.clock.now()
            await self._runtime.executor.execute(downloads.tell_failed, subject, row.person_id, now=now)
