"""The short messages that the bot writes: drawn when they are sent, so that none is untrue by then.

`DRAWINGS` has all of them: what each is about, how it is drawn, when it is still true, and whether somebody may have
turned it off. Each makes itself heard, and so waits for the working hours of who wants that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from bot.delivery import notice_subjects as subjects
from bot.delivery.notice_subjects import Named, OfColleague, To
from cases.acts import absences, case_files, deadlines, holding
from domain import absence_notices as absence_told
from domain import answers, asking_notices, notices
from domain.answers import Answer
from domain.notices import Notice
from domain.notification_settings import NoticeKind
from domain.round_notices import RoundOver
from domain.values import Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views import (
    absence_notices,
    file_notices,
    identity_number,
    introduction,
    mending_notices,
    not_all,
    undelivered,
)
from handlers.views import asking_notices as asking_views
from handlers.views import messages as views
from handlers.views.blocks import Message
from handlers.views.deadline_notices import case_deadline, deadline_moved, deadlines_moved, deadlines_outside, more_time
from handlers.views.rounds import round_over
from handlers.views.status import is_assignee, is_owner

N = TypeVar("N")
F = TypeVar("F")
C = TypeVar("C", bound=OfColleague)


@dataclass(frozen=True, slots=True)
class Drawing(Generic[N, F]):
    """All that is to be known of one notice.

    `find` looks up what it is about; None when that is not the reader's any more. `is_true` says whether it still is,
    `is_wanted` whether the reader has not turned it off.
    """

    notice: type[N]
    find: Callable[[N, To], Awaitable[F | None]]
    draw: Callable[[F, N, To], Message]
    is_true: Callable[[F, N, To], bool] = lambda _found, _told, _to: True
    is_wanted: Callable[[F, To], bool] = lambda _found, _to: True

    async def drawn(self, told: N, to: To) -> Message | None:
        """Draw it; None when there is nothing to say any more."""
        found = await self.find(told, to)
        if found is None or not self.is_true(found, told, to) or not self.is_wanted(found, to):
            return None
        return self.draw(found, told, to)


async def drawn_notice(to: To, told: Notice) -> Message | None:
    """Draw a notice for its reader; None when it is about something that is not the reader's any more."""
    drawn: Message | None = await DRAWINGS[type(told)].drawn(told, to)
    if drawn and isinstance(told, Answer) and told.files:
        return file_notices.with_own_files(drawn, told.files, to.translator, deleted=told.deleted)
    return drawn


def _plain(notice: type[N], draw: Callable[[Translator], Message]) -> Drawing[N, N]:
    return Drawing(notice, subjects.itself, lambda _, __, to: draw(to.translator))


def _of_subtask(notice: type[N], draw: Callable[[SubtaskFacts, Translator], Message]) -> Drawing[N, SubtaskFacts]:
    return Drawing(notice, subjects.subtask, lambda subtask, _, to: draw(subtask, to.translator))


def _is_same_hold(found: Named, told: notices.Held | notices.Resumed, _: To) -> bool:
    return told.hold == holding.mark(found.subtask.held_until_on, found.subtask.held_because)


def _mended(
    notice: type[C],
    draw: Callable[[SubtaskFacts, Translator, Person, Person, C], Message],
    is_true: Callable[..., bool],
) -> Drawing[C, Named]:
    def drawn(found: Named, told: C, to: To) -> Message:
        return draw(found.subtask, to.translator, to.person, found.other, told)

    return Drawing(notice, subjects.with_colleague, drawn, is_true=is_true)


def _is_unsolved(found: Named, _: object, __: To) -> bool:
    return not found.subtask.is_solved


def _is_hers_to_solve(found: Named, _: object, to: To) -> bool:
    return not found.subtask.is_solved and is_assignee(found.subtask, to.person)


def _is_hers_to_go_on_with(found: Named, told: object, to: To) -> bool:
    is_there = (found.subtask.stand_in or found.subtask.assignee).id == to.person.id
    return is_there and _is_hers_to_solve(found, told, to) and not found.subtask.rests


def _waits(found: Named, _: object, __: To) -> bool:
    return found.subtask.waits_for_owner_at is not None


def _waits_no_more(found: Named, told: object, to: To) -> bool:
    return _is_unsolved(found, told, to) and not _waits(found, told, to)


