"""Who hears, sees and keeps what of a subtask: the one place where it is decided what belongs below a person's card.

It follows from what a reader may see now and from what stands there, and from nothing else: not the act, the import or
the event that changed it. Whatever changes who is a party only has the cards drawn again; a card whose reader may see
something else than when their thread was last put in order has it put in order.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import takewhile

from sqlalchemy.engine import Connection

from cases import effects, loading
from cases.context import Context
from domain.outbox_kinds import OutboxKind
from domain.permissions import Actor, Relation
from domain.values import InternalMessage
from store import grants as grant_rows
from store import messages as message_rows
from store import posts as post_rows
from store import subtasks as subtask_rows
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow

CONVERSATION = "conversation"


def sight(context: Context, row: SubtaskRow, relation: Relation) -> str:
    """What somebody who is this to a subtask sees in its thread: the same words mean the same sight."""
    seen = [CONVERSATION] if relation.is_party else []
    if relation.assignee and loading.has_granted(context, row):
        seen.append("attachments on request" if context.attachments_on_request else "attachments")
    return " ".join(seen) or "nothing"


def last_said(connection: Connection, rows: Sequence[SubtaskRow], who: Actor) -> dict[int, InternalMessage]:
    """What was said last in each of these subtasks: who and when; the words of it only for one who is a party.

    A distributor reads the words on the page of the subtask, where that is noted.
    """
    theirs = {row.id for row in rows if loading.relation_to(row, who).is_party}
    last = {
        one.subtask_id: loading.message(one, ()) for one in message_rows.last_of(connection, [row.id for row in rows])
    }
    return {number: one if number in theirs else replace(one, text="", blocks=()) for number, one in last.items()}


def in_order(
    connection: Connection, subtask_id: int, reader: int, *, is_party: bool, is_new: bool, is_back: bool = False
) -> list[OutboxItem]:
    """Everything that belongs below a person's card, in its order, and everything that stands there.

    Each is looked at again when its turn comes: what is the reader's is put there, what is not is taken away. `is_new`
    says that the card was posted just now: then what the reader wrote, below an earlier one, belongs there, too.
    `is_back` says that the reader saw nothing of it until now. Whoever writes in it meanwhile waits for the commit, as
    this waits for theirs: what is said comes after what was said.
    """
    row = subtask_rows.get(connection, subtask_id, for_update=True)
    belongs = _belonging(connection, row, reader, is_new=is_new) if row and is_party else []
    there = post_rows.in_thread(connection, subtask_id, reader)
    stands = [effects.look_again(one.kind, one.subject_id, reader) for one in there]
    seen = {(one.kind, one.subject_id) for one in belongs}
    if is_back:
        standing = {one.subject_id for one in there if one.kind == OutboxKind.MESSAGE}
        if moved := _behind_a_gap(belongs, standing):
            post_rows.put_anew(connection, moved, reader)
    return [*belongs, *(one for one in stands if (one.kind, one.subject_id) not in seen)]


def _behind_a_gap(belongs: Sequence[OutboxItem], standing: Set[int]) -> set[int]:
    """The messages that stand though one before them does not, which would come after them.

    So a thread stands whose reader came back before all of it had been taken away.
    """
    told = [one.subject_id for one in belongs if one.kind is OutboxKind.MESSAGE]
    return {one for one in told if one in standing} - set(takewhile(standing.__contains__, told))


def _belonging(connection: Connection, row: SubtaskRow, reader: int, *, is_new: bool) -> list[OutboxItem]:
    granted = grant_rows.numbers_of(connection, row.id) if reader in loading.holders(row) else []
    numbers = message_rows.numbers_of(connection, row.id, not_written_at=None if is_new else reader)
    files = message_rows.files_of(connection, numbers) if numbers else []
    told = effects.show_granted(granted, [reader])
    for number in numbers:
        hanging = [file.id for file in files if file.message_id == number and file.sha256]
        told += [effects.mirrored(number, reader), *effects.show_copies(hanging, [reader])]
    return told
