"""Who must be shown what after a change: the outbox rows that every act of a kind leaves."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from cases.office import Office
from store import people as people_rows
from store.outbox import OutboxItem


def open_ahead(connection: Connection) -> list[OutboxItem]:
    """After people have come: their conversations, so that nobody's first card has to wait for one to be opened."""
    found = people_rows.without_conversation(connection)
    return [OutboxItem("open", row.id, row.id, once=f"open:{row.slack_id}") for row in found]


def redraw(subtask_id: int, parties: Iterable[int]) -> list[OutboxItem]:
    """After any change of a subtask: each party's card and main page."""
    return [
        item
        for person in parties
        for item in (OutboxItem("card", subtask_id, person), OutboxItem("home", person, person))
    ]


def mail(office: Office, subtask_id: int, assignee: int, *, by: int) -> list[OutboxItem]:
    """After a subtask was given to somebody: the e-mail about it, where there is any (S15); none to oneself (A18)."""
    return [OutboxItem("mail", subtask_id, assignee)] if office.sends_mail and assignee != by else []


def show_message(message_id: int, readers: Iterable[int]) -> list[OutboxItem]:
    """After a message was written, changed or taken away: each reader's thread, and the case page she may look at."""
    return [
        item
        for person in readers
        for item in (OutboxItem("message", message_id, person), OutboxItem("home", person, person))
    ]


def fetch_files(file_ids: Iterable[int], *, author: int) -> list[OutboxItem]:
    """After files came with a message: fetch each one; the copies follow when its bytes are here."""
    return [OutboxItem("fetch", number, author) for number in file_ids]


def show_copies(file_ids: Iterable[int], readers: Iterable[int]) -> list[OutboxItem]:
    """After files that came with a message are kept here, or were taken away: each reader's copies of them."""
    people = list(readers)
    return [OutboxItem("copy", number, person) for number in file_ids for person in people]


def answer(
    words: str,
    *,
    subtask_id: int,
    person_id: int,
    channel: str,
    ts: str,
    thread_ts: str | None,
    files: int,
    deleted: bool,
) -> OutboxItem:
    """Answer one message once, where it was written; `words` names the notice, `files` counts the message's own.

    One outside every thread is answered below it: what stands in a thread of its own is easily overlooked.
    """
    details: dict[str, object] = {"say": words, "thread_ts": thread_ts, "files": files, "deleted": deleted}
    return OutboxItem("notice", subtask_id, person_id, details, once=f"{words}:{channel}:{ts}")