_ALL: tuple[Drawing[Any, Any], ...] = (
    # Answers to a message.
    _plain(answers.NotInThread, views.not_in_thread),
    _plain(answers.Greeting, introduction.greeting),
    _plain(answers.NoAccess, views.no_access),
    _of_subtask(answers.LateMessage, views.late_message),
    _of_subtask(answers.LateChange, views.late_change),
    _plain(answers.NotTakenIn, views.not_taken_in),
    Drawing(answers.NotAllCame, subjects.itself, lambda _, told, to: not_all.not_all_came(told.lost, to.translator)),
    Drawing(answers.NothingCame, subjects.itself, lambda _, told, to: not_all.nothing_came(told.lost, to.translator)),
    Drawing(
        answers.IdentityNumber,
        subjects.while_number_stands,
        lambda _, __, to: identity_number.in_message(to.translator),
    ),
    # About a subtask.
    Drawing(
        notices.Solved,
        subjects.subtask,
        lambda subtask, _, to: views.solved_notice(subtask, to.translator, to.person),
        is_true=lambda subtask, _, __: subtask.is_solved,
        is_wanted=lambda subtask, to: (
            not is_owner(subtask, to.person) or to.recipient.preferences.wants(NoticeKind.SOLVED)
        ),  # an owner's card shows it
    ),
    _mended(notices.SolvingUndone, mending_notices.solving_undone, _is_unsolved),
    _mended(notices.Reopened, mending_notices.reopened, _is_unsolved),
    _mended(notices.Edited, mending_notices.edited, _is_hers_to_solve),
    _mended(asking_notices.Nudged, asking_views.nudged, _is_hers_to_go_on_with),
    _mended(asking_notices.NeedsMore, asking_views.needs_more, _waits),
    _mended(asking_notices.NeedsNoMore, asking_views.needs_no_more, _waits_no_more),
    _mended(asking_notices.Answered, asking_views.answered, _waits_no_more),
    Drawing(
        notices.Declined,
        subjects.subtask,
        lambda subtask, _, to: views.declined_notice(subtask, to.translator, to.person),
        is_true=lambda subtask, _, __: bool(subtask.declined_because),
    ),
    Drawing(
        notices.Assigned,
        subjects.subtask,
        lambda subtask, _, to: views.assigned_notice(subtask, to.translator, to.person),
        is_true=lambda subtask, _, to: is_assignee(subtask, to.person),
    ),
    _plain(notices.TakenOver, views.taken_over),
    Drawing(
        notices.OwnerLost,
        subjects.subtask,
        lambda _, __, to: views.owner_lost(to.translator),
        is_true=lambda subtask, _, __: subtask.owner_lost,
    ),
    Drawing(
        absence_told.NobodyStandsIn,
        lambda told, to: to.runtime.executor.query(
            absences.without_anybody, told, to.subtask_id, reader=to.recipient.slack_id
        ),
        lambda found, _, to: absence_notices.nobody_stands_in(found[0], found[1], to.person, to.translator),
    ),
    Drawing(
        notices.AttachmentTakenOut,
        subjects.subtask,
        lambda _, __, to: file_notices.attachment_taken_out(to.translator, to.person),
    ),
    Drawing(
        notices.MoreAttachments,
        subjects.waiting_attachments,
        lambda titles, _, to: file_notices.more_attachments(titles, to.translator, to.person),
    ),
    Drawing(
        notices.Held,
        subjects.with_colleague,
        lambda found, _, to: views.held_notice(found.subtask, to.translator, to.person, found.other),
        is_true=_is_same_hold,
    ),
    Drawing(
        notices.Resumed,
        subjects.with_colleague,
        lambda found, _, to: views.resumed_notice(found.subtask, to.translator, to.person, found.other),
        is_true=_is_same_hold,
    ),
    Drawing(
        notices.DeadlineMoved,
        subjects.with_colleague,
        lambda found, _, to: deadline_moved(found.subtask, to.translator, to.person, found.other),
        is_true=lambda found, told, to: (
            told.deadline == found.subtask.deadline_on
            and not found.subtask.is_solved
            and is_assignee(found.subtask, to.person)
        ),
    ),
    # What did not arrive.
    Drawing(
        notices.UndeliveredMessage,
        subjects.with_person,
        lambda found, told, to: undelivered.undelivered_message(
            found.other, to.person, to.translator, unreachable=told.unreachable
        ),
    ),
    Drawing(
        notices.UndeliveredCard,
        subjects.with_person,
        lambda found, _, to: undelivered.undelivered_card(found.subtask, found.other, to.person, to.translator),
    ),
    Drawing(
        notices.UndeliveredMail,
        subjects.subtask,
        lambda subtask, told, to: undelivered.undelivered_mail(subtask, to.person, to.translator, foreign=told.foreign),
        is_true=lambda subtask, told, _: told.assignee == subtask.assignee.id and not subtask.is_solved,
    ),
    Drawing(
        notices.UndeliveredFile,
        subjects.subtask,
        lambda _, told, to: file_notices.undelivered_file(told.file, to.translator),
    ),
    Drawing(
        notices.UnsharedAttachment,
        subjects.with_person,
        lambda found, told, to: file_notices.unshared_attachment(told.file, found.other, to.translator),
    ),
    Drawing(
        notices.UnfetchedAttachment,
        lambda told, to: to.runtime.executor.query(case_files.file_for, told.attachment, to.recipient.slack_id),
        lambda found, _, to: file_notices.unfetched_attachment(found.title, to.translator),
    ),
    Drawing(
        notices.UploadLost,
        subjects.unless_disqualified,
        lambda _, told, to: file_notices.upload_lost(told.file, told.case, to.translator),
    ),
    _plain(notices.TryAgain, views.try_again),
    # About somebody's time away.
    Drawing(
        absence_told.StandsIn,
        lambda told, to: to.runtime.executor.query(absences.covered, told.absence, reader=to.recipient.slack_id),
        lambda found, _, to: absence_notices.stands_in(found, to.translator),
    ),
    Drawing(
        absence_told.AbsenceSet,
        lambda told, to: to.runtime.executor.query(absences.noted, told, reader=to.recipient.slack_id),
        lambda found, told, to: absence_notices.noted(found[0], found[1], to.person, to.translator),
    ),
    Drawing(
        absence_told.AbsenceEnded,
        lambda told, to: to.runtime.executor.query(absences.ended_by, told),
        lambda by, _, to: absence_notices.ended(by, to.translator),
    ),
    # About a whole case, for the one who owns it by then.
    Drawing(notices.CaseAssigned, subjects.case, lambda case, _, to: views.case_assigned(case, to.translator)),
    Drawing(notices.CaseClosed, subjects.case, lambda case, _, to: views.case_closed(case, to.translator)),
    Drawing(notices.CaseWithdrawn, subjects.case, lambda case, _, to: views.case_withdrawn(case, to.translator)),
    Drawing(notices.CaseSupplemented, subjects.case, lambda case, _, to: views.case_supplemented(case, to.translator)),
    Drawing(notices.CaseRemoved, subjects.itself, lambda _, told, to: views.case_removed(told.case, to.translator)),
    Drawing(RoundOver, subjects.of_round, lambda page, told, to: round_over(page, told, to.translator, to.person)),
    Drawing(
        notices.CaseDeadline,
        lambda told, to: to.runtime.executor.query(deadlines.new_deadline, told, reader=to.recipient.slack_id),
        lambda case, _, to: case_deadline(case, to.translator),
    ),
    Drawing(
        notices.DeadlinesOutside,
        lambda told, to: to.runtime.executor.query(
            deadlines.proposal, told, reader=to.recipient.slack_id, now=to.runtime.clock.now()
        ),
        lambda late, _, to: deadlines_outside(late, to.translator),
    ),
    Drawing(
        notices.MoreTime,
        lambda told, to: to.runtime.executor.query(
            deadlines.proposal, told, reader=to.recipient.slack_id, now=to.runtime.clock.now()
        ),
        lambda late, _, to: more_time(late, to.translator),
    ),
    Drawing(
        notices.DeadlinesMoved,
        lambda told, to: to.runtime.executor.query(deadlines.moved, told, reader=to.recipient.slack_id),
        lambda found, told, to: deadlines_moved(
            found[0], to.translator, to.person, found[1] or subjects.by_name(told.by)
        ),
    ),
)
DRAWINGS: Mapping[type[Notice], Drawing[Any, Any]] = MappingProxyType({one.notice: one for one in _ALL})
