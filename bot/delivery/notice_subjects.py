"""What a notice is about: looked up when it is drawn; None where that is not its reader's any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

from bot.delivery.recipients import Recipient
from cases.acts import disqualification, distribution, fetching, identity_numbers
from cases.execution.runtime import Runtime
from cases.pages import round_pages, subtask_pages
from domain import answers, asking_notices, notices
from domain.notices import Somebody
from domain.notification_settings import NoticeKind
from domain.round_forms import RoundPage
from domain.round_notices import RoundOver
from domain.values import CaseFacts, Person, SubtaskFacts
from handlers.translator import Translator

N = TypeVar("N")

OfColleague: TypeAlias = (
    notices.Held | notices.Resumed | notices.DeadlineMoved
    | notices.SolvingUndone | notices.Reopened | notices.Edited
    | asking_notices.AskingNotice
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class To:
    """Whom a notice is said to, in which words, and of which subtask, if of any."""

    runtime: Runtime
    subtask_id: int
    recipient: Recipient
    translator: Translator

    @property
    def person(self) -> Person:
        """The reader."""
        return self.recipient.person


class Named(NamedTuple):
    """A subtask, and the person whom a notice about it names."""

    subtask: SubtaskFacts
    other: Person


async def itself(told: N, _: To) -> N:
    """The notice says all there is to know."""
    return told


async def subtask(_: object, to: To) -> SubtaskFacts | None:
    """The subtask; None when it is not the reader's any more."""
    found = await to.runtime.executor.query(subtask_pages.notice_about, to.subtask_id, reader=to.recipient.slack_id)
    return found[0] if found else None


async def with_somebody(somebody: Somebody, to: To) -> Named | None:
    """The subtask, and somebody who has to do with it."""
    number = somebody if isinstance(somebody, int) else 0
    found = await to.runtime.executor.query(
        subtask_pages.notice_about, to.subtask_id, reader=to.recipient.slack_id, naming=number
    )
    return Named(found[0], found[1] or by_name(somebody)) if found else None


def by_name(somebody: Somebody) -> Person:
    """Somebody of whom an older row knows only the name."""
    return Person(0, str(somebody), "")


async def with_colleague(told: OfColleague, to: To) -> Named | None:
    """The subtask, and the colleague who did something to it."""
    return await with_somebody(told.by, to)


async def with_person(
    told: notices.UndeliveredMessage | notices.UndeliveredCard | notices.UnsharedAttachment, to: To
) -> Named | None:
    """The subtask, and the person whom something did not reach."""
    return await with_somebody(told.person, to)


async def case(
    told: notices.CaseAssigned | notices.CaseClosed | notices.CaseWithdrawn | notices.CaseSupplemented, to: To
) -> CaseFacts | None:
    """The case; None when it is not the reader's any more."""
    return await to.runtime.executor.query(distribution.case_of_notice, told.case, reader=to.recipient.slack_id)


async def of_round(told: RoundOver, to: To) -> RoundPage | None:
    """The round; None when its case is not the reader's any more, or they want to hear of nothing that is solved."""
    if not to.recipient.preferences.wants(NoticeKind.SOLVED):
        return None
    executor, now = to.runtime.executor, to.runtime.clock.now()
    return await executor.query(round_pages.of_notice, told, reader=to.recipient.slack_id, now=now)


async def waiting_attachments(told: notices.MoreAttachments, to: To) -> list[str] | None:
    """What the attachments are called that the reader has still to fetch; None for none."""
    numbers, reader = told.attachments, to.recipient.slack_id
    return await to.runtime.executor.query(fetching.waiting, to.subtask_id, numbers, reader=reader) or None


async def while_number_stands(told: answers.IdentityNumber, to: To) -> answers.IdentityNumber | None:
    """The notice, while the number still stands in the message."""
    return told if await to.runtime.executor.query(identity_numbers.is_in, told.message) else None


async def unless_disqualified(told: notices.UploadLost, to: To) -> notices.UploadLost | None:
    """The notice, for one who is not disqualified from the case."""
    is_out = await to.runtime.executor.query(disqualification.stands, told.case, reader=to.recipient.slack_id)
    return None if is_out else told
