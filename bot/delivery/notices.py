"""The short messages that the bot writes: drawn when they are sent, so that none is untrue by then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.delivery.recipients import Reader
from cases.acts import case_files, deadlines, distribution, holding
from cases.pages import subtask_pages
from domain.notification_settings import NoticeKind
from domain.values import CaseFacts, Person, SubtaskFacts
from handlers.desk import Desk
from handlers.views import file_notices, introduction, not_all
from handlers.views import messages as views
from handlers.views.blocks import Message
from handlers.views.deadline_notices import case_deadline, deadline_moved, deadlines_moved, deadlines_outside
from handlers.views.status import is_assignee, is_owner
from handlers.views.undelivered import undelivered_card, undelivered_mail, undelivered_message
from handlers.words import Words
from store.claiming import Claimed

# Notices that need nothing but the reader's language.
PLAIN: dict[str, Callable[[Words], Message]] = {
    "not_in_thread": views.not_in_thread,
    "greeting": introduction.greeting,
    "taken_over": views.taken_over,
    "no_access": views.no_access,
    "not_taken_in": views.not_taken_in,
    "try_again": views.try_again,
}

# What did not come of a message, for its author.
LOST: dict[str, Callable[[object, Words], Message]] = {
    "not_all_came": not_all.not_all_came,
    "nothing_came": not_all.nothing_came,
}

ABOUT_SUBTASK: dict[str, Callable[[SubtaskFacts, Words, Person], Message]] = {
    "solved": views.solved_notice,
    "declined": views.declined_notice,
    "assigned": views.assigned_notice,
    "late_message": lambda subtask, words, _: views.late_message(subtask, words),
    "owner_lost": lambda _, words, __: views.owner_lost(words),
    "attachment_taken_out": lambda _, words, recipient: file_notices.attachment_taken_out(words, recipient),
    "late_change": lambda subtask, words, _: views.late_change(subtask, words),
}

# Notices that a colleague has put it on hold or taken it up again; the row knows who, and which hold it was.
ABOUT_HOLD: dict[str, Callable[[SubtaskFacts, Words, Person, Person], Message]] = {
    "held": views.held_notice,
    "resumed": views.resumed_notice,
}

STILL_TRUE: dict[str, Callable[[SubtaskFacts, Person], bool]] = {
    "declined": lambda subtask, _: bool(subtask.declined_because),
    "assigned": is_assignee,
    "owner_lost": lambda subtask, _: subtask.owner_lost,
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
    if said == "upload_lost":
        return file_notices.upload_lost(str(row.details["file"]), str(row.details["case"]), words)
    if said == "unfetched_attachment":
        found = await desk.look(case_files.file_for, int(str(row.details["attachment"])), reader.slack_id)
        return file_notices.unfetched_attachment(found.title, words) if found else None
    if said in LOST:
        return LOST[said](row.details.get("lost"), words)
    if said == "case_removed":
        return views.case_removed(str(row.details["case"]), words)
    if said in ABOUT_CASE:
        case_id = str(row.details.get("case"))
        case = await desk.look(distribution.case_of_notice, case_id, reader=reader.slack_id)
        return ABOUT_CASE[said](case, words) if case else None
    if said in ABOUT_DEADLINES:
        return await ABOUT_DEADLINES[said](desk, row, reader)
    return await _about_subtask(desk, row, reader)


async def _about_subtask(desk: Desk, row: Claimed, reader: Reader) -> Message | None:
    words, said = desk.voice(reader.person.language), str(row.details["say"])
    found = await desk.look(subtask_pages.notice_about, row.subject_id, reader=reader.slack_id, naming=_number(row))
    if found is None:
        return None
    subtask, other = found[0], found[1] or _by_name(row)
    if said in STILL_TRUE and not STILL_TRUE[said](subtask, reader.person):
        return None
    if said == "solved" and is_owner(subtask, reader.person) and not reader.preferences.wants(NoticeKind.SOLVED):
        return None  # her card shows it
    if said == "undelivered_message":
        return undelivered_message(other, reader.person, words, unreachable=bool(row.details["unreachable"]))
    if said == "undelivered_card":
        return undelivered_card(subtask, other, reader.person, words)
    if said == "unshared_attachment":
        return file_notices.unshared_attachment(str(row.details["file"]), other, words)
    if said == "undelivered_mail":
        still = row.details["assignee"] == subtask.assignee.id and not subtask.is_solved
        foreign = bool(row.details["foreign"])
        return undelivered_mail(subtask, reader.person, words, foreign=foreign) if still else None
    if said == "deadline_moved":
        return _deadline_moved(subtask, row, reader, words, other)
    if said in ABOUT_HOLD:
        stands = row.details["hold"] == holding.mark(subtask.held_until_on, subtask.held_because)
        return ABOUT_HOLD[said](subtask, words, reader.person, other) if stands else None
    return ABOUT_SUBTASK[said](subtask, words, reader.person)


def _number(row: Claimed) -> int:
    """Whom a notice names beside the parties: who did it, or who was not reached."""
    number = row.details.get("person", row.details.get("by"))
    return number if isinstance(number, int) else 0


def _by_name(row: Claimed) -> Person:
    """The same from a row that was written when these held a name."""
    return Person(0, str(row.details.get("name", row.details.get("by", ""))), "")


async def _case_deadline(desk: Desk, row: Claimed, reader: Reader) -> Message | None:
    case = await desk.look(deadlines.new_deadline, row.details, reader=reader.slack_id)
    return case_deadline(case, desk.voice(reader.person.language)) if case else None


async def _deadlines_outside(desk: Desk, row: Claimed, reader: Reader) -> Message | None:
    late = await desk.look(deadlines.proposal, row.details, reader=reader.slack_id, now=desk.now())
    return deadlines_outside(late, desk.voice(reader.person.language)) if late else None


async def _deadlines_moved(desk: Desk, row: Claimed, reader: Reader) -> Message | None:
    moved = await desk.look(deadlines.moved, row.details, reader=reader.slack_id)
    if not moved:
        return None
    subtasks, by = moved
    return deadlines_moved(subtasks, desk.voice(reader.person.language), reader.person, by or _by_name(row))


# Notices about a case's deadline, or about several subtasks' at once; each is about how it was when it was left.
ABOUT_DEADLINES: dict[str, Callable[[Desk, Claimed, Reader], Awaitable[Message | None]]] = {
    "case_deadline": _case_deadline,
    "deadlines_outside": _deadlines_outside,
    "deadlines_moved": _deadlines_moved,
}


def _deadline_moved(subtask: SubtaskFacts, row: Claimed, reader: Reader, words: Words, by: Person) -> Message | None:
    stands = row.details["deadline"] == subtask.deadline_on.isoformat() and not subtask.is_solved
    if not stands or not is_assignee(subtask, reader.person):
        return None
    return deadline_moved(subtask, words, reader.person, by)


def with_files(drawn: Message, row: Claimed, words: Words) -> Message:
    """Say honestly what becomes of the files that came with a message which was not passed on."""
    files = row.details.get("files")
    if not isinstance(files, int) or not files:
        return drawn
    return file_notices.with_own_files(drawn, files, words, deleted=bool(row.details.get("deleted")))
