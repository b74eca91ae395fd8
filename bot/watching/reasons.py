"""Why something was not delivered, as a label may name it: a code that is known, never the words of whoever said no."""

from __future__ import annotations

from typing import Final

from bot.delivery.hooks import SAID
from bot.delivery.mail_answers import Reason, reason_of
from bot.delivery.senders.sender import LaterError
from bot.slack.client import NotDoneError, RefusedError, UnknownOutcomeError, WaitError, WronglyAskedError
from bot.slack.errors import VERDICTS, Verdict
from bot.watching.families import OTHER
from domain.errors import DamagedFileError
from domain.stored_notices import UnreadableNoticeError

RATELIMITED = "ratelimited"
NO_ANSWER = "no_answer"
DISK = "disk"
DAMAGED = "damaged_file"
UNREADABLE = "unreadable_notice"
FAULT = "fault"
WEBHOOK = "webhook"

_OF_MAIL = {reason: (f"mail_{reason.name.lower()}", Verdict.ADMINISTRATOR) for reason in Reason} | {
    Reason.LATER: ("mail_later", Verdict.LATER),
    Reason.LOST: ("mail_lost", Verdict.UNKNOWN),
    Reason.LETTER: ("mail_letter", Verdict.CONTENT),
    Reason.ADDRESS: ("mail_address", Verdict.PERSON),
}
POSSIBLE: Final[tuple[tuple[str, Verdict], ...]] = (
    *VERDICTS.items(),
    *_OF_MAIL.values(),
    (WEBHOOK, Verdict.LATER),
    (WEBHOOK, Verdict.CONTENT),
    (RATELIMITED, Verdict.LATER),
    (NO_ANSWER, Verdict.UNKNOWN),
    (DAMAGED, Verdict.CONTENT),
    (UNREADABLE, Verdict.OURS),
    (DISK, Verdict.ADMINISTRATOR),
    (OTHER, Verdict.CONTENT),
    (OTHER, Verdict.OURS),
    (FAULT, Verdict.OURS),
)
"""Every answer of `reason`."""


def reason(error: Exception) -> tuple[str, Verdict]:
    """The code, and what it means for the thing that was to be delivered."""
    said = str(error)
    if said in VERDICTS:
        return said, VERDICTS[said]
    if why := reason_of(said):
        return _OF_MAIL[why]
    if said.startswith(SAID):
        return WEBHOOK, Verdict.LATER if isinstance(error, LaterError) else Verdict.CONTENT
    return _without_code(error)


def _without_code(error: Exception) -> tuple[str, Verdict]:
    match error:
        case WaitError():
            return RATELIMITED, Verdict.LATER
        case UnknownOutcomeError() | NotDoneError():
            return NO_ANSWER, Verdict.UNKNOWN
        case DamagedFileError():
            return DAMAGED, Verdict.CONTENT
        case UnreadableNoticeError():
            return UNREADABLE, Verdict.OURS
        case RefusedError():
            return OTHER, Verdict.CONTENT
        case OSError():
            return DISK, Verdict.ADMINISTRATOR
        case WronglyAskedError():
            return OTHER, Verdict.OURS
    return FAULT, Verdict.OURS
