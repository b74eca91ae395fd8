"""What a person reads in a thread, in the order that the bot owes her."""

from __future__ import annotations

import re

from sandbox.messages import Message
from sandbox.person import Person


def whole_thread(person: Person, root: Message) -> list[str]:
    """A root and what stands under it, in order; the files that the bot has put there come last, by their names.

    Each file comes when its bytes have, whatever comes before and after it.
    """
    there = [one for one in (root, *person.thread(root.ts)) if not one.deleted]
    files = [one for one in there if one.files and one.bot_id]
    words = [person.text_of(one) for one in there if one not in files]
    return words + sorted(person.text_of(one).strip() for one in files)


def roots(person: Person) -> list[Message]:
    """What stands in a person's conversation outside every thread."""
    return [one for one in person.messages if not one.deleted and not one.is_reply]


def untimed(text: str) -> str:
    """The same text, whatever o'clock it tells."""
    return re.sub(r"\d\d[.:]\d\d", "kl.", text)
