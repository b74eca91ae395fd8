"""After nobody listened to the chat for a while: what was missed is read there and taken in as if it had come in time.

Where to look, what is known of it, and how far that has come. What is found becomes the events that the chat would
have sent, and goes their way (cases/inbox.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from cases import effects, transaction
from cases.acts.people import language_of
from cases.context import Context
from domain.outbox_kinds import OutboxKind
from store import accounts as account_rows
from store import gaps as gap_rows
from store import messages as message_rows
from store import people as people_rows
from store import posts as post_rows

COUNTS = timedelta(minutes=1)
"""So long a silence is a gap: what was said in a shorter one, the chat says again after a minute."""
MARGIN = timedelta(minutes=1)  # by which a line may have been dead before anybody noticed
SOLVED_LATELY = timedelta(days=14)  # whoever writes below what was solved so long ago has to be answered, too
KEY = gap_rows.KEY


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nobody listened; `closed` are the accounts, by their id in the chat, still to be."""

    id: int
    since_at: datetime
    until_at: datetime
    cursor: str | None
    closed: tuple[str, ...]
    has_compared: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A message in a thread, as it is kept here."""

    ts: str
    author: str
    changed_at: datetime
    deleted: bool
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class Thread:
    """A person's card whose thread is to be read, with what is known of it, and when its subtask was solved."""

    person_id: int
    channel: str
    ts: str
    since_at: datetime
    solved_at: datetime | None
    known: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Account:
    """What the chat says of somebody's account (None: nothing)."""

    slack_id: str
    locale: str | None
    zone: str | None
    closed: bool


def listening(context: Context, *, now: datetime, afresh: bool) -> bool:
    """Note that the chat is listened to. `afresh` says that it was not, as far as this process knows, until now.

    True when that makes a gap: no other process did so meanwhile, either.
    """
    with context.database.begin() as connection:
        before = gap_rows.listened(connection, now)
        is_gap = afresh and before is not None and now - before >= COUNTS
        if is_gap and before is not None:
            gap_rows.add(connection, before - MARGIN, now)
        return is_gap


def missed(context: Context, *, since_at: datetime, now: datetime) -> bool:
    """Note that what happened since an instant may not have come; False when that is known already."""
    with context.database.begin() as connection:
        if gap_rows.covers(connection, since_at):
            return False
        gap_rows.add(connection, since_at - MARGIN, now)
        return True


def claim(context: Context, owner: str, *, now: datetime) -> Gap | None:
    """The gap that this process is to work off, for some minutes more; None when there is none for it."""
    with context.database.read() as connection:
        if not gap_rows.is_open(connection):
            return None
    with context.database.begin() as connection:
        row = gap_rows.claim(connection, owner, now)
        if row is None:
            return None
        return Gap(row.id, row.since_at, row.until_at, row.cursor, tuple(row.closed), row.compared_at is not None)


def take_over(context: Context) -> None:
    """Let go what processes that are gone were working off; only for one who knows that no other is running."""
    with context.database.begin() as connection:
        gap_rows.end_leases(connection)


def installed_as(context: Context, bot: str, *, now: datetime) -> bool:
    """Note as which user the bot is in the chat; True when it was another one before, so that nothing of that is seen.

    Then each conversation is opened anew, and the cards come there (archestra-ai/archestra#3086).
    """
    with transaction.begin(context, now=now) as act:
        before = gap_rows.installed_as(act.connection, bot)
        if before in (None, bot):
            return False
        people_rows.forget_conversations(act.connection)
        act.show(effects.open_ahead(act.connection, again=bot))
        return True


def conversation_lost(context: Context, person_id: int, *, now: datetime) -> None:
    """After the chat did not know a person's conversation: have it opened anew, and the cards brought there."""
    with transaction.begin(context, now=now) as act:
        people_rows.set_dm_channel(act.connection, person_id, None)
        act.show(effects.open_ahead(act.connection, again=now.isoformat()))


