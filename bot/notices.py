"""The short messages that the bot writes: drawn when they are sent, so that none is untrue by then."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversations import Reader
from cases import distribution, pages
from cases.values import CaseFacts, Person, SubtaskFacts
from handlers.desk import Desk
from handlers.views import file_notices
from handlers.views import messages as views
from handlers.views.blocks import Message
from handlers.views.status import is_assignee
from handlers.words import Words
from store.outbox import Claimed

# Notices that need nothing but the reader's language.
PLAIN: dict[str, Callable[[Words], Message]] = {
    "not_in_thread": views.not_in_thread,
    "taken_over": views.taken_over,
    "no_access": views.no_access,
    "try_again": views.try_again,
}

ABOUT_SUBTASK: dict[str, Callable[[SubtaskFacts, Words, Person], Message]] = {
    "solved": views.solved_notice,
    "declined": views.declined_notice,
    "assigned": views.assigned_notice,
    "late_message": lambda subtask, words, _: views.late_message(subtask, words),
    "late_change": lambda subtask, words, _: views.late_change(subtask, words),
}

STILL_TRUE: dict[str, Callable[[SubtaskFacts, Person], bool]] = {
    "declined": lambda subtask, _: bool(subtask.declined_because),
    "assigned": is_assignee,
}


# Notices about a whole case, for the one who owns it by then.
ABOUT_CASE: dict[str, Callable[[CaseFacts, Words], Message]] = {
    "case_assigned": views.case_assigned,
    "case_closed": views.case_closed,
    "case_withdrawn": views.case_withdrawn,
    "case_supplemented": views.case_supplemented,
}


async def drawn_notice(desk: Desk, row: Claimed, reader: Reader) -> Message | None:
    """Draw a notice for its reader; None when it is about something that is not hers any more."""
    words = desk.voice(reader.person.language)
    said = str(row.details.get("say"))
    if said in PLAIN:
        return PLAIN[said](words)
    if said == "undelivered_file":
        return file_notices.undelivered_file(str(row.details["file"]), words)
    if said == "unshared_attachment":
        return file_notices.unshared_attachment(str(row.details["file"]), str(row.details["name"]), words)
    if said == "upload_lost":
        return file_notices.upload_lost(str(row.details["file"]), str(row.details["case"]), words)
    if said in ABOUT_CASE:
        case_id = str(row.details.get("case"))
        case = await desk.look(distribution.case_of_notice, case_id, reader=reader.slack_id)
        return ABOUT_CASE[said](case, words) if case else None
    subtask = await desk.look(pages.notice_about, row.subject_id, reader=reader.slack_id)
    if subtask is None or (said in STILL_TRUE and not STILL_TRUE[said](subtask, reader.person)):
        return None
    return ABOUT_SUBTASK[said](subtask, words, reader.person)


def with_files(drawn: Message, row: Claimed, words: Words) -> Message:
    """Say honestly what becomes of the files that came with a message which was not passed on."""
    files = row.details.get("files")
    if not isinstance(files, int) or not files:
        return drawn
    return file_notices.with_own_files(drawn, files, words, deleted=bool(row.details.get("deleted")))
