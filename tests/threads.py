"""What a person reads in a thread, in the order that the bot owes her."""

from __future__ import annotations

import re

from sandbox.messages import Message
from sandbox.person import Person


def whole_thread(person: Person, root: Message) -> list[str]:
    """A root and what stands under it: what the bot says, what the person has written herself, the bot's files.

    Words are in order. What she writes stands there at once, and each file when its bytes have come: neither has a
    place among the rest.
    """
    return [*words_of_bot(person, root), *_words_of(person, root, own=True), *files_of_bot(person, root)]


def words_of_bot(person: Person, root: Message) -> list[str]:
    """A root and what the bot says under it, in order, without files."""
    return [person.text_of(root), *_words_of(person, root, own=False)]


def files_of_bot(person: Person, root: Message) -> list[str]:
    """The names of the files that the bot has put under a root."""
    return sorted(person.text_of(one).strip() for one in _under(person, root) if one.files and one.bot_id)


def _words_of(person: Person, root: Message, *, own: bool) -> list[str]:
    found = [one for one in _under(person, root) if (one.bot_id is None) == own and (own or not one.files)]
    return [person.text_of(one) for one in found]


def _under(person: Person, root: Message) -> list[Message]:
    return [one for one in person.thread(root.ts) if not one.deleted]


def roots(person: Person) -> list[Message]:
    """What stands in a person's conversation outside every thread."""
    return [one for one in person.messages if not one.deleted and not one.is_reply]


def untimed(text: str) -> str:
    """The same text, whatever o'clock it tells."""
    return re.sub(r"\d\d[.:]\d\d", "kl.", text)
