"""The short messages that the bot writes: drawn when they are sent, so that none is untrue by then."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversations import Reader
from cases import pages
from handlers.desk import Desk
from handlers.views import messages as views
from handlers.views.blocks import Message
from handlers.words import Words
from store.outbox import Claimed

# Notices that need nothing but the reader's language.
PLAIN: dict[str, Callable[[Words], Message]] = {
    "not_in_thread": views.not_in_thread,
    "no_access": views.no_access,
    "try_again": views.try_again,
}


async def drawn_notice(desk: Desk, row: Claimed, reader: Reader) -> Message | None:
    """Draw a notice for its reader; None when it is about something that is not hers any more."""
    words = desk.voice(reader.person.language)
    said = str(row.details.get("say"))
    if said in PLAIN:
        return PLAIN[said](words)
    subtask = await desk.look(pages.notice_about, row.subject_id)
    if subtask is None:
        return None
    if said == "solved":
        return views.solved_notice(subtask, words, reader.person)
    return {"late_message": views.late_message, "late_change": views.late_change}[said](subtask, words)
