"""A list as a file, in the conversation of whoever asked for it: drawn when it is sent, taken away later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.archive.making import Making
from bot.delivery.direct_messages import DirectMessages
from bot.delivery.file_copies import Copies, Copy
from bot.delivery.recipients import Recipient
from bot.delivery.senders.sender import Sender
from bot.lists.writing import write
from cases.context import Context
from cases.execution.runtime import Runtime
from cases.pages import lists
from domain.lists import ListKind, WantedList, file_name
from domain.outbox_kinds import OutboxKind
from handlers.translator import Translator
from handlers.views import list_form, list_tables
from store.claiming import Claimed


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list as a file that can be sent."""

    path: Path
    title: str
    digest: str
    said: str


class ListSender(Sender):
    """Brings the file, in place of an older one of the same list; takes away what its reader may see no more."""

    kind = OutboxKind.LIST

    def __init__(self, runtime: Runtime, direct_messages: DirectMessages, copies: Copies, making: Making) -> None:
        """Draw in the thread of `making`, which no act waits for, and keep the files in these conversations."""
        super().__init__(runtime, direct_messages)
        self._copies = copies
        self._making = making

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Draw the list as its reader may see it now."""
        if "over" in row.details:
            return await self._take_away_old(row, recipient)
        wanted = WantedList.read(row.details)
        if wanted is None:
            return False
        if row.details.get("failed"):
            await self._copies.take_away(row, recipient)
            said = list_form.not_brought(wanted, self._voice(recipient))
            await self._direct_messages.show(row, recipient, said, None)
            return True
        with self._runtime.context.files.aside() as folder:
            drawn = await self._draw(row, recipient, wanted, Path(folder))
            if drawn is None:
                return await self._copies.take_away(row, recipient)
            return await self._put(row, recipient, wanted, drawn)

    async def _draw(self, row: Claimed, recipient: Recipient, wanted: WantedList, folder: Path) -> Drawn | None:
        on, voice = date.fromisoformat(str(row.details["on"])), self._voice(recipient)
        return await self._making.perform(
            _drawn, wanted, reader=recipient.slack_id, now=self._runtime.clock.now(), on=on, voice=voice, folder=folder
        )

    async def _put(self, row: Claimed, recipient: Recipient, wanted: WantedList, drawn: Drawn) -> bool:
        async def still() -> bool:
            return await self._runtime.executor.query(
                lists.may_have, wanted, reader=recipient.slack_id, now=self._runtime.clock.now()
            )

        copy = Copy(drawn.digest, drawn.path.name, drawn.title, None, drawn.said)
        is_put = await self._copies.put(row, recipient, copy, drawn.path, still=still)
        if is_put:
            now = self._runtime.clock.now()
            await self._runtime.executor.execute(lists.stands, wanted, row.person_id, drawn.digest, now=now)
        return is_put

    async def _take_away_old(self, row: Claimed, recipient: Recipient) -> bool:
        post = await self._direct_messages.post_of(row.place, row.subject_id, row.person_id)
        is_it = post is not None and post.digest == row.details["over"]
        return await self._copies.take_away(row, recipient) if is_it else False

    async def is_silent(self, row: Claimed) -> bool:
        """Whoever asked for it is there and waits."""
        return True

    async def given_up(self, row: Claimed, error: str) -> None:
        """Tell who wanted it, unless that is what cannot be told."""
        wanted = WantedList.read(row.details)
        if wanted is not None and not row.details.get("failed"):
            now = self._runtime.clock.now()
            await self._runtime.executor.execute(lists.tell_failed, wanted, row.person_id, now=now)


class ListOverSender(Sender):
    """Has a file taken away that has lain long enough, in its turn."""

    kind = OutboxKind.LIST_OVER

    async def show(self, row: Claimed, recipient: Recipient) -> bool:
        """Leave it to the file's own sender."""
        digest, now = str(row.details["digest"]), self._runtime.clock.now()
        await self._runtime.executor.execute(lists.over, row.subject_id, row.person_id, digest, now=now)
        return True

    async def is_silent(self, row: Claimed) -> bool:
        """Nobody is called."""
        return True


def _drawn(
    context: Context, wanted: WantedList, *, reader: str, now: datetime, on: date, voice: Translator, folder: Path
) -> Drawn | None:
    found = lists.for_reader(context, wanted, reader=reader, now=now)
    if found is None:
        return None
    table = list_tables.table(found, voice)
    called = f"{table.name} {found.case_id}" if wanted.kind is ListKind.ANSWERS else table.name
    path = folder / file_name(called, on, wanted.format)
    digest = write(table, wanted.format, path)
    return Drawn(path, table.name, digest, list_form.brought(len(table.rows), voice, has_more=found.has_more))
