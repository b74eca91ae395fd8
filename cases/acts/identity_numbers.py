"""What is done about a message in a thread that seems to hold somebody's identity number: its author is told."""

from __future__ import annotations

from cases import effects
from cases.context import Context
from cases.transaction import Transaction
from domain.answers import IdentityNumber
from domain.heard import Heard
from domain.identity_numbers import numbers_in
from domain.permissions import Actor
from store import messages as message_rows


def tell_author(act: Transaction, heard: Heard, who: Actor, *, subtask_id: int, message_id: int) -> None:
    """Tell the author at once, and once for each message, that there seems to be a number in it."""
    if numbers_in(heard.text):
        said = IdentityNumber(heard.thread_ts, message_id)
        once = f"{said.say}:{message_id}"
        act.show([effects.notice(said, who.person.id, subtask_id=subtask_id, dedupe_key=once)])


def is_in(context: Context, message_id: int) -> bool:
    """Whether a message is still there, with what looks like an identity number in it."""
    with context.database.read() as connection:
        message = message_rows.get(connection, message_id)
    return message is not None and message.deleted_at is None and bool(numbers_in(message.text))