def next_thread(context: Context, gap: Gap) -> Thread | None:
    """A thread that has not been read since the gap ended, with all that is known of it; None when all have been."""
    with context.database.read() as connection:
        row = gap_rows.next_thread(connection, gap.until_at, gap.since_at - SOLVED_LATELY)
        return (
            None
            if row is None
            else Thread(row.person_id, row.channel, row.ts, gap.since_at, row.solved_at, _known(connection, row))
        )


def _known(connection: Connection, row: gap_rows.ThreadRow) -> dict[str, Known]:
    rows = message_rows.written_below(connection, row.subject_id, row.channel, row.ts)
    files = message_rows.files_of(connection, [one.id for one in rows]) if rows else []
    return {
        one.ts: Known(
            ts=one.ts,
            author=one.author.slack_id or "",
            changed_at=one.changed_at,
            deleted=one.deleted_at is not None,
            files=frozenset(file.slack_file_id for file in files if file.message_id == one.id),
        )
        for one in rows
        if one.ts
    }


def thread_read(context: Context, thread: Thread, *, now: datetime) -> None:
    """Note that everything that was missed in a thread waits to be taken in."""
    with context.database.begin() as connection:
        gap_rows.note_read(connection, thread.channel, thread.ts, now)


def next_conversation(context: Context, gap: Gap) -> Thread | None:
    """A conversation that was not yet looked through for what stands in no thread; None without one."""
    with context.database.read() as connection:
        row = gap_rows.next_conversation(connection, gap.id)
        return None if row is None else (Thread(row.id, row.channel, "", gap.since_at, None, {}))


def visited(context: Context, gap: Gap, person_id: int) -> None:
    """Note that a person's conversation was looked through."""
    with context.database.begin() as connection:
        gap_rows.set_visited(connection, gap.id, person_id)


def place_of_card(context: Context, subtask_id: int, person_id: int) -> tuple[str, str] | None:
    """Where a person's card of a subtask stands: its conversation and its `ts`; None when it stands nowhere."""
    with context.database.read() as connection:
        post = post_rows.get(connection, OutboxKind.CARD, subtask_id, person_id)
        return (post.channel, post.ts) if post and post.channel and post.ts else None


def card_gone(context: Context, person_id: int, ts: str, *, now: datetime) -> None:
    """After a person's card was found to be gone: have it posted anew, with the conversation below it."""
    with transaction.begin(context, now=now) as act:
        root = post_rows.forget_root(act.connection, person_id, ts)
        if root is not None:
            act.show([effects.look_again(root.kind, root.subject_id, root.person_id)])


def differing(context: Context, accounts: Sequence[Account]) -> list[str]:
    """Those of these people who are known here, but otherwise than the chat says now."""
    told = {one.slack_id: one for one in accounts}
    with context.database.read() as connection:
        return [row.slack_id for row in account_rows.of(connection, told) if _differs(row, told[row.slack_id])]


def _differs(row: account_rows.AccountRow, told: Account) -> bool:
    return row.is_other_than(language=language_of(told.locale), zone=told.zone, closed=told.closed)


def compared(
    context: Context, gap: Gap, *, cursor: str | None, closed: Sequence[str], is_last: bool, now: datetime
) -> None:
    """Note how far the comparing of people has come; `closed` are the accounts found closed that are still to be."""
    with context.database.begin() as connection:
        gap_rows.set_people(connection, gap.id, cursor=cursor, closed=list(closed), at=now if is_last else None)


def is_taken_in(context: Context) -> bool:
    """Whether all that was read after a gap has been taken in."""
    with context.database.read() as connection:
        return not gap_rows.has_unheard(connection)


def finish(context: Context, gap: Gap, *, now: datetime) -> None:
    """Note that nothing of a gap is left to be taken over."""
    with context.database.begin() as connection:
        gap_rows.finish(connection, gap.id, now)
