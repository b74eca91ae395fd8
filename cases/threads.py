"""Whole conversations, which come to a person with her part in a subtask and go from her with it."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from cases import errands
from store import messages as message_rows
from store.outbox import Errand


def come_to(connection: Connection, subtask_id: int, reader: int) -> list[Errand]:
    """After a person has become a party: every message in its order, each followed by its files.

    What she wrote in her own conversation, while she was a party before, stands there already.
    """
    numbers = message_rows.numbers_of(connection, subtask_id, not_written_at=reader)
    files = message_rows.files_of(connection, numbers) if numbers else []
    told: list[Errand] = []
    for number in numbers:
        hanging = [file.id for file in files if file.message_id == number]
        told += [Errand("message", number, reader), *errands.show_files(hanging, readers=[reader], author=reader)]
    return told


def go_from(subtask_id: int, reader: int) -> Errand:
    """After a person has ceased to be a party: what others wrote and sent is taken out of her thread."""
    return Errand("leave", subtask_id, reader)
