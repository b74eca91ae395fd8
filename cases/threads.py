"""Whole conversations, which come to a person with her part in a subtask and go from her with it."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from cases import errands
from store import grants as grant_rows
from store import messages as message_rows
from store import subtasks as subtask_rows
from store.outbox import Errand


def come_to(connection: Connection, subtask_id: int, reader: int) -> list[Errand]:
    """After a person has become a party: every message in its order, each followed by its files.

    What she wrote in her own conversation, while she was a party before, stands there already.
    """
    return _shown(connection, message_rows.numbers_of(connection, subtask_id, not_written_at=reader), reader)


def whole(connection: Connection, subtask_id: int, reader: int) -> list[Errand]:
    """Everything that belongs below a card that was posted now, in its order: what stands there is left as it is."""
    row = subtask_rows.get(connection, subtask_id)
    granted = grant_rows.numbers_of(connection, subtask_id) if row and row.assignee_id == reader else []
    said = _shown(connection, message_rows.numbers_of(connection, subtask_id), reader)
    return [*(Errand("grant", number, reader) for number in granted), *said]


def _shown(connection: Connection, numbers: list[int], reader: int) -> list[Errand]:
    files = message_rows.files_of(connection, numbers) if numbers else []
    told: list[Errand] = []
    for number in numbers:
        hanging = [file.id for file in files if file.message_id == number and file.sha256]
        told += [Errand("message", number, reader), *errands.show_copies(hanging, [reader])]
    return told


def go_from(subtask_id: int, reader: int) -> Errand:
    """After a person has ceased to be a party: what others wrote and sent is taken out of her thread."""
    return Errand("leave", subtask_id, reader)
