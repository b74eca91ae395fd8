"""Reopening a solved subtask, with a reason, while its case is open: what was open to its assignee is not, unasked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.engine import Connection

from cases import beginning, effects, loading, transaction
from cases.acts import access, assigning
from cases.context import Context
from cases.transaction import Transaction
from domain import permissions, validation
from domain.endings import ReopenForm, Reopening
from domain.errors import N_, InvalidInputError, NotAllowedError, Refused, TooLateError
from domain.history import Act
from domain.notices import Reopened
from domain.permissions import Actor
from store import grants as grant_rows
from store import mending
from store.cases import CaseRow
from store.grants import OpenRow
from store.whole_subtask import SubtaskRow

REASON_MISSING = N_("Skriv hvorfor deloppgaven gjenåpnes.")
NOT_SOLVED = N_("Deloppgaven er ikke løst, så den trenger ikke å gjenåpnes.")
NOT_OPEN = N_("Et av vedleggene er ikke lenger åpent for den ansvarlige. Lukk dialogen og åpne den på nytt.")
NOBODY = N_("{name} kan ikke få deloppgaven tilbake. Opprett en ny deloppgave til en annen i stedet.")


def form(context: Context, subtask_id: int, *, actor: str, now: datetime) -> ReopenForm:
    """What the dialog "Gjenåpne" shows. Raises unless the actor runs the case, and when nobody could have it."""
    with context.database.read() as connection:
        row, case = _reopenable(connection, subtask_id, loading.actor(connection, actor))
        today = context.today(now)
        latest_on = validation.latest_deadline(today, case.deadline_on)
        proposed_on = validation.proposed_deadline(today, latest_on, context.days)
        is_still_good = row.deadline_on >= today and (latest_on is None or row.deadline_on <= latest_on)
        return ReopenForm(
            subtask=loading.subtask(row),
            attachments=tuple(loading.granted(one) for one in _open(connection, row, today)),
            today=today,
            latest_on=latest_on,
            proposed_on=row.deadline_on if is_still_good else proposed_on,
            case_deadline_passed=case.deadline_on is not None and latest_on is None,
        )


def reopen(context: Context, subtask_id: int, wanted: Reopening, *, actor: str, key: str, now: datetime) -> None:
    """Let a solved subtask go on with the one who had it; of its attachments they see those that are ticked.

    Raises InvalidInputError without a reason, or for a deadline that cannot be; TooLateError when it is not solved.
    """
    with transaction.once(context, key, digest=repr(wanted), now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        row, case = _reopenable(act.connection, subtask_id, who, for_update=True)
        reason = validation.require_text("reason", wanted.reason, REASON_MISSING)
        today = context.today(now)
        deadline_on = validation.require_deadline(wanted.deadline_on, today=today, case_deadline_on=case.deadline_on)
        ticked = _require_open(act.connection, row, wanted.attachment_ids, today)
        mending.reopen(act.connection, subtask_id, deadline_on, now)
        act.did(Act.SUBTASK_REOPENED, row, {"why": reason, "deadline": deadline_on.isoformat()})
        if row.is_begun:
            _tell(act, row, who.person.id, reason)
        else:
            beginning.begin(act, row, by_hand=True)
        if context.takes_back_when_solved:  # so the copies are gone
            grant_rows.forget_fetched(act.connection, [subtask_id])
        _grant_only(act, row, ticked, who.person.id)


def _reopenable(
    connection: Connection, subtask_id: int, who: Actor, *, for_update: bool = False
) -> tuple[SubtaskRow, CaseRow]:
    """The subtask and its case, when it can be reopened; the case is locked before, as by who would close it."""
    row, relation = loading.subtask_for(connection, subtask_id, who)
    permissions.require_case(relation)
    case, _ = loading.case_for(connection, row.case_id, who, lock="share" if for_update else "no")
    permissions.require_open_case(case.status)
    permissions.require_distributed(case.owner_id)
    if for_update:
        row, _ = loading.subtask_for(connection, subtask_id, who, for_update=True)
    if row.solved_at is None:
        raise TooLateError(NOT_SOLVED)
    _require_somebody(connection, row, case)
    return row, case


def _require_somebody(connection: Connection, row: SubtaskRow, case: CaseRow) -> None:
    try:
        if row.declined_at is None and row.assignee.active:
            assigning.require_assignable(connection, case, row.assignee_id)
            return
    except InvalidInputError:
        pass
    raise NotAllowedError(NOBODY, name=loading.called(row, row.assignee))


def _tell(act: Transaction, row: SubtaskRow, by: int, reason: str) -> None:
    parties = [person for person in loading.told(row) if person != by]
    act.show(effects.notice(Reopened(by, reason), person, subtask_id=row.id) for person in parties)


def _open(connection: Connection, row: SubtaskRow, today: date) -> list[OpenRow]:
    """What was open to the assignee when it was solved, and is not over."""
    return [one for one in grant_rows.open_to(connection, row.id) if one.ends_on is None or one.ends_on >= today]


def _require_open(connection: Connection, row: SubtaskRow, wanted: Collection[int], today: date) -> set[int]:
    """Refuse, at the field, what has been withdrawn or is over: nothing comes back by being ticked in an old dialog."""
    if set(wanted) - {one.attachment.id for one in _open(connection, row, today)}:
        raise InvalidInputError([Refused(NOT_OPEN, field="attachments")])
    return set(wanted)


def _grant_only(act: Transaction, row: SubtaskRow, ticked: Collection[int], by: int) -> None:
    """Keep exactly these attachments open to the assignee: each that is seen again is a line of the history."""
    had = {one.id: one.title for one in grant_rows.standing(act.connection, row.id)}
    taken = sorted(set(had) - set(ticked))
    grant_rows.withdraw(act.connection, row.id, taken, by=by, at=act.now)
    for what, numbers in ((Act.GRANT_GIVEN, sorted(ticked)), (Act.GRANT_WITHDRAWN, taken)):
        for number in numbers:
            act.did(what, row, access.granted(number, had[number], row.assignee_id, row.assignee.name))
    act.show(effects.show_granted(grant_rows.numbers_of(act.connection, row.id), loading.holders(row)))
