"""What has changed becomes findable: beside the acts, so that none of them waits for it (store/search_index.py)."""

from __future__ import annotations

from cases.context import Context
from store import search_index

MOST = 500  # notes at once: a bulk move leaves some hundred


def is_due(context: Context) -> bool:
    """Whether anything has changed that cannot be found yet."""
    with context.database.read() as connection:
        return search_index.is_due(connection)


def take_in_some(context: Context) -> None:
    """Take in some of what has changed."""
    with context.database.begin() as connection:
        search_index.take_in(connection, MOST)
