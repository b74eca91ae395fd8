"""What the delivery looks up and writes down: who its readers are, and what was put where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from cases import effects, loading
from cases.execution.runtime import Runtime
from cases.reminders.watched import zone_of
from domain.notification_settings import Preferences
from domain.outbox_kinds import OutboxKind
from domain.values import Person
from store import claiming, outbox
from store import people as people_rows
from store import posts as post_rows
from store.claiming import Claimed, Room, Taken
from store.outbox import OutboxItem
from store.people import RecipientRow

T = TypeVar("T")
Note = Callable[[Connection], None]
ToDeliver = tuple[Claimed, "Recipient | None"]
"""A row and whom it is for; None for one who cannot be reached in Slack any more."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who can be reached in Slack, as the delivery sees them."""

    person: Person
    slack_id: str
    channel: str | None
    zone: ZoneInfo
    preferences: Preferences


class Remembered:
    """The delivery's own records, in the database."""

    def __init__(self, runtime: Runtime) -> None:
        """Read and write by these threads."""
        self._runtime = runtime
        self._unwritten: dict[int, list[Note]] = {}

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run one query in a reading transaction."""

        def look(context: Any) -> T:
            with context.database.read() as connection:
                return query(connection)

        return await self._runtime.executor.query(look)

    async def write(self, change: Callable[[Connection], T]) -> T:
        """Run one change in a transaction of its own."""

        def act(context: Any) -> T:
            with context.database.begin() as connection:
                return change(connection)

        return await self._runtime.executor.mark(act)

    async def take(self, room: Room, *, owner: str, now: datetime) -> tuple[list[ToDeliver], bool]:
        """Take rows to deliver, each with whom it is for, and tell whether that is all that may be begun now."""

        def take(connection: Connection) -> tuple[Taken, Mapping[int, RecipientRow]]:
            taken = claiming.claim(connection, room, owner=owner, now=now)
            people = {row.person_id for row in taken.rows}
            return taken, people_rows.several(connection, people) if people else {}

        taken, found = await self.write(take)
        return [(row, self._recipient(found.get(row.person_id))) for row in taken.rows], taken.is_all

    def _recipient(self, row: RecipientRow | None) -> Recipient | None:
        if row is None or not row.person.slack_id:
            return None
        zone = zone_of(self._runtime.context, row.slack_zone)
        return Recipient(row.person, row.person.slack_id, row.dm_channel, zone, loading.preferences(row))

    async def post_of(self, kind: str, subject_id: int, person_id: int) -> post_rows.PostRow | None:
        """Where something was put for a person, if it was."""
        return await self.read(lambda connection: post_rows.get(connection, kind, subject_id, person_id))

    async def card_of(self, subtask_id: int, recipient: Recipient) -> str | None:
        """Under which message a subtask's thread hangs in this person's conversation; None where there is none."""
        post = await self.post_of(OutboxKind.CARD, subtask_id, recipient.person.id)
        return post.ts if post and post.ts else None

    async def bring_card(self, subtask_id: int, person_id: int, *then: OutboxItem) -> bool:
        """Have a card shown that was held back, since there is something in it now, and these after it.

        False where none is, or has been a moment ago.
        """

        def bring(connection: Connection) -> bool:
            post = post_rows.get(connection, OutboxKind.CARD, subtask_id, person_id)
            comes = post is None and outbox.is_waiting(connection, OutboxKind.CARD, subtask_id, person_id)
            if not comes and (post is None or post.ts is not None):
                return False
            post_rows.remove(connection, OutboxKind.CARD, subtask_id, person_id)
            shown = [effects.card(subtask_id, person_id), *then]
            outbox.add(connection, shown, self._runtime.clock.now())
            return True

        return await self.write(bring)

    async def is_waiting(self, kind: OutboxKind, subject_id: int, recipient: Recipient) -> bool:
        """Whether something still has to be shown in this person's conversation."""
        person = recipient.person.id
        return await self.read(lambda connection: outbox.is_waiting(connection, kind, subject_id, person))

    async def remember(self, row: Claimed, also: Note | None = None, **values: str | None) -> None:
        """Remember now where a row's subject was put, and write something else down with it."""
        await self.write(_put(row, also, values))

    def owe(self, row: Claimed, note: Note) -> None:
        """Have something written down together with what becomes of a row (`settle`): one commit serves both.

        It is lost with a process that ends before that, as what Slack did last always is: then the row may have been
        sent, and whoever tries it again looks. It is written before any place: it may have to wait for an act that is
        about the same, and that for the place.
        """
        self._unwritten.setdefault(row.id, []).insert(0, note)

    def owe_place(self, row: Claimed, also: Note | None = None, **values: str | None) -> None:
        """Have it remembered in the same way where a row's subject was put, and something else with it."""
        self._unwritten.setdefault(row.id, []).append(_put(row, also, values))

    async def settle(self, row: Claimed, change: Callable[[Connection], bool]) -> bool:
        """Write down what becomes of a row, and what is owed for it; False when it is not ours any more.

        What was posted for a row that an erasure has taken meanwhile, stands where that did not know of it, and goes.
        """
        notes, now = self._unwritten.pop(row.id, []), self._runtime.clock.now()

        def write(connection: Connection) -> bool:
            for note in notes:
                note(connection)
            is_ours = change(connection)
            if not is_ours and not outbox.is_there(connection, row.id):
                stood = post_rows.take_put(connection, row.place, row.subject_id, row.person_id)
                outbox.add(connection, effects.forgotten(stood), now)
            return is_ours

        return await self.write(write)

    async def write_owed(self, row: Claimed) -> None:
        """Write down now what is owed for a row, before somebody looks at it who decides what else becomes of it."""
        if row.id in self._unwritten:
            await self.settle(row, lambda _: True)

    def let_go(self, row: Claimed) -> None:
        """Forget what is owed for a row that nobody here settles."""
        self._unwritten.pop(row.id, None)

    async def forget(self, row: Claimed, also: Note | None = None) -> None:
        """Forget a row's subject: it stands nowhere any more; and write something else down with it."""

        def write(connection: Connection) -> None:
            post_rows.remove(connection, row.place, row.subject_id, row.person_id)
            if also:
                also(connection)

        await self.write(write)


def _put(row: Claimed, also: Note | None, values: Mapping[str, str | None]) -> Note:
    def write(connection: Connection) -> None:
        if also:
            also(connection)  # first, as in `owe`
        post_rows.put(connection, row.place, row.subject_id, row.person_id, **values)

    return write
