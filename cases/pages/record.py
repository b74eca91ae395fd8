"""The whole record of a subtask for its two parties: everything that was said, and every conclusion that was saved.

Nobody else reads it here, and one who is no party any more does not, either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy.engine import Connection

from cases import loading
from cases.context import Context
from cases.pages.paging import page_of
from domain import permissions
from domain.errors import N_
from domain.forms import Conclusions, Conversation, Passage, SavedConclusion, SentFile
from domain.values import Person
from store import conclusions as conclusion_rows
from store import messages as message_rows
from store import posts as post_rows
from store.whole_subtask import SubtaskRow

MESSAGES = 15  # on a page, at most
CHARACTERS = 10_000  # on a page, at most; a longer message goes on on the next one
CONCLUSIONS = 3  # on a page, at most
PARTIES = N_("Bare den ansvarlige og sakseieren kan lese hele samtalen og tidligere konklusjoner.")

Cut = tuple[int, int, int]
"""The number of a message, and from which to which of its characters."""


def conversation(context: Context, subtask_id: int, *, actor: str, page: int | None = None) -> Conversation:
    """A page of everything that was said, in its order; the last one unless another is asked for."""
    with context.database.read() as connection:
        row, reader = _for_party(connection, subtask_id, actor)
        pages = paged(message_rows.lengths(connection, subtask_id))
        number = len(pages) - 1 if page is None or not 0 <= page < len(pages) else page
        shown = pages[number] if pages else []
        passages = tuple(_passages(connection, reader, shown))
        return Conversation(loading.subtask(row), passages, max(number, 0), max(len(pages), 1))


def paged(lengths: Sequence[tuple[int, int]]) -> list[list[Cut]]:
    """Lay messages, each with its number and length, out on pages. One more at their end changes only the last page.

    Only a message that is too long for a page of its own is cut.
    """
    pages: list[list[Cut]] = []
    room = 0
    for message, length in lengths:
        for begin in range(0, max(length, 1), CHARACTERS):
            end = min(begin + CHARACTERS, length)
            if not pages or len(pages[-1]) == MESSAGES or end - begin > room:
                pages.append([])
                room = CHARACTERS
            pages[-1].append((message, begin, end))
            room -= end - begin
    return pages


def _passages(connection: Connection, reader: Person, cuts: Sequence[Cut]) -> list[Passage]:
    numbers = list(dict.fromkeys(number for number, _, _ in cuts))
    rows = {row.id: row for row in message_rows.with_numbers(connection, numbers)} if numbers else {}
    files = message_rows.files_of(connection, numbers) if numbers else []
    copies = post_rows.copies_of(connection, [file.id for file in files], reader.id) if files else {}
    passages = []
    for number, begin, end in cuts:
        row = rows[number]
        message = loading.message(row, files)
        if end - begin < len(message.text):
            message = replace(message, text=message.text[begin:end], blocks=())
        is_last = end >= len(row.text) or message.deleted
        hers = row.author_id == reader.id
        sent = [
            SentFile(one.name, one.slack_file_id if hers else copies.get(one.id))
            for one in files
            if one.message_id == number
        ]
        passages.append(Passage(message, begin > 0, tuple(sent) if is_last and not message.deleted else ()))
    return passages


def conclusions(context: Context, subtask_id: int, *, actor: str, page: int = 0) -> Conclusions:
    """The conclusions that were saved before the one that stands, newest first."""
    with context.database.read() as connection:
        row, _ = _for_party(connection, subtask_id, actor)
        found = page_of(partial(conclusion_rows.earlier, connection, subtask_id), CONCLUSIONS, page)
        saved = tuple(
            SavedConclusion(one.number, one.author, one.saved_at, one.text, one.answers or {}) for one in found.shown
        )
        return Conclusions(loading.subtask(row), saved, found.number, found.has_more)


def _for_party(connection: Connection, subtask_id: int, actor: str) -> tuple[SubtaskRow, Person]:
    who = loading.actor(connection, actor)
    row, relation = loading.subtask_for(connection, subtask_id, who)
    permissions.require_party(relation, PARTIES)
    return row, who.person
