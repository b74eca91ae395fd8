"""What stands in a person's conversation with the bot, and in the modals that she has open."""

from __future__ import annotations

from sandbox.person import Person


def copies(person: Person) -> list[str]:
    """What the files in the person's conversation are called."""
    return [file["title"] for message in person.messages for file in message.files if file["mode"] != "tombstone"]


def standing(person: Person) -> list[str]:
    """Read everything that stands in the person's conversation; a deleted file leaves a message without words."""
    said = [person.text_of(message).strip() for message in person.messages if not message.deleted]
    return [text for text in said if text]


def files_of_the_bot(person: Person) -> list[str]:
    """What files of the bot's stand in a person's conversation."""
    there = [file for one in person.messages if one.user != person.id for file in one.files]
    return sorted(file["name"] for file in there if file["mode"] != "tombstone")


def shown(person: Person) -> str:
    """Everything that stands in a person's conversation, and in the modals she has open."""
    views = [person.text_of(view["id"]) for view in person.modals[-1:]]
    return "\n".join([*(person.text_of(one) for one in person.messages if not one.deleted), *views])


def told(person: Person) -> str:
    """Everything that stands in the person's conversation with the bot."""
    return "\n".join(person.text_of(message) for message in person.messages if not message.deleted)


def modal_on_top(person: Person) -> str:
    """Read the topmost modal."""
    return str(person.text_of(person.modals[-1]["id"]))


def said(person: Person) -> list[str]:
    """What stands in the thread of a person's card."""
    return [person.text_of(reply) for reply in person.thread(person.card("Vurder emnene").ts) if not reply.deleted]
